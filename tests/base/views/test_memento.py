"""A client of Memento (RFC 7089) goes from a thing to how it was, by headers alone."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest
from django.utils.http import http_date

from base import clock
from base.actions.reference import show_reference
from base.models import PublishedVersion
from tests.browser.city import translate
from tests.citations import republished
from tests.factories.base import WithdrawalFactory
from tests.factories.home import AgendaItemPageFactory, AgendaPageFactory

pytestmark = pytest.mark.django_db

FIRST, SECOND, THIRD = (datetime(2026, month, 3, 9, 30, 15, 250_000, tzinfo=UTC) for month in (3, 6, 9))
VALUE = re.compile(r'\s*<([^<>\s]+)>((?:\s*;\s*[a-z-]+="[^"]*")+)\s*(?:,|$)')


@dataclass(frozen=True)
class Linked:
    href: str
    rels: frozenset[str]
    datetime: str = ""
    type: str = ""
    hreflang: str = ""

    @property
    def path(self) -> str:
        return self.href.removeprefix("http://testserver")


def parsed(text: str) -> list[Linked]:
    """Link values of RFC 8288 and link-format, strictly: what does not fit the grammar to its last sign fails."""
    found, place = [], 0
    while place < len(text):
        value = VALUE.match(text, place)
        assert value is not None, text[place : place + 200]
        parameters = dict(re.findall(r'([a-z-]+)="([^"]*)"', value[2]))
        found.append(Linked(value[1], frozenset(parameters.pop("rel").split()), **parameters))
        place = value.end()
    assert found
    return found


def links(response) -> dict[str, Linked]:
    """By relation; a relation that a client follows stands there once."""
    found = parsed(response["Link"])
    return {rel: link for link in found for rel in link.rels if rel not in ("alternate", "memento")}


@pytest.fixture
def item(site_ground, monkeypatch, django_capture_on_commit_callbacks):
    """Three versions in Dutch, of which the second is also out in English."""
    at = [FIRST]
    monkeypatch.setattr(clock, "now", lambda: at[0])
    agenda = AgendaPageFactory(parent=site_ground.home, slug="agenda")
    item = AgendaItemPageFactory(parent=agenda, title="Een")
    at[0] = SECOND
    item = republished(item, title="Twee")
    at[0] = SECOND + timedelta(days=1)
    with django_capture_on_commit_callbacks(execute=True):
        for page in (agenda, item):
            translate(page, site_ground.english)
    at[0] = THIRD
    return republished(item, title="Drie")


@pytest.fixture
def gate(client, item):
    """As a client comes to it: from the thing itself, which says where its gate is."""
    original = client.get(item.reference.lasting_address, headers={"accept-language": "nl"})
    assert original.status_code == 302
    page = client.get(original["Location"])
    assert links(page)["timegate"] == links(original)["timegate"]

    def ask(at: datetime | str | None, language: str = "nl", method: str = "get"):
        wish = {} if at is None else {"accept-datetime": at if isinstance(at, str) else http_date(at.timestamp())}
        headers = {"accept-language": language, **wish}
        return getattr(client, method)(links(original)["timegate"].path, headers=headers)

    return ask


def version(item, number: int, language: str = "nl") -> PublishedVersion:
    return PublishedVersion.objects.get(reference=item.reference, number=number, language=language)


IN_FORCE_AT = [
    (FIRST - timedelta(days=900), 1),
    (FIRST, 1),
    (SECOND - timedelta(seconds=1), 1),
    (SECOND, 2),
    (SECOND + timedelta(days=20), 2),
    (THIRD, 3),
    (THIRD + timedelta(days=9000), 3),
    (None, 3),
    (f"{SECOND:%A, %d-%b-%y} 09:30:15 GMT", 2),
    ("Wed Jun  3 09:30:15 2026", 2),
]


def test_gate_leads_to_the_version_that_was_in_force(item, gate):
    for method in ("get", "head"):
        for at, number in IN_FORCE_AT:
            answer = gate(at, method=method)
            assert (answer.status_code, answer["Location"]) == (302, version(item, number).lasting_address)
            assert {"accept-datetime", "accept-language"} <= {
                name.strip().lower() for name in answer["Vary"].split(",")
            }
            assert "Memento-Datetime" not in answer
            found = links(answer)
            assert found["original"].path == item.reference.lasting_address
            assert found["timemap"].type == "application/link-format"


def test_gate_keeps_to_the_readers_language(item, gate):
    assert gate(THIRD, "en")["Location"] == version(item, 2, "en").lasting_address
    assert gate(FIRST, "en")["Location"] == version(item, 2, "en").lasting_address


NO_MOMENTS = [
    "vorige week",
    "2026-06-03T09:30:15Z",
    "2026-06-03",
    "03 Jun 2026",
    "Wed, 03 Jun 2026 09:30:15 +0200",
    "Wed, 31 Feb 2026 09:30:15 GMT",
    "Wed, 03 Jun 2026 25:30:15 GMT",
    "1780479015",
    "\u0660\u0663 Jun 2026",
    "<script>alert(1)</script>",
]


def test_gate_says_why_it_cannot_read_a_moment(item, gate):
    for wish in NO_MOMENTS:
        answer = gate(wish)
        assert answer.status_code == 400
        assert answer["Content-Type"] == "text/plain; charset=utf-8"
        assert "Tue, 03 Nov 2026 09:00:00 GMT" in answer.content.decode()
        assert "Accept-Datetime" in answer["Vary"]


def test_memento_says_what_it_is_and_where_the_others_are(client, item, gate):
    answer = client.get(gate(SECOND)["Location"])
    found = links(answer)
    assert answer.status_code == 200
    assert answer["Memento-Datetime"] == http_date(SECOND.timestamp())
    assert "accept-datetime" not in answer["Vary"].lower()
    assert found["original"].path == found["latest-version"].path == item.reference.lasting_address
    assert found["timegate"].path == f"/timegate/{item.reference.string}"
    around = {rel: found[rel] for rel in ("first", "prev", "next", "last")}
    numbers = {"first": (1, FIRST), "prev": (1, FIRST), "next": (3, THIRD), "last": (3, THIRD)}
    for rel, (number, moment) in numbers.items():
        assert around[rel].path == version(item, number).lasting_address
        assert (around[rel].datetime, "memento" in around[rel].rels) == (http_date(moment.timestamp()), True)
    assert found["predecessor-version"] == found["prev"]
    assert found["successor-version"] == found["next"]
    assert not {"prev", "predecessor-version"} & links(client.get(version(item, 1).lasting_address)).keys()
    assert not {"next", "successor-version"} & links(client.get(version(item, 3).lasting_address)).keys()


def test_memento_of_a_translation_leads_to_the_source_that_went_on(client, item):
    source = version(item, 3)
    found = links(client.get(version(item, 2, "en").lasting_address))
    assert found["original"].path == item.reference.lasting_address
    for rel in ("latest-version", "successor-version"):
        assert (found[rel].path, found[rel].hreflang) == (source.lasting_address, "nl")
    assert found["last"].path == version(item, 2, "en").lasting_address


@pytest.mark.parametrize("suffix", ["", ".json", ".txt", ".bib"])
def test_every_form_of_a_version_is_the_same_memento(client, item, suffix):
    answer = client.get(f"{version(item, 1).lasting_address}{suffix}")
    assert answer["Memento-Datetime"] == http_date(FIRST.timestamp())
    assert links(answer)["next"].path == version(item, 2).lasting_address


def timemap(client, item) -> tuple[list[Linked], dict[str, object]]:
    address = f"/timemap/{item.reference.string}"
    answer = client.get(address)
    assert answer["Content-Type"].split(";")[0] == "application/link-format"
    asked = client.get(address, headers={"accept": "application/json"})
    told = client.get(f"{address}.json").json()
    assert asked.json() == told
    return parsed(answer.content.decode()), told


def test_timemap_lists_every_memento_once_and_nothing_else(client, item):
    found, told = timemap(client, item)
    mementos = [link for link in found if "memento" in link.rels]
    expected = [
        (version(item, number, language).lasting_address, http_date(at.timestamp()))
        for number, language, at in (
            (1, "nl", FIRST), (2, "nl", SECOND), (2, "en", SECOND + timedelta(days=1)), (3, "nl", THIRD),
        )
    ]  # fmt: skip
    assert [(link.path, link.datetime) for link in mementos] == expected
    assert [link.rels - {"memento"} for link in mementos] == [{"first"}, set(), set(), {"last"}]
    others = {rel: link.path for link in found if link not in mementos for rel in link.rels}
    assert others == {
        "original": item.reference.lasting_address,
        "timegate": f"/timegate/{item.reference.string}",
        "self": f"/timemap/{item.reference.string}",
    }
    assert [(one["uri"], one["datetime"]) for one in told["mementos"]["list"]] == [
        (link.href, link.datetime) for link in mementos
    ]
    assert told["timemap_uri"]["json_format"].endswith(f"/timemap/{item.reference.string}.json")
    for link in mementos:
        assert client.get(link.path)["Memento-Datetime"] == link.datetime


def test_withdrawn_version_is_passed_over_everywhere(client, item, gate, clerk, moderator):
    WithdrawalFactory(
        version=version(item, 2), asked_by=clerk, confirmed_by=moderator, asked_at=THIRD, confirmed_at=THIRD
    )
    found, told = timemap(client, item)
    gone = version(item, 2).lasting_address
    assert gone not in {link.path for link in found} | {one["uri"] for one in told["mementos"]["list"]}
    assert gate(SECOND)["Location"] == version(item, 1).lasting_address
    around = links(client.get(version(item, 1).lasting_address))
    assert around["next"].path == version(item, 3).lasting_address
    assert client.get(gone).status_code == 410
    assert "Memento-Datetime" not in client.get(gone)


def test_thing_of_which_all_is_withdrawn_has_an_empty_timemap_and_a_gate_to_its_tombstone(
    client, item, gate, clerk, moderator
):
    for one in PublishedVersion.objects.filter(reference=item.reference):
        WithdrawalFactory(version=one, asked_by=clerk, confirmed_by=moderator, asked_at=THIRD, confirmed_at=THIRD)
    found, told = timemap(client, item)
    assert {rel for link in found for rel in link.rels} == {"original", "timegate", "self"}
    assert told["mementos"] == {"list": []}
    answer = gate(SECOND)
    assert (answer.status_code, client.get(answer["Location"]).status_code) == (302, 410)


def test_hidden_thing_has_neither(client, item, gate):
    show_reference(reference=item.reference, is_public=False)
    assert gate(SECOND).status_code == 404
    assert client.get(f"/timemap/{item.reference.string}").status_code == 404
    assert client.get("/timemap/LEA-1999-001").status_code == 404
