"""What is exported is read back, by our readers and by others', as the ballots that were counted."""

import csv
import io
from collections import Counter
from dataclasses import replace
from types import SimpleNamespace

import pytest

from participation.exports.ballots import CountedBallots, forms_of, written
from participation.tally import blt, pabulib
from participation.tally.profile import APPROVAL, POINTS, RANKED, STANCES, Option, Profile, ballot

TITLES = {"VST-2026-001": 'Een "bank"; en een boom', "VST-2026-002": "Bad\nbuiten", "VST-2026-003": "=1+1"}
OPTIONS = tuple(Option(reference, cost) for reference, cost in zip(TITLES, (100, 250, 0), strict=True))
FIRST, SECOND, THIRD = TITLES


def counted(kind, ballots, **fields) -> CountedBallots:
    profile = Profile(OPTIONS, kind, {ballot(marks.items()): times for marks, times in ballots}, **fields)
    return CountedBallots("Wat eerst?", "nl", "greedy", profile, TITLES, [FIRST])


RANKS = counted(
    RANKED,
    [({FIRST: 1, THIRD: 2}, 3), ({SECOND: 1, FIRST: 3}, 1), ({FIRST: 2, SECOND: 2, THIRD: 4}, 2), ({}, 1)],
    seats=2,
)
TICKS = counted(APPROVAL, [({FIRST: 1, THIRD: 1}, 2), ({SECOND: 1}, 1), ({}, 3)], budget=300)
DOTS = counted(POINTS, [({FIRST: 4, THIRD: 1}, 2), ({SECOND: 5}, 1)], budget=300)
ANSWERS = counted(STANCES, [({FIRST: 1, SECOND: -1, THIRD: 0}, 2), ({FIRST: -1}, 1), ({}, 1)])


def test_forms_of_a_round_that_merges_rare_ballots_are_none():
    a_round = SimpleNamespace(method="greedy", has_budget=True, points=None, rare_pattern="as-is")
    assert forms_of(a_round) == ["pb", "csv"]
    a_round.rare_pattern = "merged"
    assert forms_of(a_round) == []


@pytest.mark.parametrize("one", [RANKS, TICKS, DOTS, ANSWERS])
def test_table_holds_every_ballot_and_is_the_same_each_time(one):
    text = written(one, "csv")
    found = {}
    for row in csv.DictReader(io.StringIO(text.decode())):
        times = int(row.pop("count"))
        found[ballot((option, int(value)) for option, value in row.items() if value)] = times
    assert found == one.profile.ballots
    shuffled = dict(reversed(one.profile.ballots.items()))
    assert written(replace(one, profile=replace(one.profile, ballots=shuffled)), "csv") == text


def test_blt_is_read_back_by_our_reader(tmp_path):
    path = tmp_path / "round.blt"
    path.write_bytes(written(RANKS, "blt"))
    read = blt.load(path)
    names = dict(zip(TITLES, read.options, strict=True))
    assert names[FIRST] == "VST-2026-001 Een 'bank'; en een boom"
    assert (read.title, read.seats) == ("Wat eerst?", 2)
    assert read.ballots == {
        ballot((names[option], value) for option, value in marks): times
        for marks, times in RANKS.profile.ballots.items()
    }


def test_blt_is_read_back_by_another_reader():
    votelib = pytest.importorskip("votelib.io.blt")
    plain = counted(RANKED, [({FIRST: 1, THIRD: 2}, 3), ({SECOND: 1, FIRST: 2}, 1)], seats=2)
    system_votes, *_rest = votelib.load(io.StringIO(written(plain, "blt").decode()))
    names = {candidate.name[:12] for ranks in system_votes for candidate in ranks}
    assert names == set(TITLES)
    assert sorted(system_votes.values()) == [1, 3]


@pytest.mark.parametrize("one", [TICKS, DOTS])
def test_pb_is_read_back_by_our_reader(one):
    read = pabulib.read(io.BytesIO(written(one, "pb")))
    assert read.warnings == ()
    assert read.budget == 300
    assert [(project.id, project.cost, project.selected) for project in read.projects] == [
        (FIRST, 100, 1),
        (SECOND, 250, 0),
        (THIRD, 0, 0),
    ]
    assert [project.name for project in read.projects] == ["Een 'bank'; en een boom", "Bad buiten", "=1+1"]
    assert read.kind is one.profile.kind
    # A blank ballot has no form in such a file; the file says how many there were.
    assert Counter(vote.ballot for vote in read.votes) == {
        marks: times for marks, times in one.profile.ballots.items() if marks
    }
    assert ("3 more ballots were blank." in read.meta.get("comment", "")) is (one is TICKS)


def test_pb_is_read_back_by_another_reader(tmp_path):
    pabutools = pytest.importorskip("pabutools.election")
    path = tmp_path / "round.pb"
    path.write_bytes(written(DOTS, "pb"))
    instance, profile = pabutools.parse_pabulib(str(path))
    assert (int(instance.budget_limit), len(instance), profile.num_ballots()) == (300, 3, 3)
