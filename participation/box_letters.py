"""The mails to who holds a part of a ballot box: to let it be shown to them, and to bring it after the close."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.conf import settings
from django.db.models import Q
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from base.links import whole
from participation.box_rules import parts_left, parts_words
from participation.letters import LetterText
from participation.mail_enums import LetterKind
from participation.models import BallotBox, ConsultationRound
from participation.queries.ballot_box import clerks, holders_of
from participation.voting_enums import COUNT


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


def parts_out_of_reach(person: Any) -> list[str]:
    """Of each box that is not opened, for who changed the account of somebody who holds a part, or is a deputy for one, and may
    not count any more."""
    if person.is_active and person.has_perm(COUNT):
        return []
    held = BallotBox.objects.filter(
        Q(holders__person=person) | Q(holders__deputy=person),
        holders__lost_at=None,
        opened_at=None,
        consultation_round__cancelled_at=None,
    ).select_related("consultation_round__reference")
    said = _(
        "%(person)s holds a part of the ballot box of %(reference)s, or is a deputy for one, and can no longer bring it. %(left)s Make them a clerk again until the box was opened, or report the part as lost."
    )
    return [
        said
        % {
            "person": person,
            "reference": box.consultation_round.reference.string,
            "left": parts_words(box, list(holders_of(box))),
        }
        for box in held.distinct().order_by("pk")
    ]


def of_few_parts(box: BallotBox) -> Iterator[LetterText]:
    """To every clerk, holder and deputy, once no part can be missed any more; again where still fewer are left."""
    holders, reference = list(holders_of(box)), box.consultation_round.reference.string
    left = parts_left(holders)
    if not box.is_split or box.opened_at is not None or left > box.needed:
        return
    people = {one.pk: one for holder in holders for one in (holder.person, holder.deputy) if one is not None}
    people |= {one.pk: one for one in clerks()}
    for person in people.values():
        with translation.override(settings.LANGUAGE_CODE):
            yield _letter(
                f"few-{box.pk}-{left}-{person.pk}",
                person,
                reference,
                _("The ballot box of %(reference)s: %(left)d parts are left, and %(needed)d are needed")
                % {"reference": reference, "left": left, "needed": box.needed},
                [parts_words(box, holders)],
            )


def of_discarded(box: int, consultation_round: ConsultationRound, people: Iterable[Any]) -> Iterator[LetterText]:
    """To who held a part of a box that was there, by its key, or was a deputy."""
    reference = consultation_round.reference.string
    for person in people:
        with translation.override(settings.LANGUAGE_CODE):
            yield _letter(
                f"gone-{box}-{person.pk}",
                person,
                reference,
                _("The ballot box of %(reference)s was taken away; your part opens nothing any more")
                % {"reference": reference},
                [
                    _("Another box is made, or was. If you hold a part of that one too, you get a mail of its own."),
                    _("Destroy the words of the old part. Did you not know of this? Ask your colleagues why."),
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
