"""No page breaks a rule of WCAG 2.2 AA: full and empty, in both languages, on phone and desk, light and dark, and after
what people do to it."""

import pytest

from tests.browser.axe import PART, violations, violations_in_looks
from tests.browser.city import build_city
from tests.browser.places import EMPTY, OF_EVERYBODY, OF_NOOR, let_in, walk
from tests.browser.visitor import Visitor
from tests.factories.accounts import UserFactory
from tests.factories.home import AgendaPageFactory
from tests.factories.proposals import ConsultationRoundPageFactory


@pytest.mark.timeout(300)
@pytest.mark.parametrize("language", ["nl", "en"])
def test_every_page_keeps_wcag_when_full(site_ground, new_context, settings, live_server, language):
    settings.BASE_URL = live_server.url
    city = build_city(site_ground)
    found = {}
    for places, person in ((OF_EVERYBODY, None), (OF_NOOR, city.noor)):
        page = new_context().new_page()
        if person:
            let_in(page, person, live_server.url)
        for place in walk(Visitor(page, language), city, places):
            broken = violations_in_looks(page, language)
            if broken:
                found[place.name] = broken
    assert found == {}
