"""The card of a version in somebody else's page."""

import pytest

from tests.citations import republished

pytestmark = pytest.mark.django_db


def test_card_is_for_every_frame_and_does_nothing_else(client, agenda_item):
    page = client.get(f"{agenda_item.version.lasting_address}/card")
    policy = dict(part.strip().split(" ", 1) for part in page["Content-Security-Policy"].split(";"))
    assert policy["default-src"] == "'none'"
    assert policy["style-src"] == "'self'"
    assert policy["frame-ancestors"] == "*"
    assert "script-src" not in policy
    assert "X-Frame-Options" not in page
    assert (page.cookies, "<script" in page.content.decode()) == ({}, False)
    assert agenda_item.title in page.content.decode()


def test_card_says_when_there_is_a_newer_version(client, agenda_item):
    old = agenda_item.version
    assert "deze tekst geldt nu" in client.get(f"{old.lasting_address}/card").content.decode()
    new = republished(agenda_item, title="Anders").version
    page = client.get(f"{old.lasting_address}/card").content.decode()
    assert "Er is een nieuwere versie: 2" in page
    assert f"http://testserver{new.lasting_address}" in page
    assert client.get("/id/LEA-1999-001/v/1/nl/card").status_code == 404


def test_cite_page_offers_the_card_to_copy(client, agenda_item):
    page = client.get(f"/nl{agenda_item.version.lasting_address}/verwijs").content.decode()
    assert f"&lt;iframe src=&quot;http://testserver{agenda_item.version.lasting_address}/card&quot;" in page
