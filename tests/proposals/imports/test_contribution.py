from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from participation.models import Comment
from proposals.imports.contribution import Treatment, read_comments, read_proposals, sift
from proposals.imports.table import TableError

AMSTERDAM = ZoneInfo("Europe/Amsterdam")

PROPOSALS = """\
,id,title,userId,date,summary,text,numSupports,code
0,7,Schone straten,9884,2015-09-15,Alleen maar vegen.,,6560,MAD-7
1,19,Lopen naar de rivier,2780,2016-03-27,Een pad.,Langs het water.,906,MAD-19
"""
COMMENTS = """\
id,parentId,proposalId,userId,date,time,text
1,-1,7,2780,2015-09-15,0 days 10:50:19,Eens.
2,1,7,9884,2015-09-16,11:07:10,Dank je.
3,99,7,10,2015-09-16,12:00:00,Ik niet.
4,3,7,11,2015-09-17,12:00:00,Waarom niet?
5,,19,12,2016-03-27,0 days 02:30:00,
6,5,19,13,2016-03-28,12:00:00,Wat staat hier?
"""


@pytest.fixture
def proposals(noon):
    def read(content: str = PROPOSALS):
        return read_proposals(content.encode(), file="proposals.csv", language="es", at=noon)

    return read


@pytest.fixture
def comments(noon):
    def read(content: str = COMMENTS):
        return read_comments(content.encode(), proposals={"7", "19"}, file="comments.csv", language="es", at=noon)

    return read


def test_read_proposals_keeps_words_day_supports_pseudonym_and_the_row_itself(proposals):
    first, second = proposals()
    assert (first.text.title, first.text.summary, first.text.body) == ("Schone straten", "Alleen maar vegen.", "")
    assert (first.text.author_name, first.text.language, first.supports) == ("Deelnemer 9884", "es", 6560)
    assert first.submitted_at == datetime(2015, 9, 15, tzinfo=AMSTERDAM)
    assert first.provenance.identifier == "7"
    assert first.provenance.record == {
        "file": "proposals.csv",
        "line": 2,
        "row": {
            "": "0",
            "id": "7",
            "title": "Schone straten",
            "userId": "9884",
            "date": "2015-09-15",
            "summary": "Alleen maar vegen.",
            "text": "",
            "numSupports": "6560",
            "code": "MAD-7",
        },
    }
    assert second.text.body == "Langs het water."


def test_read_comments_keeps_parents_and_hours(comments):
    rows = [row.comment for row in comments()]
    assert [(row.provenance.identifier, row.subject, row.parent) for row in rows] == [
        ("1", "7", None),
        ("2", "7", "1"),
        ("3", "7", "99"),
        ("4", "7", "3"),
        ("5", "19", None),
        ("6", "19", "5"),
    ]
    assert rows[0].posted_at == datetime(2015, 9, 15, 10, 50, 19, tzinfo=AMSTERDAM)
    assert (rows[1].author_name, rows[1].text) == ("Deelnemer 9884", "Dank je.")


def parents(sifted) -> list[tuple[str, str | None]]:
    return [(comment.provenance.identifier, comment.parent) for comment in sifted.comments]


def test_sift_keeps_everything_and_tells_what_was_not_whole(comments):
    sifted = sift(comments(), orphans=Treatment.KEEP, empty=Treatment.KEEP)
    assert parents(sifted) == [("1", None), ("2", "1"), ("3", None), ("4", "3"), ("5", None), ("6", "5")]
    assert list(map(str, sifted.orphans)) == [
        "line 4: comment 3 answers 99, which is not in the file; kept as a first comment."
    ]
    assert list(map(str, sifted.empty)) == ["line 6: comment 5 has no text; kept without text."]
    assert sifted.skipped == 0
    notes = [comment.provenance.record.get("note") for comment in sifted.comments]
    assert notes == [
        None,
        None,
        "answers 99, which is not in the file; taken over as a first comment",
        None,
        None,
        None,
    ]


def test_sift_skips_orphans_and_all_that_answers_them(comments):
    sifted = sift(comments(), orphans=Treatment.SKIP, empty=Treatment.KEEP)
    assert parents(sifted) == [("1", None), ("2", "1"), ("5", None), ("6", "5")]
    assert list(map(str, sifted.orphans)) == [
        "line 4: comment 3 answers 99, which is not in the file; skipped.",
        "line 5: comment 4 answers 3, which was skipped; skipped.",
    ]
    assert sifted.skipped == 2


def test_sift_skips_empty_comments_and_makes_their_answers_orphans(comments):
    sifted = sift(comments(), orphans=Treatment.KEEP, empty=Treatment.SKIP)
    assert parents(sifted) == [("1", None), ("2", "1"), ("3", None), ("4", "3"), ("6", None)]
    assert str(sifted.orphans[1]) == "line 7: comment 6 answers 5, which was skipped; kept as a first comment."
    assert list(map(str, sifted.empty)) == ["line 6: comment 5 has no text; skipped."]


def test_sift_finds_a_parent_that_stands_further_down(comments):
    lines = COMMENTS.splitlines()
    rows = comments("\n".join([lines[0], lines[4], lines[3], lines[2], lines[1]]))
    sifted = sift(rows, orphans=Treatment.SKIP, empty=Treatment.KEEP)
    assert parents(sifted) == [("2", "1"), ("1", None)]


@pytest.mark.parametrize(
    ("good", "bad", "line", "column", "sentence"),
    [
        ("1,19,", "1,7,", 3, 3, "The proposal 7 occurs twice, first on line 2."),
        ("1,19,", "1,,", 3, 3, "A proposal needs an identifier."),
        ("1,19,", f"1,{'9' * 65},", 3, 3, "The id has 65 characters; 64 is the most."),
        ("Lopen naar de rivier", " ", 3, 6, "A proposal needs a title."),
        ("Lopen naar de rivier", "L" * 256, 3, 6, "The title has 256 characters; 255 is the most."),
        ("Een pad.", "", 3, 43, "A proposal needs a summary."),
        ("Een pad.", "E" * 301, 3, 43, "The summary has 301 characters; 300 is the most."),
        ("2016-03-27", "27-03-2016", 3, 32, "The date must be a day such as 2015-09-15, not 27-03-2016."),
        ("2016-03-27", "2016-02-31", 3, 32, "The date must be a day such as 2015-09-15, not 2016-02-31."),
        ("2016-03-27", "", 3, 32, "The date must be a day such as 2015-09-15, not nothing."),
        ("2016-03-27", "2026-11-04", 3, 32, "The date 2026-11-04 lies ahead."),
        (",906,", ",veel,", 3, 69, "The number of supports must be a whole number, not veel."),
        (",906,", ",-1,", 3, 69, "The number of supports must be a whole number, not -1."),
        (",906,", ",9999999999,", 3, 69, "The number of supports must be a whole number, not 9999999999."),
        ("numSupports", "supports", 1, 1, "The file has no column numSupports."),
    ],
)
def test_read_proposals_refuses_a_broken_row_by_line_and_column(proposals, good, bad, line, column, sentence):
    with pytest.raises(TableError) as refused:
        proposals(PROPOSALS.replace(good, bad, 1))
    assert (refused.value.line, refused.value.column, refused.value.sentence) == (line, column, sentence)


@pytest.mark.parametrize(
    ("good", "bad", "line", "column", "sentence"),
    [
        ("2,1,7,", "1,-1,7,", 3, 1, "The comment 1 occurs twice, first on line 2."),
        ("2,1,7,", "2,1,8,", 3, 5, "The comment is about proposal 8, which is not among them."),
        ("2,1,7,", "2,1,19,", 3, 3, "The comment answers 1, which is about proposal 7."),
        ("1,-1,7,", "1,2,7,", 2, 3, "The comment 1 answers itself through its answers."),
        ("11:07:10", "25:07:10", 3, 23, "The time must be an hour such as 10:50:19, not 25:07:10."),
        ("11:07:10", "1 days 11:07:10", 3, 23, "The time must be an hour such as 10:50:19, not 1 days 11:07:10."),
        ("2015-09-16,11", "gisteren,11", 3, 12, "The date must be a day such as 2015-09-15, not gisteren."),
        ("parentId", "parent", 1, 1, "The file has no column parentId."),
    ],
)
def test_read_comments_refuses_a_broken_row_by_line_and_column(comments, good, bad, line, column, sentence):
    with pytest.raises(TableError) as refused:
        comments(COMMENTS.replace(good, bad, 1))
    assert (refused.value.line, refused.value.column, refused.value.sentence) == (line, column, sentence)


def test_longest_author_name_fits_where_it_is_kept(proposals):
    author = proposals(PROPOSALS.replace("9884", "9" * 64))[0].text.author_name
    assert len(author) <= Comment._meta.get_field("author_name").max_length
