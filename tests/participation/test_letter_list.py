import pytest
from django.utils import translation

from participation.letter_list import Addressee, read_list
from participation.roll_list import COLUMN_WORDS, COLUMNS, Listed, Mistakes, read_members

pytestmark = pytest.mark.usefixtures("in_english")

HEAD = "kenmerk;naam;adres;taal;buurt;geboortejaar;vorm\r\n"
AREAS = {"haven": "BU01", "bu01": "BU01"}


def read(text: str, **more):
    return read_list(text.encode(), areas=AREAS, year=2026, **more)


def test_read_list_reads_every_line_whatever_the_order_of_its_columns():
    assert read('\ufeffName,Identifier,Address\r\n"Jansen, N.",w-1,"Kade 1, 1234 AB Waterrijk"\r\n\r\n') == [
        Addressee(2, "w-1", "Jansen, N.", "Kade 1, 1234 AB Waterrijk", "nl", "", None, "print")
    ]
    (one,) = read(f"{HEAD}w-1;Noor;Kade 1;EN;Haven;1950;groot\n")
    assert (one.language, one.area, one.born, one.form) == ("en", "BU01", 1950, "large")


def test_read_list_names_every_mistake_with_its_line():
    lines = [
        "w-1;Noor;Kade 1;;;1990;",
        "w-2;;Kade 2;fr;Elders;1870;morse",
        "W- 1;Sam;Kade 3;;bu01;2015;",
        "w-3;Jo;Kade 4;;;;;x",
    ]
    with pytest.raises(Mistakes) as wrong:
        read(HEAD + "\n".join(lines[:3]), youngest=12)
    assert wrong.value.sentences == [
        "Line 3: the name is empty.",
        "Line 3: the language 'fr' is none of nl, en.",
        "Line 3: the neighbourhood 'Elders' is not known.",
        "Line 3: '1870' is no year in which a living person was born.",
        "Line 3: the form 'morse' is none of print, large, spoken, braille.",
        "Line 4: who was born in 2015 is under 12.",
        "Line 4: the identifier 'W- 1' stands on line 2 too.",
    ]
    with pytest.raises(Mistakes, match=r"^Line 2: the year of birth is empty, .*: 18 is the lowest age\.$"):
        read(HEAD + "w-1;Noor;Kade 1;;;;", youngest=18)
    for text, sentence in {
        HEAD + lines[3]: "Line 2: it has more cells than the first line has columns.",
        HEAD + 'w-1;"Noor;Kade 1': "Line 2: a quote is opened and not closed.",
        HEAD: "This list has no lines below its header.",
        "naam;adres\nNoor;Kade": "The first line must name the columns, each once: identifier, name, address; and if you want language, neighbourhood, year of birth, form.",
    }.items():
        with pytest.raises(Mistakes) as wrong:
            read(text)
        assert wrong.value.sentences == [sentence]
    many = ";".join(f"kolom {number}" for number in range(100_000))
    for strange, told in {
        "geboortejaren": "'geboortejaren'.",
        "mail": "'mail'.",
        "": "''.",
        many: "'kolom 7', ….",
    }.items():
        with pytest.raises(Mistakes) as wrong:
            read(f"kenmerk;naam;adres;{strange}\nw-1;Noor;Kade 1;2020\n", youngest=18)
        assert len(wrong.value.sentences) == 2
        assert told in wrong.value.sentences[1]
    with pytest.raises(Mistakes, match="Line 2: this is no UTF-8"):
        read_list((HEAD + "w-1;Noël;Kade;;;;").encode("latin-1"), areas=AREAS, year=2026)


@pytest.mark.parametrize("language", ["nl", "en"])
def test_a_header_that_is_asked_for_is_one_that_is_read(language):
    with translation.override(language):
        for name, words in COLUMN_WORDS.items():
            assert str(words) in COLUMNS[name]


def test_read_members_reads_mail_addresses_and_knows_who_stands_there_twice():
    assert read_members(b"E-mail;Kenmerk;Buurt\nNoor@example.nl;w-1;haven\n", areas=AREAS) == [
        Listed(2, "noor@example.nl", "w-1", "BU01")
    ]
    lines = (
        "mail,identifier\na@example.nl,\nA@example.nl,\nb@example.nl,w-1\nb@example.nl,w-2\nc@example.nl,w-1\nnoor,\n"
    )
    with pytest.raises(Mistakes) as wrong:
        read_members(lines.encode(), areas=AREAS)
    assert wrong.value.sentences == [
        "Line 3: this person stands on line 2 too.",
        "Line 6: this person stands on line 4 too.",
        "Line 7: 'noor' is no mail address.",
    ]
