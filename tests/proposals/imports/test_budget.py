import io
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from participation.tally.cells import PabulibError
from participation.tally.method import TallyRefused
from participation.tally.pabulib import read
from proposals.imports.budget import earlier_budget

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
FILE = """\
META
key;value
description;Buurtbudget Waterwijk
num_projects;2
num_votes;2
budget;1000
vote_type;approval
unit;Waterrijk
district;Waterwijk
currency;PLN
comment;Geteld <op> papier & op het web
date_begin;1.3.2024
date_end;14.3.2024
PROJECTS
project_id;cost;name;description
1;300;Park;Bomen
2;900;Pool;
VOTES
voter_id;vote
a;1,2
b;1
"""
POINTED = FILE.replace("approval", "cumulative").replace("vote\na;1,2\nb;1", "vote;points\na;1,2;3,2\nb;1;1")


@pytest.fixture
def budget(tmp_path, noon):
    def shape(content: str = FILE, rule: str | None = None):
        path = tmp_path / "waterwijk.pb"
        path.write_text(content, encoding="utf-8")
        return earlier_budget(read(io.BytesIO(content.encode())), path=path, rule=rule, language="nl", at=noon)

    return shape


def test_earlier_budget_tells_where_it_was_held_as_text(budget):
    assert budget().text.title == "Buurtbudget Waterwijk"
    assert budget().text.background == (
        "<p>Waar: Waterrijk, Waterwijk</p><p>Munt van alle bedragen: PLN</p>"
        "<p>Opmerkingen in het bestand: Geteld &lt;op&gt; papier &amp; op het web</p>"
    )


@pytest.mark.parametrize(
    ("meta", "asked", "rule", "tie_rule"),
    [
        ("rule;equalshares/add1", None, "equal-shares-add1", "lower-cost"),
        ("rule;equalshares/add1", "greedy-stop", "greedy-stop", "list-order"),
        ("rule;a lottery", None, "greedy", "list-order"),
        ("edition;3", None, "greedy", "list-order"),
    ],
)
def test_earlier_budget_counts_as_asked_or_as_the_file_says_or_greedily(budget, meta, asked, rule, tie_rule):
    rules = budget(FILE.replace("unit;", f"{meta}\nunit;"), asked).rules
    assert (rules.method, rules.tie_rule) == (rule, tie_rule)


@pytest.mark.parametrize(
    ("meta", "max_choices"), [("edition;3", None), ("max_length;2", 2), ("max_length;5", 5), ("max_length;1", None)]
)
def test_earlier_budget_keeps_a_limit_that_its_ballots_keep_to(budget, meta, max_choices):
    assert budget(FILE.replace("unit;", f"{meta}\nunit;")).rules.max_choices == max_choices


@pytest.mark.parametrize(
    ("meta", "points"), [("edition;3", 5), ("max_sum_points;5", 5), ("max_sum_points;9", 9), ("max_sum_points;4", 5)]
)
def test_earlier_budget_allows_as_many_points_as_its_ballots_give(budget, meta, points):
    assert budget(POINTED.replace("unit;", f"{meta}\nunit;")).rules.points == points
    assert budget().rules.points is None


def test_earlier_budget_reads_a_ranking_with_points_as_points(budget):
    ordinal = budget(POINTED.replace("cumulative", "ordinal"))
    assert (ordinal.rules.points, list(ordinal.ballots)) == (5, [("a", {"1": 3, "2": 2}), ("b", {"1": 1})])


def test_earlier_budget_shows_a_long_name_short_and_keeps_it_whole(budget):
    name, told = "P" * 300, "B" * 400
    park, pool = budget(FILE.replace("Park;Bomen", f"{name};{told}")).proposals
    assert (park.text.title, park.text.summary) == (f"{'P' * 254}…", f"{'B' * 299}…")
    assert park.text.body == f"{name}\n\n{told}"
    assert (pool.text.title, pool.text.summary, pool.text.body) == ("Pool", "Nummer 2 op de lijst van de stemming.", "")


def test_earlier_budget_is_dated_by_the_files_days(budget):
    shaped = budget()
    assert (shaped.opens_at, shaped.closes_at) == (
        datetime(2024, 3, 1, tzinfo=AMSTERDAM),
        datetime(2024, 3, 15, tzinfo=AMSTERDAM),
    )
    assert {proposal.submitted_at for proposal in shaped.proposals} == {datetime(2024, 2, 2, tzinfo=AMSTERDAM)}


def test_earlier_budget_is_the_same_source_for_the_same_file_and_rule_alone(budget):
    sources = [budget().source, budget().source, budget(rule="approval").source, budget(FILE + "\n").source]
    assert len(set(sources)) == 3
    assert max(map(len, sources)) <= 60


@pytest.mark.parametrize(
    ("content", "rule", "sentence"),
    [
        (POINTED, "equal-shares", "The rule equal-shares counts approval ballots; these are points ballots."),
        (
            FILE.replace("approval", "ordinal"),
            None,
            "The rule greedy counts approval or points ballots; these are ranked",
        ),
        (FILE.replace("budget;1000", "budget;0"), None, "The rule greedy needs a budget above 0 to spend."),
    ],
)
def test_earlier_budget_refuses_what_its_rule_cannot_count(budget, content, rule, sentence):
    with pytest.raises(TallyRefused, match=sentence):
        budget(content, rule)


@pytest.mark.parametrize(
    ("content", "line", "sentence"),
    [
        (FILE.replace("1;300", f"{'9' * 65};300").replace("a;1,2\nb;1", "a;2\nb;2"), 16, "The identifier of a project"),
        (FILE.replace("b;1", f"{'9' * 65};1"), 21, "The identifier of a voter"),
        (POINTED.replace("b;1;1", "b;1;3000000000"), 21, "A ballot gives 3000000000 points"),
    ],
)
def test_earlier_budget_refuses_what_cannot_be_kept_by_its_line(budget, content, line, sentence):
    with pytest.raises(PabulibError, match=sentence) as refused:
        budget(content)
    assert refused.value.line == line
