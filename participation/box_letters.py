"""The mails to who holds a part of a ballot box: to let it be shown to them, and to bring it after the close."""

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from base.links import whole
from participation.enums import LetterKind
from participation.letters import LetterText
from participation.models import BallotBox


def of_box(box: BallotBox) -> Iterator[LetterText]:
    """Staff read the language of the site. What a part is stands in no mail."""
    reference = box.consultation_round.reference.string
    for holder in box.holders.select_related("person", "deputy"):
        with translation.override(settings.LANGUAGE_CODE):
            named = {"reference": reference}
            if box.closed_at is None and holder.collected_at is None:
                yield _letter(
                    f"made-{holder.pk}",
                    holder.person,
                    reference,
                    _("You hold a part of the ballot box of %(reference)s") % named,
                    [
                        _("Let your part be shown to you, and write the words down. They are shown once."),
                        _("Bring them again for the test: nobody can vote before that."),
                    ],
                )
            elif box.closed_at is not None and box.opened_at is None and not holder.brought:
                for person in filter(None, (holder.person, holder.deputy)):
                    yield _letter(
                        f"open-{holder.pk}-{person.pk}",
                        person,
                        reference,
                        _("The ballot box of %(reference)s waits for parts") % named,
                        [
                            _("Voting is over. The box is opened once %(needed)d of the parts are there.")
                            % {"needed": box.needed},
                            _("Bring the part of %(holder)s from your own account.") % {"holder": holder.person},
                        ],
                    )


def _letter(what: str, person: Any, reference: str, headline: str, paragraphs: list[str]) -> LetterText:
    return LetterText(
        kind=LetterKind.BOX,
        what=what,
        to=person.email,
        language=settings.LANGUAGE_CODE,
        headline=headline,
        paragraphs=paragraphs,
        links=[(_("To the ballot box:"), whole(reverse("box_desk", args=[reference])))],
    )
