"""What holds of a ballot box when many act at once, or somebody is killed in the middle."""

import signal
import subprocess
import sys
import threading
from datetime import timedelta

import pytest
from django.contrib.auth.models import Group

from accounts.enums import Role
from base.actions.audit_entry import record
from base.refusal import Refusal
from participation.actions import paper_batch as paper_batch_actions
from participation.actions import voting_letter as voting_letter_actions
from participation.actions.ballot import CastBallot, cast_ballot
from participation.actions.ballot_box import close_box
from participation.actions.head import write_head
from participation.actions.paper_batch import cast_batch, open_batch, read_paper
from participation.actions.seconded_act import ask_second, confirm_act
from participation.actions.tally_sheet import count_round
from participation.enums import Eligibility, PhaseKind
from participation.letter_codes import address_digest
from participation.models import (
    Ballot,
    Casting,
    ConsultationRound,
    ElectoralRoll,
    Envelope,
    Head,
    OpenedEnvelope,
    PaperBatch,
    PollBookEntry,
    RollEntry,
    SecondedAct,
    TallySheet,
    VotingLetter,
)
from participation.paper_rules import why_set_aside
from participation.queries.electoral_roll import voter_of
from participation.queries.head import heads_as_data, is_receipt_in
from participation.verify.heads import mistakes_in_heads
from participation.voting_enums import SecondedKind, VotingChannel
from tests.database_races import at_once, environment_of_database
from tests.documents import PDF
from tests.factories.accounts import UserFactory, person_with
from tests.factories.participation import (
    WORDS,
    ConsultationRoundFactory,
    PhaseFactory,
    RollEntryFactory,
    SubjectFactory,
    VotingLetterFactory,
)
from tests.rounds import COUNTING, anew, castings_file, in_envelopes, moment, open_up

pytestmark = pytest.mark.django_db(transaction=True)

OPENS, CLOSES = moment(11, 1), moment(11, 15)
LAST = CLOSES - timedelta(microseconds=1)


@pytest.fixture
def vote(many_connections):
    consultation_round = ConsultationRoundFactory()
    PhaseFactory(consultation_round=consultation_round, kind=PhaseKind.VOTE, starts_at=OPENS, ends_at=CLOSES)
    return consultation_round


@pytest.fixture
def park(vote):
    return SubjectFactory(consultation_round=vote, label="Park")


@pytest.fixture
def clerk(many_connections):
    return UserFactory(groups=[Group.objects.get(name=Role.CLERK)])


def cast(vote, *subjects, by, at=LAST):
    choices = {subject.pk: 1 for subject in subjects}
    return cast_ballot(consultation_round=anew(vote), voter=voter_of(vote, by), choices=choices, at=at)


def counts(*models) -> list[int]:
    return [model.objects.count() for model in models]


def test_cast_ballot_from_sixteen_connections_at_once_is_one_ballot_with_one_receipt(vote, park):
    voter = UserFactory()
    answers = at_once(*[lambda subjects=subjects: cast(vote, *subjects, by=voter) for subjects in [[park], []] * 8])
    assert {type(answer) for answer in answers} == {CastBallot}
    assert counts(RollEntry, PollBookEntry, Envelope, Casting) == [1, 1, 1, 16]
    assert [is_receipt_in(vote, answer.receipt) for answer in answers].count(True) == 1


def test_a_ballot_on_the_site_comes_before_or_after_a_paper_and_not_between_its_judging_and_casting(
    vote, park, clerk, monkeypatch
):
    ConsultationRound.objects.update(eligibility=Eligibility.ROLL)
    voter = RollEntryFactory(consultation_round=vote, identifier="w-1").person
    batch = open_batch(
        consultation_round=anew(vote),
        channel=VotingChannel.PAPER,
        papers=1,
        received_at=LAST,
        scan=PDF,
        by=clerk,
        at=LAST,
    )
    for reader in (clerk, UserFactory(groups=[Group.objects.get(name=Role.CLERK)])):
        read_paper(batch=batch, place=1, voter="w-1", choices={park.pk: 1}, by=reader, at=LAST)
    judged, overtaken = threading.Event(), threading.Event()

    def slowly(*known):
        why = why_set_aside(*known)
        judged.set()
        overtaken.wait(1)
        return why

    def overtake():
        assert judged.wait(30)
        done = cast(vote, by=voter)
        overtaken.set()
        return done

    monkeypatch.setattr(paper_batch_actions, "why_set_aside", slowly)
    answers = at_once(lambda: cast_batch(batch=batch, by=clerk, at=LAST), overtake)
    assert isinstance(answers[1], CastBallot), answers
    # The rule of this round is that the ballot on the site counts.
    assert (in_envelopes(), PollBookEntry.objects.get().channel) == ([{}], VotingChannel.WEB)


def test_cast_ballot_at_the_instant_of_closing_is_in_the_box_or_refused(vote, park, clerk):
    voters = UserFactory.create_batch(10)
    cast(vote, park, by=voters[0])
    acts = [lambda voter=voter: cast(vote, park, by=voter) for voter in voters[1:]]
    acts.insert(3, lambda: close_box(consultation_round=vote, at=CLOSES))
    acts.insert(6, lambda: write_head(consultation_round=vote, at=LAST))
    answers = at_once(*acts)
    assert answers[3] is True
    cast_in_time = [answer for answer in answers if isinstance(answer, CastBallot)]
    assert len(cast_in_time) + sum(isinstance(answer, Refusal) for answer in answers) == 9
    assert all(is_receipt_in(vote, answer.receipt) for answer in cast_in_time)
    assert counts(PollBookEntry, Envelope, Casting) == [len(cast_in_time) + 1] * 3
    assert not Casting.objects.filter(head__isnull=True).exists()
    assert mistakes_in_heads(heads_as_data(anew(vote), anew(vote).box), castings_file(vote)) == []
    assert open_up(vote, by=clerk, at=CLOSES) == len(cast_in_time) + 1


def test_heads_that_many_write_at_once_hold_each_casting_once(vote, park):
    for voter in UserFactory.create_batch(4):
        cast(vote, park, by=voter)
    answers = at_once(*[lambda: write_head(consultation_round=vote, at=CLOSES)] * 6)
    assert not [answer for answer in answers if isinstance(answer, Exception)]
    close_box(consultation_round=vote, at=CLOSES)
    assert list(Head.objects.values_list("number", flat=True)) == list(range(1, Head.objects.count() + 1))
    assert mistakes_in_heads(heads_as_data(anew(vote), anew(vote).box), castings_file(vote)) == []


def test_who_claims_a_letter_while_it_votes_waits_and_neither_waits_for_ever(vote, park, monkeypatch):
    ConsultationRound.objects.update(eligibility=Eligibility.ROLL)
    letter, claimer = VotingLetterFactory(roll_entry__consultation_round=vote), UserFactory()
    claiming, voted = threading.Event(), threading.Event()

    def slowly(**known):
        entry = record(**known)
        if known["act"] == "letter_claimed":
            claiming.set()
            voted.wait(1)
        return entry

    def vote_by_letter():
        assert claiming.wait(30)
        found = anew(vote)
        done = cast_ballot(
            consultation_round=found, voter=letter.roll_entry, letter=letter, choices={park.pk: 1}, at=LAST
        )
        voted.set()
        return done

    monkeypatch.setattr(voting_letter_actions, "record", slowly)
    claimed, cast_by_letter = at_once(
        lambda: voting_letter_actions.claim_letter(letter=letter, by=claimer, at=LAST), vote_by_letter
    )
    assert isinstance(cast_by_letter, CastBallot), cast_by_letter
    assert (claimed.roll_entry.person, RollEntry.objects.get().person) == (claimer, claimer)
    assert counts(PollBookEntry, Envelope, Casting) == [1, 1, 1]


def test_a_letter_is_claimed_while_other_accounts_at_that_mailbox_vote_and_there_is_one_vote(vote, park, clerk):
    """Whichever comes first, of one mailbox that a list names once one ballot is in the box."""
    ConsultationRound.objects.update(eligibility=Eligibility.ROLL)
    letter = VotingLetterFactory(roll_entry__consultation_round=vote, roll_entry__identifier="L-1")
    salt = ElectoralRoll.objects.get(consultation_round=vote).salt
    waits = {"consultation_round": vote, "person": None, "identifier": "N-1"}
    RollEntryFactory(**waits, address=address_digest("noor@example.nl", salt))
    people = [UserFactory(email="noor@example.nl", display_name=f"Noor {n}") for n in range(4)]
    claim = {"letter": letter, "by": people[0], "at": LAST}
    acts = [lambda person=person: cast(vote, park, by=person) for person in people[1:]]
    claimed, *votes = at_once(lambda: voting_letter_actions.claim_letter(**claim), *acts)
    assert all(isinstance(one, CastBallot | VotingLetter | Refusal) for one in (claimed, *votes)), (claimed, votes)
    if isinstance(claimed, VotingLetter):
        cast(vote, park, by=people[0])
        assert RollEntry.objects.get().identifier == "L-1"
    assert counts(PollBookEntry, Envelope, Casting) == [1, 1, 1]


def test_none_of_those_who_write_the_roll_the_book_and_the_box_at_once_wait_for_ever(vote, park, clerk):
    """Voting by letter and account, claiming, replacing a letter, entering and casting papers, heads, and leaving the city."""
    ConsultationRound.objects.update(eligibility=Eligibility.ROLL)
    letters = [VotingLetterFactory(roll_entry__consultation_round=vote) for _ in range(4)]
    people = UserFactory.create_batch(4)
    batch = open_batch(
        consultation_round=anew(vote),
        channel=VotingChannel.PAPER,
        papers=4,
        received_at=LAST,
        scan=PDF,
        by=clerk,
        at=LAST,
    )
    for reader in (clerk, UserFactory(groups=[Group.objects.get(name=Role.CLERK)])):
        for place, letter in enumerate(letters, start=1):
            identifier = letter.roll_entry.identifier
            read_paper(batch=batch, place=place, voter=identifier, choices={}, by=reader, at=LAST)
    acts = [lambda: cast_batch(batch=batch, by=clerk, at=LAST), lambda: write_head(consultation_round=vote, at=LAST)]
    for letter, person in zip(letters, people, strict=True):
        by_letter = {"voter": letter.roll_entry, "letter": letter, "choices": {park.pk: 1}, "at": LAST}
        again = {"entry": letter.roll_entry, "form": letter.form, "language": "nl", "by": clerk, "at": LAST}
        acts += [
            lambda given=by_letter: cast_ballot(consultation_round=anew(vote), **given),
            lambda letter=letter, person=person: voting_letter_actions.claim_letter(letter=letter, by=person, at=LAST),
            lambda given=again: voting_letter_actions.replace_letter(reason="Kwijt.", **given),
            lambda person=person: cast(vote, park, by=person),
        ]
    answers = at_once(*acts)
    assert not [one for one in answers if isinstance(one, Exception) and not isinstance(one, Refusal)]
    entries, papers = PollBookEntry.objects.count(), PaperBatch.objects.get()
    assert counts(Envelope) == [entries]
    assert (papers.cast_at, RollEntry.objects.count()) == (LAST, 4)


KILLED = """
import os, signal, sys
import django
django.setup()
from datetime import datetime
from django.contrib.auth import get_user_model
from participation.actions import {module} as module
from participation.actions.ballot import cast_ballot
from participation.actions.seconded_act import confirm_act
from participation.actions.tally_sheet import count_round
from participation.models import SecondedAct
from participation.queries.consultation_round import round_by_reference
from participation.queries.electoral_roll import voter_of
record = module.record
def killed(*rows, **kwargs):
    record(*rows, **kwargs)
    os.kill(os.getpid(), signal.SIGKILL)
module.record = killed
vote, person = round_by_reference(sys.argv[1]), get_user_model().objects.get(pk=sys.argv[2])
at = datetime.fromisoformat(sys.argv[3])
{act}
"""


def run_and_kill(act: str, vote, person, at, *, within: str) -> None:
    """Does it in a process of its own, which is killed when all is written and nothing committed; the act says so `within` its module."""
    done = subprocess.run(
        [sys.executable, "-c", KILLED.format(module=within, act=act), *map(str, (vote.reference, person.pk, at))],
        env=environment_of_database(),
        check=False,
        timeout=120,
    )
    assert done.returncode == -signal.SIGKILL


def test_who_is_killed_while_casting_opening_or_counting_leaves_nothing_half(vote, park, clerk):
    early, voter = UserFactory.create_batch(2)
    cast(vote, park, by=early)
    casting = f"cast_ballot(consultation_round=vote, voter=voter_of(vote, person), choices={{{park.pk}: 1}}, at=at)"
    run_and_kill(casting, vote, voter, LAST, within="ballot")
    assert counts(RollEntry, PollBookEntry, Envelope, Casting) == [1, 1, 1, 1]
    cast(vote, park, by=voter)

    ask_second(
        consultation_round=anew(vote),
        kind=SecondedKind.OPEN,
        by=person_with(Role.CLERK),
        at=CLOSES,
        reason="Het is tijd.",
    )
    opening = f"confirm_act(act=SecondedAct.objects.get(), by=person, at=at, reason='Gezien.', passphrase={WORDS!r})"
    run_and_kill(opening, vote, clerk, CLOSES, within="box_opening")
    assert counts(Envelope, Ballot, OpenedEnvelope) == [2, 0, 0]
    assert (anew(vote).box.closed_at, anew(vote).box.opened_at) == (None, None)
    confirm_act(act=SecondedAct.objects.get(), by=clerk, at=CLOSES, reason="Gezien.", passphrase=WORDS)
    assert counts(Envelope, Ballot, OpenedEnvelope) == [0, 2, 2]

    run_and_kill("count_round(consultation_round=vote, by=person, at=at)", vote, clerk, COUNTING, within="tally_sheet")
    assert (counts(TallySheet), anew(vote).counted_at) == ([0], None)
    sheet = count_round(consultation_round=anew(vote), by=clerk, at=COUNTING)
    assert (sheet.number, sheet.cast, anew(vote).counted_at) == (1, 2, COUNTING)
