import pytest

from accounts.actions.organisation import accept_membership, add_organisation, end_membership, invite_member
from accounts.queries.organisation import members_of, memberships_of
from base.refusal import Refusal
from tests.database_races import at_once
from tests.factories.accounts import MembershipFactory, OrganisationFactory, UserFactory
from tests.factories.base import MOMENT

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


def invite(organisation, email, by, is_contact=False):
    return invite_member(organisation=organisation, email=email, is_contact=is_contact, by=by, at=MOMENT)


def test_a_clerk_asks_a_contact_who_asks_a_member_who_accepts_and_leaves(clerk, resident):
    ours = add_organisation(name=" De  Vereniging ", by=clerk, at=MOMENT)
    contact = UserFactory()
    accept_membership(membership=invite(ours, contact.email.upper(), clerk, is_contact=True), by=contact, at=MOMENT)
    asked = invite(ours, resident.email, contact)
    assert [one.person for one in members_of(ours)] == [contact]
    accept_membership(membership=asked, by=resident, at=MOMENT)
    assert {one.person for one in members_of(ours)} == {contact, resident}
    end_membership(membership=asked, by=resident, at=MOMENT)
    assert ([one.person for one in members_of(ours)], list(memberships_of(resident))) == ([contact], [])


def test_what_is_not_theirs_is_refused_in_words(clerk, resident):
    ours, contact = OrganisationFactory(name="Ons"), MembershipFactory(is_contact=True).person
    asked = invite(ours, resident.email, clerk)
    ended = MembershipFactory(organisation=ours, person=None, email=resident.email, ended_at=MOMENT)
    member = MembershipFactory(organisation=ours).person
    own = MembershipFactory(organisation=ours, is_contact=True).person
    for act, sentence in (
        (lambda: add_organisation(name="ONS", by=clerk, at=MOMENT), "this name already"),
        (lambda: add_organisation(name="X", by=own, at=MOMENT), "Only a clerk"),
        (lambda: invite(ours, "x@example.nl", contact), "Only a clerk"),
        (lambda: invite(ours, "x@example.nl", member), "Only a clerk"),
        (lambda: invite(ours, "x@example.nl", own, is_contact=True), "Only a clerk"),
        (lambda: invite(ours, resident.email, clerk), "invited already"),
        (lambda: accept_membership(membership=asked, by=member, at=MOMENT), "somebody else's"),
        (lambda: accept_membership(membership=ended, by=resident, at=MOMENT), "has ended"),
        (lambda: end_membership(membership=asked, by=member, at=MOMENT), "Only a clerk"),
    ):
        with pytest.raises(Refusal, match=sentence):
            act()


@pytest.mark.django_db(transaction=True)
def test_two_invitations_accepted_at_once_make_one_member(many_connections):
    ours, person = OrganisationFactory(), UserFactory()
    asked = [
        MembershipFactory(organisation=ours, person=None, email=person.email, ended_at=None),
    ]
    answers = at_once(*[lambda: accept_membership(membership=asked[0], by=person, at=MOMENT)] * 2)
    assert [type(one) for one in answers].count(type(None)) == 1
    assert members_of(ours).count() == 1
