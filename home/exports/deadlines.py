"""What is due by when, for the calendar of who watches over it (RFC 5545)."""

from collections.abc import Iterable
from datetime import datetime

from django.conf import settings
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from accounts.waiting import Waiting


def deadlines(found: Iterable[Waiting], *, at: datetime) -> bytes:
    """A day for everything that waits and is due."""
    calendar = Calendar()
    calendar.add("prodid", "-//Leerstad//NL")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", _("What is due"))
    for one in found:
        if one.due_on is None:
            continue
        event = Event()
        event.add("uid", f"{one.key}-due@{settings.BASE_URL.split('//')[-1]}")
        event.add("dtstamp", at)
        # A day without an end lasts that day (RFC 5545, 3.6.1); the last one that can be written has none after it.
        event.add("dtstart", one.due_on)
        event.add("summary", one.what)
        event.add("description", _("For: %(whom)s") % {"whom": one.for_whom})
        event.add("url", f"{settings.BASE_URL}{one.address}")
        calendar.add_component(event)
    return calendar.to_ical()
