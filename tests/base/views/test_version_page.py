"""How a version and a history look: what is text and what a fact, what was taken out, and in which language a thing is said."""

import re

import pytest

from base.models import PublishedVersion
from base.version_words import shown_parts
from tests.browser.city import translate
from tests.citations import cites, listed, republished, speaker
from tests.factories.home import AgendaItemPageFactory, AgendaPageFactory
from tests.removals import redacted, withdrawn

pytestmark = pytest.mark.django_db


@pytest.fixture
def item(site_ground, django_capture_on_commit_callbacks):
    agenda = AgendaPageFactory(parent=site_ground.home, slug="agenda")
    item = AgendaItemPageFactory(parent=agenda, title="Een", summary="Kort.", problem="<p>Het is druk.</p>")
    with django_capture_on_commit_callbacks(execute=True):
        for page in (agenda, item):
            translate(page, site_ground.english)
    return item


def version(item, label: str, language: str = "nl") -> PublishedVersion:
    number, _dot, correction = label.partition(".")
    return PublishedVersion.objects.get(
        reference=item.reference, number=number, correction=correction or 0, language=language
    )


def test_what_is_text_and_what_a_fact_is_said_by_the_field_and_not_by_its_length(client, item):
    item = republished(item, partners="Alle scholen en verenigingen " * 9)
    facts = {part.name: part.is_fact for part in shown_parts(item.version)}
    assert facts == {"title": True, "summary": False, "problem": False, "owner": True, "partners": True}
    html = client.get(item.version.lasting_address).content.decode()
    assert '<section id="summary"' in html
    assert html.index('id="summary"') < html.index('id="problem"') < html.index('id="partners"')
    assert re.search(r'<dl class="utrecht-data-list facts">\s*<div class="utrecht-data-list__item" id="owner">', html)


def test_one_box_names_all_that_was_taken_out_and_the_history_says_so(client, item, clerk):
    first = item.version
    item = republished(item, summary="Anders.", problem="<p>Iets anders.</p>", responsible="Onderwijs")
    redacted(first, "summary", "problem", "owner", by=clerk)
    html = client.get(first.lasting_address).content.decode()
    assert html.count("Uit deze versie zijn woorden verwijderd") == 1
    assert "<b>Samenvatting, Waarom, Eigenaar</b>: " in html
    assert html.count("Er stond een naam in.") == 1
    assert re.search(r'id="owner"><dt[^>]*>Eigenaar</dt><dd[^>]*>Verwijderd\.</dd>', html)
    history = client.get(f"/nl/id/{item.reference.string}/versies").content.decode()
    rows = history.split('<li class="card">')[1:]
    assert ["woorden verwijderd" in row for row in rows] == [False, True]


def test_a_note_of_the_source_says_on_the_page_of_its_translation_in_which_language_it_is(
    client, item, django_capture_on_commit_callbacks
):
    item = republished(item, title="Twee", change_note="Op verzoek van ouders.")
    with django_capture_on_commit_callbacks(execute=True):
        translate(item, item.get_translations().get().locale)
    html = client.get(version(item, "2", "en").lasting_address).content.decode()
    assert re.search(r'<span lang="nl" dir="auto">Op verzoek van ouders\.</span> .*\(written in Dutch\)', html)
    assert "geschreven in" not in client.get(version(item, "2").lasting_address).content.decode()


def test_a_citation_of_the_source_is_none_of_the_translation_with_the_same_number(client, item, clerk):
    party = listed(clerk)
    cites(party, item, speaker(clerk, party))
    assert re.search(r"haalt versie 1 aan</a> \(deze\)", client.get(item.version.lasting_address).content.decode())
    english = client.get(version(item, "1", "en").lasting_address).content.decode()
    assert re.search(r"cites version 1</a> \(in Dutch\)", english)
    assert "(this one)" not in english


def test_history_compares_every_number_with_the_one_before_it_in_its_own_language(
    client, item, clerk, django_capture_on_commit_callbacks
):
    string = item.reference.string
    republished(item.get_translations().get().specific, title="One!", change_note="Spelling.")
    for title in ("Twee", "Drie"):
        item = republished(item, title=title, change_note=title)
    withdrawn(version(item, "2"), by=clerk)
    html = client.get(f"/nl/id/{string}/versies").content.decode()
    links = re.findall(r'href="(/[^"]*(?:verschil|difference)[^"]*)"', html)
    assert links == [f"/nl/id/{string}/verschil/1..3", f"/en/id/{string}/difference/1..1.1"]
    for link in links:
        assert client.get(link).status_code == 200


def test_languages_are_named_in_the_language_of_the_page(client, item):
    string = item.reference.string
    for title in ("Twee", "Drie"):
        item = republished(item, title=title)
    html = client.get(f"/en/id/{string}/difference/1..3").content.decode()
    assert "Version 3 was not published in English." in html
    item = republished(item.get_translations().get().specific, title="One!")
    html = client.get(f"/nl/id/{string}/verschil/1..1.1").content.decode()
    assert "Wat er veranderde, in het Engels" in html
