from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from base.instants import day
from base.queries.published_version import versions_in_force
from proposals.motion_life import MotionState
from proposals.queries.commitment import CommitmentStanding
from proposals.queries.motion import MotionStanding
from proposals.views.words import due_words


def motion_cards(found: Iterable[MotionStanding], language: str, *, with_item: bool = False) -> list[dict[str, Any]]:
    """What became of each motion or amendment, in a sentence with the page that it rests on."""
    rows = list(found)
    items = versions_in_force({one.item for one in rows if one.item is not None}, language) if with_item else {}
    return [
        {
            "standing": one,
            "paper": one.paper,
            "voted_on": one.vote.meeting.held_on if one.vote is not None else None,
            "since": one.since,
            "stamp": (str(one.state.label), one.state.tone),
            "says": says(one),
            "url": _url(one),
            "item": items.get(one.item or 0),
        }
        for one in rows
    ]


def says(one: MotionStanding) -> str:
    """What comes of it now."""
    if one.version is not None:
        return _("In the text since version %(number)s.") % {"number": one.version.label}
    if len(one.commitments) > 1:
        return " ".join(f"{made.commitment.reference.string}: {_who_does_it(made)}" for made in one.commitments)
    if one.commitment is not None:
        return _who_does_it(one.commitment)
    if one.state == MotionState.CARRIED and one.due_on is not None:
        return _("The college says by %(day)s who does it, and when.") % {"day": day(one.due_on)}
    if one.state == MotionState.CARRIED:
        return _("It is not in the text yet: the new version is still to be published.")
    return ""


def _who_does_it(promise: CommitmentStanding) -> str:
    return _("%(department)s does it, by %(day)s.") % {
        "department": promise.commitment.department,
        "day": due_words(promise),
    }


def _url(one: MotionStanding) -> str:
    """Of the newest that it rests on."""
    if one.version is not None:
        return one.version.get_absolute_url()
    if one.commitment is not None:
        return reverse("commitment", args=[one.commitment.commitment.reference.string])
    if one.vote is not None:
        return reverse("council_vote", args=[one.vote.pk])
    return one.letter.url if one.letter is not None and one.letter.url else one.paper.url
