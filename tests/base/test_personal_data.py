import pytest

from base.personal_data import DataKind, personal_data


def found(text: str) -> list[tuple[DataKind, str]]:
    return [(one.kind, one.words) for one in personal_data([text])]


@pytest.mark.parametrize(
    ("text", "kind", "words"),
    [
        ("Bel 06-12345678.", DataKind.TELEPHONE, "06-12345678"),
        ("Bel (020) 123 45 67 overdag", DataKind.TELEPHONE, "(020) 123 45 67"),
        ("+31 6 1234 5678", DataKind.TELEPHONE, "+31 6 1234 5678"),
        ("Mail noor@example.nl, graag.", DataKind.MAIL, "noor@example.nl"),
        ("Mijn nummer is 111222333.", DataKind.CITIZEN, "111222333"),
        ("NL91 ABNA 0417 1643 00", DataKind.IBAN, "NL91 ABNA 0417 1643 00"),
        ("Dorpsstraat 12, 1234 AB Waterrijk", DataKind.ADDRESS, "12, 1234 AB"),
        ("1234AB 12a", DataKind.ADDRESS, "1234AB 12a"),
    ],
)
def test_personal_data_points_at(text, kind, words):
    assert found(text) == [(kind, words)]


@pytest.mark.parametrize(
    "text",
    [
        "In 2026 en 2027, en van 1945-2020.",
        "Schooljaar 2026-2027 begint op 31-08-2026 om 08:30-10:00.",
        "Dat kost € 1.234.567, of €111222333, of 10 000 000 euro.",
        "LEA-2026-014, VST-2026-003 v2 en BSL-2026-111222333",
        "123456789 haalt de elfproef niet.",
        "NL91ABNA0417164301 haalt de proef niet.",
        "Bel gratis 0800-1234567 van de gemeente.",
        "Postcodegebied 1234 AB en de 12 straten daarbij.".replace(" en de 12", ", de twaalf"),
        "@noor en noor@ en 3,5 x 2.000",
        "0000000000 000000000",
    ],
)
def test_personal_data_leaves_years_amounts_and_numbers_of_ours(text):
    assert found(text) == []


def test_personal_data_shows_the_words_in_their_line():
    (one,) = personal_data(["Regel een\nBel mij op 06-12345678 na zes\nRegel drie"])
    assert (one.before, one.words, one.after) == ("Bel mij op ", "06-12345678", " na zes")


@pytest.mark.timeout(5)
@pytest.mark.parametrize("piece", ["0", "a@", "1 ", "NL91", "06-", "1234 AB ", "a.b@", "+"])
def test_personal_data_is_quick_with_long_texts(piece):
    personal_data([piece * (100_000 // len(piece))])
