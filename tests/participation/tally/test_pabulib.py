import csv
import io
import json
from datetime import date
from pathlib import Path

import pytest

from participation.tally.budget_file import read_day
from participation.tally.pabulib import PabulibError, read
from participation.tally.profile import POINTS, RANKED, approve, ballot
from participation.tally.rules import method

HOSTILE = Path(__file__).resolve().parents[4] / "shared" / "data" / "hostile" / "blns.json"

GOOD = """\
META
key;value
description;Buurtbudget Waterwijk
num_projects;3
num_votes;3
budget;1000
vote_type;approval
rule;greedy
PROJECTS
project_id;cost;name
L20/10/VII;300;Park
2;900;Pool
3;50;Path
VOTES
voter_id;vote
a;L20/10/VII,2
b;3
c;
"""

POINTED = GOOD.replace("approval", "cumulative").replace(
    "voter_id;vote\na;L20/10/VII,2\nb;3\nc;\n", "voter_id;vote;points\na;L20/10/VII,2;3,1\nb;3;2\nc;;\n"
)


def parse(content: str | bytes):
    return read(io.BytesIO(content if isinstance(content, bytes) else content.encode()))


def test_read_gives_projects_and_ballots_in_the_order_of_the_file():
    file = parse(GOOD)

    assert [(project.id, project.cost, project.name, project.line) for project in file.projects] == [
        ("L20/10/VII", 300, "Park", 11),
        ("2", 900, "Pool", 12),
        ("3", 50, "Path", 13),
    ]
    assert [(vote.voter, vote.ballot) for vote in file.votes] == [
        ("a", approve(["L20/10/VII", "2"])),
        ("b", approve(["3"])),
        ("c", ()),
    ]
    assert (file.budget, file.rule, file.warnings) == (1000, "greedy", ())


@pytest.mark.parametrize(
    "content",
    [
        GOOD.encode("utf-8-sig"),
        GOOD.replace("\n", "\r\n").encode(),
        GOOD.rstrip("\n").encode(),
        GOOD.replace("\n", "\n\n").encode(),
        GOOD.replace(";", " \t;\t").encode(),
        GOOD.replace(";", "; ").encode(),
        GOOD.replace("META", "Meta;").replace("VOTES", "votes").encode(),
        GOOD.replace("project_id;cost", "Project ID;Cost").replace("voter_id", "VoterID").encode(),
        GOOD.replace("num_projects", "Num Projects").replace("vote_type", "vote-type").encode(),
        GOOD.replace("budget;1000", "budget;1000.00").encode(),
    ],
)
def test_read_takes_the_same_from_files_that_only_look_different(content):
    file, plain = parse(content), parse(GOOD)

    assert (file.budget, [project.id for project in file.projects]) == (1000, [one.id for one in plain.projects])
    assert [vote.ballot for vote in file.votes] == [vote.ballot for vote in plain.votes]


def test_read_keeps_quotes_commas_semicolons_and_line_ends_in_a_quoted_name():
    file = parse(
        GOOD.replace("300;Park", '300;"Park ""Oost"", met; heg\r\nen hek"').replace("900;Pool", '900;Bad 5" diep')
    )

    assert [project.name for project in file.projects] == ['Park "Oost", met; heg\nen hek', 'Bad 5" diep', "Path"]
    # Of spaces only the common one and the tab are laid out around a cell; the X of a name is no space at all.
    assert parse(GOOD.replace("900;Pool", "900; \u2003X Pool X\u2003\t")).projects[1].name == "\u2003X Pool X\u2003"


def test_read_keeps_other_columns_of_a_project_and_nothing_about_voters():
    file = parse(
        GOOD.replace("project_id;cost;name", "project_id;cost;name;latitude;selected")
        .replace("300;Park", "300;Park;52.1;1")
        .replace("900;Pool", "900;Pool;;0")
        .replace("50;Path", "50;Path;52.3;2")
        .replace("voter_id;vote\na;L20/10/VII,2\nb;3\nc;", "voter_id;age;vote\na;41;L20/10/VII,2\nb;;3\nc;17;")
    )

    assert [(project.selected, dict(project.other)) for project in file.projects] == [
        (1, {"latitude": "52.1"}),
        (0, {"latitude": ""}),
        (2, {"latitude": "52.3"}),
    ]
    assert file.votes[0].__slots__ == ("voter", "ballot", "line")


def test_read_takes_points_from_cumulative_and_ordinal_votes():
    for vote_type in ("cumulative", "scoring", "ordinal"):
        file = parse(POINTED.replace("cumulative", vote_type))

        assert (file.kind, file.votes[0].ballot) == (POINTS, ballot([("2", 1), ("L20/10/VII", 3)]))


def test_read_takes_ranks_from_ordinal_votes_without_points():
    file = parse(GOOD.replace("approval", "ordinal"))

    assert (file.kind, file.votes[0].ballot) == (RANKED, ballot([("L20/10/VII", 1), ("2", 2)]))


# What is refused. Each case: what in the good file becomes what, and then where the error points and what it says.

BROKEN = [
    ("META\n", "", 1, 1, "The file does not begin with META; is this a .pb file?"),
    ("key;value", "key;waarde", 2, 11, "The META section has no column value."),
    ("key;value", "value;key", 2, 1, "The columns of META are key and value."),
    ("key;value\n", "key;value\nloose words\n", 3, 12, "The row has 1 cells where its section has 2 columns; "),
    ("num_votes;3", "num_projects;3", 5, 1, "META states num_projects twice, first on line 4."),
    ("num_projects;3", "num_projects;4", 4, 14, "META states num_projects 4, but the file has 3."),
    ("num_votes;3", "num_votes;  2", 5, 13, "META states num_votes 2, but the file has 3."),
    ("num_votes;3", "num_votes;three", 5, 11, "num_votes must be a whole number of at most 15 digits, not three."),
    ("budget;1000\n", "", 8, 1, "META states no budget."),
    ("budget;1000", "budget;-1000", 6, 8, "The budget cannot be negative."),
    ("budget;1000", "budget;1.000,50", 6, 8, "The budget must be a whole number of at most 15 digits, not 1.000,50."),
    ("budget;1000", "budget;1000.5", 6, 8, "The budget must be a whole number of at most 15 digits, not 1000.5."),
    ("budget;1000", "budget;١٠٠٠", 6, 8, "The budget must be a whole number of at most 15 digits, not ١٠٠٠."),
    ("vote_type;approval\n", "", 8, 1, "META states no vote_type."),
    ("approval", "applause", 7, 11, "The vote type must be one of approval, choose-1, ordinal, cumulative, scoring."),
    ("approval", "choose-1", 16, 14, "A choose-1 vote names one project."),
    ("approval", "scoring", 15, 14, "Scoring votes need a column points."),
    ("PROJECTS\n", "VOTES\n", 9, 1, "VOTES stands out of order; "),
    ("PROJECTS\n", "PROJECTS\nPROJECTS\n", 10, 1, "The PROJECTS section has no row of column names."),
    ("cost;name", "kosten;name", 10, 23, "The PROJECTS section has no column cost."),
    ("cost;name", "cost;cost", 10, 17, "The column cost stands there twice."),
    ("cost;name", ";cost;name", 10, 12, "A column has no name."),
    ("2;900;Pool", "2;900;Pool; bath", 12, 13, "The row has 4 cells where its section has 3 columns; "),
    ("2;900;Pool", "2;900", 12, 6, "The row has 2 cells where its section has 3 columns; "),
    ("2;900", "L20/10/VII;900", 12, 1, "The project L20/10/VII occurs twice, first on line 11."),
    ("2;900", "2;-900", 12, 3, "The cost of project 2 cannot be negative."),
    ("2;900", "2;", 12, 3, "The cost of project 2 must be a whole number of at most 15 digits, not nothing."),
    ("2;900", '"2,5";900', 12, 2, "A project needs an identifier without a comma."),
    ("2;900", ";900", 12, 1, "A project needs an identifier without a comma."),
    ("300;Park", '300;"Park', 11, 16, "This quote is never closed."),
    ("300;Park", '300;"Park" Oost', 11, 23, "There is text after a closing quote; "),
    ("voter_id;vote", "voter_id", 15, 9, "The VOTES section has no column vote."),
    ("VOTES\nvoter_id;vote\na;L20/10/VII,2\nb;3\nc;\n", "", 13, 10, "The file ends without a complete VOTES section."),
    ("voter_id;vote\na;L20/10/VII,2\nb;3\nc;\n", "", 14, 6, "The file ends without a complete VOTES section."),
    ("b;3", "a;3", 17, 1, "The voter a occurs twice, first on line 16."),
    ("b;3", ";3", 17, 1, "A vote needs the identifier of a voter."),
    ("a;L20/10/VII,2", "a;L20/10/VII, 9", 16, 15, "The vote is for 9, which is not among the projects."),
    ("a;L20/10/VII,2", 'a;"2, 9"', 16, 7, "The vote is for 9, which is not among the projects."),
    ("2;900;Pool", '2;900;"Po\nol";bath', 13, 5, "The row has 4 cells where its section has 3 columns; "),
    ("2;900;Pool", '2;900;"Po\no\nl";bath', 14, 4, "The row has 4 cells where its section has 3 columns; "),
    ("2;900;Pool", '2;900;"' + "Pool\n" * 60_000 + '"', 12, 7, "This quote is never closed."),
    ("a;L20/10/VII,2", "a;2,L20/10/VII,2", 16, 16, "The vote names 2 twice."),
    ("a;L20/10/VII,2", "a;L20/10/VII,,2", 16, 14, "A choice is empty."),
    ("a;L20/10/VII,2", "a;2,", 16, 5, "A choice is empty."),
]


@pytest.mark.parametrize(("good", "bad", "line", "column", "sentence"), BROKEN)
def test_read_refuses_a_broken_file_with_line_and_column(good, bad, line, column, sentence):
    with pytest.raises(PabulibError) as refused:
        parse(GOOD.replace(good, bad, 1))

    assert (refused.value.line, refused.value.column) == (line, column)
    assert refused.value.sentence.startswith(sentence)


@pytest.mark.parametrize(
    ("good", "bad", "line", "column", "sentence"),
    [
        ("2;3,1", "2;3", 16, 16, "The vote names 2 projects and gives 1 points."),
        ("2;3,1", "2;3,-1", 16, 18, "The number of points cannot be negative."),
        ("2;3,1", "2;3,much", 16, 18, "The number of points must be a whole number of at most 15 digits, not much."),
        ("c;;", "c;;1", 18, 4, "The vote names 0 projects and gives 1 points."),
    ],
)
def test_read_refuses_points_that_do_not_fit_the_choices(good, bad, line, column, sentence):
    with pytest.raises(PabulibError) as refused:
        parse(POINTED.replace(good, bad, 1))

    assert (refused.value.line, refused.value.column, refused.value.sentence) == (line, column, sentence)


@pytest.mark.parametrize(
    ("content", "line", "column", "sentence"),
    [
        (b"", 1, 1, "The file ends without a complete META section."),
        (b"\xff\xfe" + GOOD.encode("utf-16-le"), 1, 1, "The file is in UTF-16; save it as UTF-8."),
        (b"\xfe\xff" + GOOD.encode("utf-16-be"), 1, 1, "The file is in UTF-16; save it as UTF-8."),
        (
            GOOD.replace("Park", "Café").encode("latin-1"),
            11,
            19,
            "The byte 0xE9 is not UTF-8 text; save the file as UTF-8.",
        ),
        (GOOD.replace("Pool", "P\0o\0l").encode(), 12, 8, "A zero byte is not text; is this a .pb file?"),
        (b"META\nkey;value\n" + b"x" * 5_000_000, 3, 1, "The line is longer than 4000000 bytes."),
        (b'META\nkey;value\nnote;"' + b"long\n" * 100_000, 3, 6, "This quote is never closed."),
    ],
)
def test_read_refuses_what_is_not_utf_8_text(content, line, column, sentence):
    with pytest.raises(PabulibError) as refused:
        parse(content)

    assert (refused.value.line, refused.value.column, refused.value.sentence) == (line, column, sentence)
    assert str(refused.value) == f"Line {line}, column {column}: {sentence}"


def test_read_takes_a_line_that_is_just_as_long_as_it_may_be(monkeypatch):
    longest = max(map(len, GOOD.encode().splitlines(keepends=True)))
    monkeypatch.setattr("participation.tally.cells.LONGEST_LINE", longest)
    assert parse(GOOD).budget == 1000

    monkeypatch.setattr("participation.tally.cells.LONGEST_LINE", longest - 1)
    with pytest.raises(PabulibError, match=rf"^Line 3, column 1: The line is longer than {longest - 1} bytes\.$"):
        parse(GOOD)


def test_read_counts_columns_in_characters_and_not_in_bytes():
    with pytest.raises(PabulibError) as refused:
        parse(GOOD.replace("b;3", "élève💡;9"))

    assert (refused.value.line, refused.value.column) == (17, 8)


def test_read_counts_lines_through_a_cell_of_several_lines():
    with pytest.raises(PabulibError) as refused:
        parse(GOOD.replace("300;Park", '300;"Park\nmet heg"').replace("b;3", "b;9"))

    assert (refused.value.line, refused.value.column) == (18, 3)


# What is noted.


@pytest.mark.parametrize(
    ("meta", "warning"),
    [
        (
            "max_length;1",
            (
                "1 of 3 ballots have a number of choices above the file's own max_length of 1; "
                "the first stands on line 17."
            ),
        ),
        (
            "min_length;1",
            (
                "1 of 3 ballots have a number of choices below the file's own min_length of 1; "
                "the first stands on line 19."
            ),
        ),
        (
            "max_sum_cost;1000",
            "1 of 3 ballots have a total cost above the file's own max_sum_cost of 1000; the first stands on line 17.",
        ),
        ("date_end;spring", "META states a date_end that is not a date: spring."),
        ("max_length;many", "META states a max_length that is not a whole number: many."),
        ("date_begin;spring", "META states a date_begin that is not a date: spring."),
    ],
)
def test_read_warns_of_a_limit_that_the_ballots_break(meta, warning):
    assert parse(GOOD.replace("rule;", f"{meta}\nrule;")).warnings == (warning,)


def test_read_warns_of_every_limit_that_is_broken_in_the_order_of_length_cost_points_and_their_sum():
    limits = "min_length;one\nmax_length;1\nmax_points;2\nmin_points;2\nmax_sum_points;3\nmin_sum_points;3\n"

    assert parse(POINTED.replace("rule;", f"{limits}rule;")).warnings == (
        "META states a min_length that is not a whole number: one.",
        "1 of 3 ballots have a number of choices above the file's own max_length of 1; the first stands on line 22.",
        "1 of 3 ballots have points below the file's own min_points of 2; the first stands on line 22.",
        "1 of 3 ballots have points above the file's own max_points of 2; the first stands on line 22.",
        "2 of 3 ballots have a sum of points below the file's own min_sum_points of 3; the first stands on line 23.",
        "1 of 3 ballots have a sum of points above the file's own max_sum_points of 3; the first stands on line 22.",
    )


def test_read_warns_of_a_column_that_the_ballots_do_not_add_up_to():
    content = POINTED.replace("cost;name", "cost;votes;score").replace("num_votes;3", "num_votes;4") + "d;3;4\n"
    rows = (";Park", ";1;4"), (";Pool", ";5;1"), (";Path", ";2;6")
    for name, figures in rows:
        content = content.replace(name, figures)

    assert parse(content).warnings == (
        "Project 2 has votes 5 in the file and 1 by its ballots.",
        "Project L20/10/VII has score 4 in the file and 3 by its ballots.",
    )


def test_read_warns_of_counts_that_are_not_stated():
    assert parse(GOOD.replace("num_projects;3\nnum_votes;3\n", "")).warnings == (
        "META states no num_projects.",
        "META states no num_votes.",
    )


# What META says.


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("1.1.2020", date(2020, 1, 1), date(2020, 1, 1)),
        ("6.09.2019", date(2019, 9, 6), date(2019, 9, 6)),
        ("2024-04-15", date(2024, 4, 15), date(2024, 4, 15)),
        ("02.2020", date(2020, 2, 1), date(2020, 2, 29)),
        ("2021", date(2021, 1, 1), date(2021, 12, 31)),
        ("31.02.2020", None, None),
        ("spring 2020", None, None),
        ("", None, None),
    ],
)
def test_read_day_knows_the_forms_that_files_use(text, first, last):
    assert (read_day(text, last=False), read_day(text, last=True)) == (first, last)


@pytest.mark.parametrize(
    ("stated", "code"), [("nl", "nl"), ("Dutch", "nl"), ("polish", "pl"), ("Klingon", ""), ("", "")]
)
def test_language_is_a_code_whatever_the_file_calls_it(stated, code):
    assert parse(GOOD.replace("rule;", f"language;{stated}\nrule;")).language == code


@pytest.mark.parametrize(
    ("stated", "rule"),
    [
        ("greedy", "greedy"),
        ("equalshares", "equal-shares"),
        ("equalshares/add1", "equal-shares-add1"),
        ("lottery", None),
    ],
)
def test_rule_is_the_one_of_ours_that_the_file_names(stated, rule):
    assert parse(GOOD.replace("rule;greedy", f"rule;{stated}")).rule == rule


def test_difference_shows_where_a_count_departs_from_the_stated_result():
    content = GOOD.replace("cost;name", "cost;selected")
    file = parse(content.replace(";Park", ";0").replace(";Pool", ";1").replace(";Path", ";1"))
    difference = file.difference(method("greedy").count(file.profile()))

    assert (difference.only_official, difference.only_counted) == (("2",), ("L20/10/VII",))
    assert parse(GOOD).difference(method("greedy").count(file.profile())) is None


@pytest.mark.skipif(not HOSTILE.exists(), reason="the folder with hostile strings does not stand beside the project")
def test_read_keeps_every_hostile_name_unharmed_or_refuses_it_in_words():
    for name in json.loads(HOSTILE.read_text(encoding="utf-8")):
        row = io.StringIO()
        csv.writer(row, delimiter=";", lineterminator="\n").writerow(["2", "900", name])
        content = GOOD.replace("2;900;Pool\n", row.getvalue())
        if "\0" in name:
            with pytest.raises(PabulibError):
                parse(content)
            continue

        read_back = parse(content).projects[1].name

        assert read_back == (name.strip(" \t").replace("\r\n", "\n") or "2")
