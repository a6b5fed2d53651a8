import pytest

from participation.tally.profile import ballot
from participation.tally.ranked_csv import load
from participation.tally.ranked_file import RankedFileError

CONTENT = """\
count,choice1,choice2,choice3
3,Pool,undervote,Park
1,overvote,Park,Park
2,"Lamp, old",Pool,
4,undervote,overvote,
"""


@pytest.fixture
def read(write_budget):
    return lambda content: load(write_budget(content, "ballots.csv"))


def test_load_reads_ballots_with_skipped_unreadable_and_repeated_ranks(read):
    file = read(CONTENT)

    assert file.options == ("Lamp, old", "Park", "Pool")
    assert file.ballots == {
        ballot([("Pool", 1), ("Park", 3)]): 3,
        ballot([("Park", 2)]): 1,
        ballot([("Lamp, old", 1), ("Pool", 2)]): 2,
        ballot([]): 4,
    }
    assert (file.title, file.seats) == ("ballots", None)


def test_load_takes_each_line_for_one_ballot_where_nothing_counts_them(read):
    for line_end in ("\n", "\r\n"):
        text = line_end.join(["rank1,rank2", "a,b", 'a,"b"', "", "b,", ""])
        assert read(text.encode()).ballots == {ballot([("a", 1), ("b", 2)]): 2, ballot([("b", 1)]): 1}


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("", "Line 1: The file is empty; its first line names the columns, such as count,choice1,choice2."),
        ("count,name\n1,a\n", "Line 1: The first line names the columns"),
        ("choice1,choice3\na,b\n", "Line 1: The first line names the columns"),
        ("count,count,choice1\n1,1,a\n", "Line 1: The column count stands there twice."),
        ("count,choice1\n\n1,a,b\n", "Line 3: The line has 3 cells where there are 2 columns."),
        ("count,choice1\nmany,a\n", "Line 2: The count is a whole number from 1 up, not many."),
        ("count,choice1\n,a\n", "Line 2: The count is a whole number from 1 up, not nothing."),
        ("count,choice1\n0,a\n", "Line 2: The count is a whole number from 1 up, not 0."),
        ('count,choice1\n1,"a\n', "Line 3: The table cannot be read: unexpected end of data."),
        (b"choice1\n\xff\n", "Line 2: The byte 0xFF is not UTF-8 text; save the file as UTF-8."),
    ],
)
def test_load_refuses_a_broken_table_with_the_line(read, content, sentence):
    with pytest.raises(RankedFileError) as refused:
        read(content)

    assert str(refused.value).startswith(sentence)
