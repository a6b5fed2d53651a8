import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from participation.tally.__main__ import main
from participation.tally.rules import METHODS_BY_NAME

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


def started(*arguments: object, **options) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "participation.tally", *map(str, arguments)],
        cwd=ROOT,
        encoding="utf-8",
        timeout=60,
        check=False,
        **{"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, **options},
    )


@pytest.fixture
def budget(write_budget):
    return write_budget(CONTENT.format(rule="greedy"))


def test_command_prints_winners_in_order_with_scores_ties_and_reasons(tally, budget):
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


def test_command_prints_json_with_the_identifiers_of_the_file_as_strings(tally, budget):
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
def test_command_says_which_rule_it_counts_by_and_why(tally, write_budget, stated, asked, line):
    done = tally(write_budget(CONTENT.format(rule=stated)), *asked)

    assert done.stdout.splitlines()[2] == line


def test_command_counts_a_budget_that_names_no_rule_and_by_what_is_set_for_the_rule_that_was_asked(tally, write_budget):
    path = write_budget(CONTENT.replace("rule;{rule}\n", ""))

    assert tally(path).stdout.splitlines()[2] == "Rule: greedy (the file names no rule)"
    done = tally(path, "--rule", "up-to-k", "--set", "most=1")
    assert (done.returncode, done.stderr) == (2, f"{path}: Choose 1 at most; 2 are marked.\n")


def test_command_refuses_a_broken_file_with_line_and_column(tally, write_budget):
    path = write_budget(CONTENT.format(rule="greedy").replace("c;L3", "c;L4"))

    done = tally(path)

    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == f"{path}: Line 18, column 3: The vote is for L4, which is not among the projects.\n"


def test_command_refuses_a_rule_that_cannot_count_these_ballots(tally, write_budget):
    path = write_budget(CONTENT.format(rule="greedy").replace("approval", "ordinal"))

    done = tally(path)

    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == f"{path}: The rule greedy counts approval or points ballots; these are ranked ballots.\n"


def test_command_says_when_a_file_cannot_be_read(tally, tmp_path):
    for path, why in ((tmp_path / "none.pb", "No such file or directory"), (tmp_path, "Is a directory")):
        done = tally(path)

        assert (done.returncode, done.stdout, done.stderr) == (2, "", f"{path} cannot be read: {why}.\n")


def test_command_refuses_a_rule_that_does_not_exist(tally, budget):
    done = tally(budget, "--rule", "lottery")

    assert done.returncode == 2
    assert "invalid choice: 'lottery'" in done.stderr


def test_command_ends_quietly_when_nobody_reads_on(budget):
    reading, writing = os.pipe()
    os.close(reading)
    done = started(budget, stdout=writing)
    os.close(writing)

    assert (done.returncode, done.stderr) == (0, "")


def test_command_writes_on_to_nowhere_when_nobody_reads_on(monkeypatch, budget):
    reading, writing = os.pipe()
    os.close(reading)
    with os.fdopen(writing, "w") as out:
        monkeypatch.setattr("sys.stdout", out)

        assert main([str(budget)]) == 0
        # As Python does when it shuts down.
        out.flush()


def test_command_prints_the_same_whatever_the_hash_seed_and_the_locale(budget):
    seen = {
        started(budget, "--json", env={**os.environ, "PYTHONHASHSEED": seed, "LC_ALL": "C"}).stdout
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


def test_command_counts_ranked_ballots_count_by_count(tally, ballots):
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


def test_command_prints_json_of_ranked_ballots_with_names_and_every_count(tally, ballots):
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
        (["--rule", "stv", "--set", "quota=a=b"], "quota is one of droop, droop-exact, hare, not a=b."),
        (["--rule", "approval"], "The rule approval counts approval ballots; these are ranked ballots."),
    ],
)
def test_command_refuses_what_a_rule_cannot_count_or_has_not(tally, ballots, arguments, sentence):
    done = tally(ballots, *arguments)

    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith(f"{ballots}: {sentence}")


def test_command_names_the_line_of_a_broken_file_of_ranked_ballots(tally, write_budget):
    path = write_budget(BALLOTS.replace("2 2 0", "2 4 0"), "board.blt")
    table = write_budget("count,choice1\n0,Ann\n", "board.csv")

    assert tally(path).stderr == f"{path}: Line 3: 4 is not the number of an option; they run from 1 to 3.\n"
    assert tally(table).stderr == f"{table}: Line 2: The count is a whole number from 1 up, not 0.\n"


def test_command_writes_utf8_whatever_the_terminal_says_and_to_what_is_no_terminal(monkeypatch, write_budget):
    out, err = (io.TextIOWrapper(io.BytesIO(), encoding="ascii") for _stream in range(2))
    monkeypatch.setattr("sys.stdout", out)
    monkeypatch.setattr("sys.stderr", err)
    ballots = write_budget(BALLOTS.replace("Cas", "Dé"), "board.blt")

    assert main([str(ballots), "--json"]) == 0
    assert main(["geldé\x1b.pb"]) == 2
    err.flush()
    assert err.buffer.getvalue().decode() == "geldé\\u001b.pb cannot be read: No such file or directory.\n"
    written = out.buffer.getvalue().decode()
    assert written.startswith('{\n  "rule": "stv-scottish",\n  "winners": [\n    "Ann \\u001b[31m",\n')
    assert written.endswith("\n}\n")
    assert '"Dé"' in written

    monkeypatch.setattr("sys.stdout", plain := io.StringIO())
    assert main([str(ballots), "--json"]) == 0
    assert plain.getvalue() == written


def test_command_explains_itself_and_takes_whole_seats_alone(tally, ballots, write_budget, monkeypatch):
    monkeypatch.setenv("COLUMNS", "1000")
    rules = "{" + ",".join(sorted(METHODS_BY_NAME)) + "}"

    assert (
        tally("--help").stdout.split()
        == (
            f"usage: python -m participation.tally [-h] [--rule {rules}] [--seats N] [--set NAME=VALUE] [--json] FILE "
            "Count the ballots of a file and say why each option is chosen or not. positional arguments: "
            "FILE a participatory budget (.pb), or ranked ballots (.blt, .csv) options: "
            "-h, --help show this help message and exit "
            f"--rule {rules} the rule to count by; without it the one that the file names, or else greedy, "
            "and stv-scottish for ranked ballots "
            "--seats N how many to choose; without it what the file states "
            "--set NAME=VALUE state a parameter of the rule, such as decimals=4; a name that it has not is answered "
            "with those it has --json print JSON"
        ).split()
    )
    for seats in ("0", "10001", "-1", "²", "two"):
        done = tally(ballots, f"--seats={seats}")
        assert (done.returncode, done.stdout) == (2, "")
        assert f"--seats: the number of seats is a whole number from 1 up, not {seats}\n" in done.stderr
    path = write_budget("choice1\nAnn\n", "board.csv")
    assert tally(path).stdout.splitlines()[1] == "1 options, 1 ballots, seats: 1"
    for seats in ("1", "10000"):
        assert tally(ballots, f"--seats={seats}").stdout.splitlines()[1] == f"3 options, 8 ballots, seats: {seats}"
