"""Finding a proposal: the list of a round and of all, as a page, as a feed and as a table."""

import csv
import io
import re
from datetime import timedelta
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from participation.models import Subject
from proposals.enums import ListOrder, ProposalKind
from tests.factories.base import AreaFactory
from tests.factories.participation import SubjectFactory, SupportFactory
from tests.rounds import COLLECTING, SUPPORTING, VOTING, hand_in, hide, publish, publish_round

pytestmark = pytest.mark.django_db

# What a row holds for a spreadsheet: an Atom feed is XML, but what is ours needs no parser of strangers' files.
ENTRY = re.compile(r"<entry>.*?</entry>", re.DOTALL)


@pytest.fixture
def listed(consultation_round) -> str:
    return reverse("proposals", args=[consultation_round.reference.string])


@pytest.fixture
def many(consultation_round) -> list[Subject]:
    subjects = SubjectFactory.create_batch(45, consultation_round=consultation_round)
    for subject in subjects[:3]:
        SupportFactory.create_batch(2, subject=subject)
    return subjects


def next_address(page) -> str:
    found = re.search(r'href="([^"]+)" rel="next"', page.content.decode())
    return unescape(found[1]) if found else ""


@pytest.mark.parametrize("order", [*ListOrder.values, "nothing-known", ""])
def test_list_shows_each_once_over_the_pages_that_its_links_lead_to(many, listed, signed_in, travel, order):
    travel(SUPPORTING)
    client = signed_in()
    page = client.get(listed, {"order": order}, follow=True)
    base, shown, sizes = page.request["PATH_INFO"], [], []
    while True:
        sizes.append(len(page.context["rows"]))
        shown += [row.subject.pk for row in page.context["rows"]]
        if not (address := next_address(page)):
            break
        page = client.get(f"{base}{address}")
    assert sizes == [20, 20, 5]
    assert sorted(shown) == sorted(subject.pk for subject in many)
    assert page.context["number_words"] == "45 voorstellen"


def test_support_is_asked_for_in_the_list_and_stays_in_its_addresses(consultation_round, listed, signed_in, travel):
    few, enough = SubjectFactory.create_batch(2, consultation_round=consultation_round)
    SupportFactory.create_batch(4, subject=few)
    SupportFactory.create_batch(5, subject=enough)
    travel(SUPPORTING)
    page = signed_in().get(listed, {"support": "5"})
    assert [row.subject for row in page.context["rows"]] == [enough]
    assert all(page.context[f"{name}_url"].endswith("?support=5") for name in ("map", "feed", "csv"))
    assert [chip["url"] for chip in page.context["chips"]] == ["?"]
    assert len(signed_in().get(listed, {"support": "x"}).context["rows"]) == 2


def test_random_draws_a_seed_once_and_keeps_it_in_the_address(many, listed, signed_in, travel):
    travel(SUPPORTING)
    client = signed_in()
    drawn = client.get(listed, {"order": "random", "q": "Voorstel", "state": "support"})
    assert drawn.status_code == 302
    assert re.fullmatch(
        r"\?q=Voorstel&state=supporting&order=random&seed=\d+", drawn.headers["Location"].removeprefix(listed)
    )
    assert client.cookies.get("sessionid") is None
    one, again = (client.get(listed, {"order": "random", "seed": "12"}) for _ in range(2))
    other = client.get(listed, {"order": "random", "seed": "13"})
    rows = [[row.subject.pk for row in page.context["rows"]] for page in (one, again, other)]
    assert rows[0] == rows[1] != rows[2]


NONE_OF_OURS = [
    {"after": "abc"},
    {"after": "9" * 5000},
    {"before": "<b>"},
    {"page": "-3"},
    {"order": "supported", "as-of": "1-2-3"},
    {"order": "supported", "as-of": "²-1", "after": "VST-2026-001"},
    {"order": "random", "seed": "9" * 9},
    {"state": "' or 1", "kind": "x"},
]


def test_list_takes_what_is_none_of_ours_for_nothing(many, listed, signed_in, travel):
    travel(SUPPORTING)
    for asked in NONE_OF_OURS:
        page = signed_in().get(listed, asked)
        assert (page.status_code, len(page.context["rows"])) == (200, 20)


def test_list_says_when_it_begins_anew(many, listed, signed_in, travel):
    client = signed_in()
    travel(SUPPORTING)
    address = next_address(client.get(listed, {"order": "supported"}))
    assert client.get(f"{listed}{address}").context["begins_anew"] is False
    travel(SUPPORTING + timedelta(days=2))
    page = client.get(f"{listed}{address}")
    assert page.context["begins_anew"] is True
    assert "Dit is de lijst vanaf het begin" in page.content.decode()


def test_what_was_chosen_stands_in_the_form_and_each_can_be_left_out(
    listed, consultation_round, author, moderator, signed_in, travel
):
    area = AreaFactory(code="oost", name="Oost")
    publish(hand_in(consultation_round, by=author, title="Een bankje", area=area, tags=["rust"]), by=moderator)
    publish(hand_in(consultation_round, by=author, title="Een schommel"), by=moderator)
    travel(SUPPORTING)
    client = signed_in()
    page = client.get(listed, {"q": " bankje ", "area": "oost", "theme": "rust", "order": "discussed"})
    assert [row.title for row in page.context["rows"]] == ["Een bankje"]
    assert [(chip["label"], chip["url"]) for chip in page.context["chips"]] == [
        ("Woorden: bankje", "?theme=rust&area=oost&order=discussed"),
        ("Thema: rust", "?q=bankje&area=oost&order=discussed"),
        ("Wijk: Oost", "?q=bankje&theme=rust&order=discussed"),
    ]
    text = page.content.decode()
    assert '<option value="oost" selected>Oost</option>' in text
    assert '<input type="hidden" name="order" value="discussed">' in text
    assert "<span>Oost</span>" in text
    nothing = client.get(listed, {"q": "olifant"})
    assert "Geen voorstel past bij deze keuze" in nothing.content.decode()


def test_all_proposals_are_of_every_round_and_one_can_be_chosen(
    site_ground, listed, consultation_round, author, moderator, signed_in, travel
):
    publish(hand_in(consultation_round, by=author, title="Een bankje"), by=moderator)
    always = publish_round(
        site_ground.home,
        title="Begin zelf iets",
        is_standing=True,
        method="",
        screening="after",
        phases=[("collect", COLLECTING, None)],
    )
    hand_in(always, by=author, title="Leren zwemmen", kind=ProposalKind.LEARN, at=VOTING)
    travel(VOTING)
    client = signed_in()

    def titles(**asked) -> set[str]:
        return {row.title for row in client.get(reverse("all_proposals"), asked).context["rows"]}

    assert reverse("all_proposals") == "/nl/voorstellen/"
    assert titles() == {"Een bankje", "Leren zwemmen"}
    assert titles(round=always.reference.string) == titles(kind="learn") == {"Leren zwemmen"}
    assert titles(state="vote") == {"Een bankje"}
    own = client.get(reverse("proposals", args=[always.reference.string]))
    assert [row.title for row in own.context["rows"]] == ["Leren zwemmen"]
    assert (own.context["may_propose"], own.context["chips"]) == (True, [])


def test_feed_and_table_are_of_the_same_choice_and_lose_at_once_what_is_hidden(
    listed, consultation_round, author, moderator, signed_in, travel
):
    bench = publish(
        hand_in(
            consultation_round, by=author, title="=Een bankje", tags=["rust"], area=AreaFactory(code="+1", name="Oost")
        ),
        by=moderator,
    )
    publish(hand_in(consultation_round, by=author, title="Een schommel", cost=900), by=moderator)
    SupportFactory.create_batch(2, subject=bench)
    travel(SUPPORTING)
    client = signed_in()
    page = client.get(listed, {"theme": "rust"})
    feed, table = (page.context[name] for name in ("feed_url", "csv_url"))
    entries = ENTRY.findall(client.get(feed).content.decode())
    assert len(entries) == 1
    assert f"/id/{bench.reference.string}" in entries[0]
    written = client.get(table).getvalue().decode()
    assert written.startswith("\ufeffreference,title,summary")
    [row] = csv.DictReader(io.StringIO(written.removeprefix("\ufeff")))
    assert (row["title"], row["area_code"], row["themes"]) == ("'=Een bankje", "'+1", "rust")
    assert (row["supports"], row["comments"], row["cost"], row["round"]) == (
        "2",
        "0",
        "",
        consultation_round.reference.string,
    )
    # The same as the page says of who made it, and not who supports it.
    assert (row["authors"], row["channel"]) == ("Noor", "web")
    assert "<name>Noor</name>" in entries[0]
    everything = client.get(reverse("all_proposals_csv")).getvalue().decode()
    assert len(list(csv.reader(io.StringIO(everything)))) == 3
    hide(bench, by=moderator)
    assert ENTRY.findall(client.get(feed).content.decode()) == []
    assert "bankje" not in client.get(table).getvalue().decode()


@pytest.mark.parametrize(
    "asked", [{}, {"order": "supported"}, {"order": "random", "seed": "4"}, {"q": "bankje", "theme": "rust"}]
)
def test_list_takes_the_same_queries_with_few_and_with_many(
    listed, consultation_round, author, moderator, signed_in, travel, asked
):
    def add(number: int) -> None:
        for _time in range(number):
            subject = publish(hand_in(consultation_round, by=author, tags=["rust"], area=AreaFactory()), by=moderator)
            SupportFactory(subject=subject)

    travel(SUPPORTING)
    client, counts = signed_in(), []
    for number in (1, 4):
        add(number)
        client.get(reverse("all_proposals"), asked)
        with CaptureQueriesContext(connection) as captured:
            assert client.get(reverse("all_proposals"), asked).status_code == 200
        counts.append(len(captured))
    assert counts[0] == counts[1] <= 17
