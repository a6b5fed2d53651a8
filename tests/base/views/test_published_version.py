"""The lasting addresses of a published version: what anybody who follows a citation gets."""

import hashlib
import json
import re

import bibtexparser
import pytest
import rfc8785
import rispy
from django.urls import reverse

from base.exports import FORMS
from home.models import AgendaItemPage

pytestmark = pytest.mark.django_db


def publish(page: AgendaItemPage, **fields) -> AgendaItemPage:
    page = AgendaItemPage.objects.get(pk=page.pk)
    for name, value in fields.items():
        setattr(page, name, value)
    page.save_revision().publish()
    return AgendaItemPage.objects.get(pk=page.pk)


@pytest.fixture
def item(agenda_item):
    """Three versions in Dutch, of which the second is also out in English."""
    problem = (
        '<p data-block-key="aaaaa">Het is druk bij de school.</p><p data-block-key="bbbbb">Auto\'s rijden hard.</p>'
    )
    return publish(agenda_item, problem=problem, change_note="De straat is erbij gekomen.")


def test_version_shows_its_text_for_ever(client, item):
    publish(item, title="Fietsen naar school", problem='<p data-block-key="aaaaa">Het is nog drukker.</p>')
    page = client.get(f"/id/{item.reference.string}/v/2/nl")
    html = page.content.decode()
    assert page.status_code == 200
    assert "Het is druk bij de school." in html
    assert "Het is nog drukker." not in html
    assert 'id="p-bbbbb"' in html
    assert reverse("difference", args=[item.reference.string, "2", "3"]) in html


def test_version_without_a_language_leads_to_the_readers(client, item):
    address = f"/id/{item.reference.string}/v/2"
    page = client.get(address, headers={"accept-language": "nl"})
    assert (page.status_code, page["Location"]) == (302, f"{address}/nl")
    assert "Accept-Language" in page["Vary"]
    assert 'rel="cite-as"' in page["Link"]
    english = client.get(address, headers={"accept-language": "en"})
    assert english.status_code == 200
    assert "There is no translation of this version" in english.content.decode()


def test_version_that_never_was_is_not_found(client, item):
    for address in ("/v/9/nl", "/v/0", "/v/1.1", "/v/99999999999999999999"):
        assert client.get(f"/id/{item.reference.string}{address}", follow=True).status_code == 404
    assert client.get("/id/LEA-1999-001/v/1").status_code == 404


def test_canonical_json_is_what_was_hashed(client, item):
    version = item.version
    page = client.get(f"{version.lasting_address}.json")
    assert hashlib.sha256(page.content).hexdigest() == version.sha256
    assert page["ETag"] == f'"{version.sha256}"'
    assert rfc8785.dumps(json.loads(page.content)) == page.content
    assert client.get(f"{version.lasting_address}.json", headers={"if-none-match": page["ETag"]}).status_code == 304


def test_every_form_has_an_etag_of_its_own_and_says_what_it_is(client, item):
    address = item.version.lasting_address
    pages = [client.get(address), *(client.get(f"{address}.{form.suffix}") for form in FORMS)]
    assert len({page["ETag"] for page in pages}) == len(pages)
    for form in FORMS:
        asked = client.get(address, headers={"accept": form.media_type})
        assert asked["Content-Type"].split(";")[0] == form.media_type
        assert "Accept" in asked["Vary"]


def test_bibtex_and_ris_are_read_by_others(client, item):
    version = item.version
    entry = bibtexparser.parse_string(client.get(f"{version.lasting_address}.bib").content.decode()).entries[0]
    assert entry.key == f"{version.reference.string}-v2-nl"
    assert entry.fields_dict["version"].value == "2"
    (record,) = rispy.loads(client.get(f"{version.lasting_address}.ris").content.decode())
    assert record["title"] == "Veilig naar school"
    assert record["urls"] == [f"http://testserver{version.lasting_address}"]


def test_version_page_takes_six_queries(client, item, django_assert_max_num_queries):
    address = item.version.lasting_address
    with django_assert_max_num_queries(6):
        client.get(address)


def test_timemap_and_timegate_lead_through_time(client, item):
    string = item.reference.string
    body = client.get(f"/timemap/{string}").content.decode()
    assert len(re.findall(r'rel="[^"]*memento"', body)) == 2
    gate = client.get(f"/timegate/{string}", headers={"accept-datetime": "Tue, 03 Nov 2026 09:00:00 GMT"})
    assert gate.status_code == 302
    assert "Accept-Datetime" in gate["Vary"]
    nonsense = client.get(f"/timegate/{string}", headers={"accept-datetime": "vorige week"})
    assert (nonsense.status_code, "vorige week" in nonsense.content.decode()) == (400, True)


def test_difference_says_in_words_what_changed(client, item):
    publish(item, problem='<p data-block-key="aaaaa">Het is te druk bij de school.</p>')
    page = client.get(reverse("difference", args=[item.reference.string, "2", "3"])).content.decode()
    assert re.search(r"<ins><span[^>]*>[^<]*</span>te ", page)
    told = client.get(reverse("difference_json", args=[item.reference.string, "2", "3"])).json()
    problem = next(one for one in told["fields"] if one["name"] == "problem")
    assert [one["state"] for one in problem["passages"]] == ["changed", "deleted"]


def test_cite_gives_the_passage_that_is_chosen(client, item):
    address = reverse("cite", args=[item.reference.string, "2", "nl"])
    page = client.get(address, {"passage": "p-bbbbb"}).content.decode()
    assert f"http://testserver{item.version.lasting_address}#p-bbbbb" in page
    assert client.get(address).status_code == 200
