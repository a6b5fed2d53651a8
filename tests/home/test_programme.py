"""What a programme cites: which reference, and which words belong to it."""

import pytest

from base.wording import bare
from home.programme import Mention, Paragraph, Programme


def programme(*paragraphs: str) -> Programme:
    return Programme([Paragraph(None, text) for text in paragraphs])


def cited(text: str) -> list[tuple[str, str, str, str]]:
    return [(one.reference, one.label, one.language, one.passage) for one in programme(text).mentions()]


@pytest.mark.parametrize(
    ("text", "label", "language", "passage"),
    [
        ("Zie LEA-2026-014.", "", "", ""),
        ("Zie lea-2026-014, versie 3.", "3", "", ""),
        ("Zie LEA-2026-014 v3. Daarna", "3", "", ""),
        ("Zie LEA-2026-014, v. 2.1)", "2.1", "", ""),
        ("(LEA-2026-014), version 3 of 12 April", "3", "", ""),
        ("Zie versie 2 van LEA-2026-014.", "2", "", ""),
        ("Zie LEA\u20112026\u2011014", "", "", ""),
        ("Zie LEA-2026-\n014", "", "", ""),
        ("https://stad.example/id/LEA-2026-014/v/3/nl#p-a1b2c.", "3", "nl", "p-a1b2c"),
        ("https://stad.example/id/LEA-2026-014/v/3/nl.json", "3", "nl", ""),
        ("https://stad.example/id/LEA-2026-014#p-a1b2c", "", "", "p-a1b2c"),
        # A whole citation as the site writes it says everything twice.
        ("“Fietsen” (LEA-2026-014), versie 3 van 2 mei, https://s.nl/id/LEA-2026-014/v/3/en", "3", "en", ""),
        ("LEA-2026-014 voor 3 jaar", "", "", ""),
    ],
)
def test_mentions_reads_every_way_of_writing_a_reference(text, label, language, passage):
    assert cited(text) == [("LEA-2026-014", label, language, passage)]


@pytest.mark.parametrize("text", ["XLEA-2026-014", "LEA-26-014", "LEA-2026-01", "LEA-2026-0123456789"])
def test_mentions_passes_over_what_is_no_reference(text):
    assert cited(text) == []


def test_mentions_keeps_two_versions_apart():
    assert [one.label for one in programme("LEA-2026-014 v2 werd LEA-2026-014 v3").mentions()] == ["2", "3"]


def test_mentions_reads_every_version_of_a_list_and_no_number_behind_one():
    found = programme("LEA-2026-002, versies 1, 2.1 en 3, en LEA-2026-014, versie 3, 12 banken").mentions()
    assert [one.labels for one in found] == [("1", "2.1", "3"), ("3",)]


@pytest.mark.parametrize("marks", ["“”", '""', "„”", "„“", "‘’", "«»", "»«"])
def test_quotes_knows_every_pair_of_marks(marks):
    words = f"Zij zegt {marks[0]}auto's rijden hard{marks[1]} en meer."
    assert [one.words for one in programme(words).quotes([])] == ["auto's rijden hard"]


@pytest.mark.parametrize(
    ("text", "quotes"),
    [
        ("‘s avonds is het ‘rustig in de foto’s’ hier", ["rustig in de foto’s"]),
        ("“Zij zei ‘het is druk’ tegen ons”", ["Zij zei ‘het is druk’ tegen ons"]),
        ('een 24" scherm en "een echt citaat hier"', ["een echt citaat hier"]),
        ("“nooit gesloten", []),
    ],
)
def test_quotes_takes_what_is_quoted_and_no_apostrophe(text, quotes):
    assert [one.words for one in programme(text).quotes([])] == quotes


def belonging(*paragraphs: str) -> dict[str, str]:
    found = programme(*paragraphs)
    return {one.words: one.mention.reference if one.mention else "" for one in found.quotes(found.mentions())}


def test_quotes_belong_to_the_reference_behind_them():
    text = "“Het is druk” (LEA-2026-001, v2). “Het is stil” (LEA-2026-002)."
    assert belonging(text) == {"Het is druk": "LEA-2026-001", "Het is stil": "LEA-2026-002"}


def test_quotes_belong_to_the_reference_before_them():
    text = "LEA-2026-001: “Het is druk.” LEA-2026-002: “Het is stil.”"
    assert belonging(text) == {"Het is druk.": "LEA-2026-001", "Het is stil.": "LEA-2026-002"}


def test_quotes_belong_to_the_source_in_the_next_paragraph_and_to_none_far_away():
    assert belonging("“Het is druk.”", "Bron: LEA-2026-001") == {"Het is druk.": "LEA-2026-001"}
    assert belonging("“Het is druk.”", "Iets anders.", "LEA-2026-001") == {"Het is druk.": ""}
    assert belonging("“Het is druk.” " + "woord " * 80 + "LEA-2026-001") == {"Het is druk.": ""}


def test_quotes_finds_a_published_passage_without_marks_across_lines_and_pages():
    found = Programme([Paragraph(1, "Wij willen: Kinderen fietsen\nveilig"), Paragraph(2, "naar school. Zo is het.")])
    quotes = found.quotes([], {bare("Kinderen fietsen veilig naar school")})
    assert [one.words for one in quotes] == ["Kinderen fietsen\nveilig\nnaar school."]
    assert found.place(quotes[0].start).page == 1
    assert found.place(len(found.text) - 1).page == 2


def test_mention_of_a_programme_without_words_is_none():
    assert Programme([]).mentions() == []
    assert Programme([]).quotes([Mention(0, 0, "LEA-2026-001")]) == []
