from datetime import timedelta

import icalendar
import pytest
from django.urls import reverse

from participation.enums import PhaseKind
from tests.factories.participation import ConsultationRoundFactory, PhaseFactory
from tests.factories.proposals import DecisionFactory

pytestmark = pytest.mark.django_db


def test_dates_of_an_item_are_read_by_a_calendar(client, agenda_item, noon):
    one = ConsultationRoundFactory(about=agenda_item.reference, title="Wat helpt; en waar, precies?")
    phase = PhaseFactory(
        consultation_round=one, kind=PhaseKind.COLLECT, starts_at=noon, ends_at=noon + timedelta(days=14)
    )
    decision = DecisionFactory(about=agenda_item.reference)
    page = client.get(reverse("item_dates", args=[agenda_item.reference.string]))
    events = icalendar.Calendar.from_ical(page.content).walk("VEVENT")
    assert page["Content-Type"].startswith("text/calendar")
    first = next(event for event in events if "Wat helpt; en waar, precies?" in event["summary"])
    assert (first.decoded("dtstart"), first.decoded("dtend")) == (phase.starts_at, phase.ends_at)
    assert decision.decided_on in [event.decoded("dtstart") for event in events]
