"""Whatever stands in an agenda item, and whatever somebody cites of it: kept, shown and handed out unharmed."""

import csv
import io
import json
import unicodedata
from collections.abc import Iterable

import pytest
from django.urls import reverse
from django.utils.html import escape
from lxml import html

from base.canonical import normalised
from base.characters import is_blank
from base.models import PublishedVersion
from base.passages import passages
from home.enums import QuoteCheck
from home.models import AgendaItemPage, Citation
from home.quotation import checked
from tests.citations import listed, republished, speaker
from tests.exports import feed_of, titles
from tests.test_hostile_input import ALL, SOME

pytestmark = pytest.mark.django_db

# What XML cannot hold, what ends a line for some programs only, and what ends a script, a comment or a section of data.
ENDS = ["a\ufffeb\uffffc", "a\x0bb\x0cc\x1cd\x85e\u2028f\u2029g", "</script><!--<script>", "]]>", "-->", "\\", "}", "{"]
EVERY = [string for string in ENDS + ALL if not is_blank(normalised(string))]
FEW = ENDS + [string for string in SOME if string in EVERY]
some_and_all = pytest.mark.parametrize(
    "strings", [FEW, pytest.param(EVERY, marks=[pytest.mark.heavy, pytest.mark.timeout(1800)])], ids=["some", "all"]
)


def plain(text: str) -> str:
    """Words as a reader sees them, whatever white space stands between them."""
    return " ".join(normalised(text).split())


def with_string(page: AgendaItemPage, string: str) -> PublishedVersion:
    """The next version, with the string in every field that holds words."""
    line, written = string[:200], f'<p data-block-key="aaaaa">{escape(normalised(string))}</p>'
    table = {"caption": line, "columns": [line[:120], "x"], "rows": [{"cells": [normalised(string)[:1000], "y"]}]}
    page = republished(
        page,
        title=line,
        summary=string[:500],
        problem=written,
        ambition=f"<ul><li>{written}</li></ul>",
        measures=[{"type": "table", "value": table, "id": "11f0e6a4-2f7c-4c55-9a30-6a4b6f1d7c01"}],
        responsible=line,
        partners=line,
        budget_source=line,
        change_note=string,
    )
    return page.version


def bones(page: str) -> tuple[set[str], int, set[str]]:
    """The kinds of element, the number of scripts and the names of attributes: what no words may add to."""
    root = html.fromstring(page)
    elements = [one for one in root.iter() if isinstance(one.tag, str)]
    return (
        {one.tag for one in elements},
        sum(one.tag == "script" for one in elements),
        {name for one in elements for name in one.attrib},
    )


def adds_nothing(page: str, ground: tuple[set[str], int, set[str]]) -> bool:
    tags, scripts, attributes = bones(page)
    # A line end becomes one, and words alone make no other element.
    return tags <= ground[0] | {"br"} and scripts == ground[1] and attributes <= ground[2]


def pages_of(version: PublishedVersion, item: AgendaItemPage) -> list[str]:
    string, label = version.reference.string, version.label
    return [
        version.lasting_address,
        f"{version.lasting_address}/card",
        item.get_url(),
        reverse("cite", args=[string, label, "nl"]),
        reverse("versions", args=[string]),
        reverse("difference", args=[string, "1", label]),
        reverse("positions", args=[string]),
    ]


@some_and_all
def test_item_with_any_string_is_kept_shown_and_handed_out_unharmed(client, agenda_item, strings):
    # So many that the older steps of its thread are folded away, as they will be.
    for number in range(9):
        first = with_string(agenda_item, f"Gewone woorden {number}")
    ground = {
        number: bones(client.get(address).content.decode())
        for number, address in enumerate(pages_of(first, agenda_item))
    }
    for string in strings:
        version = with_string(agenda_item, string)
        content = version.content
        assert content["title"] == content["owner"] == normalised(string[:200]), string
        assert unicodedata.is_normalized("NFC", version.canonical)
        assert {plain(one.text) for one in passages(content["problem"])} == {plain(string)}, string
        (row,) = passages(content["measures"])[1:]
        assert plain(row.text) == plain(f"{normalised(string[:1000])} | y"), string
        for number, address in enumerate(pages_of(version, agenda_item)):
            page = client.get(address)
            assert (page.status_code, adds_nothing(page.content.decode(), ground[number])) == (200, True), (
                string,
                address,
            )
        shown = html.fromstring(client.get(version.lasting_address).content.decode())
        assert plain(shown.find(".//h1").text_content()) == plain(string[:200])
        assert {plain(title) for title in titles(client, version).values()} == {plain(string[:200])}, string
        note = feed_of(client, version)[1].findtext("{*}entry/{*}summary")
        assert plain(note or "") == plain(string)


def test_every_string_stands_unharmed_in_one_text(client, agenda_item):
    source = "".join(
        f'<p data-block-key="k{number}">{escape(normalised(string))}</p>' for number, string in enumerate(EVERY)
    )
    rows = [{"cells": [normalised(string)[:1000]]} for string in EVERY]
    table = {"caption": "Alles", "columns": ["Wat"], "rows": rows}
    ordinary = republished(agenda_item, problem="<p>Iets</p>").version
    ground = bones(client.get(ordinary.lasting_address).content.decode())
    version = republished(
        agenda_item,
        problem=source,
        measures=[{"type": "table", "value": table, "id": "11f0e6a4-2f7c-4c55-9a30-6a4b6f1d7c01"}],
    ).version
    assert [plain(one.text) for one in passages(version.content["problem"])] == [plain(string) for string in EVERY]
    assert [plain(one.text) for one in passages(version.content["measures"])[1:]] == [plain(s[:1000]) for s in EVERY]
    page = client.get(version.lasting_address).content.decode()
    assert adds_nothing(
        page, (ground[0] | {"table", "caption", "thead", "tbody", "tr", "th", "td"}, ground[1], ground[2] | {"scope"})
    )
    shown = {one.get("id"): plain(one.text_content()) for one in html.fromstring(page).iter("p") if one.get("id")}
    assert [shown[one.identifier] for one in passages(version.content["problem"])] == [plain(s) for s in EVERY]
    assert len(titles(client, version)) == 7


@pytest.fixture
def lotte(client, clerk, settings):
    settings.WRITE_LIMITS = {"account": 10_000, "address": 10_000}
    person = speaker(clerk, listed(clerk), display_name="Lotte", email="lotte@example.nl")
    client.force_login(person)
    return client


def typed(string: str, **changes: str) -> dict[str, str]:
    return {
        "document_title": string[:255],
        "document_kind": "programme",
        "document_address": "",
        "document_page": string[:40],
        "passage": "",
        "quote": string,
        "position": "supports",
        "explanation": string[:3000],
    } | changes


@some_and_all
def test_citation_with_any_string_is_registered_or_refused_in_words(lotte, agenda_item, strings):
    address = reverse("register_citation", args=[agenda_item.reference.string, "1", "nl"])
    lotte.post(address, typed("Gewone woorden"))
    ground = bones(lotte.get(Citation.objects.get().get_absolute_url()).content.decode())
    form = bones(lotte.post(address, typed("Gewone woorden", document_kind="gedicht")).content.decode())
    kept = 1
    for string in strings:
        answer = lotte.post(address, typed(string))
        if answer.status_code == 422:
            assert any(answer.context["form"].errors.values()), string
            assert adds_nothing(answer.content.decode(), form), string
            continue
        kept += 1
        citation = Citation.objects.order_by("-pk").first()
        assert plain(citation.explanation) == plain(string[:3000]), string
        page = lotte.get(citation.get_absolute_url()).content.decode()
        assert adds_nothing(page, ground), string
        assert plain(string[:3000]) in plain(html.fromstring(page).text_content())
    assert Citation.objects.count() == kept
    rows = list(csv.reader(io.StringIO(lotte.get("/api/citations.csv").getvalue().decode("utf-8-sig"))))
    assert {len(row) for row in rows} == {len(rows[0])}
    assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r")) for row in rows for cell in row)
    told = json.loads(lotte.get("/api/citations.json").content)
    assert kept <= len(str(told))


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "JavaScript://example.nl/%0aalert(1)",
        " java\tscript:alert(1)",
        "data:text/html,<script>alert(1)</script>",
        "vbscript:x",
        "file:///etc/passwd",
        "//example.nl\\@kwaad.example",
        'https://example.nl/"onmouseover="alert(1)',
        "https://example.nl/\u202e",
    ],
)
def test_citation_leads_nowhere_but_to_a_page(lotte, agenda_item, address):
    form = reverse("register_citation", args=[agenda_item.reference.string, "1", "nl"])
    answer = lotte.post(form, typed("Woorden", document_address=address))
    if answer.status_code == 422:
        assert "document_address" in answer.context["form"].errors
        return
    page = html.fromstring(lotte.get(Citation.objects.get().get_absolute_url()).content.decode())
    assert {link.get("href").split(":")[0] for link in page.iter("a") if "://" in link.get("href")} <= {"https", "http"}
    assert [one for one in page.iter() if isinstance(one.tag, str) and "onmouseover" in one.attrib] == []


@pytest.mark.heavy
def test_quote_of_any_passage_is_exact_and_of_another_is_not_found(agenda_item):
    source = "".join(
        f'<p data-block-key="k{number}">{escape(normalised(string))}</p>' for number, string in enumerate(EVERY)
    )
    version = republished(agenda_item, problem=source).version
    for one in passages(version.content["problem"]):
        assert checked(version, one.text, one.identifier) == QuoteCheck.EXACT, one.text
        assert checked(version, f"q7 {one.text} 7q", one.identifier) == QuoteCheck.NOT_FOUND, one.text


def answers(client, name: str, texts: Iterable[str]) -> None:
    ground = bones(
        client.post(reverse(name), {"text": "Zie LEA-2026-001, “Het is druk bij de school.”"}).content.decode()
    )
    empty = bones(client.post(reverse(name), {"text": ""}).content.decode())
    both = (ground[0] | empty[0], ground[1], ground[2] | empty[2])
    for text in texts:
        page = client.post(reverse(name), {"text": text})
        # 422: too short to be looked up, said in words.
        assert page.status_code in (200, 422), text
        tags, scripts, attributes = bones(page.content.decode())
        assert scripts == ground[1], text
        assert tags - both[0] <= {
            "br",
            "ul",
            "ol",
            "li",
            "ins",
            "del",
            "h3",
            "h4",
            "section",
            "dl",
            "dt",
            "dd",
            "p",
            "blockquote",
            "strong",
            "div",
            "span",
            "details",
            "summary",
            "time",
            "a",
        }, text
        assert {name for name in attributes - both[2] if name.startswith(("on", "style", "src"))} == set(), text


@some_and_all
@pytest.mark.parametrize("name", ["verify", "programme"])
def test_any_text_is_checked_without_harm(client, agenda_item, settings, name, strings):
    settings.WRITE_LIMITS = {"account": 10_000, "address": 10_000}
    problem = "".join(f"<p>{escape(normalised(string))}</p>" for string in FEW)
    version = republished(agenda_item, problem=problem).version
    answers(client, name, strings)
    answers(client, name, (f"“{string}” ({version.reference.string}, versie 2)" for string in strings))
    answers(client, name, ["\n\n".join(EVERY)])
