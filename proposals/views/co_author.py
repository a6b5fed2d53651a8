"""Who made a proposal together: asking others by mail, answering that, and leaving again."""

from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.queries.user import proposed_name
from base import clock
from base.queries.published_version import version_in_force
from base.refusal import Refusal
from participation.actions.co_author import leave_proposal
from participation.actions.invitation import (
    accept_invitation,
    decline_invitation,
    invite_co_author,
    withdraw_invitation,
)
from participation.author_rules import refusal_to_accept, refusal_to_answer, refusal_to_invite
from participation.forms.invitation import InvitationForm, NameForm
from participation.invitation_links import key_of
from participation.models import Invitation, Subject
from participation.queries.co_author import co_author_of, is_leading_author
from participation.queries.invitation import invitation_by_key, invitations_of
from participation.queries.name import author_of, authors_of_one
from participation.views.draft import sign_in_first
from proposals.actions.proposal import page_of_subject
from proposals.queries.proposal import proposal_by_reference
from proposals.views.proposal import facts_of


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def co_authors(request: HttpRequest, reference: str) -> HttpResponse:
    """For who made a proposal: who else did, who was asked, and the form to ask the next."""
    subject = proposal_by_reference(reference)
    person = request.user
    is_leading = subject is not None and is_leading_author(person, subject)
    if subject is None or not (is_leading or co_author_of(person, subject)):
        raise Http404
    now = clock.now()
    form, status = InvitationForm(request.POST if "invite" in request.POST else None), HTTPStatus.OK
    if request.method == "POST":
        try:
            if done := _act(request, subject, form):
                messages.success(request, done)
                return redirect("my_page" if "leave" in request.POST else request.path)
            status = HTTPStatus.UNPROCESSABLE_ENTITY
        except Refusal as refused:
            form.add_error("email", refused.sentence) if form.is_bound else messages.error(request, refused.sentence)
            status = HTTPStatus.CONFLICT
    context = {
        "subject": subject,
        "crumbs": [{"label": subject.label, "url": subject.reference.get_absolute_url()}],
        "authors": authors_of_one(subject, now),
        "is_leading": is_leading,
        "invitations": [(one, one.is_open(now)) for one in invitations_of(subject)] if is_leading else [],
        "form": form,
        "refusal": refusal_to_invite(person, subject, now) if is_leading else "",
    }
    return render(request, "proposals/co_authors.html", context, status=status)


def _act(request: HttpRequest, subject: Subject, form: InvitationForm) -> str:
    """What was done, in words; nothing where the form is not right."""
    now = clock.now()
    if "leave" in request.POST:
        leave_proposal(subject=subject, by=request.user, at=now)
        return _("You are no longer named with this proposal.")
    if "withdraw" in request.POST:
        number = request.POST["withdraw"]
        found = subject.invitations.filter(pk=int(number)).first() if number.isdecimal() and len(number) < 19 else None
        if found is None:
            raise Http404
        withdraw_invitation(invitation=found, by=request.user, at=now)
        return _("The invitation is taken back.")
    if not form.is_valid():
        return ""
    invite_co_author(
        subject=subject, email=form.cleaned_data["email"], language=str(get_language()), by=request.user, at=now
    )
    return _("A mail is on its way. Who accepts is named with your proposal.")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """The link of the mail: what it is about, whole, and the answer. Opening it answers nothing."""
    found = invitation_by_key(key_of(token))
    if found is None:
        raise Http404
    now = clock.now()
    refusal = refusal_to_answer(found, now)
    if not refusal and request.user.is_authenticated:
        refusal = refusal_to_accept(request.user, found, now)
    form = NameForm(initial={"name": proposed_name(request.user) if request.user.is_authenticated else ""})
    if request.method == "POST" and not refusal:
        if "accept" in request.POST and not request.user.is_authenticated:
            return sign_in_first(request.path)
        form = NameForm(request.POST)
        if "decline" in request.POST or form.is_valid():
            try:
                return _answered(request, found, form)
            except Refusal as refused:
                refusal = refused.sentence
    answered = refusal_to_answer(found, now)
    # What was hidden or taken back since is shown to nobody by an old mail.
    content = {} if answered else _content(found)
    context = {
        "invitation": found,
        "subject": found.subject,
        "who": author_of(found.subject, now),
        "content": content,
        "facts": facts_of(content) if content else [],
        "files": ", ".join(content.get("attachments") or []),
        "form": form,
        "refusal": refusal,
    }
    status = HTTPStatus.GONE if answered else HTTPStatus.CONFLICT if refusal else HTTPStatus.OK
    return render(request, "proposals/invitation.html", context, status=422 if form.errors else status)


def _answered(request: HttpRequest, found: Invitation, form: NameForm) -> HttpResponse:
    now = clock.now()
    if "decline" in request.POST:
        decline_invitation(invitation=found, by=request.user, at=now)
        return render(request, "proposals/invitation.html", {"invitation": found, "declined": True})
    accept_invitation(invitation=found, name=form.cleaned_data["name"], by=request.user, at=now)
    if found.is_of_author:
        messages.success(request, _("It is in your hands now. You find it on your own page."))
    else:
        messages.success(request, _("You are named with this proposal now. You find it on your own page."))
    return redirect(found.comment or found.subject.reference)


def _content(found: Invitation) -> dict[str, Any]:
    """The text, also while it waits for a moderator: whoever is asked to put a name under it reads it whole."""
    subject = found.subject
    if found.comment is not None:
        return {"body": found.comment.text, "language": found.comment.language}
    version = version_in_force(subject.reference_id, subject.language) if subject.is_visible else None
    if version is not None:
        return dict(version.content)
    page = page_of_subject(subject)
    return page.citable_content() if page is not None else {}
