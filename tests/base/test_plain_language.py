import pytest

from base.plain_language import long_sentences

LONG = "woord " * 24 + "einde."


def test_long_sentences_counts_words_and_leaves_marks():
    found = long_sentences(f"Kort. {LONG} Weer kort.\n\n- **{LONG}**")
    assert [(one.words, one.text.startswith("woord")) for one in found] == [(25, True), (25, True)]


@pytest.mark.parametrize("text", ["", "a " * 20, "Om 8.30 uur. " * 9, "## Kop\n" + "- item\n" * 40])
def test_long_sentences_leaves_short_ones(text):
    assert long_sentences(text) == []
