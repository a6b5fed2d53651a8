"""No page breaks a rule of WCAG 2.2 AA: full and empty, in both languages, on phone and desk, in light and dark, and
after what people do to it."""

from types import SimpleNamespace

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from accounts.enums import Role
from accounts.rehearsal import VISITOR, rehearsal_path
from base import clock
from participation.enums import PhaseKind
from participation.models import Comment
from participation.queries.tally_sheet import newest_sheet
from tests.browser.axe import PART, violations, violations_in_looks
from tests.browser.city import DAY, build_city, open_round, person, translate
from tests.browser.places import EMPTY, WALKS, let_in, walk
from tests.browser.visitor import Visitor
from tests.factories.accounts import UserFactory
from tests.factories.home import AgendaPageFactory
from tests.factories.participation import RecountFactory
from tests.factories.proposals import ViewSenderFactory

# Alone on two cores these take half a minute; a machine that does more at once must not break them.
pytestmark = pytest.mark.timeout(300)


LANGUAGES = pytest.mark.parametrize("language", ["nl", pytest.param("en", marks=pytest.mark.heavy)])


@pytest.mark.heavy
@pytest.mark.parametrize("walked", WALKS)
def test_pages_keep_wcag_in_english_when_full(site_ground, page, settings, live_server, walked):
    """The same templates as in Dutch, where the walks of all else that pages keep to ask it."""
    settings.BASE_URL = live_server.url
    visitor, city = Visitor(page, "en"), build_city(site_ground)
    who, places = WALKS[walked]
    if who:
        let_in(page, getattr(city, who), live_server.url)
    found = {place.name: violations_in_looks(page, "en") for place in walk(visitor, city, places)}
    assert {name: broken for name, broken in found.items() if broken} == {}


@LANGUAGES
def test_pages_keep_wcag_when_empty(site_ground, page, live_server, noon, language):
    agenda = AgendaPageFactory(parent=site_ground.home, slug="agenda")
    translate(agenda, site_ground.english)
    begin = open_round(site_ground.home, "Begin zelf iets", [(PhaseKind.COLLECT, noon - DAY, None)], is_standing=True)
    let_in(page, UserFactory(), live_server.url)
    visitor, city = Visitor(page, language), SimpleNamespace(agenda=agenda, begin=begin)
    found = {place.name: violations_in_looks(page, language) for place in walk(visitor, city, EMPTY)}
    assert {name: broken for name, broken in found.items() if broken} == {}


@pytest.mark.parametrize("language", ["nl", pytest.param("en", marks=pytest.mark.heavy)])
def test_cards_for_other_sites_keep_wcag(site_ground, page, live_server, language):
    city, found = build_city(site_ground), {}
    string, gone = city.item.reference.string, city.withdrawn
    cards = {"current": (string, "2", language), "old": (string, "1", language)}
    for name, of in {**cards, "withdrawn": (gone.reference.string, gone.label, "nl")}.items():
        page.goto(live_server.url + reverse("card", args=of))
        expect(page.locator("main.card")).to_be_visible()
        found[name] = violations_in_looks(page, language)
    assert {name: broken for name, broken in found.items() if broken} == {}


@pytest.mark.heavy
def test_desks_of_staff_keep_wcag_in_what_is_ours(site_ground, page, live_server):
    city = build_city(site_ground)
    administrator = person(Role.ADMINISTRATOR, "Ilse")
    let_in(page, administrator, live_server.url)
    # One that its worker left: its page does not come anew while it is looked at.
    RecountFactory(sheet=newest_sheet(city.counted), by=administrator)
    desks = {
        "moderation": ["moderation"],
        "ruling on a proposal": ["rule", "subject", city.waiting.pk],
        "ruling on a comment": ["rule", "comment", Comment.objects.first().pk],
        "changed proposals": ["changes_desk"],
        "proposal among others": ["merge_desk", city.changed.reference],
        "authors that are asked": ["merge_desk", city.proposal.reference],
        "part of another": ["merge_desk", city.part.reference],
        "proposals": ["proposals_desk"],
        "proposal on the desk": ["proposal_desk", city.proposal.reference],
        "rounds": ["rounds_desk"],
        "collecting round": ["round_desk", city.collecting.reference],
        "voting round": ["round_desk", city.voting.reference],
        "counted round": ["round_desk", city.counted.reference],
        "box of a vote": ["box_desk", city.voting.reference],
        "opened box": ["box_desk", city.counted.reference],
        "count and certify": ["certify_desk", city.counted.reference],
        "counting again": ["recount_desk", city.counted.reference],
        "versions": ["versions_desk"],
        "version": ["version_desk", city.item.version.pk],
        "version that was withdrawn": ["version_desk", city.withdrawn.pk],
        "cited and since changed": ["changed_citations_report"],
        "still missing": ["still_missing_report"],
        "entered for somebody": ["entries"],
        "proposal to enter": ["enter", city.collecting.reference],
        "comment to enter": ["enter", city.proposal.reference],
        "support on paper": ["paper_support", city.proposal.reference],
        "decisions": ["decisions_desk"],
        "formal views": ["formal_views_desk"],
        "population": ["population"],
        "form for a formal view": ["record_formal_view"],
        "formal view": ["formal_view_desk", _formal_view(city)],
    }
    found, visitor = {}, Visitor(page)
    for name, (view, *of) in desks.items():
        visitor.visit(view, *map(str, of))
        found[name] = violations(page, PART, within="main .nice-padding")
    visitor.visit("decisions_desk")
    visitor.press("Look it through")
    expect(page.locator("main .error-message").first).to_be_visible()
    found["errors of a decision"] = violations(page, PART, within="main .nice-padding")
    # On the site, for staff who rehearse.
    counts = reverse("invented_counts", args=[city.voting.reference.string])
    page.goto(live_server.url + rehearsal_path(at=clock.now(), role=VISITOR, path=counts))
    expect(page.locator("main table")).to_be_visible()
    found["invented counts"] = violations_in_looks(page, visitor.language)
    assert {name: broken for name, broken in found.items() if broken} == {}


def _formal_view(city):
    sender = ViewSenderFactory(formal_view__consultation_round=city.formal)
    return sender.formal_view.reference
