"""The life of a proposal against its table: every state, every step, every role."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.db import DatabaseError, IntegrityError, transaction

from accounts.enums import Role
from base.enums import ReferenceKind
from base.models import AuditEntry
from base.refusal import Refusal
from participation.actions.ruling import rule_on
from participation.actions.state_event import assess_proposal, move_proposal, publish_assessments
from participation.actions.subject import withdraw_subject
from participation.actions.support import give_support
from participation.enums import AT_WORK, DECIDED, RECORDED, VOTED_ON, Moderation, PhaseKind, RulingKind, State
from participation.letter_tasks import tell_of_state
from participation.life import TRANSITIONS, refusal_to_move, transition
from participation.life_steps import Told, Who
from participation.models import Assessment, StateEvent, Subject
from participation.queries.state_event import desk_subjects, state_of, states_of
from tests.factories.accounts import UserFactory
from tests.factories.base import ReferenceFactory
from tests.factories.participation import (
    AssessmentFactory,
    FollowFactory,
    PhaseFactory,
    StateEventFactory,
    SubjectFactory,
    SupportFactory,
    TallyLineFactory,
)
from tests.rounds import moment

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]

OPENS, CLOSES = moment(9, 15), moment(10, 1)
DURING, AFTER = moment(9, 20), moment(10, 2)
HOUR = timedelta(hours=1)
# Those of a proposal; a request under an ordinance has more (test_request_life).
OWN = [state for state in State if state != State.DRAFT and state not in AT_WORK | DECIDED]
FOUND = {"department": "Openbare ruimte", "feasible": "yes", "cost": 100, "legal": "", "reason": "Het past."}


def person_with(role: Role):
    return UserFactory(groups=[Group.objects.get(name=role)])


@pytest.fixture
def clerk():
    return person_with(Role.CLERK)


@pytest.fixture
def bench(db) -> Subject:
    """Public since before supporting opens, in a round where two must support it."""
    subject = SubjectFactory(submitted_at=OPENS - HOUR, consultation_round__support_threshold=2)
    PhaseFactory(consultation_round=subject.consultation_round, kind=PhaseKind.SUPPORT, starts_at=OPENS, ends_at=CLOSES)
    StateEventFactory(subject=subject, state=State.SUBMITTED, at=OPENS - HOUR)
    StateEventFactory(subject=subject, state=State.PUBLISHED, at=OPENS - HOUR)
    return subject


def put_in(subject: Subject, state: State) -> Subject:
    """The subject as it is in a state (all but a draft, which is no subject yet); at DURING, or at AFTER when expired."""
    moderation = {State.MODERATION: Moderation.AWAITING, State.SUBMITTED: Moderation.HIDDEN}
    subject.moderation = moderation.get(state, Moderation.VISIBLE)
    if state == State.WITHDRAWN:
        subject.moderation, subject.withdrawn_at = Moderation.WITHDRAWN, DURING
    subject.save()
    if state in RECORDED and state not in (State.SUBMITTED, State.PUBLISHED, State.EXPIRED):
        given = {
            State.INADMISSIBLE: {"ground": "rules", "reason": "Nee."},
            State.TAKEN: {"went_to": ReferenceFactory()},
            State.FORWARDED: {"addressee": "Het waterschap"},
            State.NOT_TAKEN: {"reason": "Nee."},
            State.MERGED: {"went_to": ReferenceFactory()},
        }
        if state == State.MERGED:
            subject.merged_into = SubjectFactory(consultation_round=subject.consultation_round)
            subject.save()
        StateEventFactory(subject=subject, state=state, at=OPENS, **given.get(state, {}))
    return Subject.objects.get(pk=subject.pk)


def ready_in(state: State) -> tuple[Subject, object]:
    at = {State.PUBLISHED: OPENS - HOUR / 2, State.EXPIRED: AFTER}.get(state, DURING)
    subject = SubjectFactory(submitted_at=OPENS - HOUR, consultation_round__support_threshold=2)
    PhaseFactory(consultation_round=subject.consultation_round, kind=PhaseKind.SUPPORT, starts_at=OPENS, ends_at=CLOSES)
    StateEventFactory(subject=subject, state=State.SUBMITTED, at=OPENS - HOUR)
    if state not in (State.SUBMITTED, State.MODERATION):
        StateEventFactory(subject=subject, state=State.PUBLISHED, at=OPENS - HOUR)
    AssessmentFactory(subject=subject)
    if state in VOTED_ON:
        at = at_the_vote(subject, state)
    return put_in(subject, state), at


def at_the_vote(subject: Subject, state: State):
    """Brings a round to its vote, or past its result; the moment of that."""
    consultation_round = subject.consultation_round
    PhaseFactory(consultation_round=consultation_round, kind=PhaseKind.VOTE, starts_at=AFTER, ends_at=AFTER + 3 * HOUR)
    if state == State.VOTING:
        return AFTER + HOUR
    consultation_round.counted_at = consultation_round.result_published_at = AFTER + 3 * HOUR
    consultation_round.save()
    if state == State.KEPT_OFF:
        subject.kept_off_because = "Het kan niet."
    else:
        place = 1 if state == State.CHOSEN else None
        TallyLineFactory(sheet__consultation_round=consultation_round, subject=subject, place=place)
    return AFTER + 4 * HOUR


@pytest.mark.parametrize("state", OWN)
def test_every_state_is_read_from_what_was_recorded_and_the_clock(state):
    subject, at = ready_in(state)
    assert state_of(subject, at) == state


@pytest.mark.parametrize("source", OWN)
def test_a_step_is_free_exactly_where_the_table_has_it_for_this_person(source):
    subject, at = ready_in(source)
    people = {role: person_with(role) for role in Role} | {"author": subject.author}
    may_withdraw = {State.MODERATION, State.PUBLISHED, State.SUPPORTING, State.THRESHOLD}
    for target in State:
        step = transition(source, target)
        for role, person in people.items():
            free = not refusal_to_move(person, subject, source, target, at)
            if step is None or step.who is Who.RECORDS:
                expected = False
            elif step.who is Who.AUTHOR_OR_MODERATOR:
                expected = role in ("author", Role.MODERATOR, Role.ADMINISTRATOR)
            elif step.who is Who.CLERK:
                expected = role in (Role.CLERK, Role.ADMINISTRATOR) and source != State.VOTING
            else:
                expected = role == "author" and source in may_withdraw
            assert free is expected, (source, target, role)


def test_the_table_leads_to_every_state_and_names_a_step_once():
    pairs = [(source, step.target) for step in TRANSITIONS for source in step.sources]
    # Out of moderation a proposal comes by a ruling; back from what was settled by the clerk.
    assert len(pairs) == len(set(pairs))
    assert {step.target for step in TRANSITIONS} == set(State) - {State.DRAFT} - AT_WORK - DECIDED


def test_move_proposal_keeps_who_and_why_and_shows_the_department(bench, clerk):
    event = move_proposal(
        subject=bench,
        state=State.INADMISSIBLE,
        by=clerk,
        at=DURING,
        ground="decided",
        reason="De raad besloot hier in mei over.",
        department="Griffie",
    )
    bench.refresh_from_db()
    assert (event.by, event.department, state_of(bench, DURING)) == (clerk, "Griffie", State.INADMISSIBLE)
    assert bench.kept_off_because == "De raad besloot hier in mei over."
    entry = AuditEntry.objects.get(act="proposal_inadmissible")
    assert (entry.by, entry.detail["source"]) == (clerk, "supporting")
    with pytest.raises(Refusal, match="settled"):
        give_support(subject=Subject.objects.get(pk=bench.pk), by=UserFactory(), at=DURING)


@pytest.mark.parametrize(
    ("state", "given"),
    [
        (State.INADMISSIBLE, {"reason": "Nee."}),
        (State.INADMISSIBLE, {"ground": "rules", "reason": "  "}),
        (State.TAKEN, {"reason": "Goed."}),
        (State.FORWARDED, {"reason": "Niet aan ons."}),
        (State.NOT_TAKEN, {}),
    ],
)
def test_move_proposal_is_refused_without_what_must_be_given(bench, clerk, state, given):
    with pytest.raises(Refusal):
        move_proposal(subject=bench, state=state, by=clerk, at=DURING, **given)
    assert state_of(bench, DURING) == State.SUPPORTING


def test_move_proposal_puts_a_mistake_right_by_a_step_of_its_own(bench, clerk):
    move_proposal(subject=bench, state=State.NOT_TAKEN, by=clerk, at=DURING, reason="Te duur.")
    move_proposal(
        subject=bench, state=State.PUBLISHED, by=clerk, at=DURING + HOUR, reason="Het was een ander voorstel."
    )
    bench.refresh_from_db()
    assert (state_of(bench, DURING + HOUR), bench.kept_off_because) == (State.SUPPORTING, "")
    assert bench.state_events.count() == 4


def test_move_proposal_is_refused_while_people_vote(bench, clerk):
    PhaseFactory(
        consultation_round=bench.consultation_round, kind=PhaseKind.VOTE, starts_at=AFTER, ends_at=AFTER + 24 * HOUR
    )
    with pytest.raises(Refusal, match="Voting has begun"):
        move_proposal(subject=bench, state=State.NOT_TAKEN, by=clerk, at=AFTER + HOUR, reason="Te duur.")


def test_the_database_changes_and_deletes_no_event(bench):
    for write in (lambda: bench.state_events.update(reason="Anders."), lambda: bench.state_events.all().delete()):
        with pytest.raises(DatabaseError), transaction.atomic():
            write()
    with pytest.raises(IntegrityError), transaction.atomic():
        StateEventFactory(subject=bench, state=State.SUPPORTING)
    with pytest.raises(IntegrityError), transaction.atomic():
        StateEventFactory(subject=bench, state=State.SUBMITTED)


def test_rule_on_publishes_once_in_a_life():
    subject = SubjectFactory(moderation=Moderation.AWAITING)
    moderator = person_with(Role.MODERATOR)
    for kind in (RulingKind.PUBLISH, RulingKind.HIDE, RulingKind.PUBLISH):
        rule_on(target=subject, kind=kind, by=moderator, at=DURING, ground="spam", reason="Daarom.")
    assert subject.state_events.filter(state=State.PUBLISHED).count() == 1


def test_withdraw_subject_wants_a_reason_and_comes_too_late_after_the_municipality(bench, clerk):
    with pytest.raises(Refusal, match="few words"):
        withdraw_subject(subject=bench, reason=" ", by=bench.author, at=DURING)
    move_proposal(subject=bench, state=State.NOT_TAKEN, by=clerk, at=DURING, reason="Te duur.")
    with pytest.raises(Refusal, match="belongs to the record"):
        withdraw_subject(subject=Subject.objects.get(pk=bench.pk), reason="Toch niet.", by=bench.author, at=DURING)


# Enough support


def test_give_support_of_the_last_one_needed_reaches_the_threshold_once(bench):
    give_support(subject=bench, by=UserFactory(), at=DURING)
    assert state_of(bench, DURING) == State.SUPPORTING
    for _more in range(2):
        give_support(subject=bench, by=UserFactory(), at=DURING)
    event = bench.state_events.get(state=State.THRESHOLD)
    assert (event.by, state_of(bench, AFTER)) == (None, State.THRESHOLD)
    assert AuditEntry.objects.get(act="proposal_threshold").by is None
    assert list(desk_subjects("waiting", AFTER)) == [bench]


def test_with_too_little_support_it_expires_by_the_clock(bench):
    give_support(subject=bench, by=UserFactory(), at=DURING)
    assert (state_of(bench, CLOSES - HOUR / 60), state_of(bench, CLOSES)) == (State.SUPPORTING, State.EXPIRED)


def test_reaching_the_threshold_tells_author_and_supporters_once_each(bench, mailoutbox):
    supporter, follower = UserFactory(), UserFactory()
    SupportFactory(subject=bench, supporter=supporter)
    # Another account of the same mailbox.
    SupportFactory(subject=bench, supporter=UserFactory(email=supporter.email))
    SupportFactory(subject=bench, supporter=follower)
    FollowFactory(reference=bench.reference, person=follower, address="")
    event = StateEventFactory(subject=bench, state=State.THRESHOLD, at=DURING)
    assert (tell_of_state.call(event.pk), tell_of_state.call(event.pk)) == (2, 0)
    assert sorted(mail.to[0] for mail in mailoutbox) == sorted([bench.author.email, supporter.email])
    told = next(mail for mail in mailoutbox if mail.to == [supporter.email])
    assert "omdat je dit voorstel steunt" in told.body
    assert not {follower.display_name, bench.author.display_name} & set(told.body.split())


def test_a_hidden_proposal_is_told_of_to_nobody(bench, mailoutbox):
    event = StateEventFactory(subject=bench, state=State.THRESHOLD, at=DURING)
    Subject.objects.filter(pk=bench.pk).update(moderation=Moderation.HIDDEN)
    assert (tell_of_state.call(event.pk), mailoutbox) == (0, [])


def test_what_the_clerk_settles_is_told_to_followers_too():
    clerks = [step for step in TRANSITIONS if step.who is Who.CLERK]
    assert {step.told for step in clerks} == {frozenset(Told)}


# Assessments


def test_assessments_of_a_round_become_public_together(bench, clerk):
    pool = SubjectFactory(consultation_round=bench.consultation_round)
    for subject in (bench, pool):
        assess_proposal(subject=subject, by=clerk, at=DURING, **FOUND)
    assess_proposal(subject=pool, by=clerk, at=DURING, **FOUND | {"feasible": "no"})
    assert states_of([bench, pool], DURING) == {bench.pk: State.SUPPORTING, pool.pk: State.SUPPORTING}
    events = publish_assessments(consultation_round=bench.consultation_round, by=clerk, at=DURING)
    assert (len(events), set(states_of([bench, pool], DURING).values())) == (2, {State.ASSESSED})
    assert Assessment.objects.get(subject=pool).feasible == "no"
    with pytest.raises(DatabaseError), transaction.atomic():
        Assessment.objects.update(reason="Anders.")
    with pytest.raises(Refusal):
        assess_proposal(subject=bench, by=clerk, at=DURING, **FOUND)


def test_publish_assessments_leaves_out_what_was_settled_since(bench, clerk):
    pool = SubjectFactory(consultation_round=bench.consultation_round)
    for subject in (bench, pool):
        assess_proposal(subject=subject, by=clerk, at=DURING, **FOUND)
    move_proposal(subject=pool, state=State.NOT_TAKEN, by=clerk, at=DURING, reason="Te duur.")
    publish_assessments(consultation_round=bench.consultation_round, by=clerk, at=DURING)
    assert Assessment.objects.get(subject=pool).published_at is None


def test_taken_leads_on_to_an_agenda_item(bench, clerk):
    item = ReferenceFactory(kind=ReferenceKind.AGENDA_ITEM)
    event = move_proposal(subject=bench, state=State.TAKEN, by=clerk, at=DURING, agenda_item=item)
    assert StateEvent.objects.get(pk=event.pk).went_to == item


def test_states_of_many_are_one_query(bench, django_assert_num_queries):
    subjects = [bench, *SubjectFactory.create_batch(5, consultation_round=bench.consultation_round)]
    with django_assert_num_queries(1):
        assert set(states_of(subjects, DURING).values()) == {State.SUPPORTING}
