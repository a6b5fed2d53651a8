import uuid
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods

from base import clock
from base.refusal import Refusal
from participation.actions.comment import post_comment
from participation.actions.draft import claim_draft, save_draft
from participation.forms.comment import CommentForm
from participation.models import Comment, Draft, Subject
from participation.queries.subject import subject_by_reference
from participation.rules import can_see, refusal_to_comment


@require_http_methods(["GET", "HEAD", "POST"])
def write_comment(request: HttpRequest, reference: str) -> HttpResponse:
    """A page of its own to write a comment or an answer. What somebody typed before signing in waits in a draft."""
    subject = subject_by_reference(reference)
    if subject is None or not can_see(request.user, subject):
        raise Http404
    now = clock.now()
    parent = _parent(subject, request.POST.get("parent") or request.GET.get("to") or "")
    refusal = refusal_to_comment(request.user, subject, now) if request.user.is_authenticated else ""
    status = 200
    if request.method == "POST":
        form = CommentForm(request.POST)
        if not request.user.is_authenticated:
            return _sign_in_first(request, subject)
        if form.is_valid():
            try:
                comment = post_comment(
                    subject=subject,
                    text=form.cleaned_data["text"],
                    language=str(get_language()),
                    author_name=form.cleaned_data["author_name"],
                    by=request.user,
                    at=now,
                    parent=parent,
                    sent_key=form.cleaned_data["sent_key"],
                )
            except Refusal as refused:
                refusal = refused.sentence
            else:
                return redirect(f"{subject.reference.get_absolute_url()}#comment-{comment.pk}")
        status = 409 if refusal else 422
    else:
        form = CommentForm(initial=_initial(request, parent))
    context = {"subject": subject, "parent": parent, "form": form, "refusal": refusal}
    return render(request, "participation/comment_form.html", context, status=status)


def _initial(request: HttpRequest, parent: Comment | None) -> dict[str, object]:
    name = request.user.display_name if request.user.is_authenticated else ""
    initial: dict[str, object] = {
        "author_name": name,
        "parent": parent.pk if parent else None,
        "sent_key": uuid.uuid4(),
    }
    key = _key(request.GET.get("draft", ""))
    draft = Draft.objects.filter(key=key, form="comment").first() if key else None
    if draft is not None and draft.owner_id in {None, request.user.pk}:
        claim_draft(draft=draft, by=request.user)
        initial |= {name: value for name, value in draft.data.items() if value}
    return initial


def _sign_in_first(request: HttpRequest, subject: Subject) -> HttpResponse:
    draft = save_draft(
        form="comment",
        consultation_round=subject.consultation_round,
        data=CommentForm.typed(request.POST),
        language=str(get_language()),
        by=request.user,
        at=clock.now(),
    )
    back = f"{request.path}?{urlencode({'draft': draft.key, 'to': request.POST.get('parent', '')})}"
    return redirect(f"{reverse('sign_in')}?{urlencode({'next': back})}")


def _parent(subject: Subject, number: str) -> Comment | None:
    if not number.isdecimal() or len(number) > 18:
        return None
    return Comment.objects.filter(pk=int(number), subject=subject).first()


def _key(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text)
    except ValueError:
        return None
