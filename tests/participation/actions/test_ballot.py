from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from base.models import AuditEntry
from base.refusal import Refusal
from participation.actions.ballot import cast_ballot, cast_ballots, freeze_ballot
from participation.actions.poll_book import write_in_poll_book
from participation.actions.ruling import rule_on
from participation.actions.subject import keep_off_ballot, submit_subject
from participation.box_rules import is_close_due, refusal_to_open
from participation.entry_rules import refusal_of_paper
from participation.enums import Eligibility, Moderation, PhaseKind, RulingKind
from participation.models import (
    ConsultationRound,
    Envelope,
    Phase,
    PollBookEntry,
    RollEntry,
    Subject,
)
from participation.queries.ballot import as_shown, ballot_subjects, turnout
from participation.queries.electoral_roll import voter_of
from participation.voting_enums import VotingChannel
from tests.factories.accounts import UserFactory
from tests.factories.base import ReferenceFactory
from tests.factories.participation import (
    ConsultationRoundFactory,
    PhaseFactory,
    PollBookEntryFactory,
    RollEntryFactory,
    SubjectFactory,
)
from tests.rounds import anew, in_envelopes, moment

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]

OPENS, CLOSES = moment(11, 1), moment(11, 15)
DURING, INSTANT = moment(11, 3, 12), timedelta(microseconds=1)


@pytest.fixture
def vote() -> ConsultationRound:
    consultation_round = ConsultationRoundFactory()
    PhaseFactory(
        consultation_round=consultation_round, kind=PhaseKind.COLLECT, starts_at=moment(9, 1), ends_at=moment(10, 1)
    )
    PhaseFactory(consultation_round=consultation_round, kind=PhaseKind.VOTE, starts_at=OPENS, ends_at=CLOSES)
    return consultation_round


@pytest.fixture
def park(vote) -> Subject:
    return SubjectFactory(consultation_round=vote, label="Park", cost=60_000)


@pytest.fixture
def pool(vote) -> Subject:
    return SubjectFactory(consultation_round=vote, label="Bad", cost=40_000)


def cast(vote, *subjects, by=None, at=DURING):
    choices = {subject.pk: 1 for subject in subjects}
    return cast_ballot(
        consultation_round=anew(vote), voter=voter_of(vote, by or UserFactory()), choices=choices, at=at
    ).entry


def paper(vote) -> list[str]:
    return [subject.label for subject in ballot_subjects(anew(vote))]


# Freezing -----------------------------------------------------------------------------------------------------------


def test_freeze_ballot_is_dated_at_the_moment_itself(vote, park, pool):
    freeze_ballot(consultation_round=anew(vote), at=DURING)
    assert anew(vote).ballot_frozen_at == OPENS
    entry = AuditEntry.objects.get(act="ballot_frozen")
    assert (entry.at, entry.by) == (OPENS, None)
    assert entry.detail["lines"] == [park.reference.string, pool.reference.string]


def test_a_vote_with_nothing_on_its_paper_does_not_begin(vote, resident, clerk):
    """It is no vote, takes no ballot and is not closed; with a later beginning and something on its paper it is one."""
    freeze_ballot(consultation_round=anew(vote), at=DURING)
    assert (anew(vote).ballot_frozen_at, hasattr(anew(vote), "rules")) == (None, False)
    with pytest.raises(Refusal, match="Voting has not begun: there is nothing on the ballot paper"):
        cast(vote, by=resident)
    assert is_close_due(anew(vote), CLOSES) is False
    assert "there is nothing on the ballot paper" in refusal_to_open(anew(vote), CLOSES)
    assert "later beginning first" in refusal_of_paper(anew(vote), DURING)
    Phase.objects.filter(consultation_round=vote, kind=PhaseKind.VOTE).update(starts_at=DURING + timedelta(days=1))
    assert refusal_of_paper(anew(vote), DURING) == ""
    line = SubjectFactory(consultation_round=vote)
    cast(vote, line, by=resident, at=DURING + timedelta(days=2))
    assert (anew(vote).ballot_frozen_at, PollBookEntry.objects.count()) == (DURING + timedelta(days=1), 1)


def test_freeze_ballot_does_nothing_before_voting_begins(vote, park):
    freeze_ballot(consultation_round=anew(vote), at=OPENS - INSTANT)
    assert (anew(vote).ballot_frozen_at, Subject.objects.get().ballot_line) == (None, None)


def test_freeze_ballot_is_done_once(vote, park):
    stale = anew(vote)
    freeze_ballot(consultation_round=anew(vote), at=DURING)
    SubjectFactory(consultation_round=vote)
    freeze_ballot(consultation_round=stale, at=DURING)
    assert paper(vote) == ["Park"]
    assert AuditEntry.objects.filter(act="ballot_frozen").count() == 1


def test_freeze_ballot_takes_the_visible_and_admitted_in_the_order_of_their_numbers(vote, pool, park):
    SubjectFactory(consultation_round=vote, label="Wacht", moderation=Moderation.AWAITING)
    SubjectFactory(consultation_round=vote, label="Verborgen", moderation=Moderation.HIDDEN)
    SubjectFactory(consultation_round=vote, label="Kan niet", kept_off_because="Dat is van de provincie.")
    SubjectFactory(label="Van een andere ronde")
    freeze_ballot(consultation_round=anew(vote), at=DURING)
    assert paper(vote) == ["Bad", "Park"]


def test_freeze_ballot_of_a_budget_leaves_out_what_has_no_cost(vote, park):
    ConsultationRound.objects.filter(pk=vote.pk).update(method="greedy", budget=100_000)
    SubjectFactory(consultation_round=vote, label="Gratis?", cost=None)
    freeze_ballot(consultation_round=anew(vote), at=DURING)
    assert paper(vote) == ["Park"]


def test_ballot_paper_stays_when_a_subject_is_hidden_after_voting_began(vote, park, pool, moderator):
    subject = Subject.objects.select_related("consultation_round").get(pk=park.pk)
    rule_on(target=subject, kind=RulingKind.HIDE, ground="spam", reason="Reclame.", by=moderator, at=DURING)
    assert paper(vote) == ["Park", "Bad"]
    assert [subject.ballot_line for subject in ballot_subjects(anew(vote))] == [1, 2]


def test_ballot_paper_stays_when_a_subject_is_published_after_voting_began(vote, park, moderator):
    late = SubjectFactory(consultation_round=vote, label="Te laat", moderation=Moderation.AWAITING)
    rule_on(target=late, kind=RulingKind.PUBLISH, by=moderator, at=OPENS)
    assert paper(vote) == ["Park"]


def test_ballot_paper_stays_when_a_subject_is_handed_in_after_voting_began(vote, park):
    PhaseFactory(consultation_round=vote, kind=PhaseKind.COLLECT, starts_at=OPENS, ends_at=CLOSES)
    ConsultationRound.objects.filter(pk=vote.pk).update(screening="after")
    submit_subject(
        consultation_round=anew(vote),
        reference=ReferenceFactory(kind="VST"),
        label="Te laat",
        language="nl",
        cost=1,
        by=UserFactory(),
        at=OPENS,
    )
    assert paper(vote) == ["Park"]


def test_keep_off_ballot_is_possible_until_voting_begins(vote, park, pool, clerk):
    keep_off_ballot(subject=park, reason="Dat is van de provincie.", by=clerk, at=OPENS - INSTANT)
    assert paper(vote) == ["Bad"]
    subject = Subject.objects.get(pk=pool.pk)
    with pytest.raises(Refusal, match="the ballot paper stands fast"):
        keep_off_ballot(subject=subject, reason="Ook niet.", by=clerk, at=OPENS)
    assert paper(vote) == ["Bad"]


def test_keep_off_ballot_with_an_empty_reason_puts_it_back(vote, park, clerk):
    keep_off_ballot(subject=park, reason="Dat is van de provincie.", by=clerk, at=moment(10, 1))
    keep_off_ballot(subject=park, reason="", by=clerk, at=moment(10, 2))
    assert paper(vote) == ["Park"]


def test_keep_off_ballot_is_the_clerks(vote, park, moderator, resident):
    for somebody in (moderator, resident):
        with pytest.raises(Refusal, match="Only the clerk"):
            keep_off_ballot(subject=park, reason="Nee.", by=somebody, at=moment(10, 1))
    assert paper(vote) == ["Park"]


def test_options_stand_in_a_persons_own_order_the_same_at_every_visit_or_as_the_rules_say(vote):
    labels = ["Zwembad", "école", "'t Park", "Eik", "ijsbaan", "Ĳssalon"]
    subjects = [SubjectFactory(consultation_round=vote, label=label) for label in labels]
    voters = UserFactory.create_batch(20)
    orders = {tuple(subject.pk for subject in as_shown(vote, subjects, voter)) for voter in voters}
    assert len(orders) > 10
    assert as_shown(vote, list(reversed(subjects)), voters[0]) == as_shown(vote, subjects, voters[0])
    assert as_shown(vote, subjects) == subjects
    vote.option_order = "number"
    assert as_shown(vote, subjects, voters[0]) == subjects
    vote.option_order = "alphabet"
    for voter in (None, voters[0]):
        shown = [subject.label for subject in as_shown(vote, subjects, voter)]
        assert shown == ["école", "Eik", "ijsbaan", "Ĳssalon", "'t Park", "Zwembad"]
    # What is hidden meanwhile moves nothing.
    subjects[0].moderation = Moderation.HIDDEN
    assert as_shown(vote, subjects)[-1].public_label == subjects[0].reference.string


# Casting ------------------------------------------------------------------------------------------------------------


def test_cast_ballot_puts_marks_in_an_envelope_and_a_line_in_the_poll_book(vote, park, pool, resident):
    entry = cast(vote, pool, park, by=resident)
    assert in_envelopes() == [{park.reference.string: 1, pool.reference.string: 1}]
    assert (entry.roll_entry.person, entry.cast_at, entry.times_replaced) == (resident, DURING, 0)
    assert turnout(vote) == 1


def test_cast_ballot_leaves_a_trail_without_the_marks(vote, park, resident):
    cast(vote, park, by=resident)
    entry = AuditEntry.objects.get(act="ballot_cast")
    assert (entry.by, entry.about, entry.at, entry.detail) == (resident, vote.reference.string, DURING, {})


def test_cast_ballot_again_replaces_the_whole_ballot(vote, park, pool, resident):
    cast(vote, park, by=resident)
    entry = cast(vote, pool, by=resident, at=DURING + timedelta(hours=1))
    assert in_envelopes() == [{pool.reference.string: 1}]
    assert (entry.times_replaced, entry.cast_at) == (1, DURING + timedelta(hours=1))
    assert (RollEntry.objects.count(), PollBookEntry.objects.count()) == (1, 1)


def test_cast_ballot_takes_a_blank_one(vote, park, resident):
    cast(vote, by=resident)
    assert (in_envelopes(), turnout(vote)) == ([{}], 1)


@pytest.mark.parametrize(
    ("at", "open_"),
    [(OPENS - INSTANT, False), (OPENS, True), (CLOSES - INSTANT, True), (CLOSES, False), (CLOSES + INSTANT, False)],
)
def test_cast_ballot_is_open_from_the_first_instant_to_the_last_before_the_end(vote, park, at, open_):
    if open_:
        cast(vote, park, at=at)
    else:
        with pytest.raises(Refusal):
            cast(vote, park, at=at)
    assert Envelope.objects.count() == PollBookEntry.objects.count() == int(open_)


def test_cast_ballot_refuses_an_option_that_is_not_on_the_paper(vote, park, resident):
    other = SubjectFactory(label="Van een andere ronde")
    hidden = SubjectFactory(consultation_round=vote, moderation=Moderation.HIDDEN)
    for subject in (other, hidden):
        with pytest.raises(Refusal, match="not on the ballot paper"):
            cast(vote, park, subject, by=resident)
    assert (RollEntry.objects.count(), PollBookEntry.objects.count(), Envelope.objects.count()) == (0, 0, 0)


def test_cast_ballot_takes_a_mark_for_what_was_hidden_after_voting_began(vote, park, moderator, resident):
    subject = Subject.objects.select_related("consultation_round").get(pk=park.pk)
    rule_on(target=subject, kind=RulingKind.HIDE, ground="spam", reason="Reclame.", by=moderator, at=DURING)
    cast(vote, park, by=resident)
    assert in_envelopes() == [{park.reference.string: 1}]


def test_cast_ballot_refuses_more_than_the_budget_and_keeps_the_first_ballot(vote, park, pool, resident):
    ConsultationRound.objects.filter(pk=vote.pk).update(method="greedy", budget=99_999)
    cast(vote, park, by=resident)
    with pytest.raises(Refusal, match="costs € 100,000 and there is € 99,999"):
        cast(vote, park, pool, by=resident)
    assert in_envelopes() == [{park.reference.string: 1}]


def test_cast_ballot_refuses_more_marks_than_allowed(vote, park, pool, resident):
    ConsultationRound.objects.filter(pk=vote.pk).update(max_choices=1)
    with pytest.raises(Refusal, match="you can mark 1 at most"):
        cast(vote, park, pool, by=resident)
    assert PollBookEntry.objects.count() == 0


def test_cast_ballot_of_a_roll_adds_nobody_to_it(vote, park):
    ConsultationRound.objects.filter(pk=vote.pk).update(eligibility=Eligibility.ROLL)
    listed, stranger = UserFactory.create_batch(2)
    RollEntryFactory(consultation_round=vote, person=listed)
    cast(vote, park, by=listed)
    with pytest.raises(Refusal, match="not on the electoral roll"):
        cast(vote, park, by=stranger)
    assert list(RollEntry.objects.values_list("person", flat=True)) == [listed.pk]


def test_cast_ballot_of_whoever_is_signed_in_takes_one_ballot_of_a_mailbox(vote, park):
    """Who shares an address is told what to do, and a closed account leaves no room for the next."""
    first, second = (UserFactory(email="gezin@example.org", display_name=name) for name in ("Sanne", "Bas"))
    other = UserFactory(email="bas@example.org")
    cast(vote, park, by=first)
    cast(vote, park, by=first)
    with pytest.raises(Refusal, match="Do you share it with somebody"):
        cast(vote, park, by=second)
    cast(vote, park, by=other)
    # What the page did not see yet, the database does.
    late = RollEntry(consultation_round=anew(vote), person=second)
    with pytest.raises(Refusal, match="a mail address votes once"):
        write_in_poll_book(voter=late, channel=VotingChannel.WEB, at=OPENS)
    RollEntry.objects.filter(person=first).update(person=None)
    with pytest.raises(Refusal, match="a mail address votes once"):
        cast(vote, park, by=second)
    # Another vote is another roll.
    again = ConsultationRoundFactory()
    PhaseFactory(consultation_round=again, kind=PhaseKind.VOTE, starts_at=OPENS, ends_at=CLOSES)
    cast(again, SubjectFactory(consultation_round=again), by=second)
    assert PollBookEntry.objects.count() == 3
    address = RollEntry.objects.filter(consultation_round=vote).values_list("address", flat=True)[0]
    with pytest.raises(IntegrityError), transaction.atomic():
        RollEntry.objects.create(consultation_round=vote, person=second, address=address)


def test_the_database_holds_one_ballot_per_person(vote, resident):
    roll_entry = RollEntryFactory(consultation_round=vote, person=resident)
    entry = PollBookEntryFactory(roll_entry=roll_entry)
    Envelope.objects.create(poll_book_entry=entry, sealed=b"sealed")
    for second in (
        lambda: RollEntry.objects.create(consultation_round=vote, person=resident),
        lambda: PollBookEntry.objects.create(roll_entry=roll_entry, consultation_round=vote, cast_at=DURING),
        lambda: Envelope.objects.create(poll_book_entry=entry, sealed=b"sealed"),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            second()


def test_cast_ballots_casts_all_or_none_and_names_the_first_that_breaks_a_rule(vote, park, clerk):
    other = SubjectFactory()
    ballots = [("kiezer-1", {park.pk: 1}), ("kiezer-2", {other.pk: 1}), ("kiezer-3", {})]
    with pytest.raises(Refusal, match="Ballot of voter kiezer-2: This ballot names something"):
        cast_ballots(consultation_round=anew(vote), ballots=ballots, channel=VotingChannel.PAPER, by=clerk, at=DURING)
    assert (RollEntry.objects.count(), Envelope.objects.count()) == (0, 0)
    ballots[1] = ("kiezer-2", {})
    assert (
        cast_ballots(consultation_round=anew(vote), ballots=ballots, channel=VotingChannel.PAPER, by=clerk, at=DURING)
        == 3
    )
    assert in_envelopes() == [{park.reference.string: 1}, {}, {}]


def test_cast_ballots_takes_nobody_twice(vote, park, clerk):
    ballots = [("kiezer-1", {park.pk: 1}), ("kiezer-1", {park.pk: 1})]
    with pytest.raises(IntegrityError), transaction.atomic():
        cast_ballots(consultation_round=anew(vote), ballots=ballots, channel=VotingChannel.PAPER, by=clerk, at=DURING)
    assert Envelope.objects.count() == 0
