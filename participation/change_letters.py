"""The mails about a proposal that was changed: to who supported it as it was, and to its author what a moderator ruled."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from base.links import whole
from base.models import PublishedVersion
from participation.enums import ChangeState
from participation.letters import LetterText, known
from participation.mail_enums import LetterKind
from participation.models import Change, Follow, Subject, Support
from participation.queries.change import since, versions_of
from participation.queries.co_author import mailed_author


def of_change(version: PublishedVersion) -> Iterator[LetterText]:
    """To who supported the text before it. Followers are told as such; supporters are never named to anybody."""
    subject = Subject.objects.visible().select_related("reference").filter(reference=version.reference_id).first()
    versions = versions_of([version.reference_id]).get(version.reference_id, [])
    if subject is None or not versions or versions[-1] != version:
        # Hidden since, or changed once more, of which is told by itself.
        return
    follows = Follow.objects.confirmed().filter(reference=version.reference_id).select_related("person")
    told = {follow.mailbox.lower() for follow in follows}
    supports = Support.objects.filter(subject=subject, supporter__is_active=True, given_at__lt=version.published_at)
    supports = supports.exclude(supporter__email="").select_related("supporter").order_by("pk")
    for support in supports.iterator(chunk_size=500):
        changed = since(versions, support.given_at)
        if changed is None or support.supporter.email.lower() in told:
            continue
        told.add(support.supporter.email.lower())
        language = known(subject.language)
        address = subject.reference.get_absolute_url
        with translation.override(language):
            difference = reverse("difference", args=[subject.reference.string, changed[0].label, changed[1].label])
            note = [_("What changed, in the words of its author:"), version.change_note] if version.change_note else []
            yield LetterText(
                kind=LetterKind.CHANGE,
                # By the support and not by the person: what is kept of the mail names nobody.
                what=f"{version.pk}-{support.pk}",
                to=support.supporter.email,
                language=language,
                headline=_("%(reference)s changed since you supported it") % {"reference": subject.reference.string},
                paragraphs=[
                    f"“{subject.label}”",
                    *note,
                    _("You get this mail because you support this proposal. Nobody else is told that you do."),
                ],
                links=[
                    (_("What changed:"), whole(difference)),
                    (_("Read it, and take your support back if you want:"), whole(address())),
                ],
            )


def of_ruled_change(change: Change) -> Iterator[LetterText]:
    """To the author, whose new text waited for a moderator."""
    subject = change.subject
    author = mailed_author(subject)
    if author is None:
        return
    language = known(subject.language)
    with translation.override(language):
        named = {"reference": subject.reference.string}
        if change.state == ChangeState.PUBLISHED:
            headline = _("Your change of %(reference)s is public") % named
            paragraphs: list[str] = []
        else:
            headline = _("Your change of %(reference)s was not published") % named
            paragraphs = [
                _("Ground: %(ground)s.") % {"ground": change.get_ground_display()},
                change.reason,
                _(
                    "Your new text is a draft on your page: change it and send it again. The text before it stays public."
                ),
                _("A person decided this, no machine. Your words were not changed."),
            ]
        yield LetterText(
            kind=LetterKind.CHANGE,
            what=f"ruled-{change.pk}",
            to=author.email,
            language=language,
            headline=headline,
            paragraphs=[f"“{subject.label}”", *paragraphs],
            links=[
                (_("Read your proposal:"), whole(subject.reference.get_absolute_url())),
                (_("To your page:"), whole(reverse("my_page"))),
            ],
        )
