"""The dates of an agenda item for somebody's own calendar (RFC 5545)."""

from datetime import datetime, timedelta

from django.conf import settings
from django.utils import timezone
from icalendar import Calendar, Event

from base.models import Reference
from home.item_coming import Coming, How
from participation.models import ConsultationRound
from proposals.models import Decision


def item_calendar(
    reference: Reference,
    title: str,
    rounds: list[ConsultationRound],
    decisions: list[Decision],
    coming: Coming | None,
    *,
    at: datetime,
) -> bytes:
    """Every phase that has an end, from its start until it is over, the day of every decision, and that of what comes next."""
    calendar = Calendar()
    calendar.add("prodid", "-//Leerstad//NL")
    calendar.add("version", "2.0")
    calendar.add("name", f"{reference.string} {title}")
    calendar.add("x-wr-calname", f"{reference.string} {title}")
    url = f"{settings.BASE_URL}{reference.lasting_address}"
    zone = timezone.get_current_timezone()
    for one in rounds:
        for phase in one.phases.all():
            if phase.over_at is None or phase.is_skipped:
                continue
            event = Event()
            event.add("uid", f"{one.reference.string}-{phase.kind}-{phase.pk}@{settings.BASE_URL.split('//')[-1]}")
            event.add("dtstamp", at)
            event.add("dtstart", phase.starts_at.astimezone(zone))
            event.add("dtend", phase.over_at.astimezone(zone))
            event.add("summary", f"{one.title}: {phase.get_kind_display()}")
            event.add("url", f"{settings.BASE_URL}{one.reference.lasting_address}")
            calendar.add_component(event)
    # A round says itself until when it runs.
    if coming is not None and coming.on is not None and coming.how is not How.AFTER:
        event = Event()
        event.add("uid", f"{reference.string}-{coming.step}@{settings.BASE_URL.split('//')[-1]}")
        event.add("dtstamp", at)
        event.add("dtstart", coming.on)
        event.add("summary", f"{reference.string} {title}: {coming.words}, {coming.when}")
        event.add("url", url)
        calendar.add_component(event)
    for decision in decisions:
        event = Event()
        event.add("uid", f"{decision.reference.string}@{settings.BASE_URL.split('//')[-1]}")
        event.add("dtstamp", at)
        event.add("dtstart", decision.decided_on)
        event.add("dtend", decision.decided_on + timedelta(days=1))
        event.add("summary", f"{decision.reference.string} {decision.title}")
        event.add("url", url)
        calendar.add_component(event)
    calendar.add_missing_timezones()
    return calendar.to_ical()
