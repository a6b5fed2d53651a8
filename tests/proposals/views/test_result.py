import csv
import html
import io
import json

import pytest
from django.urls import reverse
from django.utils.html import escape

from participation.actions.consultation_round import publish_result
from participation.enums import Force, TieRule
from tests.factories.accounts import UserFactory
from tests.factories.proposals import DecisionFactory
from tests.rounds import COUNTING, VOTING, anew, count, hand_in, moment, publish, publish_round, vote

pytestmark = pytest.mark.django_db

FORMULAS = ["=1+1", "+1", "-1", "@SUM(A1)", "=cmd|' /C calc'!A0", 'Plein "Zuid", hoek; markt', "é € 漢"]


@pytest.fixture
def voted(consultation_round, author, moderator):
    """Options by title; the first got most marks, the next one less, and so on."""
    subjects = [publish(hand_in(consultation_round, by=author, title=title), by=moderator) for title in FORMULAS]
    for number in range(len(subjects)):
        vote(consultation_round, *subjects[: number + 1], by=UserFactory())
    vote(consultation_round, by=UserFactory())
    return subjects


def address(consultation_round, name: str) -> str:
    return reverse(name, args=[consultation_round.reference.string])


def test_result_is_refused_in_words_until_it_is_published(consultation_round, voted, clerk, signed_in, travel):
    def is_refused_everywhere() -> None:
        for name in ("result", "result_json", "result_csv"):
            response = signed_in(clerk).get(address(consultation_round, name))
            text = response.json()["refusal"] if name == "result_json" else response.content.decode()
            assert response.status_code == 409
            assert "De uitslag van deze stemming is nog niet gepubliceerd" in text

    travel(VOTING)
    is_refused_everywhere()
    travel(COUNTING)
    is_refused_everywhere()
    count(consultation_round, by=clerk, public=False)
    is_refused_everywhere()


@pytest.mark.parametrize("name", ["result", "result_json", "result_csv"])
def test_result_of_no_round_is_not_there(db, client, name):
    assert client.get(reverse(name, args=["RND-2026-999"])).status_code == 404


def test_result_csv_reads_back_with_formulas_defused(consultation_round, voted, clerk, signed_in, travel):
    count(consultation_round, by=clerk)
    travel(COUNTING)
    response = signed_in().get(address(consultation_round, "result_csv"))
    text = response.content.decode("utf-8")
    assert text.startswith("\ufeff")
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    rows = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))
    assert [row["title"] for row in rows] == [f"'{title}" if title[0] in "=+-@" else title for title in FORMULAS]
    assert [int(row["score"]) for row in rows] == [7, 6, 5, 4, 3, 2, 1]
    assert [row["reference"] for row in rows] == [subject.reference.string for subject in voted]


def test_result_json_is_the_sheet_with_its_hash(consultation_round, voted, clerk, signed_in, travel):
    sheet = count(consultation_round, by=clerk)
    travel(COUNTING)
    data = signed_in().get(address(consultation_round, "result_json")).json()
    assert (data["outcome"], data["sha256"]) == (json.loads(json.dumps(sheet.outcome)), sheet.sha256)
    assert data["ballots"] == {"cast": 8, "blank": 1, "emptied": 0}
    assert data["labels"] == {subject.reference.string: title for subject, title in zip(voted, FORMULAS, strict=True)}


def test_result_shows_every_option_with_its_count_and_why(consultation_round, voted, clerk, signed_in, travel):
    sheet = count(consultation_round, by=clerk)
    travel(COUNTING)
    response = signed_in().get(address(consultation_round, "result"))
    result = response.context["result"]
    assert [(line.subject.label, line.score) for line in result.lines] == list(
        zip(FORMULAS, range(7, 0, -1), strict=True)
    )
    assert all(line.why for line in result.lines)
    assert [line.subject.reference.string for line in result.chosen] == sheet.outcome["winners"]
    assert sheet.sha256 in response.content.decode()


def test_result_in_english_says_the_same_figures(consultation_round, voted, clerk, signed_in, travel):
    count(consultation_round, by=clerk)
    travel(COUNTING)
    english = signed_in().get(f"/en/rounds/{consultation_round.reference.string}/result/")
    assert english.status_code == 200
    assert [line.score for line in english.context["result"].lines] == [7, 6, 5, 4, 3, 2, 1]
    assert "8 people voted" in english.content.decode()


def test_result_is_of_the_ballots_that_were_cast(consultation_round, voted, clerk):
    assert count(consultation_round, by=clerk).cast == anew(consultation_round).ballots.count() == 8


def test_result_links_every_proposal_chosen_or_not(consultation_round, voted, clerk, signed_in, travel):
    count(consultation_round, by=clerk)
    travel(COUNTING)
    page = signed_in().get(address(consultation_round, "result")).content.decode()
    for subject in voted:
        # Once among the counts and once among the reasons, at least.
        assert page.count(f'href="{reverse("proposal", args=[subject.reference.string])}"') >= 2


def test_result_says_that_it_is_advice_until_a_decision_is_recorded(
    consultation_round, voted, clerk, signed_in, travel
):
    count(consultation_round, by=clerk)
    travel(COUNTING)
    page = signed_in().get(address(consultation_round, "result")).content.decode()
    assert "Dit is een advies. Het besluit is aan de gemeenteraad." in page
    DecisionFactory(consultation_round=consultation_round, title="De raad neemt het over.")
    page = signed_in().get(address(consultation_round, "result")).content.decode()
    assert "Dit is een advies" not in page
    assert "De raad neemt het over." in page


@pytest.mark.parametrize(
    ("force", "stamp", "words"),
    [
        (Force.ADVICE, "gekozen", "Dit is een advies."),
        (Force.FOLLOWED_UNLESS, "gekozen", "met een uitleg als het advies niet wordt gevolgd"),
        (Force.MANDATED, "krijgt geld", "De uitslag staat vast"),
    ],
)
def test_result_gives_money_only_where_the_outcome_is_final(
    agenda_item, author, moderator, clerk, signed_in, travel, force, stamp, words
):
    budget = publish_round(
        agenda_item, method="greedy", budget=1_000, force=force, force_decision="https://raad.example/12"
    )
    bench = publish(hand_in(budget, by=author, cost=400), by=moderator)
    vote(budget, bench, by=UserFactory())
    count(budget, by=clerk)
    travel(COUNTING)
    for where in (address(budget, "result"), reverse("proposal", args=[bench.reference.string])):
        page = signed_in().get(where).content.decode()
        assert words in page
        assert f">{stamp}<" in page
        assert ("krijgt geld" in page) == (force == Force.MANDATED)
    assert 'href="https://raad.example/12"' in signed_in().get(address(budget, "result")).content.decode()


def test_result_of_equal_shares_says_what_blank_ballots_are_worth(
    agenda_item, author, moderator, clerk, signed_in, travel
):
    budget = publish_round(agenda_item, method="equal-shares", budget=1_000)
    bench = publish(hand_in(budget, by=author, cost=600), by=moderator)
    vote(budget, bench, by=UserFactory())
    vote(budget, by=UserFactory())
    sheet = count(budget, by=clerk)
    # One of two voters marked something: the whole budget is that ballot's share, or it could not pay 600 of 1,000.
    assert (sheet.cast, sheet.blank, sheet.outcome["winners"]) == (2, 1, [bench.reference.string])
    travel(COUNTING)
    page = signed_in().get(address(budget, "result")).content.decode()
    assert "Blanco stemmen tellen mee voor de opkomst. Ze krijgen geen deel van het geld" in page
    # Who paid for what, with the amount and by how many.
    assert (
        "Eén stemmer betaalde het uit het eigen deel: €\u00a0600. Daarna was van dat deel nog €\u00a0400 over." in page
    )
    # Who wants to count it again reads beforehand that it takes Python.
    assert (
        "Deze telling is te zwaar voor de pagina" in signed_in().get(address(budget, "result_bundle")).content.decode()
    )


def test_result_of_a_vote_without_a_roll_says_that_nobody_checked_who_signed_in(
    consultation_round, voted, clerk, signed_in, travel
):
    count(consultation_round, by=clerk)
    travel(COUNTING)
    warning = "Niemand controleerde wie inlogde"
    assert warning in signed_in().get(address(consultation_round, "result")).content.decode()


def test_result_is_dated_the_day_of_the_count_everywhere(consultation_round, voted, clerk, signed_in, travel):
    count(consultation_round, by=clerk, at=COUNTING, public=False)
    publish_result(consultation_round=consultation_round, by=clerk, at=moment(11, 22))
    travel(moment(11, 23))
    for where in (address(consultation_round, "result"), reverse("outcomes"), "/nl/"):
        page = signed_in().get(where).content.decode()
        assert 'geteld op <time datetime="2026-11-20">' in page
        assert "22 november" not in page


def test_proposal_says_after_the_count_its_votes_whether_it_was_chosen_and_why(
    consultation_round, voted, clerk, signed_in, travel
):
    travel(COUNTING)
    count(consultation_round, by=clerk, public=False)
    where = reverse("proposal", args=[voted[0].reference.string])
    assert signed_in().get(where).context["line"] is None
    publish_result(consultation_round=consultation_round, by=clerk, at=COUNTING)
    result = signed_in().get(address(consultation_round, "result")).context["result"]
    for line in result.lines:
        page = signed_in().get(reverse("proposal", args=[line.subject.reference.string]))
        assert (page.context["line"].why, page.context["line"].score) == (line.why, line.score)
        assert escape(line.why) in page.content.decode()
    DecisionFactory(consultation_round=consultation_round, title="De raad neemt het over.")
    page = signed_in().get(where).content.decode()
    assert "<b>7 stemmen</b>" in page
    assert "De raad neemt het over." in page


def test_tie_is_told_with_the_numbers_that_settle_it(agenda_item, author, moderator, clerk, signed_in, travel):
    tied = publish_round(agenda_item, seats=1, tie_rule=TieRule.LIST_ORDER)
    pair = [publish(hand_in(tied, by=author, title=title), by=moderator) for title in ("Bank", "Boom")]
    vote(tied, *pair, by=UserFactory())
    assert count(tied, by=clerk).outcome["winners"] == [pair[0].reference.string]
    travel(COUNTING)
    page = signed_in().get(address(tied, "result")).content.decode()
    assert "Gelijk, met elk 1: ‘Bank’, ‘Boom’." in html.unescape(page)
    bank, boom = (subject.reference.string for subject in pair)
    assert f"‘Bank’ ({bank}) en ‘Boom’ ({boom}) gelijk. De regel: het laagste nummer gaat voor." in html.unescape(page)
