"""What the register's tests share: a party with somebody who speaks for it, and citations by the same actions as on the site."""

from typing import Any

from accounts.models import User
from home.actions.citation import CitedWords, CitingDocument, Stand, register_citation
from home.actions.party import PartyFacts, admit_representative, list_party
from home.enums import DocumentKind, Position
from home.models import AgendaItemPage, Citation, Party
from tests.factories.accounts import UserFactory
from tests.factories.base import MOMENT

PROGRAMME = CitingDocument(
    document_title="Dichtbij leren",
    document_kind=DocumentKind.PROGRAMME,
    document_address="https://partij.example/programma.pdf",
    document_page="12",
)
FOR = Stand(Position.SUPPORTS, "Hier zetten wij ons al jaren voor in.", "nl")


def listed(clerk: User, name: str = "Waterpartij", **facts: Any) -> Party:
    return list_party(facts=PartyFacts(name, **facts), by=clerk, at=MOMENT)


def speaker(clerk: User, party: Party, **fields: Any) -> User:
    """Somebody whom the clerk admitted."""
    person = UserFactory(**fields)
    admit_representative(party=party, person=person, by=clerk, at=MOMENT)
    return person


def republished(page: AgendaItemPage, **fields: Any) -> AgendaItemPage:
    """The next version of an item, by an editor's own way."""
    page = AgendaItemPage.objects.get(pk=page.pk)
    for name, value in fields.items():
        setattr(page, name, value)
    page.save_revision().publish()
    return AgendaItemPage.objects.get(pk=page.pk)


def cites(party: Party, item: AgendaItemPage, by: User, **given: Any) -> Citation:
    words = CitedWords(item.version, given.pop("passage", ""), given.pop("quote", ""))
    return register_citation(
        party=party,
        document=given.pop("document", PROGRAMME),
        words=words,
        stand=given.pop("stand", FOR),
        by=by,
        at=given.pop("at", MOMENT),
        **given,
    )
