"""What holds when several people act in the same moment, each on a connection of their own."""

import threading
import uuid
from datetime import timedelta

import pytest
from django.contrib.auth.models import Group

from accounts.enums import Role
from base.refusal import Refusal
from participation.actions import ballot as ballot_actions
from participation.actions import tally_sheet as tally_sheet_actions
from participation.actions.ballot import CastBallot, cast_ballot
from participation.actions.comment import post_comment
from participation.actions.consultation_round import put_in_force
from participation.actions.draft import save_draft
from participation.actions.subject import keep_off_ballot
from participation.actions.support import give_support
from participation.actions.tally_sheet import count_round
from participation.enums import PhaseKind
from participation.models import (
    Ballot,
    Comment,
    ConsultationRound,
    Draft,
    Envelope,
    PollBookEntry,
    Subject,
    Support,
    TallySheet,
)
from participation.queries.electoral_roll import voter_of
from participation.round_plan import PhasePlan, RulesPlan
from tests.database_races import at_once
from tests.factories.accounts import UserFactory
from tests.factories.participation import ConsultationRoundFactory, PhaseFactory, SubjectFactory
from tests.rounds import anew, moment, open_up

pytestmark = pytest.mark.django_db(transaction=True)

OPENS, CLOSES = moment(11, 1), moment(11, 15)
EARLIER = OPENS - timedelta(seconds=1)
JUST_BEFORE, JUST_AFTER = CLOSES - timedelta(seconds=1), CLOSES + timedelta(seconds=1)
# How long somebody who is held just before the end of their transaction waits for another to overtake them.
HELD = 1.0  # second


@pytest.fixture
def vote(many_connections) -> ConsultationRound:
    consultation_round = ConsultationRoundFactory()
    PhaseFactory(consultation_round=consultation_round, kind=PhaseKind.VOTE, starts_at=OPENS, ends_at=CLOSES)
    return consultation_round


@pytest.fixture
def park(vote) -> Subject:
    return SubjectFactory(consultation_round=vote, label="Park")


@pytest.fixture
def pool(vote) -> Subject:
    return SubjectFactory(consultation_round=vote, label="Bad")


@pytest.fixture
def counter(many_connections):
    return UserFactory(groups=[Group.objects.get(name=Role.CLERK)])


def cast(vote, *subjects, by, at=JUST_BEFORE):
    return cast_ballot(
        consultation_round=anew(vote),
        voter=voter_of(vote, by),
        choices={subject.pk: 1 for subject in subjects},
        at=at,
    )


def count(vote, by):
    open_up(vote, by=by, at=JUST_AFTER)
    return count_round(consultation_round=anew(vote), by=by, at=JUST_AFTER)


def scores(vote) -> dict[str, int]:
    sheet = TallySheet.objects.get(consultation_round=vote)
    return {line.subject.label: line.score for line in sheet.lines.select_related("subject")}


class Hold:
    """Stops one transaction just before its end, so that another can try to overtake it."""

    def __init__(self, monkeypatch, module, *acts: str) -> None:
        self.reached = threading.Event()
        self.overtaken = threading.Event()
        record = module.record

        def held(*rows, act, **kwargs):
            entry = record(*rows, act=act, **kwargs)
            if act in acts:
                self.reached.set()
                self.overtaken.wait(HELD)
            return entry

        monkeypatch.setattr(module, "record", held)

    def overtake(self, act):
        def run():
            assert self.reached.wait(30)
            try:
                return act()
            finally:
                self.overtaken.set()

        return run


def test_cast_ballot_of_many_at_once_keeps_each(vote, park):
    voters = UserFactory.create_batch(8)
    answers = at_once(*[lambda voter=voter: cast(vote, park, by=voter) for voter in voters])
    assert {type(answer) for answer in answers} == {CastBallot}
    assert (PollBookEntry.objects.count(), Envelope.objects.count()) == (8, 8)


def test_cast_ballot_under_way_is_counted_by_who_opens_the_box(vote, park, counter, monkeypatch):
    early, voter = UserFactory.create_batch(2)
    cast(vote, park, by=early)
    hold = Hold(monkeypatch, ballot_actions, "ballot_cast")
    cast_answer, sheet = at_once(lambda: cast(vote, park, by=voter), hold.overtake(lambda: count(vote, counter)))
    assert (type(cast_answer), type(sheet)) == (CastBallot, TallySheet)
    assert (Envelope.objects.count(), Ballot.objects.count(), sheet.cast, scores(vote)) == (0, 2, 2, {"Park": 2})


def test_cast_ballot_that_replaces_is_counted_as_it_was_replaced(vote, park, pool, counter, monkeypatch):
    voter = UserFactory()
    cast(vote, park, by=voter)
    hold = Hold(monkeypatch, ballot_actions, "ballot_replaced")
    cast_answer, sheet = at_once(lambda: cast(vote, pool, by=voter), hold.overtake(lambda: count(vote, counter)))
    assert (type(cast_answer), type(sheet)) == (CastBallot, TallySheet)
    assert (Envelope.objects.count(), Ballot.objects.count(), scores(vote)) == (0, 1, {"Park": 0, "Bad": 1})


def test_cast_ballot_while_the_box_is_opened_is_refused_and_leaves_nothing(vote, park, counter, monkeypatch):
    voter, late = UserFactory.create_batch(2)
    cast(vote, park, by=voter)
    hold = Hold(monkeypatch, tally_sheet_actions, "round_counted")
    sheet, *refusals = at_once(
        lambda: count(vote, counter),
        hold.overtake(lambda: cast(vote, park, by=late)),
        hold.overtake(lambda: cast(vote, by=voter)),
    )
    assert (type(sheet), [type(answer) for answer in refusals]) == (TallySheet, [Refusal, Refusal])
    assert (Envelope.objects.count(), Ballot.objects.count(), PollBookEntry.objects.count()) == (0, 1, 1)
    assert scores(vote) == {"Park": 1}


def test_cast_ballot_against_the_opening_of_the_box_loses_and_doubles_none(vote, park, pool, counter):
    voters = UserFactory.create_batch(10)
    for voter in voters[:4]:
        cast(vote, park, by=voter)
    acts = [lambda voter=voter: cast(vote, pool, by=voter) for voter in voters[2:]]
    acts.insert(4, lambda: count(vote, counter))
    answers = at_once(*acts)
    sheet = answers.pop(4)
    told = dict(zip(voters[2:], answers, strict=True))
    assert type(sheet) is TallySheet
    assert {type(answer) for answer in answers} <= {CastBallot, Refusal}
    in_time = [voter for voter, answer in told.items() if type(answer) is CastBallot]
    replaced = [voter for voter in in_time if voter in voters[:4]]
    assert (Envelope.objects.count(), Ballot.objects.count(), PollBookEntry.objects.count()) == (
        0,
        sheet.cast,
        sheet.cast,
    )
    assert scores(vote) == {"Park": 4 - len(replaced), "Bad": len(in_time)}


def test_count_round_twice_at_once_writes_one_sheet(vote, park, counter):
    cast(vote, park, by=UserFactory())
    answers = at_once(*[lambda: count(vote, counter)] * 4)
    assert sorted(type(answer).__name__ for answer in answers) == ["Refusal"] * 3 + ["TallySheet"]
    assert (TallySheet.objects.count(), Ballot.objects.count()) == (1, 1)


def test_freeze_ballot_by_many_at_once_is_done_once(vote, park, pool):
    voters = UserFactory.create_batch(6)
    at_once(*[lambda voter=voter: cast(vote, park, by=voter) for voter in voters])
    assert list(vote.subjects.order_by("ballot_line").values_list("ballot_line", flat=True)) == [1, 2]
    assert anew(vote).ballot_frozen_at == OPENS


def test_give_support_from_eight_devices_at_once_is_one_support(vote):
    PhaseFactory(consultation_round=vote, kind=PhaseKind.SUPPORT, starts_at=moment(10, 1), ends_at=OPENS)
    subject, supporter = SubjectFactory(consultation_round=vote), UserFactory()
    answers = at_once(*[lambda: give_support(subject=subject, by=supporter, at=moment(10, 5))] * 8)
    assert {type(answer) for answer in answers} == {Support}
    assert Support.objects.count() == 1


def test_give_support_of_many_at_once_reaches_the_threshold_once(vote):
    PhaseFactory(consultation_round=vote, kind=PhaseKind.SUPPORT, starts_at=moment(10, 1), ends_at=OPENS)
    ConsultationRound.objects.filter(pk=vote.pk).update(support_threshold=6)
    subject = SubjectFactory(consultation_round=anew(vote))
    people = UserFactory.create_batch(6)
    answers = at_once(
        *[lambda person=person: give_support(subject=subject, by=person, at=moment(10, 5)) for person in people]
    )
    assert {type(answer) for answer in answers} == {Support}
    assert [event.state for event in subject.state_events.all()] == ["threshold"]


def test_post_comment_sent_twice_at_once_is_one_comment(vote):
    PhaseFactory(consultation_round=vote, kind=PhaseKind.DISCUSS, starts_at=moment(10, 1), ends_at=OPENS)
    subject, author, key = SubjectFactory(consultation_round=vote), UserFactory(), uuid.uuid4()

    def post():
        return post_comment(
            subject=subject, text="Goed idee.", language="nl", author_name="", by=author, at=moment(10, 5), sent_key=key
        )

    answers = at_once(*[post] * 6)
    assert {type(answer) for answer in answers} == {Comment}
    assert Comment.objects.count() == 1


def test_save_draft_twice_at_once_keeps_one(vote):
    author, key = UserFactory(), uuid.uuid4()

    def save():
        return save_draft(
            form="proposal",
            consultation_round=vote,
            data={"title": "Een bankje"},
            language="nl",
            by=author,
            at=OPENS,
            key=key,
        )

    answers = at_once(*[save] * 6)
    assert {type(answer) for answer in answers} == {Draft}
    assert Draft.objects.get().data == {"title": "Een bankje"}


def test_keep_off_ballot_that_the_first_voter_overtakes_is_refused(vote, park, pool, counter, monkeypatch):
    hold = Hold(monkeypatch, ballot_actions, "ballot_frozen")
    frozen, refusal = at_once(
        lambda: cast(vote, park, by=UserFactory()),
        # By the clock that this one read, voting had not begun.
        hold.overtake(
            lambda: keep_off_ballot(subject=Subject.objects.get(pk=pool.pk), reason="Te duur.", by=counter, at=EARLIER)
        ),
    )
    assert (type(frozen), type(refusal)) == (CastBallot, Refusal)
    pool.refresh_from_db()
    assert (pool.kept_off_because, pool.ballot_line) == ("", 2)


def test_put_in_force_that_the_first_voter_overtakes_moves_no_vote(vote, park, monkeypatch):
    later = [PhasePlan(kind=PhaseKind.VOTE, starts_at=moment(11, 5), ends_at=CLOSES)]
    rules = RulesPlan(title=vote.title, language=vote.language, method=vote.method)
    hold = Hold(monkeypatch, ballot_actions, "ballot_frozen")
    frozen, refusal = at_once(
        lambda: cast(vote, park, by=UserFactory(), at=OPENS),
        hold.overtake(
            lambda: put_in_force(reference=vote.reference, about=None, rules=rules, phases=later, by=None, at=EARLIER)
        ),
    )
    assert (type(frozen), type(refusal)) == (CastBallot, Refusal)
    assert anew(vote).voting.starts_at == OPENS


def test_cast_ballot_of_who_read_phases_that_were_moved_since_is_refused(vote, park):
    read = anew(vote)
    put_in_force(
        reference=vote.reference,
        about=None,
        rules=RulesPlan(title=vote.title, language=vote.language, method=vote.method),
        phases=[PhasePlan(kind=PhaseKind.VOTE, starts_at=moment(11, 5), ends_at=CLOSES)],
        by=None,
        at=EARLIER,
    )
    with pytest.raises(Refusal):
        cast_ballot(consultation_round=read, voter=voter_of(read, UserFactory()), choices={park.pk: 1}, at=OPENS)
    assert anew(vote).ballot_frozen_at is None
