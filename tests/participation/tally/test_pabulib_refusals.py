"""What is refused of a budget file, and where the error points."""

import pytest

from participation.tally.pabulib import PabulibError
from tests.participation.tally.budget_files import GOOD, POINTED, parse

# Each case: what in the good file becomes what, and then where the error points and what it says.

BROKEN = [
    ("META\n", "", 1, 1, "The file does not begin with META; is this a .pb file?"),
    ("key;value", "key;waarde", 2, 11, "The META section has no column value."),
    ("key;value", "value;key", 2, 1, "The columns of META are key and value."),
    (
        "key;value\n",
        "key;value\nloose words\n",
        *(3, 12),
        "The row has 1 cells where its section has 2 columns; a cell that holds a semicolon stands in quotes.",
    ),
    ("rule;greedy", ";greedy", 8, 1, "A value in META has no key."),
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
    ("approval", "cumulative", 15, 14, "Cumulative votes need a column points."),
    ("VOTES\n", "VOTES;x\n", 14, 8, "The row has 2 cells where its section has 3 columns; "),
    (
        "c;\n",
        "c;\nMETA\n",
        19,
        1,
        "META stands out of order; a file has META, PROJECTS and VOTES once each, in that order.",
    ),
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
    ("300;Park", '300;"Park"k;k', 11, 22, "There is text after a closing quote; "),
    ("2;900;Pool", '2;  x;"Pool"', 12, 5, "The cost of project 2 must be a whole number of at most 15 digits, not x."),
    ("2;900;Pool", ';900;"Pool"', 12, 1, "A project needs an identifier without a comma."),
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


@pytest.mark.parametrize(
    ("good", "bad", "line", "sentence"),
    [
        ("900;2;0", "900;;0", 12, "A project needs an identifier without a comma."),
        ("900;2;0", "900;1;0", 12, "The project 1 occurs twice, first on line 11."),
        ("900;2;0", "900;2;3", 12, "A project is selected 0, 1 or 2."),
        ("1;b", "1;", 16, "A vote needs the identifier of a voter."),
        ("1;b", "1;a", 16, "The voter a occurs twice, first on line 15."),
    ],
)
def test_read_points_at_the_column_wherever_it_stands(good, bad, line, sentence):
    moved = (
        "META\nkey;value\ndescription;Moved\nnum_projects;2\nnum_votes;2\nbudget;1000\nvote_type;approval\nrule;greedy\n"
        "PROJECTS\ncost;project_id;selected\n300;1;2\n900;2;0\nVOTES\nvote;voter_id\n1;a\n1;b\n"
    )
    assert parse(moved).warnings == ()

    with pytest.raises(PabulibError) as refused:
        parse(moved.replace(good, bad))

    column = bad.rindex(";") + 2 if sentence.startswith("A project is") or line == 16 else bad.index(";") + 2
    assert (refused.value.line, refused.value.column, refused.value.sentence) == (line, column, sentence)


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
