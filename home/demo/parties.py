"""Parties of Waterrijk and what they cite. None of them exists."""

from dataclasses import dataclass, field
from datetime import datetime
from itertools import takewhile

from base.models import PublishedVersion
from home.actions.citation import (
    CitedWords,
    CitingDocument,
    Stand,
    change_citation,
    correct_facts,
    register_citation,
    withdraw_citation,
)
from home.actions.election_freeze import announce_freeze
from home.actions.party import PartyFacts, admit_representative, list_party
from home.demo.city import City
from home.enums import DocumentKind, PartyKind, Position
from home.models import Citation, Party
from home.quotation import passages_of_version

LISTED = -150
FREEZE_ANNOUNCED, FREEZE_BEGINS, FREEZE_ENDS = -9, 61, 83


@dataclass(frozen=True)
class CitationText:
    """What a party registers, in its own words and language. `item` is the Dutch slug of an agenda item; `correction` is the
    document as the clerk mends it two days later."""

    item: str
    day: int
    document: CitingDocument
    quote: str = ""
    stand: Stand = field(default_factory=Stand)
    version_language: str = "nl"
    changed_on: int | None = None
    changed_to: Stand | None = None
    changed_quote: str = ""
    withdrawn_on: int | None = None
    correction: CitingDocument | None = None


@dataclass(frozen=True)
class PartyText:
    """`by` is a key of `home.demo.people`: who speaks for it."""

    facts: PartyFacts
    by: str
    citations: tuple[CitationText, ...]


PARTIES = (
    PartyText(
        PartyFacts("Waterrijk Samen", website="https://waterrijksamen.example", is_in_council=True),
        by="lotte",
        citations=(
            CitationText(
                item="bibliotheekbus",
                day=-100,
                document=CitingDocument(
                    "Dichtbij. Programma voor de komende vier jaar",
                    DocumentKind.PROGRAMME,
                    "https://waterrijksamen.example/programma",
                    "14",
                ),
                quote="De bus stopt elke week op zes vaste plekken.",
                stand=Stand(
                    Position.SUPPORTS,
                    "Wie niet ver kan lopen, hoort er ook bij. Wij willen dat de bus er komt en dat inwoners de haltes kiezen.",
                    "nl",
                ),
            ),
            CitationText(
                item="taalhuis",
                day=-60,
                document=CitingDocument("Motie 'Open als je kunt komen'", DocumentKind.MOTION, "", "1"),
                quote="Het Taalhuis gaat elke dinsdag- en donderdagavond open, van zeven tot negen uur",
                stand=Stand(
                    Position.SUPPORTS,
                    "Twee avonden is wat bezoekers vroegen. Zo is het besloten, zo moet het blijven.",
                    "nl",
                ),
                correction=CitingDocument("Motie 'Open wanneer je kunt komen'", DocumentKind.MOTION, "", "1"),
            ),
        ),
    ),
    PartyText(
        PartyFacts("Partij van de Oever", is_in_council=True),
        by="floor",
        citations=(
            CitationText(
                item="bibliotheekbus",
                day=-90,
                document=CitingDocument("De rekening klopt", DocumentKind.PROGRAMME, "", "31"),
                quote="Er is een bibliothecaris en er zijn boeken in zes talen",
                stand=Stand(
                    Position.OPPOSES,
                    "Een bus van 180.000 euro staat drie uur per week ergens stil. Leg dat geld bij de buurthuizen die er al zijn.",
                    "nl",
                ),
                changed_on=-25,
                changed_to=Stand(
                    Position.WANTS_CHANGE,
                    "Acht haltes en een rolstoellift maken het plan beter. Begin met één jaar op proef en tel dan de bezoekers.",
                    "nl",
                ),
                changed_quote="De bus heeft een lift voor rolstoelen en kinderwagens.",
            ),
        ),
    ),
    PartyText(
        PartyFacts("Lijst Hoogwater"),
        by="teun",
        citations=(
            CitationText(
                item="bibliotheekbus",
                day=-28,
                document=CitingDocument("Tien dingen die morgen kunnen", DocumentKind.PROGRAMME, "", "6"),
                quote="De bus stopt elke dag op acht vaste plekken.",
                stand=Stand(
                    Position.WANTS_CHANGE,
                    "Elke dag, niet elke week. Wie één middag mist, wacht anders zeven dagen.",
                    "nl",
                ),
            ),
            CitationText(
                item="een-tweede-loopbaan",
                day=-40,
                document=CitingDocument("Open brief over het loopbaancafé", DocumentKind.ARTICLE),
                stand=Stand(Position.OPPOSES, "Dit is werk voor het Rijk en niet voor de stad.", "nl"),
                withdrawn_on=-15,
            ),
        ),
    ),
    PartyText(
        PartyFacts("Vereniging De Lange Leestafel", kind=PartyKind.ORGANISATION),
        by="ayla",
        citations=(
            CitationText(
                item="bibliotheekbus",
                day=-22,
                document=CitingDocument("Reading on wheels: our answer", DocumentKind.ARTICLE),
                quote="There is a librarian, and there are books in six languages.",
                stand=Stand(
                    Position.NEUTRAL,
                    "We lend books to anybody and favour no route. We ask for one shelf in every language spoken at the stop.",
                    "en",
                ),
                version_language="en",
            ),
        ),
    ),
)


def tell_of_parties(city: City) -> None:
    days, chronicle = city.days, city.chronicle
    for place, text in enumerate(PARTIES):
        _tell_of_party(city, text, place)

    def announce(at: datetime) -> None:
        announce_freeze(
            election="De raadsverkiezing",
            starts_at=days.midnight(FREEZE_BEGINS),
            ends_at=days.midnight(FREEZE_ENDS),
            by=city.clerk,
            at=at,
        )

    chronicle.at(days.at(FREEZE_ANNOUNCED, 9), announce)


def _tell_of_party(city: City, text: PartyText, place: int) -> None:
    found: dict[str, Party] = {}

    def enlist(at: datetime) -> None:
        party = list_party(facts=text.facts, by=city.clerk, at=at)
        admit_representative(party=party, person=city.people[text.by], by=city.clerk, at=at)
        found["party"] = party

    city.chronicle.at(city.days.at(LISTED, 10, place), enlist)
    for citation in text.citations:
        _tell_of_citation(city, text, citation, found)


def _tell_of_citation(city: City, party: PartyText, text: CitationText, found: dict[str, Party]) -> None:
    rows: list[Citation] = []

    def by() -> object:
        return city.people[party.by]

    def register(at: datetime) -> None:
        rows.append(
            register_citation(
                party=found["party"],
                document=text.document,
                words=_words(city, text, text.quote),
                stand=text.stand,
                by=by(),
                at=at,
            )
        )

    def correct(at: datetime) -> None:
        assert text.correction is not None  # noqa: S101 - told of only then
        rows.append(correct_facts(citation=rows[-1], document=text.correction, by=city.clerk, at=at))

    def change(at: datetime) -> None:
        assert text.changed_to is not None  # noqa: S101 - told of only then
        words = _words(city, text, text.changed_quote)
        rows.append(
            change_citation(
                citation=rows[-1], document=text.document, words=words, stand=text.changed_to, by=by(), at=at
            )
        )

    def withdraw(at: datetime) -> None:
        rows.append(withdraw_citation(citation=rows[-1], by=by(), at=at))

    city.chronicle.at(city.days.at(text.day, 16), register)
    if text.correction is not None:
        city.chronicle.at(city.days.at(text.day + 2, 9), correct)
    if text.changed_on is not None:
        city.chronicle.at(city.days.at(text.changed_on, 16), change)
    if text.withdrawn_on is not None:
        city.chronicle.at(city.days.at(text.withdrawn_on, 16), withdraw)


def _words(city: City, text: CitationText, quote: str) -> CitedWords:
    """The version of that moment in the language in which the party cites, and the passage that its quote begins like."""
    reference = city.items[text.item].reference
    version = (
        PublishedVersion.objects.filter(reference=reference, language=text.version_language).newest_first().first()
    )
    assert version is not None  # noqa: S101 - the item was published before it is cited
    if not quote:
        return CitedWords(version, "", quote)
    # One of the quotes differs from what was published: the story wants it so.
    passage = max(passages_of_version(version), key=lambda one: _alike(one.text, quote))
    return CitedWords(version, passage.identifier, quote)


def _alike(text: str, quote: str) -> int:
    """How far both begin the same."""
    return sum(1 for _pair in takewhile(lambda pair: pair[0] == pair[1], zip(text, quote, strict=False)))
