import pytest

from base import characters


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("", 0),
        ("Eén", 3),
        ("Ee\u0301n", 3),
        ("regel\r\nregel", 11),
        ("regel\nregel", 11),
        ("👨‍👩‍👧", 1),
        ("👍🏽👍🏽", 2),
        ("🇳🇱🇧🇪", 2),
        ("🏳️‍🌈", 1),
        ("مَرحَبا", 5),
        ("क्षमा", 2),
        ("한국", 2),
        ("\u1112\u1161\u11ab", 1),
        ("กำ", 1),
    ],
)
def test_count_is_what_a_reader_sees(text, seen):
    assert characters.count(text) == seen


@pytest.mark.parametrize("text", ["", " \t\n", "\u200b", "\u200d\ufeff", "\u0301", "\u2800\u3164", "\U000e0041"])
def test_is_blank_sees_what_no_reader_does(text):
    assert characters.is_blank(text)


@pytest.mark.parametrize("text", ["a", ".", " é ", "👍🏽", "नि", "\u200ba"])
def test_is_blank_leaves_what_a_reader_sees(text):
    assert not characters.is_blank(text)
