import csv
import io
import json

import pytest
from django.urls import reverse

from tests.factories.accounts import UserFactory
from tests.rounds import COUNTING, VOTING, anew, count, hand_in, publish, vote

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


@pytest.mark.parametrize("name", ["result", "result_json", "result_csv"])
@pytest.mark.parametrize("stage", ["voting", "closed", "counted"])
def test_result_is_refused_in_words_until_it_is_published(
    consultation_round, voted, clerk, signed_in, travel, name, stage
):
    if stage == "counted":
        count(consultation_round, by=clerk, public=False)
    travel(VOTING if stage == "voting" else COUNTING)
    response = signed_in(clerk).get(address(consultation_round, name))
    text = response.json()["refusal"] if name == "result_json" else response.content.decode()
    assert response.status_code == 409
    assert "De uitslag van deze stemming is nog niet gepubliceerd" in text


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
    assert data["ballots"] == {"cast": 8, "blank": 1}
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
