"""How words compare with published ones."""

import pytest
from django.utils import timezone

from base.enums import Likeness
from base.models import PublishedVersion, Reference
from base.wording import WordIndex, Wording, bare, bare_places, even, match

PROBLEM = (
    '<h2 id="p-1">Waarom</h2><p id="p-2">Het is druk bij de school. Auto’s rijden hard door de straat.</p>'
    '<p id="p-3">De stad geeft € 1,5 miljoen uit in 2026-2030.</p>'
)


def wording(problem: str = PROBLEM, title: str = "Veilig naar school") -> Wording:
    version = PublishedVersion(
        reference=Reference(kind="LEA", string="LEA-2026-001"), language="nl", published_at=timezone.now()
    )
    version.__dict__["content"] = {"title": title, "problem": problem}
    return Wording(version)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Het is druk.", "het is druk"[0].upper() + "et is druk"),
        ("Auto’s rijden", "Auto's rijden"),
        ("fiets-\nen", "fietsen"),
        ("\ufb01ets", "fiets"),
        ("fiet\u00adsen", "fietsen"),
        ("cafe\u0301", "caf\u00e9"),
        ("2026–2030", "2026-2030"),
    ],
)
def test_bare_forgets_spaces_and_punctuation(one, other):
    assert bare(one) == bare(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("€ 1,5 miljoen", "€ 15 miljoen"),
        ("1.000", "1,000"),
        ("2026-2030", "20262030"),
        ("10:30", "1030"),
        ("5%", "5"),
        ("€ 5", "5"),
        ("het wordt -5 graden", "het wordt 5 graden"),
        ("3 4", "34"),
        ("Het", "het"),
        ("cafe", "café"),
    ],
)
def test_bare_keeps_what_changes_the_meaning(one, other):
    assert bare(one) != bare(other)


@pytest.mark.parametrize("text", ["a  b—c, 1 – 2.5", "“e\u0301” |x| 3 4", ""])
def test_bare_places_points_at_the_same_characters(text):
    text = even(text)
    letters, places = bare_places(text)
    assert letters == bare(text)
    assert len(places) == len(letters)
    assert places == sorted(places)


@pytest.mark.parametrize(
    ("quoted", "likeness", "passage"),
    [
        ("Auto’s rijden hard", Likeness.EXACT, "p-2"),
        ("Auto’s  rijden\nhard", Likeness.EXACT, "p-2"),
        ("Veilig naar school", Likeness.EXACT, "title"),
        ("straat. De stad geeft", Likeness.EXACT, "p-2"),
        ("Het is druk […] rijden hard", Likeness.SHORTENED, "p-2"),
        ("Het is druk … door de straat", Likeness.SHORTENED, "p-2"),
        ("Auto's rijden hard.", Likeness.SPACING, "p-2"),
        ("De stad geeft €1,5 miljoen uit", Likeness.SPACING, "p-3"),
        ("Auto’s rijden zacht door de straat.", Likeness.ALTERED, "p-2"),
        ("De stad geeft € 15 miljoen uit in 2026-2030.", Likeness.ALTERED, "p-3"),
    ],
)
def test_match_tells_exact_from_altered(quoted, likeness, passage):
    found = match(quoted, [wording()], alike=60)
    assert (found.likeness, found.passage.identifier) == (likeness, passage)


def test_match_shows_which_words_are_altered():
    found = match("Auto’s rijden zacht door de straat.", [wording()], alike=70)
    assert [(one.kind, one.text) for one in found.pieces] == [
        ("kept", "Auto’s rijden "),
        ("deleted", "hard "),
        ("inserted", "zacht "),
        ("kept", "door de straat."),
    ]


def test_match_does_not_call_shortened_what_was_turned_round():
    found = match("rijden hard door de straat […] Het is druk bij de school", [wording()], alike=60)
    assert found.likeness == Likeness.ALTERED


def test_match_prefers_the_first_version_that_has_the_words():
    first, second = wording(), wording("<p id='p-9'>Het is druk bij de school.</p>")
    assert match("Het is druk bij de school.", [second, first]).wording is second
    assert match("Auto’s rijden hard", [second, first]).wording is first


@pytest.mark.parametrize("quoted", ["", "…", " ?! ", "De raad wil minder belasting voor ondernemers heffen"])
def test_match_finds_nothing_in_other_words(quoted):
    assert match(quoted, [wording()], alike=70) is None


def test_match_survives_a_version_without_words():
    assert match("Het is druk", [wording("", "")], alike=70) is None


def test_nearest_names_the_version_that_shares_rare_words():
    others = [wording(f"<p id='p-1'>Over de bibliotheek nummer {n} en de wijk.</p>", f"Boek {n}") for n in range(30)]
    mine = wording()
    assert WordIndex([*others, mine]).nearest("Auto’s rijden hard door de wijk")[0] is mine


BUS = (
    "<ul><li id='p-1'>De afstand is de reden die zij het vaakst noemen.</li>"
    "<li id='p-2'>De bus stopt elke week op zes vaste plekken.</li>"
    "<li id='p-3'>Er is een bibliothecaris, en er zijn altijd boeken en kranten.</li></ul>"
)


@pytest.mark.parametrize(
    ("quoted", "passage", "published"),
    [
        ("De bus stopt elke week op tien vaste plekken.", "p-2", "De bus stopt elke week op zes vaste plekken."),
        ("De bus stopt elke week op zes plekken.", "p-2", "De bus stopt elke week op zes vaste plekken."),
        (
            "De bus stopt elke week op zes vaste en mooie plekken.",
            "p-2",
            "De bus stopt elke week op zes vaste plekken.",
        ),
        ("Een trein stopt elke week op zes vaste plekken", "p-2", "De bus stopt elke week op zes vaste plekken"),
        ("De bus stopt elke week op zes vaste haltes", "p-2", "De bus stopt elke week op zes vaste plekken."),
        (
            "Er is een bibliothecaris, en er zijn nooit boeken en kranten.",
            "p-3",
            "Er is een bibliothecaris, en er zijn altijd boeken en kranten.",
        ),
        (
            "zes vaste plekken. Er is een bibliothecaresse, en er zijn",
            "p-2",
            "zes vaste plekken. Er is een bibliothecaris, en er zijn",
        ),
    ],
)
def test_altered_words_are_held_against_the_passage_that_shares_most_of_them(quoted, passage, published):
    found = match(quoted, [wording(BUS)], alike=70)
    assert (found.likeness, found.passage.identifier) == (Likeness.ALTERED, passage)
    assert "".join(one.text for one in found.pieces if one.kind != "inserted").strip() == published


def test_altered_words_of_five_thousand_letters_are_found():
    text = " ".join(f"woord{number}" for number in range(600))
    found = match(
        text.replace("woord7 ", "zin7 "), [wording(f"<p id='p-9'>{text} en nog wat {text[::-1]}</p>")], alike=70
    )
    assert found.likeness == Likeness.ALTERED


@pytest.mark.parametrize(
    "quoted", ["Het is dru", "s druk bij de scho", "uto’s rijden hard door", "geeft € 1", "5 miljoen uit in 2026"]
)
def test_words_cut_in_two_are_no_quote(quoted):
    assert match(quoted, [wording()]) is None
    assert not wording().has(quoted)


@pytest.mark.parametrize("quoted", ["x", "druk", "De stad", "straat. De"])
def test_few_words_are_no_quote_unless_they_are_the_whole_of_a_passage(quoted):
    assert match(quoted, [wording()], alike=10) is None
    assert match("Waarom", [wording()]).likeness == Likeness.EXACT
    assert match("Waarom?", [wording()]).likeness == Likeness.SPACING


def test_altered_words_run_over_no_two_fields_and_differ_in_no_full_stop_behind_them():
    published = wording(title="Veilig naar school met de fiets")
    found = match("Waarom Het is heel druk bij de grote school", [published], alike=70)
    assert "".join(one.text for one in found.pieces if one.kind != "inserted").startswith("Waarom Het is druk")
    found = match("Auto’s rijden zacht door de straat", [published], alike=70)
    assert [(one.kind, one.text.strip()) for one in found.pieces if one.kind != "kept"] == [
        ("deleted", "hard"),
        ("inserted", "zacht"),
    ]
