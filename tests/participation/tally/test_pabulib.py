import csv
import io
import json
from datetime import date
from pathlib import Path

import pytest

from participation.tally.budget_file import read_day
from participation.tally.pabulib import PabulibError
from participation.tally.profile import POINTS, RANKED, approve, ballot
from participation.tally.rules import method
from tests.participation.tally.budget_files import GOOD, POINTED, parse

HOSTILE = Path(__file__).resolve().parents[4] / "shared" / "data" / "hostile" / "blns.json"


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
        GOOD.replace("num_projects", "number_of_projects").encode(),
        GOOD.replace("budget;1000", "budget;1000.00").encode(),
        GOOD.replace("b;3", "b;3;").encode(),
    ],
)
def test_read_takes_the_same_from_files_that_only_look_different(content):
    file, plain = parse(content), parse(GOOD)

    assert (file.budget, [project.id for project in file.projects]) == (1000, [one.id for one in plain.projects])
    assert [vote.ballot for vote in file.votes] == [vote.ballot for vote in plain.votes]
    assert file.warnings == ()


def test_read_keeps_quotes_commas_semicolons_and_line_ends_in_a_quoted_name():
    file = parse(
        GOOD.replace("300;Park", '300;"Park ""Oost"", met; heg\r\nen hek"').replace("900;Pool", '900;Bad 5" diep')
    )

    assert [project.name for project in file.projects] == ['Park "Oost", met; heg\nen hek', 'Bad 5" diep', "Path"]


@pytest.mark.parametrize(
    ("row", "name"),
    [
        ('   "2" ;\t 900; \t "Pool"', "Pool"),
        ('2;"900";\t\u2003Pool\u2003 ', "\u2003Pool\u2003"),
        ('2;"900"; X Pool X\t', "X Pool X"),
        ("2;900; X Pool X\t", "X Pool X"),
        ("2;900;\t\u2003Pool\u2003 ", "\u2003Pool\u2003"),
        ('2;900;"Pool"""', 'Pool"'),
        ('2;900;"""Pool"', '"Pool'),
        ('2;900;""', "2"),
    ],
)
def test_read_keeps_what_stands_in_quotes_and_leaves_out_the_spaces_around(row, name):
    project = parse(GOOD.replace("2;900;Pool", row)).projects[1]

    assert (project.id, project.cost, project.name) == ("2", 900, name)


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


def test_read_keeps_no_empty_figure_as_another_column_and_calls_what_has_no_name_by_its_identifier():
    file = parse(
        GOOD.replace("cost;name", "cost;name;selected;votes;score")
        .replace("300;Park", "300;;;;")
        .replace("900;Pool", '900;" ";;;')
        .replace("50;Path", "50;Path;;;")
    )

    assert [(one.name, one.selected, one.votes, one.score, one.other) for one in file.projects] == [
        ("L20/10/VII", None, None, None, {}),
        ("2", None, None, None, {}),
        ("Path", None, None, None, {}),
    ]
    assert parse(GOOD.replace("cost;name", "cost;latitude")).projects[0].name == "L20/10/VII"


def test_read_takes_one_approval_from_choose_1_votes():
    file = parse(GOOD.replace("approval", "Choose-1").replace("L20/10/VII,2", "2"))

    assert [vote.ballot for vote in file.votes] == [approve(["2"]), approve(["3"]), ()]


def test_read_takes_points_from_cumulative_and_ordinal_votes():
    for vote_type in ("cumulative", "scoring", "ordinal"):
        file = parse(POINTED.replace("cumulative", vote_type))

        assert (file.kind, file.votes[0].ballot) == (POINTS, ballot([("2", 1), ("L20/10/VII", 3)]))


def test_read_takes_ranks_from_ordinal_votes_without_points():
    file = parse(GOOD.replace("approval", "ordinal"))

    assert (file.kind, file.votes[0].ballot) == (RANKED, ballot([("L20/10/VII", 1), ("2", 2)]))


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
