from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from accounts.enums import Role
from base.refusal import Refusal
from participation.actions.ballot import cast_ballot
from participation.actions.seconded_act import ask_second, confirm_act
from participation.actions.voting_letter import issue_letters
from participation.enums import Eligibility, PhaseKind
from participation.models import RollEntry, VotingLetter
from participation.queries.head import replaced_by
from participation.queries.vote_record import record_of
from participation.queries.voting_letter import print_runs
from participation.voting_enums import SecondedKind
from tests.factories.accounts import person_with
from tests.factories.participation import ConsultationRoundFactory, PhaseFactory, SubjectFactory, VotingLetterFactory
from tests.participation.letters import addressees, cast, use
from tests.rounds import OF_LIST, anew, in_envelopes, moment

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]

BEFORE, DURING, CLOSES = moment(10, 30), moment(11, 3, 12), moment(11, 15)


@pytest.fixture
def vote():
    consultation_round = ConsultationRoundFactory(eligibility=Eligibility.ROLL)
    PhaseFactory(consultation_round=consultation_round, kind=PhaseKind.VOTE, starts_at=moment(11, 1), ends_at=CLOSES)
    return anew(consultation_round)


@pytest.fixture
def park(vote):
    return SubjectFactory(consultation_round=vote)


def test_a_print_run_that_was_lost_is_made_anew_by_two_and_who_voted_keeps_that_ballot(vote, park, clerk):
    colleague, lost = person_with(Role.CLERK), [f"w-{number}" for number in range(6)]
    issue = {"consultation_round": vote, "renew": False, "by": clerk, **OF_LIST}
    old = issue_letters(addressees=addressees(*lost), at=BEFORE, **issue)
    kept = issue_letters(addressees=addressees("v-1", "v-2"), at=BEFORE + timedelta(days=1), **issue)
    receipt = cast_ballot(
        consultation_round=anew(vote), voter=use(vote, old[0].code).roll_entry, letter=use(vote, old[0].code),
        choices={park.pk: 1}, at=DURING,
    ).receipt  # fmt: skip
    asked = {"consultation_round": vote, "reason": "De bus verloor ze.", "by": clerk, "at": DURING}
    entry = RollEntry.objects.get(identifier="w-5")
    alone = ask_second(
        **asked, kind=SecondedKind.NEW_CODE, about=str(entry.pk), details={"form": "spoken", "language": "nl"}
    )
    spoken = confirm_act(act=alone, by=colleague, at=DURING).code
    assert [(run.number, run.letters, run.in_force) for run in print_runs(vote)] == [(1, 6, 5), (2, 2, 2)]
    act = ask_second(**asked, kind=SecondedKind.NEW_CODES, about=str(print_runs(vote)[0].key))
    # Nothing is done until another person sends the list, and the list is that of the print run.
    assert use(vote, old[1].code).roll_entry.identifier == "w-1"
    for by, listed, words in (
        (clerk, lost, "not done by one person alone"),
        (colleague, [*lost, "v-1"], "Line 8: the identifier 'v-1' had no letter in this print run"),
        (colleague, [*lost, "w-9"], "'w-9' had no letter"),
        (colleague, lost[1:], "The list lacks 'w-0'"),
    ):
        with pytest.raises(Refusal, match=words):
            confirm_act(act=act, by=by, at=DURING, addressees=addressees(*listed))
    made = confirm_act(act=act, by=colleague, at=DURING + timedelta(hours=1), addressees=addressees(*lost)).letters
    assert [(one.addressee.identifier, one.is_anew) for one in made] == [(one, True) for one in lost[:5]]
    for one in old:
        with pytest.raises(Refusal, match="was replaced by another on 3 November 2026"):
            use(vote, one.code)
    # Whose letter was replaced alone, or left in another print run, notices nothing.
    for code, who in ((spoken, "w-5"), (kept[0].code, "v-1"), *((one.code, one.addressee.identifier) for one in made)):
        assert use(vote, code).roll_entry.identifier == who
    # The ballot of who voted lies in the box until its voter replaces it, which is counted apart.
    assert in_envelopes() == [{park.reference.string: 1}]
    cast(vote, use(vote, made[0].code), at=DURING + timedelta(hours=2))
    assert (in_envelopes(), replaced_by(vote, receipt)) == ([{}], "new-code")
    assert record_of(anew(vote)).replaced_by_new_code == 1
    with pytest.raises(Refusal, match="was replaced already"):
        ask_second(**asked, kind=SecondedKind.NEW_CODES, about=act.about)
    # The database takes no letter beside the print run, and none twice.
    VotingLetter.objects.filter(replaced_at=None).update(replaced_at=DURING, replaced_because="Weg.")
    for who in ("v-1", "w-0"):
        with pytest.raises(IntegrityError), transaction.atomic():
            VotingLetterFactory(roll_entry=RollEntry.objects.get(identifier=who), act=act)


def test_making_a_large_print_run_anew_asks_no_more_than_a_small_one(vote, park, clerk):
    colleague, counts = person_with(Role.CLERK), []
    for number, some in enumerate((("a", "b"), ("c", "d"), tuple("efghijk"))):
        at = BEFORE + timedelta(hours=number)
        issue_letters(consultation_round=vote, addressees=addressees(*some), renew=False, **OF_LIST, by=clerk, at=at)
    for run, some in zip(print_runs(vote), (("a", "b"), ("c", "d"), tuple("efghijk")), strict=True):
        asked = {"kind": SecondedKind.NEW_CODES, "about": str(run.key), "reason": "Weg.", "by": clerk, "at": DURING}
        act = ask_second(consultation_round=vote, **asked)
        with CaptureQueriesContext(connection) as queries:
            confirm_act(act=act, by=colleague, at=DURING + timedelta(minutes=run.number), addressees=addressees(*some))
        counts.append(len(queries))
    assert counts[1] == counts[2]
