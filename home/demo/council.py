"""The information system of the demonstration's council, made up: a meeting with a point of its agenda, a motion, and a motion with
its vote, as mini-ORI. What was recorded from it is put right there later, as such systems do."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from base.links import whole
from proposals.council_enums import PaperKind
from proposals.council_understood import Understood
from proposals.models import CouncilPaper, CouncilReading, CouncilVote, Meeting

MEETING, POINT, MOTION, VOTED = "vergaderingen/2026-19", "punten/2026-19-2", "moties/2026-M12", "moties/2026-M4"
# How it is put right later.
MOVED = timedelta(days=7)
# How many of each group were for and against; one of them was divided after all.
HEADS = {"Waterrijk Samen": (7, 0), "Partij van de Oever": (5, 0), "Dorpsbelang": (0, 4), "Jong aan het Water": (0, 3)}
DIVIDED = {"Partij van de Oever": (4, 1)}

Said = dict[str, Any]


def address_of(name: str) -> str:
    return whole(reverse("demo_council_record", args=[name]))


def meeting_words(held_on: date, *points: Said | str) -> Said:
    return {
        "url": address_of(MEETING),
        "webpaginaLink": f"https://raad.waterrijk.example/{MEETING}",
        "vergaderingstype": "Raadsvergadering",
        "naam": "Raadsvergadering",
        "geplandeDatum": held_on.isoformat(),
        "agendapunten": [{"agendapuntTitel": "Opening"}, *points],
    }


def point_words(title: str, paper: str) -> Said:
    return {"agendapuntTitel": title, "informatieobjecten": [{"url": paper}]}


def said_at(name: str) -> Said | None:
    """What an address says now; nothing where there is no such address, or the demonstration has not come so far."""
    return SAYS[name][1]() if name in SAYS else None


def _meeting() -> Said | None:
    first = Meeting.objects.filter(source=address_of(MEETING), corrects=None).first()
    return meeting_words(first.held_on + MOVED, address_of(POINT)) if first is not None else None


def _first_reading() -> CouncilReading | None:
    """The meeting as it was read when the demonstration was built."""
    return CouncilReading.objects.filter(address=address_of(MEETING)).first()


def _point() -> Said | None:
    first = _first_reading()
    if first is None:
        return None
    point = Understood.of_data(first.understood).agenda[1]
    return point_words(point.title, point.addresses[0])


def _motion() -> Said | None:
    first = _first_reading()
    if first is None:
        return None
    is_known = CouncilPaper.objects.filter(source=address_of(MOTION)).exists()
    title = "Motie: ook rekenlessen op zaterdag" if is_known else "Motie: ook lessen op zaterdag"
    return _motion_words(MOTION, "M12", title, timezone.localtime(first.read_at).date())


def _voted() -> Said | None:
    vote = CouncilVote.objects.filter(paper__kind=PaperKind.COUNCIL_PROPOSAL, corrects=None).order_by("pk").first()
    if vote is None:
        return None
    is_known = CouncilVote.objects.filter(paper__source=address_of(VOTED)).exists()
    heads = HEADS | DIVIDED if is_known else HEADS
    groups = [
        {"fractie": {"naam": name}, "aantalVoor": in_favour, "aantalTegen": against}
        for name, (in_favour, against) in heads.items()
    ]
    words = _motion_words(VOTED, "M4", "Motie: voorlezen in het Taalhuis", vote.meeting.held_on)
    return words | {"fracties": groups, "stemmingResultaat": "Aangenomen"}


def _motion_words(name: str, number: str, title: str, day: date) -> Said:
    return {
        "url": address_of(name),
        "webpaginaLink": f"https://raad.waterrijk.example/{name}",
        "informatieobjecttype": "Motie",
        "nummer": number,
        "titel": title,
        "datum": day.isoformat(),
    }


SAYS: dict[str, tuple[Promise, Callable[[], Said | None]]] = {
    MEETING: (_("the next meeting of the council, on another day since it was recorded here"), _meeting),
    POINT: (_("a point on its agenda"), _point),
    MOTION: (_("a motion, of which the title is put right once you recorded it"), _motion),
    VOTED: (_("a motion with its vote, of which the numbers are put right once you recorded them"), _voted),
}
