import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]

CONTENT = """\
META
key;value
description;Buurtbudget Waterwijk
num_projects;3
num_votes;3
budget;100
vote_type;approval
rule;{rule}
PROJECTS
project_id;cost;name;selected
1;60;Park;1
2;60;Bad \x1b[31m;0
L3;30;Pad;0
VOTES
voter_id;vote
a;1,2
b;1,2
c;L3
"""


def tally(*arguments: object, **options) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "participation.tally", *map(str, arguments)],
        cwd=ROOT,
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=False,
        **options,
    )


@pytest.fixture
def budget(write_budget):
    return write_budget(CONTENT.format(rule="greedy"))


def test_command_prints_winners_in_order_with_scores_ties_and_reasons(budget):
    done = tally(budget)

    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines() == [
        "Buurtbudget Waterwijk",
        "3 projects, 3 ballots, budget 100",
        "Rule: greedy (the file names greedy)",
        "90 of 100 is spent; 10 is left.",
        "",
        "Funded, in order:",
        "  1. 1  Park",
        "     score 2, cost 60. Its turn came with 100 left; it costs 60, so it was funded and 40 remained.",
        "  2. L3  Pad",
        "     score 1, cost 30. Its turn came with 40 left; it costs 30, so it was funded and 10 remained.",
        "",
        "Not funded, by score:",
        "   - 2  Bad \\u001b[31m",
        "     score 2, cost 60. Its turn came with 40 left; it costs 60, 20 too much.",
        "",
        "Ties that had to be settled: 1 (rule: list-order)",
        "   At step 1: 1 before 2, by list-order.",
        "",
        "The result that the file states differs from this count:",
        "   only in the file: none",
        "   only here: L3",
    ]


def test_command_prints_json_with_the_identifiers_of_the_file_as_strings(budget):
    data = json.loads(tally(budget, "--json").stdout)

    assert list(data) == ["rule", "winners", "scores", "cost", "ties", "explanation"]
    assert (data["rule"], data["winners"], data["cost"]) == ("greedy", ["1", "L3"], 90)
    assert data["scores"] == {"1": 2, "2": 2, "L3": 1}
    assert data["ties"] == [{"step": 1, "options": ["1", "2"], "settled_by": ["list-order"]}]
    assert [(one["option"], one["code"]) for one in data["explanation"]["options"]] == [
        ("1", "fits"),
        ("2", "does-not-fit"),
        ("L3", "fits"),
    ]


@pytest.mark.parametrize(
    ("stated", "asked", "line"),
    [
        ("equalshares/add1", (), "Rule: equal-shares-add1 (the file names equalshares/add1)"),
        ("equalshares", (), "Rule: equal-shares (the file names equalshares)"),
        ("lottery", (), "Rule: greedy (the file names lottery, which is not a rule known here)"),
        ("", (), "Rule: greedy (the file names no rule)"),
        ("greedy", ("--rule", "greedy-stop"), "Rule: greedy-stop (as asked)"),
        ("greedy", ("--rule", "approval"), "Rule: approval (as asked)"),
    ],
)
def test_command_says_which_rule_it_counts_by_and_why(write_budget, stated, asked, line):
    done = tally(write_budget(CONTENT.format(rule=stated)), *asked)

    assert done.stdout.splitlines()[2] == line


def test_command_refuses_a_broken_file_with_line_and_column(write_budget):
    path = write_budget(CONTENT.format(rule="greedy").replace("c;L3", "c;L4"))

    done = tally(path)

    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == f"{path}: Line 18, column 3: The vote is for L4, which is not among the projects.\n"


def test_command_refuses_a_rule_that_cannot_count_these_ballots(write_budget):
    path = write_budget(CONTENT.format(rule="greedy").replace("approval", "ordinal"))

    done = tally(path)

    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == f"{path}: The rule greedy counts approval or points ballots; these are ranked ballots.\n"


def test_command_says_when_a_file_cannot_be_read(tmp_path):
    for path, why in ((tmp_path / "none.pb", "No such file or directory"), (tmp_path, "Is a directory")):
        done = tally(path)

        assert (done.returncode, done.stdout, done.stderr) == (2, "", f"{path} cannot be read: {why}.\n")


def test_command_refuses_a_rule_that_does_not_exist(budget):
    done = tally(budget, "--rule", "lottery")

    assert done.returncode == 2
    assert "invalid choice: 'lottery'" in done.stderr
    assert "Traceback" not in done.stderr


def test_command_ends_quietly_when_nobody_reads_on(budget):
    reading, writing = os.pipe()
    os.close(reading)
    done = subprocess.run(
        [sys.executable, "-m", "participation.tally", str(budget)],
        cwd=ROOT,
        stdout=writing,
        stderr=subprocess.PIPE,
        timeout=60,
        check=False,
    )
    os.close(writing)

    assert (done.returncode, done.stderr) == (0, b"")


def test_command_prints_the_same_whatever_the_hash_seed_and_the_locale(budget):
    seen = {
        tally(budget, "--json", env={**os.environ, "PYTHONHASHSEED": seed, "LC_ALL": "C"}).stdout
        for seed in ("1", "2", "3")
    }

    assert len(seen) == 1


def test_command_loads_neither_django_nor_wagtail(budget):
    script = (
        "import runpy, sys\n"
        f"sys.argv = ['tally', {str(budget)!r}]\n"
        "try:\n"
        "    runpy.run_module('participation.tally', run_name='__main__')\n"
        "except SystemExit as done:\n"
        "    assert not done.code\n"
        "print(sorted({name.split('.')[0] for name in sys.modules} & {'django', 'wagtail'}))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, encoding="utf-8", timeout=60, check=False
    )

    assert (done.stdout.splitlines()[-1], done.stderr) == ("[]", "")


BALLOTS = """\
3 2
5 1 3 0
2 2 0
1 3 0
0
"Ann \x1b[31m"
"Bo"
"Cas"
"Board"
"""


@pytest.fixture
def ballots(write_budget):
    return write_budget(BALLOTS, "board.blt")


def test_command_counts_ranked_ballots_count_by_count(ballots):
    done = tally(ballots, "--rule", "stv-scottish")

    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines() == [
        "Board",
        "3 options, 8 ballots, seats: 2",
        "Rule: stv-scottish (as asked)",
        "8 ballots for 2 to be chosen: 3 votes are needed to be certain of being chosen.",
        "",
        "Count 1: first preferences",
        "                5                  Ann \\u001b[31m",
        "                2                  Bo",
        "                1                  Cas",
        "   Elected: Ann \\u001b[31m",
        "",
        "Count 2: the surplus of Ann \\u001b[31m",
        "                3                  Ann \\u001b[31m",
        "                2                  Bo",
        "                3              +2  Cas",
        "   Elected: Cas",
        "",
        "Elected, in order:",
        "  1. Ann \\u001b[31m. First preferences: 5. Elected in count 1 with 5; 3 were needed.",
        "  2. Cas. First preferences: 1. Elected in count 2 with 3; 3 were needed.",
        "   - Bo. First preferences: 2. Had 2 in count 2, when the last seat was filled.",
        "",
        "Ties that had to be settled: 0 (rule: earlier-counts, then list-order)",
    ]


def test_command_prints_json_of_ranked_ballots_with_names_and_every_count(ballots):
    data = json.loads(tally(ballots, "--rule", "stv", "--seats", "1", "--set", "decimals=4", "--json").stdout)

    assert list(data) == ["rule", "winners", "scores", "cost", "ties", "counts", "explanation"]
    assert data["winners"] == ["Ann \x1b[31m"]
    assert data["counts"] == [
        {
            "count": 1,
            "event": "first-preferences",
            "of": [],
            "moved": {},
            "votes": {"Ann \x1b[31m": 5, "Bo": 2, "Cas": 1},
            "non_transferable": 0,
            "remainder": 0,
            "quota": 5,
            "elected": ["Ann \x1b[31m"],
        }
    ]


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["--rule", "irv"], "The rule irv fills one seat, not 2; stv fills more."),
        (["--rule", "stv", "--set", "decimals"], "--set takes a name and a value, such as decimals=4, not decimals."),
        (["--rule", "irv", "--set", "quota=droop"], "The rule irv has no quota; it has skipped_ranks, equal_ranks, "),
        (["--rule", "stv", "--set", "quota=dozen"], "quota is one of droop, droop-exact, hare, not dozen."),
        (["--rule", "approval"], "The rule approval counts approval ballots; these are ranked ballots."),
    ],
)
def test_command_refuses_what_a_rule_cannot_count_or_has_not(ballots, arguments, sentence):
    done = tally(ballots, *arguments)

    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith(f"{ballots}: {sentence}")


def test_command_names_the_line_of_a_broken_file_of_ranked_ballots(write_budget):
    path = write_budget(BALLOTS.replace("2 2 0", "2 4 0"), "board.blt")
    table = write_budget("count,choice1\n0,Ann\n", "board.csv")

    assert tally(path).stderr == f"{path}: Line 3: 4 is not the number of an option; they run from 1 to 3.\n"
    assert tally(table).stderr == f"{table}: Line 2: The count is a whole number from 1 up, not 0.\n"
