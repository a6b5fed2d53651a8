"""The clerk's desk for parties, who speaks for them, and the facts of what they cite."""

import re
from datetime import UTC, datetime

import pytest
from django.urls import reverse

from base import clock
from home.enums import CitationAct
from home.models import ElectionFreeze, Party, Representative
from home.queries.citation import current_citation
from tests.citations import FOR, cites
from tests.factories.accounts import UserFactory
from tests.html import words

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client, clerk):
    client.force_login(clerk)
    return client


def test_clerk_lists_a_party_and_admits_who_speaks_for_it(desk, resident):
    facts = {"act": "list", "name": "Waterpartij", "kind": "party", "website": "waterpartij.example"}
    answer = desk.post(reverse("parties_desk"), facts)
    assert answer["Location"] == reverse("party_desk", args=["waterpartij"])
    party = Party.objects.get()
    assert (party.website, party.is_in_council) == ("https://waterpartij.example", False)
    unknown = desk.post(answer["Location"], {"act": "admit", "email": "niemand@example.nl"})
    assert (unknown.status_code, "één keer in te loggen" in unknown.content.decode()) == (409, True)
    UserFactory(email=resident.email, display_name="Buurman")
    both = desk.post(answer["Location"], {"act": "admit", "email": resident.email})
    assert "delen dit adres" in both.content.decode()
    desk.post(answer["Location"], {"act": "admit", "email": resident.email, "display_name": "noor"})
    representative = Representative.objects.get()
    assert representative.person == resident
    desk.post(answer["Location"], {"act": "end", "representative": representative.pk})
    assert list(Representative.objects.current()) == []
    assert "noor@example.nl" in desk.get(answer["Location"]).content.decode()


def test_clerk_corrects_facts_and_is_offered_nothing_else(desk, party, representative, item):
    citation = cites(party, item, representative)
    address = reverse("citation_desk", args=[citation.key])
    page = words(desk.get(address).content.decode())
    assert 'name="document_title"' in page
    assert ('name="position"' in page, 'name="explanation"' in page) == (False, False)
    data = {"document_title": "Beter", "document_kind": "motion", "position": "opposes", "explanation": "Nee."}
    assert desk.post(address, data).status_code == 302
    corrected = current_citation(citation.key)
    assert (corrected.act, corrected.document_title) == (CitationAct.CORRECTED, "Beter")
    assert (corrected.position, corrected.explanation) == (FOR.position, FOR.explanation)


def test_clerk_announces_a_freeze_and_calls_it_off(desk):
    soon = {"act": "freeze", "election": "De verkiezing", "first_day": "2026-01-01", "last_day": "2026-02-01"}
    refused = desk.post(reverse("parties_desk"), soon)
    assert (refused.status_code, "zes weken" in refused.content.decode()) == (409, True)
    with clock.set_to(datetime(2026, 11, 26, 14, 13, tzinfo=UTC)):
        first = re.search(r"7 januari 2027|8 januari 2027", desk.post(reverse("parties_desk"), soon).content.decode())
        assert first is not None
        assert first[0] == "8 januari 2027"
        assert (
            desk.post(reverse("parties_desk"), soon | {"first_day": "9999-12-31", "last_day": "9999-12-31"}).status_code
            == 422
        )
        days = {"first_day": "2027-01-08", "last_day": "2027-01-09"}
        assert desk.post(reverse("parties_desk"), soon | days).status_code == 302
    ElectionFreeze.objects.all().delete()
    assert desk.post(reverse("parties_desk"), soon | {"first_day": "2070-01-01", "last_day": "2070-02-01"})
    freeze = ElectionFreeze.objects.get()
    desk.post(reverse("parties_desk"), {"act": "call_off", "freeze": freeze.pk})
    assert list(ElectionFreeze.objects.in_force()) == []
    assert desk.get(reverse("parties_desk")).status_code == 200
