import pytest

from base.refusal import Refusal
from participation.actions.ballot import cast_ballot
from participation.actions.electoral_roll import list_members
from participation.actions.voting_letter import use_code
from participation.enums import Eligibility, PhaseKind
from participation.models import PollBookEntry, RollEntry
from participation.queries.electoral_roll import entry_of, voter_of
from participation.queries.turnout import Cell, suppressed, turnout_of
from participation.roll_list import Listed, Mistakes
from tests.factories.accounts import UserFactory
from tests.factories.base import AreaFactory
from tests.factories.participation import (
    ConsultationRoundFactory,
    PhaseFactory,
    PollBookEntryFactory,
    RollEntryFactory,
    SubjectFactory,
    VotingLetterFactory,
)
from tests.rounds import anew, moment

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]

BEFORE, DURING = moment(10, 30), moment(11, 3, 12)


@pytest.fixture
def vote():
    consultation_round = ConsultationRoundFactory(eligibility=Eligibility.ROLL)
    PhaseFactory(
        consultation_round=consultation_round, kind=PhaseKind.VOTE, starts_at=moment(11, 1), ends_at=moment(11, 15)
    )
    SubjectFactory(consultation_round=consultation_round)
    return anew(consultation_round)


def listed(vote, clerk, *people, at=BEFORE):
    members = [Listed(line, mail, identifier, "") for line, (mail, identifier) in enumerate(people, start=2)]
    return list_members(consultation_round=vote, members=members, by=clerk, at=at)


def cast(vote, person):
    return cast_ballot(consultation_round=anew(vote), voter=voter_of(vote, person), choices={}, at=DURING)


def test_list_members_lets_the_account_at_a_mail_address_vote_and_keeps_no_address(vote, clerk):
    noor, sam = UserFactory(email="noor@example.nl"), UserFactory(email="sam@example.nl")
    assert listed(vote, clerk, ("noor@example.nl", "")) == 1
    assert "noor" not in str(list(RollEntry.objects.values()))
    cast(vote, noor)
    cast(vote, noor)
    with pytest.raises(Refusal, match="not on the electoral roll"):
        cast(vote, sam)
    assert (RollEntry.objects.get().person, PollBookEntry.objects.get().times_replaced) == (noor, 1)


def test_a_line_of_a_mail_address_is_one_accounts_however_many_are_at_it(vote, clerk):
    first, second, third = (UserFactory(email="thuis@example.nl", display_name=name) for name in "ABC")
    listed(vote, clerk, ("thuis@example.nl", "w-1"), ("thuis@example.nl", "w-2"))
    stale = voter_of(vote, second)
    cast(vote, first)
    with pytest.raises(Refusal, match="Somebody else with your mail address"):
        cast_ballot(consultation_round=anew(vote), voter=stale, choices={}, at=DURING)
    cast(vote, second)
    with pytest.raises(Refusal, match="not on the electoral roll"):
        cast(vote, third)
    assert (RollEntry.objects.count(), PollBookEntry.objects.count()) == (2, 2)
    # Not even where an account was closed since.
    first.delete()
    with pytest.raises(Refusal, match="not on the electoral roll"):
        cast(vote, third)


def test_who_is_listed_by_letter_and_by_mail_address_is_one_voter(vote, clerk, resident):
    letter = VotingLetterFactory(roll_entry__consultation_round=vote, roll_entry__identifier="w-1")
    assert listed(vote, clerk, (resident.email, "w-1")) == 0
    with pytest.raises(Mistakes, match="Line 2: this person is on the roll already"):
        listed(vote, clerk, (resident.email, "w-1"), ("sam@example.nl", ""))
    cast(vote, resident)
    assert PollBookEntry.objects.get().roll_entry == letter.roll_entry
    assert RollEntry.objects.count() == 1


def test_nobody_comes_on_the_roll_by_mail_address_once_voting_began(vote, clerk, resident):
    with pytest.raises(Refusal, match="the electoral roll stands fast"):
        listed(vote, clerk, (resident.email, "w-1"), at=DURING)


def test_a_line_that_waits_for_an_account_gives_way_to_its_letter(vote, clerk, resident):
    listed(vote, clerk, (resident.email, ""))
    letter = VotingLetterFactory(roll_entry__consultation_round=vote, code="ACDEFGHJKLMNQ")
    use_code(consultation_round=vote, code="ACDEFGHJKLMNQ", client="", by=resident, at=DURING)
    assert RollEntry.objects.get() == letter.roll_entry


def test_a_letter_takes_nobody_else_at_the_same_mail_address_off_the_roll(vote, clerk, resident):
    letter = VotingLetterFactory(
        roll_entry__consultation_round=vote, roll_entry__identifier="w-1", code="ACDEFGHJKLMNQ"
    )
    listed(vote, clerk, (resident.email, "w-1"), (resident.email, "w-2"))
    use_code(consultation_round=vote, code="ACDEFGHJKLMNQ", client="", by=resident, at=DURING)
    assert list(RollEntry.objects.values_list("identifier", "person").order_by("pk")) == [
        ("w-1", resident.pk),
        ("w-2", None),
    ]
    assert entry_of(vote, resident) == letter.roll_entry


def test_turnout_leaves_out_small_numbers_and_what_would_tell_them():
    assert suppressed({"a": 30, "b": 9}) == {"a": None, "b": None}
    assert suppressed({"a": 30, "b": 9, "c": 12}) == {"a": 30, "b": None, "c": None}
    assert suppressed({"a": 30, "b": 4, "c": 5, "d": 12}) == {"a": 30, "b": None, "c": None, "d": None}
    assert suppressed({"a": 30, "b": 9, "c": 8, "d": 12}) == {"a": 30, "b": None, "c": None, "d": 12}
    assert suppressed({"a": 30, "b": 10}) == {"a": 30, "b": 10}


def test_turnout_is_told_by_day_way_and_neighbourhood(vote):
    quay, hill = AreaFactory(name="Kade"), AreaFactory(name="Heuvel")
    for area, voters in ((quay, 10), (hill, 11)):
        for entry in RollEntryFactory.create_batch(voters, consultation_round=vote, area=area):
            PollBookEntryFactory(roll_entry=entry, cast_at=DURING)
    RollEntryFactory.create_batch(9, consultation_round=vote, area=quay)
    told = turnout_of(vote)
    assert told.days == [Cell("3 November 2026", 21)]
    assert told.channels == [Cell("with an account", 21)]
    assert [(cell.label, cell.voters, cell.roll, cell.percent) for cell in told.areas] == [
        ("Heuvel", 11, 11, 100),
        ("Kade", 10, 19, 53),
    ]
