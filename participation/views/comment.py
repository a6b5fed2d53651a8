import uuid
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.cache import add_never_cache_headers
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts.queries.user import proposed_name
from base import clock
from base.personal_data import Finding, personal_data
from base.refusal import Refusal
from participation.actions.comment import edit_comment, post_comment, withdraw_comment
from participation.actions.draft import discard_draft, save_draft
from participation.enums import Act
from participation.forms.comment import CommentForm, EditCommentForm
from participation.hold_words import hold_words
from participation.letter_tasks import tell_of_mentions
from participation.models import Comment, Draft, Subject
from participation.municipal_answers import answered_of
from participation.queries.comment import answer_page, comment_by_pk, has_place, node_of
from participation.queries.contribution import kept_comment
from participation.queries.subject import subject_by_reference
from participation.rules import (
    ANSWER,
    can_moderate,
    can_see,
    notice_of_hours,
    refusal_of_talk,
    refusal_to_comment,
    refusal_to_edit,
    refusal_to_withdraw_comment,
)
from participation.views.draft import kept_before_signing_in, sign_in_first, way_back
from participation.views.subject import known_or_404
from participation.views.talk import Shower, crumbs_of


@require_http_methods(["GET", "HEAD", "POST"])
def write_comment(request: HttpRequest, reference: str) -> HttpResponse:
    """A page of its own to write a comment or an answer. What somebody typed before signing in waits in a draft."""
    subject = known_or_404(request, subject_by_reference(reference))
    if not can_see(request.user, subject):
        return _gone(request, subject)
    now = clock.now()
    to = request.POST.get("parent", request.GET.get("to", ""))
    parent = _parent(subject, to)
    is_official = request.user.has_perm(ANSWER)
    refusal = (
        refusal_to_comment(request.user, subject, now) if request.user.is_authenticated and not is_official else ""
    )
    asked = {
        "asks_stance": subject.consultation_round.asks_stance and parent is None,
        "may_be_official": is_official,
    }
    status = 200
    findings: list[Finding] = []
    draft = kept_before_signing_in(request, "comment") or kept_comment(request.user, subject, parent)
    if request.method == "POST":
        form = CommentForm(request.POST, by=request.user, **asked)
        if not request.user.is_authenticated:
            return _sign_in_first(request, subject)
        findings = personal_data([form.cleaned_data["text"]]) if form.is_valid() else []
        if findings and "as_it_is" not in request.POST:
            # Pointed out once: whoever sends it as it is may.
            refusal, status = "", 200
        elif form.is_valid() and to and parent is None:
            refusal = _(
                "The comment that you answer does not stand at this proposal. Post your text again, and it is a comment of its own."
            )
            form = CommentForm({**request.POST.dict(), "parent": ""}, by=request.user, **asked)
        elif form.is_valid():
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
                    stance=form.cleaned_data.get("stance", ""),
                    official_as=form.cleaned_data.get("official_as", ""),
                )
            except Refusal as refused:
                refusal = refused.sentence
                # The clock may open again: then the words are here.
                draft = _kept(request, subject, draft)
            else:
                if draft is not None:
                    discard_draft(draft=draft, by=request.user, at=now)
                hold = comment.holds.first()
                if hold is not None and not comment.is_visible:
                    messages.info(request, hold_words(hold))
                tell_of_mentions.enqueue(comment.pk)
                return redirect(comment)
        status = 409 if refusal else 422 if form.errors else 200
    else:
        form = CommentForm(initial=_initial(request, parent, draft), by=request.user, **asked)
    context = {
        "subject": subject,
        "parent": parent,
        "form": form,
        "refusal": refusal,
        "notice": "" if refusal or is_official else notice_of_hours(subject.consultation_round, now),
        "is_kept": draft is not None,
        "findings": findings,
    }
    response = render(request, "participation/comment_form.html", context, status=status)
    if draft is not None:
        # Only then: a page that no browser may keep is empty after a step back.
        add_never_cache_headers(response)
    return response


@require_safe
def comment(request: HttpRequest, number: int) -> HttpResponse:
    """One comment, what it answers and what is answered: the address that stays, also of words that were taken away."""
    found = comment_by_pk(number)
    if found is None or not (found.subject.is_visible or can_moderate(request.user)):
        raise Http404
    if not has_place(found, request.user):
        raise Http404
    subject = found.subject
    now = clock.now()
    refusal = refusal_of_talk(subject.consultation_round, Act.COMMENT, now)
    shower = Shower(request, subject, refusal=refusal, at=now)
    node = node_of(found, request.user)
    page = answer_page(found, request.user, request.GET.get("after", ""))
    parent, first = found.parent, found.thread
    context = {
        "subject": subject,
        "crumbs": crumbs_of(subject),
        "shown": shower.all([node])[0],
        "answers": shower.all(page.threads),
        "is_first": page.is_first,
        "following": f"?{urlencode({'after': page.following})}#answers" if page.following else "",
        "above": shower.one(node_of(parent, request.user)) if parent is not None else None,
        "first_url": first.get_absolute_url() if first is not None and first != parent else "",
        # Before its author changed it: for them and for moderators.
        "earlier": found.earlier_texts.all()
        if found.author_id == request.user.pk or can_moderate(request.user)
        else [],
        "refusal": refusal,
        "back": request.get_full_path(),
    }
    return render(request, "participation/comment.html", context)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, number: int) -> HttpResponse:
    """A form with the words as they are; what is typed stays in it whatever is refused."""
    found = comment_by_pk(number)
    if found is None or found.author_id != request.user.pk:
        raise Http404
    now = clock.now()
    refusal = refusal_to_edit(request.user, found, now)
    form = EditCommentForm(initial={"text": found.text, "edition": found.earlier_texts.count()})
    if request.method == "POST":
        form = EditCommentForm(request.POST)
        if form.is_valid():
            try:
                written = edit_comment(
                    comment=found,
                    text=form.cleaned_data["text"],
                    edition=form.cleaned_data["edition"],
                    by=request.user,
                    at=now,
                )
            except Refusal as refused:
                refusal = refused.sentence
            else:
                tell_of_mentions.enqueue(written.pk)
                return redirect(written)
    context = {"subject": found.subject, "form": form, "refusal": refusal, "is_edit": True}
    status = 409 if refusal else 422 if form.errors else 200
    return render(request, "participation/comment_form.html", context, status=status)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest, number: int) -> HttpResponse:
    """Asks first: a comment does not come back."""
    comment = Comment.objects.select_related("subject__reference").filter(pk=number, author=request.user.pk).first()
    if comment is None:
        raise Http404
    refusal = refusal_to_withdraw_comment(request.user, comment)
    if request.method == "POST" and not refusal:
        try:
            withdraw_comment(comment=comment, by=request.user, at=clock.now())
        except Refusal as refused:
            refusal = refused.sentence
        else:
            messages.success(request, _("You withdrew your comment. Its place in the talk says so."))
            return redirect("my_page")
    explanation = _("Nobody can read it any more. Its place in the talk stays, with the answers to it.")
    if answered_of([comment.pk]):
        explanation += " " + _("The answer of the municipality stays too, without your words.")
    context = {
        "title": _("Withdraw your comment?"),
        "quoted": comment.text,
        "language": comment.language,
        "explanation": explanation,
        "label": _("Withdraw my comment"),
        "refusal": refusal,
    }
    return render(request, "participation/withdraw.html", context, status=409 if refusal else 200)


def _initial(request: HttpRequest, parent: Comment | None, draft: Draft | None) -> dict[str, object]:
    name = proposed_name(request.user) if request.user.is_authenticated else ""
    initial: dict[str, object] = {
        "author_name": name,
        "parent": parent.pk if parent else None,
        "sent_key": uuid.uuid4(),
    }
    if draft is not None:
        initial |= {name: value for name, value in draft.data.items() if value}
    return initial


def _kept(request: HttpRequest, subject: Subject, draft: Draft | None) -> Draft:
    return save_draft(
        form="comment",
        consultation_round=subject.consultation_round,
        data=CommentForm.typed(request.POST) | {"subject": subject.reference.string},
        language=str(get_language()),
        by=request.user,
        at=clock.now(),
        key=draft.key if draft is not None else None,
    )


def _sign_in_first(request: HttpRequest, subject: Subject) -> HttpResponse:
    draft = _kept(request, subject, None)
    messages.info(request, _("Your comment is kept. Sign in to post it."))
    back = way_back(request.path, draft, to=request.POST.get("parent", ""))
    return sign_in_first(back)


def _gone(request: HttpRequest, subject: Subject) -> HttpResponse:
    """The proposal was hidden or withdrawn while somebody wrote: the words are theirs to take along, nothing else is shown."""
    if request.method != "POST":
        return redirect(subject.reference.get_absolute_url())
    context = {
        "subject": subject,
        "form": CommentForm(request.POST, by=request.user, asks_stance=False, may_be_official=False),
        "refusal": _("You cannot comment on this proposal, because it is not published."),
        "is_gone": True,
    }
    return render(request, "participation/comment_form.html", context, status=410)


def _parent(subject: Subject, number: str) -> Comment | None:
    if not number.isdecimal() or len(number) > 18:
        return None
    return Comment.objects.filter(pk=int(number), subject=subject).first()
