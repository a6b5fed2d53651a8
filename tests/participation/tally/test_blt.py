import pytest

from participation.tally.blt import load
from participation.tally.profile import ballot
from participation.tally.ranked_file import RankedFileError

CONTENT = """\
4 2            # four for two
3 1 2 0
1 3 - 1=4 0
2 0
0
"Park"
"Pool, \u201cthe\u201d # 2"
"Path"
"Lamp"
"Buurt"
"""


@pytest.fixture
def read(write_budget):
    return lambda content: load(write_budget(content, "ballots.blt"))


def test_load_reads_names_seats_title_and_ballots(read):
    file = read(CONTENT)

    assert (file.title, file.seats, file.options) == ("Buurt", 2, ("Park", "Pool, \u201cthe\u201d # 2", "Path", "Lamp"))
    assert file.ballots == {
        ballot([("Park", 1), ("Pool, \u201cthe\u201d # 2", 2)]): 3,
        ballot([("Path", 1), ("Park", 3), ("Lamp", 3)]): 1,
        ballot([]): 2,
    }
    assert (file.profile().seats, file.profile(3).seats) == (2, 3)


def test_load_reads_a_byte_order_mark_other_line_ends_and_a_file_without_title(read):
    file = read(("\ufeff" + CONTENT.removesuffix('"Buurt"\n')).replace("\n", "\r\n").encode())

    assert (file.title, len(file.options)) == ("", 4)
    # The title may be the name of an option as well.
    assert read(CONTENT.replace("Buurt", "Park")).title == "Park"


def test_load_leaves_out_what_was_withdrawn_and_moves_up_what_was_ranked_below(read):
    file = read(CONTENT.replace("3 1 2 0", "-1 -4\n3 1 2 0\n4 2 0\n1 2 0"))

    assert file.options == ("Pool, \u201cthe\u201d # 2", "Path")
    assert file.ballots == {ballot([("Pool, \u201cthe\u201d # 2", 1)]): 8, ballot([("Path", 1)]): 1, ballot([]): 2}


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("4 2 ", "4 ", "Line 1: The first line of a .blt file states how many options there are and how many seats"),
        ("4 2 ", "0 2 ", "Line 1: The first line of a .blt file states how many options"),
        ("4 2 ", "4\u00a02 ", "Line 1: The first line of a .blt file states how many options"),
        ("3 1 2 0", "3 1 5 0", "Line 2: 5 is not the number of an option; they run from 1 to 4."),
        ("3 1 2 0", "3 1 x 0", "Line 2: x is not the number of an option"),
        ("3 1 2 0", "3 1 2", "Line 2: A ballot ends with 0."),
        ("3 1 2 0", "3 1 2 1 0", "Line 2: The ballot ranks option 1 twice."),
        ("3 1 2 0", "x 1 2 0", "Line 2: A ballot begins with how often it was cast, not with x."),
        ("3 1 2 0", "0 1 2 0", "Line 2: A ballot begins with how often it was cast, not with 0."),
        ("3 1 2 0", "- 1 2 0", "Line 2: A ballot begins with how often it was cast, not with -."),
        ("3 1 2 0", "-5\n3 1 2 0", "Line 2: 5 is not the number of an option; they run from 1 to 4."),
        ("1 3 -", "-3\n1 3 -", "Line 3: Withdrawn options stand before the first ballot."),
        ("2 0\n0\n", "2 0\n", 'Line 5: A ballot begins with how often it was cast, not with "Park".'),
        ('"Path"', "Path", "Line 8: A name stands alone on its line, between quotes."),
        ('"Path"', '"Park"', "Line 8: Two options are called Park."),
        (CONTENT[CONTENT.index('"Park"') :], "", "Line 5: The file ends after 0 of the names of 4 options."),
        ('"Lamp"\n"Buurt"\n', "", "Line 8: The file ends after 3 of the names of 4 options."),
        ('"Buurt"\n', '"Buurt"\n"more"\n', "Line 11: The file names 4 options and a title, and then goes on."),
    ],
)
def test_load_refuses_a_broken_file_with_the_line(read, old, new, sentence):
    assert old in CONTENT
    with pytest.raises(RankedFileError) as refused:
        read(CONTENT.replace(old, new))

    assert str(refused.value).startswith(sentence)


def test_load_refuses_what_ends_too_early_or_is_not_text(read):
    for content, sentence in (
        (b"", "Line 1: The first line of a .blt file"),
        (b"2 1\n", "Line 1: The file ends before a line with 0, which ends the ballots."),
        (b"2 1\n1 1 0\n", "Line 2: The file ends before a line with 0, which ends the ballots."),
        (b"2 1\n1 1 0\n\xff", "Line 3: The byte 0xFF is not UTF-8 text; save the file as UTF-8."),
        (b"\n\xff", "Line 2: The byte 0xFF is not UTF-8 text; save the file as UTF-8."),
    ):
        with pytest.raises(RankedFileError) as refused:
            read(content)
        assert str(refused.value).startswith(sentence)


def test_load_refuses_what_is_longer_than_it_would_read(read, monkeypatch):
    monkeypatch.setattr("participation.tally.ranked_file.LARGEST", len(CONTENT.encode()))

    assert read(CONTENT).title == "Buurt"
    with pytest.raises(RankedFileError, match=r"^Line 1: The file is longer than [0-9]+ bytes\.$"):
        read(CONTENT + "\n")
