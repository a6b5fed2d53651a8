import uuid
from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.db.utils import DatabaseError

from base.models import AuditEntry
from base.refusal import Refusal
from home.actions.citation import CitedWords, Stand, change_citation, correct_facts, withdraw_citation
from home.actions.election_freeze import announce_freeze, call_off_freeze
from home.enums import CitationAct, Position, QuoteCheck
from home.models import Citation, ElectionFreeze
from home.queries.citation import current_citation, history_of, lines
from tests.citations import FOR, PROGRAMME, cites, listed, republished, speaker
from tests.factories.base import MOMENT
from tests.factories.home import CitationFactory, ElectionFreezeFactory, RepresentativeFactory
from tests.rounds import moment

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]

LATER = MOMENT + timedelta(days=3)
AGAINST = Stand(Position.OPPOSES, "Het geld is op.", "nl")


def test_register_citation_keeps_what_was_said_and_checks_the_quote(party, representative, item):
    citation = cites(party, item, representative, passage="p-bbbbb", quote="Auto's rijden er hard.")
    assert (citation.act, citation.version, citation.passage) == (CitationAct.REGISTERED, item.version, "p-bbbbb")
    assert citation.quote_check == QuoteCheck.EXACT
    assert (citation.position, citation.explanation) == (Position.SUPPORTS, FOR.explanation)
    entry = AuditEntry.objects.get(act="citation_registered")
    assert (entry.by, entry.about) == (representative, f"citation {citation.key}")


def test_register_citation_sent_twice_is_one(party, representative, item):
    key = uuid.uuid4()
    assert cites(party, item, representative, key=key) == cites(party, item, representative, key=key)
    assert Citation.objects.count() == 1


def test_register_citation_with_other_words_in_the_same_form_loses_none(party, representative, item):
    key = uuid.uuid4()
    first = cites(party, item, representative, key=key)
    second = cites(party, item, representative, key=key, stand=AGAINST)
    assert (first.explanation, second.explanation) == (FOR.explanation, AGAINST.explanation)
    assert second.key != first.key


def test_register_citation_with_the_key_of_another_party_takes_nothing_from_it(clerk, party, representative, item):
    other = listed(clerk, "Andere Lijst")
    first = cites(party, item, representative)
    second = cites(other, item, speaker(clerk, other), key=first.key)
    assert second.key != first.key


def test_register_citation_refuses_what_is_not_there(party, representative, item):
    with pytest.raises(Refusal, match="no such passage"):
        cites(party, item, representative, passage="p-zzzzz")
    with pytest.raises(Refusal, match="in your own words"):
        cites(party, item, representative, stand=Stand(Position.SUPPORTS, ""))
    with pytest.raises(Refusal, match="position that your words"):
        cites(party, item, representative, stand=Stand("", "Wij vinden iets."))


def test_change_citation_is_a_new_row_and_the_earlier_one_stays(party, representative, item):
    first = cites(party, item, representative)
    change_citation(
        citation=first, document=PROGRAMME, words=CitedWords(item.version), stand=AGAINST, by=representative, at=LATER
    )
    rows = history_of(first.key)
    assert [(row.act, row.position, row.at) for row in rows] == [
        (CitationAct.REGISTERED, Position.SUPPORTS, MOMENT),
        (CitationAct.CHANGED, Position.OPPOSES, LATER),
    ]
    assert [row.registered_at for row in rows] == [MOMENT, MOMENT]
    assert current_citation(first.key) == rows[1]


@pytest.mark.parametrize(
    ("address", "refusal"),
    [
        ("https://ada:geheim@partij.example/p.pdf", "the name and the password"),
        ("http://localhost:8000/p.pdf", "Only your own computer"),
        ("https://localhost.localdomain/p.pdf", "Only your own computer"),
        ("ftp://partij.example/p.pdf", "that a browser opens"),
        ("https://partij.example:99999/p.pdf", "that a browser opens"),
        ("https://partij.example/\u202efdp.exe", "that a browser opens"),
        ("http://127.0.0.1/p.pdf", "Only your own computer"),
        ("http://[::1]/p.pdf", "Only your own computer"),
        ("http://10.0.0.7/p.pdf", "Only your own computer"),
    ],
)
def test_document_of_a_citation_has_an_address_that_everybody_can_open(party, representative, item, address, refusal):
    document = replace(PROGRAMME, document_address=address)
    with pytest.raises(Refusal, match=refusal):
        cites(party, item, representative, document=document)
    citation = cites(party, item, representative)
    with pytest.raises(Refusal, match=refusal):
        change_citation(
            citation=citation,
            document=document,
            words=CitedWords(item.version),
            stand=FOR,
            by=representative,
            at=LATER,
        )


def test_change_citation_refuses_to_write_over_what_somebody_changed_meanwhile(party, representative, item):
    first = cites(party, item, representative)
    withdraw_citation(citation=first, by=representative, at=LATER)
    with pytest.raises(Refusal, match="changed meanwhile"):
        change_citation(
            citation=first,
            document=PROGRAMME,
            words=CitedWords(item.version),
            stand=AGAINST,
            by=representative,
            at=LATER,
        )


def test_withdraw_citation_keeps_and_marks_it(party, representative, item):
    first = cites(party, item, representative)
    withdrawn = withdraw_citation(citation=first, by=representative, at=LATER)
    assert (withdrawn.is_withdrawn, withdrawn.explanation) == (True, FOR.explanation)
    assert list(Citation.objects.standing()) == []
    with pytest.raises(Refusal, match="was withdrawn"):
        withdraw_citation(citation=withdrawn, by=representative, at=LATER)


def test_correct_facts_leaves_position_and_words_to_the_party(clerk, party, representative, item):
    first = cites(party, item, representative, quote="rijden er hard", passage="p-bbbbb")
    corrected = correct_facts(citation=first, document=replace(PROGRAMME, document_page="13"), by=clerk, at=LATER)
    assert corrected.document_page == "13"
    same = ("version", "passage", "quote", "quote_check", "position", "explanation", "language", "party", "key")
    assert [getattr(corrected, name) for name in same] == [getattr(first, name) for name in same]
    entry = AuditEntry.objects.get(act="citation_corrected")
    assert (entry.by, entry.at, entry.detail["changed"]) == (clerk, LATER, ["document_page"])


def test_freeze_closes_positions_and_never_citing_or_what_is_there(clerk, party, representative, item):
    first = cites(party, item, representative)
    freeze = announce_freeze(
        election="De verkiezing",
        starts_at=MOMENT + timedelta(days=42),
        ends_at=MOMENT + timedelta(days=60),
        by=clerk,
        at=MOMENT,
    )
    during = freeze.starts_at
    cites(party, item, representative, at=during - timedelta(seconds=1))
    with pytest.raises(Refusal, match="De verkiezing is near"):
        cites(party, item, representative, at=during)
    only_cited = cites(party, item, representative, stand=Stand(), at=during)
    assert only_cited.position == ""
    given = {"document": PROGRAMME, "words": CitedWords(item.version), "by": representative, "at": during}
    with pytest.raises(Refusal, match="De verkiezing is near"):
        change_citation(citation=first, stand=AGAINST, **given)
    with pytest.raises(Refusal, match="De verkiezing is near"):
        change_citation(citation=first, stand=Stand(), **given)
    quoted = given | {"words": CitedWords(item.version, "p-bbbbb", "rijden er hard")}
    assert change_citation(citation=first, stand=FOR, **quoted).position == Position.SUPPORTS
    assert cites(party, item, representative, at=freeze.ends_at).position == Position.SUPPORTS


def test_freeze_that_was_called_off_closes_nothing(clerk, party, representative, item):
    freeze = ElectionFreezeFactory()
    call_off_freeze(freeze=freeze, by=clerk, at=MOMENT)
    assert cites(party, item, representative, at=freeze.starts_at).position == Position.SUPPORTS


def test_freeze_is_announced_six_weeks_ahead(clerk):
    starts_at = MOMENT + timedelta(days=42) - timedelta(seconds=1)
    ends_at = MOMENT + timedelta(days=60)
    with pytest.raises(Refusal, match="six weeks"):
        announce_freeze(election="De verkiezing", starts_at=starts_at, ends_at=ends_at, by=clerk, at=MOMENT)
    with pytest.raises(IntegrityError), transaction.atomic():
        ElectionFreezeFactory(starts_at=starts_at)
    with pytest.raises(IntegrityError), transaction.atomic():
        ElectionFreezeFactory(ends_at=MOMENT + timedelta(days=42))
    assert ElectionFreeze.objects.count() == 0


def test_two_freezes_do_not_overlap(clerk):
    first = ElectionFreezeFactory()
    days = {"starts_at": first.ends_at - timedelta(days=1), "ends_at": first.ends_at + timedelta(days=9)}
    with pytest.raises(Refusal, match=first.election):
        announce_freeze(election="Nog een", by=clerk, at=first.announced_at, **days)
    call_off_freeze(freeze=first, by=clerk, at=first.announced_at)
    announce_freeze(election="Nog een", by=clerk, at=first.announced_at, **days)


@pytest.mark.parametrize(
    "wrong",
    [
        {"position": "supports"},
        {"explanation": "Wij vinden iets."},
        {"position": "loves", "explanation": "Veel."},
        {"act": CitationAct.CHANGED},
        {"act": "erased"},
        {"quote": "Het is druk"},
        {"quote_check": QuoteCheck.EXACT},
        {"document_kind": "poem"},
        {"at": MOMENT - timedelta(days=1)},
    ],
)
def test_database_refuses_a_row_that_cannot_be(wrong):
    with pytest.raises(IntegrityError), transaction.atomic():
        CitationFactory(**wrong)


def test_database_lets_a_citation_go_one_way_only():
    first = CitationFactory()
    CitationFactory(key=first.key, act=CitationAct.CHANGED, supersedes=first)
    with pytest.raises(IntegrityError), transaction.atomic():
        CitationFactory(key=first.key, act=CitationAct.CHANGED, supersedes=first)
    with pytest.raises(IntegrityError), transaction.atomic():
        CitationFactory(key=first.key)


def test_database_keeps_the_rows_of_the_register_as_they_are():
    first = CitationFactory()
    with pytest.raises(DatabaseError), transaction.atomic():
        Citation.objects.filter(pk=first.pk).update(explanation="Iets anders", position=Position.OPPOSES)
    with pytest.raises(DatabaseError), transaction.atomic():
        first.delete()
    assert Citation.objects.get(pk=first.pk).explanation == ""


def test_database_admits_nobody_twice_at_once():
    one = RepresentativeFactory()
    with pytest.raises(IntegrityError), transaction.atomic():
        RepresentativeFactory(party=one.party, person=one.person)
    with pytest.raises(IntegrityError), transaction.atomic():
        RepresentativeFactory(ended_at=MOMENT - timedelta(days=1))


def test_lines_say_what_changed_in_substance_only(party, representative, item):
    citation = cites(party, item, representative)
    republished(item, title="Veilig naar de school", change_kind="editorial")
    assert [line.is_outdated for line in lines([citation])] == [False]
    republished(item, title="Veilig naar elke school")
    (line,) = lines([citation])
    assert (line.is_outdated, line.newest.label) == (True, "3")


def test_one_person_registers_so_many_citations_a_day_and_no_more(party, representative, item, monkeypatch):
    monkeypatch.setattr("home.rules.MOST_A_DAY", 2)
    evening = moment(11, 3, 23)
    first = cites(party, item, representative, at=evening)
    stand = Stand(Position.OPPOSES, "Toch niet.", "nl")
    words = CitedWords(item.version)
    changed = change_citation(
        citation=first, document=PROGRAMME, words=words, stand=stand, by=representative, at=evening
    )
    with pytest.raises(Refusal, match="2"):
        cites(party, item, representative, at=evening)
    # Nobody is held to what they said, and midnight in the city begins another day.
    withdraw_citation(citation=changed, by=representative, at=evening)
    cites(party, item, representative, at=evening + timedelta(hours=1))
