import icalendar
import pytest
from django.urls import reverse

from participation.models import ConsultationRound
from tests.factories.proposals import ConsultationRoundPageFactory, DecisionFactory

pytestmark = pytest.mark.django_db


def test_dates_of_an_item_are_read_by_a_calendar(client, agenda_item):
    page = ConsultationRoundPageFactory(parent=agenda_item, title="Wat helpt; en waar, precies?")
    one = ConsultationRound.objects.with_phases().get(reference=page.reference)
    phase = next(phase for phase in one.phases.all() if phase.ends_at is not None)
    decision = DecisionFactory(about=agenda_item.reference)
    page = client.get(reverse("item_dates", args=[agenda_item.reference.string]))
    events = icalendar.Calendar.from_ical(page.content).walk("VEVENT")
    assert page["Content-Type"].startswith("text/calendar")
    first = next(event for event in events if "Wat helpt; en waar, precies?" in event["summary"])
    assert (first.decoded("dtstart"), first.decoded("dtend")) == (phase.starts_at, phase.ends_at)
    assert decision.decided_on in [event.decoded("dtstart") for event in events]
