"""The mails about who made something: the invitation, once for each address, and what was answered to it."""

from collections.abc import Iterator

from django.utils import translation
from django.utils.translation import gettext as _

from base.instants import day, until
from base.links import whole
from participation.enums import InvitationAnswer
from participation.invitation_links import invitation_path
from participation.letters import LetterText, known
from participation.mail_enums import LetterKind
from participation.models import CoAuthor, Invitation
from participation.queries.co_author import mailed_author
from participation.queries.name import author_of, nameless


def of_invitation(invitation: Invitation) -> Iterator[LetterText]:
    if not invitation.email:
        return
    with translation.override(invitation.language):
        yield LetterText(
            kind=LetterKind.INVITATION,
            what=str(invitation.pk),
            to=invitation.email,
            language=invitation.language,
            headline=_headline(invitation),
            paragraphs=[*_of_author(invitation)] if invitation.is_of_author else [*_of_co_author(invitation)],
            links=[
                (
                    _("Read it and answer, %(until)s:") % {"until": until(invitation.expires_at)},
                    whole(invitation_path(invitation)),
                )
            ],
        )


def _headline(invitation: Invitation) -> str:
    reference = {"reference": invitation.subject.reference.string}
    if invitation.comment is not None:
        return _("We received your comment at %(reference)s") % reference
    if invitation.is_of_author:
        return _("We received your proposal: %(reference)s") % reference
    return _("Did you make proposal %(reference)s together with somebody?") % reference


def _of_co_author(invitation: Invitation) -> Iterator[str]:
    subject = invitation.subject
    # Words that nobody read yet, a name among them, go to nobody's mailbox.
    who = {"who": author_of(subject, invitation.invited_at) if subject.is_visible else nameless(1)}
    yield _("%(who)s wants to name you as co-author of a proposal to the municipality.") % who
    if subject.is_visible:
        yield f"“{subject.label}”"
    yield _(
        "You are named only if you say yes, and under the name that you choose. If you do nothing, nothing happens."
    )
    yield _("You get this one mail because somebody typed your address. About this proposal no second one comes.")


def _of_author(invitation: Invitation) -> Iterator[str]:
    thing = invitation.comment or invitation.subject
    at = invitation.comment.posted_at if invitation.comment is not None else invitation.subject.submitted_at
    said = {"channel": thing.get_channel_display(), "day": day(at)}
    yield _("It came in %(channel)s on %(day)s, and the municipality entered it on the site as it was.") % said
    yield _(
        "If you want to keep it in your own hands, say that it is yours: then you can follow, answer and withdraw it. You need no password. If you do nothing, it counts just the same."
    )
    yield _("You get this one mail because you gave this address with it.")


def of_answer(invitation: Invitation) -> Iterator[LetterText]:
    """To the author, what somebody who was asked answered."""
    subject = invitation.subject
    author = mailed_author(subject)
    if author is None:
        return
    language = known(subject.language)
    with translation.override(language):
        reference = {"reference": subject.reference.string}
        if invitation.answer == InvitationAnswer.ACCEPTED:
            headline = _("You have a co-author of your proposal %(reference)s") % reference
        else:
            headline = _("Somebody said no to being a co-author of %(reference)s") % reference
        joined = CoAuthor.objects.filter(invitation=invitation).first()
        names = [_("Named as: %(name)s.") % {"name": joined.name or nameless(1)}] if joined else []
        yield LetterText(
            kind=LetterKind.ANSWERED,
            what=str(invitation.pk),
            to=author.email,
            language=language,
            headline=headline,
            paragraphs=[
                _("You asked this by mail on %(day)s.") % {"day": day(invitation.invited_at)},
                *names,
            ],
            links=[(_("Read your proposal:"), whole(subject.reference.get_absolute_url()))],
        )
