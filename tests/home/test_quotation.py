import pytest

from home.enums import QuoteCheck
from home.quotation import checked
from tests.citations import republished

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("quote", "passage", "found"),
    [
        ("Auto's rijden er hard.", "p-bbbbb", QuoteCheck.EXACT),
        ("druk bij de school", "", QuoteCheck.EXACT),
        ("Auto's  rijden\ner hard!", "p-bbbbb", QuoteCheck.NEARLY),
        ("Auto’s rijden er hard", "p-bbbbb", QuoteCheck.NEARLY),
        ("bij de school. Auto's rijden", "", QuoteCheck.NEARLY),
        ("Het is stil bij de school.", "", QuoteCheck.NOT_FOUND),
        ("!?…", "", QuoteCheck.SHORT),
        ("\u0301\u0301", "", QuoteCheck.SHORT),
        ("Kinderen fietsen veilig naar school.", "", QuoteCheck.EXACT),
    ],
)
def test_checked_tells_the_same_words_from_others(item, quote, passage, found):
    assert checked(item.version, quote, passage) == found


def test_another_number_is_no_difference_of_punctuation(agenda_item):
    agenda_item.ambition = "<p>Een kaartje kost € 1,50 per keer.</p>"
    agenda_item.save_revision().publish()
    assert checked(agenda_item.version, "Een kaartje kost €1,50 per keer") == QuoteCheck.NEARLY
    assert checked(agenda_item.version, "Een kaartje kost € 150 per keer") == QuoteCheck.NOT_FOUND


def test_words_outside_the_cited_passage_stand_elsewhere_in_the_version(item):
    assert checked(item.version, "Het is druk bij de school.", "p-bbbbb") == QuoteCheck.ELSEWHERE
    assert checked(item.version, "het is DRUK bij de school", "p-bbbbb") == QuoteCheck.NOT_FOUND


@pytest.mark.parametrize("quote", ["is druk bij de scho", "uto's rijden er"])
def test_words_cut_in_two_are_not_found(item, quote):
    assert checked(item.version, quote) == QuoteCheck.NOT_FOUND


def test_a_word_or_two_are_no_quote_unless_they_are_the_whole_of_a_field(agenda_item):
    version = republished(agenda_item, title="Naar school", problem="<p>De bus rijdt.</p>").version
    assert checked(version, "bus") == QuoteCheck.SHORT
    assert checked(version, "Naar school") == QuoteCheck.EXACT
    assert checked(version, "Naar school!", "problem") == QuoteCheck.ELSEWHERE
