"""What is due by when, for the calendar of who watches over it (RFC 5545)."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.conf import settings
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from home.queries.item_life import ItemWay
from participation.queries.request import RequestStanding
from proposals.commitment_life import CommitmentState
from proposals.models import ResponseDocument
from proposals.queries.commitment import CommitmentStanding
from proposals.queries.motion import MotionStanding


def deadlines(
    ways: Iterable[ItemWay],
    documents: Iterable[ResponseDocument],
    promises: Iterable[CommitmentStanding],
    motions: Iterable[MotionStanding],
    requests: Iterable[RequestStanding],
    *,
    at: datetime,
) -> bytes:
    """A day for every step, answer, promise, motion and request under an ordinance that is due."""
    calendar = Calendar()
    calendar.add("prodid", "-//Leerstad//NL")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", _("What is due"))
    due = [
        (f"{way.reference.string}: {way.next_step.label}", way.due_on, way.reference.string)
        for way in ways
        if way.due_on is not None and way.next_step is not None
    ]
    due += [
        (f"{one.reference.string}: {one.consultation_round.title}", one.due_on, one.reference.string)
        for one in documents
    ]
    due += [
        (f"{one.commitment.reference.string}: {one.commitment.text[:80]}", one.due_on, one.commitment.reference.string)
        for one in promises
        if one.state not in (CommitmentState.DONE, CommitmentState.DROPPED)
    ]
    due += [(one.paper.label[:120], one.due_on, f"motion-{one.paper.pk}") for one in motions if one.due_on is not None]
    due += [
        (f"{one.subject.reference.string}: {one.next_words}", one.due_on, one.subject.reference.string)
        for one in requests
        if one.due_on is not None
    ]
    for summary, day, string in due:
        event = Event()
        event.add("uid", f"{string}-due@{settings.BASE_URL.split('//')[-1]}")
        event.add("dtstamp", at)
        event.add("dtstart", day)
        event.add("dtend", day + timedelta(days=1))
        event.add("summary", summary)
        calendar.add_component(event)
    return calendar.to_ical()
