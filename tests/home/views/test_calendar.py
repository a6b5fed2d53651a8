import icalendar
import pytest
from django.urls import reverse

from tests.factories.proposals import DecisionFactory
from tests.rounds import PHASES, publish_round

pytestmark = pytest.mark.django_db


def test_dates_of_an_item_are_read_by_a_calendar(client, agenda_item):
    one = publish_round(agenda_item, phases=[PHASES[0], PHASES[-1]])
    decision = DecisionFactory(about=agenda_item.reference)
    page = client.get(reverse("item_dates", args=[agenda_item.reference.string]))
    events = icalendar.Calendar.from_ical(page.content).walk("VEVENT")
    assert page["Content-Type"].startswith("text/calendar")
    spans = [(event.decoded("dtstart"), event.decoded("dtend")) for event in events]
    assert {(phase.starts_at, phase.ends_at) for phase in one.phases.all()} <= set(spans)
    assert decision.decided_on in [event.decoded("dtstart") for event in events]
