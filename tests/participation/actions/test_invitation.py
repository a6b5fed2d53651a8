"""Who made a proposal together: asked by mail once, named only after they said yes, and free to leave."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.db import DatabaseError, IntegrityError, transaction

from base.models import AuditEntry
from base.refusal import Refusal
from participation.actions.co_author import leave_proposal
from participation.actions.invitation import (
    accept_invitation,
    decline_invitation,
    invite_co_author,
    sweep_invitations,
    withdraw_invitation,
)
from participation.actions.subject import withdraw_subject
from participation.enums import InvitationAnswer, Moderation, State
from participation.invitation_links import invitation_path
from participation.letter_tasks import tell_of_answer, tell_of_invitation, tell_of_state
from participation.mail_enums import LetterKind
from participation.models import CoAuthor, Invitation, Letter, Subject
from participation.queries.name import authors_of
from participation.rules import can_see, refusal_to_withdraw_subject
from tests.factories.accounts import UserFactory
from tests.factories.base import MOMENT
from tests.factories.participation import (
    CoAuthorFactory,
    InvitationFactory,
    PhaseFactory,
    StateEventFactory,
    SubjectFactory,
)

pytestmark = pytest.mark.django_db
LATE = MOMENT + timedelta(days=14)


@pytest.fixture
def subject():
    subject = SubjectFactory(author_name="Noor", label="Een bankje")
    PhaseFactory(consultation_round=subject.consultation_round)
    return subject


def invite(subject, email="sam@example.nl", *, by=None, at=MOMENT):
    return invite_co_author(subject=subject, email=email, language="nl", by=by or subject.author, at=at)


def accept(invitation, *, by=None, name="Sam", at=MOMENT):
    return accept_invitation(invitation=invitation, name=name, by=by or UserFactory(), at=at)


def words(subject, at=MOMENT):
    return authors_of([subject], at)[subject.pk]


def test_who_was_asked_is_named_only_after_saying_yes_and_in_that_order(subject):
    first, second, third = invite(subject, "a@example.nl"), invite(subject, "b@example.nl"), invite(subject)
    assert words(subject) == "Noor"
    accept(second, name="Bo")
    accept(first, name="")
    accept(third, name=" Sam  de Vries ")
    assert words(subject) == "Noor, Bo, Sam de Vries en een inwoner"
    assert AuditEntry.objects.filter(act="invitation_accepted").count() == 3


def test_an_invitation_is_one_mail_without_words_that_nobody_read_yet(subject, django_capture_on_commit_callbacks):
    subject.moderation = Moderation.AWAITING
    subject.save()
    with django_capture_on_commit_callbacks(execute=True):
        invitation = invite(subject)
    assert tell_of_invitation.call(invitation.pk) == 0
    [letter] = mail.outbox
    assert letter.to == ["sam@example.nl"]
    assert invitation_path(invitation) in letter.body
    assert ("Noor" in letter.body, "Een bankje" in letter.body) == (False, False)


@pytest.mark.parametrize("email", ["sam@example.nl", " SAM@example.nl"])
@pytest.mark.parametrize("answer", ["", "declined", "withdrawn"])
def test_no_address_is_asked_twice_about_a_proposal_whatever_it_answered(subject, email, answer):
    invitation = invite(subject)
    if answer == "declined":
        decline_invitation(invitation=invitation, by=UserFactory(), at=MOMENT)
    if answer == "withdrawn":
        withdraw_invitation(invitation=invitation, by=subject.author, at=MOMENT)
    with pytest.raises(Refusal):
        invite(subject, email)
    sweep_invitations(by=None, at=LATE)
    assert Invitation.objects.get().email == ""
    with pytest.raises(Refusal):
        invite(subject, email, at=LATE)


def test_invitations_are_limited_by_proposal_person_and_address(subject, settings):
    settings.CO_AUTHORS = settings.CO_AUTHORS | {"most": 2, "mails_per_address_per_day": 1}
    invite(subject)
    other = SubjectFactory(author=subject.author)
    with pytest.raises(Refusal):
        invite(other)
    accept(invite(subject, "bo@example.nl"))
    with pytest.raises(Refusal):
        invite(subject, "cas@example.nl")
    # Who did not answer in time makes room.
    invite(subject, "cas@example.nl", at=LATE)
    settings.CO_AUTHORS = settings.CO_AUTHORS | {"invitations_per_person_per_day": 2}
    with pytest.raises(Refusal):
        invite(other, "dee@example.nl")


def test_only_the_author_asks_and_not_themselves(subject):
    friend = CoAuthorFactory(subject=subject).person
    for person in (friend, UserFactory()):
        with pytest.raises(Refusal):
            invite(subject, by=person)
    with pytest.raises(Refusal):
        invite(subject, subject.author.email)


def test_a_settled_hidden_or_withdrawn_proposal_names_nobody_more(subject):
    invitation = invite(subject)
    for moderation in (Moderation.HIDDEN, Moderation.WITHDRAWN):
        subject.moderation = moderation
        subject.withdrawn_at = MOMENT if moderation == Moderation.WITHDRAWN else None
        subject.save()
        for act in (lambda: invite(subject, "bo@example.nl"), lambda: accept(invitation)):
            with pytest.raises(Refusal):
                act()
    subject.moderation, subject.withdrawn_at = Moderation.VISIBLE, None
    subject.save()
    StateEventFactory(subject=subject, state=State.NOT_TAKEN, reason="Nee.")
    with pytest.raises(Refusal):
        invite(subject, "bo@example.nl")


def test_an_invitation_works_once_and_for_a_time(subject):
    person = UserFactory()
    late, used, taken = (invite(subject, f"{name}@example.nl") for name in ("a", "b", "c"))
    accept(used, by=person)
    withdraw_invitation(invitation=taken, by=subject.author, at=MOMENT)
    for invitation, at in ((late, LATE), (used, MOMENT), (taken, MOMENT)):
        with pytest.raises(Refusal):
            accept(invitation, at=at)
        with pytest.raises(Refusal):
            decline_invitation(invitation=invitation, by=person, at=at)
    assert CoAuthor.objects.get().person == person


def test_nobody_is_named_twice_and_the_author_is_no_co_author(subject):
    person = CoAuthorFactory(subject=subject).person
    for known in (person, subject.author):
        with pytest.raises(Refusal):
            accept(invite(subject, f"{known.pk}@elders.nl"), by=known)
    for known in (person, subject.author):
        with pytest.raises(IntegrityError), transaction.atomic():
            CoAuthor.objects.create(subject=subject, person=known, at=MOMENT)
    for write in (
        lambda: CoAuthor.objects.update(person=subject.author),
        lambda: Subject.objects.update(author=person),
    ):
        with pytest.raises(DatabaseError, match="no co-author"), transaction.atomic():
            write()


def test_the_author_is_told_what_was_answered(subject):
    said = accept(invite(subject))
    refused = decline_invitation(invitation=invite(subject, "bo@example.nl"), by=UserFactory(), at=MOMENT)
    assert [tell_of_answer.call(one.pk) for one in (said, refused, said)] == [1, 1, 0]
    yes, no = (letter.body for letter in mail.outbox)
    assert ("Sam" in yes, "sam@example.nl" in yes, "bo@example.nl" in no) == (True, False, False)
    assert {letter.to[0] for letter in mail.outbox} == {subject.author.email}


def test_co_authors_get_the_mails_that_the_author_gets(subject):
    friend = CoAuthorFactory(subject=subject).person
    event = StateEventFactory(subject=subject, state=State.NOT_TAKEN, reason="Er is geen geld.")
    assert [tell_of_state.call(event.pk) for _time in range(2)] == [2, 0]
    assert [letter.to[0] for letter in mail.outbox] == [subject.author.email, friend.email]
    assert Letter.objects.filter(kind=LetterKind.STATE).count() == 2


def test_a_co_author_sees_what_waits_and_withdraws_nothing(subject):
    friend, other = CoAuthorFactory(subject=subject).person, UserFactory()
    subject.moderation = Moderation.AWAITING
    subject.save()
    assert [can_see(person, subject) for person in (subject.author, friend, other)] == [True, True, False]
    for person in (friend, other):
        assert refusal_to_withdraw_subject(person, subject, MOMENT)
    assert refusal_to_withdraw_subject(subject.author, subject, MOMENT) == ""


def test_the_first_co_author_takes_over_from_an_account_that_is_closed(subject):
    first, second = (CoAuthorFactory(subject=subject).person for _one in range(2))
    subject.author.is_active = False
    subject.author.save()
    subject.refresh_from_db()
    assert refusal_to_withdraw_subject(second, subject, MOMENT)
    assert invite(subject, by=first).invited_by == first
    withdraw_subject(subject=subject, reason="Het hoeft niet meer.", by=first, at=MOMENT)
    assert words(subject).startswith("Noor, ")


def test_a_co_author_leaves_by_themselves(subject):
    friend = CoAuthorFactory(subject=subject, name="Sam").person
    with pytest.raises(Refusal):
        leave_proposal(subject=subject, by=UserFactory(), at=MOMENT)
    leave_proposal(subject=subject, by=friend, at=MOMENT)
    assert words(subject) == "Noor"
    assert AuditEntry.objects.get(act="co_author_left").by == friend


def test_the_audit_trail_and_what_is_printed_hold_no_address(subject):
    invitation = accept(invite(subject))
    assert "@" not in re.sub(r"\s", "", "".join(str(entry.detail) for entry in AuditEntry.objects.all()))
    assert "@" not in str(invitation)
    assert invitation.answer == InvitationAnswer.ACCEPTED


def test_sweep_invitations_forgets_only_addresses_that_no_longer_work(subject):
    InvitationFactory(subject=subject)
    assert [sweep_invitations(by=None, at=at) for at in (MOMENT, LATE, LATE)] == [0, 1, 0]
