import csv
import io
import json
from pathlib import Path

import pytest

from proposals.imports.table import TableError, read_table

HOSTILE = Path(__file__).resolve().parents[4] / "shared/data/hostile/blns.json"


def cells(content: bytes | str) -> list[list[str]]:
    rows = read_table(content if isinstance(content, bytes) else content.encode(), needed=["id"])
    return [list(row.cells.values()) for row in rows]


def test_read_table_keeps_every_cell_as_it_stands():
    content = 'id,text\n1,"een, twee ""drie""\nvier"\n2, met spaties \n\n3,\n'
    rows = read_table(content.encode(), needed=["id"])
    assert [(row.line, dict(row.cells)) for row in rows] == [
        (2, {"id": "1", "text": 'een, twee "drie"\nvier'}),
        (4, {"id": "2", "text": " met spaties "}),
        (6, {"id": "3", "text": ""}),
    ]


@pytest.mark.parametrize(
    "content",
    [
        "id,text\n1,Café\n".encode("utf-8-sig"),
        "id,text\r\n1,Café\r\n".encode(),
        "id,text\r1,Café".encode(),
        '"id","text"\n"1","Café"'.encode(),
    ],
)
def test_read_table_takes_the_same_from_files_that_only_look_different(content):
    assert cells(content) == [["1", "Café"]]


def test_read_table_keeps_a_column_without_a_name():
    assert cells(",id\n0,7\n") == [["0", "7"]]


@pytest.mark.parametrize(
    ("content", "line", "column", "sentence"),
    [
        (b"", 1, 1, "The file is empty."),
        (b"\xff\xfei\x00d\x00", 1, 1, "The file is in UTF-16; save it as UTF-8."),
        (
            "id,text\n1,élève Café".encode() + b"\xe9",
            2,
            13,
            "The byte 0xE9 is not UTF-8 text; save the file as UTF-8.",
        ),
        (b"id,text\n1,a\0b\n", 2, 4, "A zero byte is not text; is this a .csv file?"),
        (b"name,text\n1,a\n", 1, 1, "The file has no column id."),
        (
            b"id;text\n1;a\n",
            1,
            1,
            "The file has no column id. Cells are separated by semicolons here; save the file with commas.",
        ),
        (b"id,id\n1,a\n", 1, 4, "The column id stands there twice."),
        (b"id,text\n1,a,b\n", 2, 5, "The row has 3 cells where the file has 2 columns."),
        (b'id,text\n"17"\n', 2, 5, "The row has 1 cells where the file has 2 columns."),
        (b'id,text\n1,"open\n2,b\n', 2, 3, "This quote is never closed."),
        (
            b'id,text\n1,"a"b\n',
            2,
            6,
            "There is text after a closing quote; write quotes inside a quoted cell twice.",
        ),
        (
            b'id,text\n1,a "b"\n',
            2,
            5,
            "There is a quote inside a cell without quotes; put the cell in quotes and write the quote twice.",
        ),
        (b'id,text\n1,"two\nlines"\n2,x"\n', 4, 4, "There is a quote inside a cell without quotes; "),
    ],
)
def test_read_table_refuses_what_is_no_table_by_line_and_column(content, line, column, sentence):
    with pytest.raises(TableError) as refused:
        read_table(content, needed=["id"])
    assert (refused.value.line, refused.value.column) == (line, column)
    assert refused.value.sentence.startswith(sentence)
    assert str(refused.value) == f"Line {line}, column {column}: {refused.value.sentence}"


@pytest.mark.skipif(not HOSTILE.exists(), reason="the folder with hostile strings does not stand beside the project")
def test_read_table_keeps_every_hostile_string_unharmed_or_refuses_it_in_words():
    for text in json.loads(HOSTILE.read_text(encoding="utf-8")):
        written = io.StringIO()
        csv.writer(written).writerows([["id", "text"], ["1", text]])
        content = written.getvalue().encode()
        if "\0" in text:
            with pytest.raises(TableError, match="zero byte"):
                read_table(content, needed=["id"])
        else:
            assert cells(content) == [["1", text]]
