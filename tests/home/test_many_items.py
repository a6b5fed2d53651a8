"""However many items and versions there are, a page asks the database as often, and shows a page full."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import Page

from base.models import PublishedVersion, Reference, VersionText
from home.enums import PublicWord
from home.models import AgendaItemPage, Citation
from tests.citations import cites, listed, republished, speaker
from tests.factories.home import AgendaItemPageFactory
from tests.many_items import many_citations, many_items

pytestmark = pytest.mark.django_db


def fields_of(row, *own) -> dict:
    """All of a row but what is its own alone."""
    return {
        field.attname: getattr(row, field.attname)
        for field in type(row)._meta.concrete_fields
        if not field.primary_key and field.attname not in own
    }


def test_items_in_bulk_are_what_the_actions_write(agenda_item):
    """An item by its page's own way, and one by the way of the bench."""
    agenda = agenda_item.get_parent()
    by_hand = republished(
        AgendaItemPageFactory(parent=agenda, title=agenda_item.title, slug="veilig-naar-school-2"),
        title=agenda_item.title,
        summary="Anders.",
    )
    agenda.refresh_from_db()
    [reference] = many_items(agenda_item, 1, versions=2)
    own = AgendaItemPage.objects.get(translation_key=reference.translation_key)
    assert Page.find_problems() == ([], [], [], [], [])
    keys = (
        "id",
        "path",
        "slug",
        "url_path",
        "translation_key",
        "page_ptr_id",
        "latest_revision_id",
        "live_revision_id",
    )
    moments = ("first_published_at", "last_published_at", "latest_revision_created_at")
    assert fields_of(own, *keys, *moments, "summary") == fields_of(by_hand, *keys, *moments, "summary")
    assert fields_of(reference, "string", "number", "translation_key", "allotted_at") == fields_of(
        by_hand.reference, "string", "number", "translation_key", "allotted_at"
    )
    seeded, written = (
        PublishedVersion.objects.filter(reference=one).order_by("number") for one in (reference, by_hand.reference)
    )
    mine = ("reference_id", "published_at", "sha256", "change_note")
    assert [fields_of(one, *mine) for one in seeded] == [fields_of(one, *mine) for one in written]
    first = written[0]
    assert seeded[0].parts == first.parts
    assert seeded[0].sha256 == first.sha256
    assert seeded[0].is_whole


@pytest.fixture
def party(clerk, agenda_item):
    party = listed(clerk)
    cites(party, agenda_item, speaker(clerk, party), quote="Het is druk bij de school.")
    return party


def addresses(reference: Reference, party) -> list[str]:
    string = reference.string
    page = Page.objects.get(translation_key=reference.translation_key)
    citation = Citation.objects.filter(version__reference=reference).first()
    return [
        page.url,
        "/nl/agenda/",
        *(f"/nl/agenda/?state={word}" for word in PublicWord),
        "/nl/agenda/?page=2",
        f"/id/{string}",
        f"/id/{string}/v/20/nl",
        f"/id/{string}/v/3/nl",
        f"/id/{string}/v/3/nl.json",
        f"/timegate/{string}",
        f"/timemap/{string}",
        f"/nl/id/{string}/versies",
        f"/nl/id/{string}/verschil/3..20",
        reverse("positions", args=[string]),
        "/nl/partijen/",
        party.get_absolute_url(),
        citation.get_absolute_url(),
        "/api/citations.json",
    ]


def asked(client, address: str) -> int:
    # What the first visit keeps for the next ones, the site among it.
    client.get("/nl/")
    with CaptureQueriesContext(connection) as queries:
        found = client.get(address)
        b"".join(found) if found.streaming else found.content
    assert found.status_code in (200, 302), address
    return len(queries)


def test_ten_items_and_hundreds_ask_the_same_number_of_queries(client, agenda_item, party):
    few = many_items(agenda_item, 40)
    many_citations(party, few)
    counts = {address: asked(client, address) for address in addresses(few[-1], party)}
    agenda_item.refresh_from_db()
    more = many_items(AgendaItemPage.objects.get(translation_key=few[-1].translation_key), 200)
    many_citations(party, more)
    for address, known in zip(addresses(more[-1], party), counts.items(), strict=True):
        assert asked(client, address) == known[1], known[0]
    assert VersionText.objects.count() > 240 * 20
