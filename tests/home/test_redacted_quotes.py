"""What was redacted is not read in the register either, and nothing else of the register changes with it."""

import pytest
from django.db import DatabaseError, transaction

from base.refusal import Refusal
from home.enums import QuoteCheck, QuoteFate
from home.models import AgendaItemPage, Citation
from home.queries.citation import changed_since, with_fates
from tests.citations import cites, republished
from tests.removals import redacted as remove

pytestmark = pytest.mark.django_db

SECRET = "Mevrouw Verzonnen belt iedere dag over de bus."
NEARLY = "mevrouw Verzonnen belt iedere dag, over de bus"
ALTERED = "Zij zeggen: mevrouw Verzonnen belde iedere dag over de bus, en niemand nam op."


@pytest.fixture
def redacted(item, party, representative, clerk, noon, tmp_path, settings):
    settings.REDACTION_LEDGER = tmp_path
    item = republished(item, ambition=f'<p data-block-key="ccccc">{SECRET}</p>')
    for quote in (SECRET, NEARLY, ALTERED, "Auto's rijden er hard.", "Dit staat nergens."):
        cites(party, item, representative, quote=quote)
    return remove(item.version, "ambition", by=clerk, at=noon)


def test_quotes_of_destroyed_words_go_and_others_stay(redacted, client):
    assert list(Citation.objects.order_by("pk").values_list("quote", "quote_check")) == [
        ("", QuoteCheck.REDACTED),
        ("", QuoteCheck.REDACTED),
        ("", QuoteCheck.REDACTED),
        ("Auto's rijden er hard.", QuoteCheck.EXACT),
        ("Dit staat nergens.", QuoteCheck.NOT_FOUND),
    ]
    for address in ("/api/citations.json", "/api/citations.csv", Citation.objects.first().get_absolute_url()):
        page = client.get(address)
        words = b"".join(page) if page.streaming else page.content
        assert page.status_code == 200
        assert b"Verzonnen" not in words
        assert b"redacted" in words or "verwijderd, samen met de woorden van de gemeente" in words.decode()


def test_destroyed_words_do_not_come_back_by_the_register(redacted, item, party, representative, in_english):
    item = AgendaItemPage.objects.get(pk=item.pk)
    for quote in (SECRET, SECRET.split()[0]):
        with pytest.raises(Refusal, match="do not stand in what is left"):
            cites(party, item, representative, quote=quote)
    assert cites(party, item, representative, quote="Auto's rijden er hard.").quote_check == QuoteCheck.EXACT


def test_every_answer_names_the_rows_that_were_emptied(redacted, client):
    rows = list(Citation.objects.order_by("pk").values_list("pk", flat=True))
    assert client.get(f"/api/citations.json?after={rows[-1]}").json()["redacted"] == rows[:3]


@pytest.mark.parametrize(
    "change",
    [
        {"quote": "Iets anders.", "quote_check": QuoteCheck.EXACT},
        {"quote": "", "quote_check": ""},
        {"quote": "", "quote_check": QuoteCheck.REDACTED, "explanation": "Anders."},
        {"quote": "", "quote_check": QuoteCheck.REDACTED, "document_page": "13"},
        {"quote": "", "quote_check": QuoteCheck.REDACTED, "by": None},
    ],
    ids=str,
)
def test_the_database_lets_the_quote_go_and_nothing_else(redacted, change):
    with pytest.raises(DatabaseError), transaction.atomic():
        Citation.objects.filter(quote_check=QuoteCheck.EXACT).update(**change)


def test_without_a_redaction_no_quote_goes(item, party, representative):
    cites(party, item, representative, quote="Auto's rijden er hard.")
    with pytest.raises(DatabaseError), transaction.atomic():
        Citation.objects.update(quote="", quote_check=QuoteCheck.REDACTED)


def test_the_report_says_that_a_quote_was_redacted(redacted, item):
    republished(item, ambition="<p>Iets anders over de straat.</p>")
    assert [line.fate for line in with_fates(changed_since())][-3:] == [QuoteFate.REDACTED] * 3
