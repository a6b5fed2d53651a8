"""Every role tries every act on the register: only the clerk keeps it, only a party's representative speaks for it."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser, Group

from accounts.enums import Role
from base.refusal import Refusal
from home.actions.citation import CitedWords, change_citation, correct_facts, register_citation, withdraw_citation
from home.actions.election_freeze import announce_freeze, call_off_freeze
from home.actions.party import PartyFacts, admit_representative, correct_party, end_representation, list_party
from home.models import Citation, Representative
from tests.citations import FOR, PROGRAMME, cites, listed, speaker
from tests.factories.accounts import UserFactory
from tests.factories.base import MOMENT
from tests.factories.home import ElectionFreezeFactory

pytestmark = pytest.mark.django_db

AT = MOMENT + timedelta(days=1)
OTHER_DOCUMENT = PROGRAMME.__class__("Een ander stuk", "motion")
ACTS = {
    "list_party": lambda world, by: list_party(facts=PartyFacts("Nieuwe Lijst"), by=by, at=AT),
    "correct_party": lambda world, by: correct_party(
        party=world["party"], facts=PartyFacts("Andere naam"), by=by, at=AT
    ),
    "admit_representative": lambda world, by: admit_representative(
        party=world["party"], person=world["resident"], by=by, at=AT
    ),
    "end_representation": lambda world, by: end_representation(representative=world["spokesman"], by=by, at=AT),
    "announce_freeze": lambda world, by: announce_freeze(
        election="De verkiezing", starts_at=AT + timedelta(days=150), ends_at=AT + timedelta(days=160), by=by, at=AT
    ),
    "call_off_freeze": lambda world, by: call_off_freeze(freeze=world["freeze"], by=by, at=AT),
    "correct_facts": lambda world, by: correct_facts(citation=world["citation"], document=OTHER_DOCUMENT, by=by, at=AT),
    "register_citation": lambda world, by: register_citation(
        party=world["party"], document=PROGRAMME, words=world["words"], stand=FOR, by=by, at=AT
    ),
    "change_citation": lambda world, by: change_citation(
        citation=world["citation"], document=OTHER_DOCUMENT, words=world["words"], stand=FOR, by=by, at=AT
    ),
    "withdraw_citation": lambda world, by: withdraw_citation(citation=world["citation"], by=by, at=AT),
}
CLERKS_ACTS = {
    "list_party",
    "correct_party",
    "admit_representative",
    "end_representation",
    "announce_freeze",
    "call_off_freeze",
    "correct_facts",
}
PARTYS_ACTS = {"register_citation", "change_citation", "withdraw_citation"}
# The others come with `make check-all`: they may do nothing of it, as these, or as much.
OF_EVERY_RUN = {"visitor", Role.CLERK, "representative whose time ended", "representative of the party"}
MAY = {
    "visitor": set(),
    Role.RESIDENT: set(),
    Role.EDITOR: set(),
    Role.MODERATOR: set(),
    Role.CLERK: CLERKS_ACTS,
    Role.ADMINISTRATOR: CLERKS_ACTS,
    # The role alone is not enough: the clerk admits somebody for one party.
    Role.PARTY_REPRESENTATIVE: set(),
    "representative of another party": set(),
    "representative whose time ended": set(),
    "representative of the party": PARTYS_ACTS,
}


@pytest.fixture
def world(clerk, party, representative, item, resident):
    return {
        "party": party,
        "resident": resident,
        "spokesman": Representative.objects.get(person=representative),
        "freeze": ElectionFreezeFactory(),
        "citation": cites(party, item, representative),
        "words": CitedWords(item.version),
    }


def somebody(who, clerk, party):
    if who == "visitor":
        return AnonymousUser()
    if who in Role.values:
        return UserFactory(groups=[Group.objects.get(name=who)])
    if who == "representative of another party":
        return speaker(clerk, listed(clerk, "Andere Lijst"))
    person = speaker(clerk, party)
    if who == "representative whose time ended":
        end_representation(representative=Representative.objects.get(person=person), by=clerk, at=MOMENT)
    return person


def test_every_act_of_the_register_is_tried():
    assert set(ACTS) == CLERKS_ACTS | PARTYS_ACTS


@pytest.mark.parametrize("act", sorted(ACTS))
@pytest.mark.parametrize(
    "who", [pytest.param(who, marks=() if who in OF_EVERY_RUN else pytest.mark.heavy) for who in MAY]
)
def test_register_lets_each_do_their_own(world, clerk, party, who, act):
    by = somebody(who, clerk, party)
    before = Citation.objects.count()
    if act in MAY[who]:
        ACTS[act](world, by)
        return
    with pytest.raises(Refusal):
        ACTS[act](world, by)
    assert Citation.objects.count() == before
