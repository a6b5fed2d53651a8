from datetime import date

import pytest
from django.db import IntegrityError, transaction

from base.refusal import Refusal
from participation.actions.ballot import cast_ballot
from participation.actions.electoral_roll import add_to_roll, list_members
from participation.actions.voting_letter import issue_letters, use_code
from participation.enums import Eligibility, PhaseKind
from participation.letter_list import Addressee
from participation.models import JoinedIdentifier, PollBookEntry, RollEntry
from participation.queries.electoral_roll import entry_by_identifier, entry_of, roll_size, voter_of
from participation.queries.turnout import Cell, suppressed, turnout_of
from participation.roll_list import Listed, Mistakes
from participation.roll_source import Residents
from participation.voting_enums import LetterForm, RollSource, VotingChannel
from tests.factories.accounts import ResidencyFactory, UserFactory
from tests.factories.base import AreaFactory
from tests.factories.participation import (
    ConsultationRoundFactory,
    PhaseFactory,
    PollBookEntryFactory,
    RollEntryFactory,
    SubjectFactory,
    VotingLetterFactory,
)
from tests.rounds import OF_LIST, anew, moment

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
    return list_members(consultation_round=vote, members=members, **OF_LIST, by=clerk, at=at)


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


CODE = "ACDEFGHJKLMNQ"


def use(vote, person, at=DURING):
    return use_code(consultation_round=anew(vote), code=CODE, client="", by=person, at=at)


def lettered(vote, identifier="L-1"):
    return VotingLetterFactory(
        roll_entry__consultation_round=vote,
        roll_entry__identifier=identifier,
        roll_entry__source=RollSource.LETTERS,
        code=CODE,
    ).roll_entry


def test_whoever_has_a_letter_and_stands_on_a_list_is_one_voter_whatever_account_or_paper_comes(vote, clerk):
    """A code, the account it was used with, the line of its mail address and a second account there are one person with one vote."""
    noor, again = (UserFactory(email="noor@example.nl", display_name=name) for name in ("Noor", "Noor 2"))
    UserFactory(email="sam@example.nl")
    letter = lettered(vote)
    listed(vote, clerk, ("noor@example.nl", "N-1"), ("sam@example.nl", ""))
    stale = voter_of(vote, again)
    assert stale.identifier == "N-1"
    use(vote, noor)
    assert RollEntry.objects.count() == 2
    # A paper with either identifier is of this voter; no letter is made for the one that is no line any more.
    assert [entry_by_identifier(vote, one) for one in ("n - 1", "L-1", "n 1")] == [letter, letter, None]
    addressee = Addressee(2, "n-1", "De bewoner", "Voorbeeldkade 2", "nl", "", None, LetterForm.PRINT)
    with pytest.raises(Mistakes, match="has a letter under another"):
        issue_letters(consultation_round=vote, addressees=[addressee], renew=True, **OF_LIST, by=clerk, at=BEFORE)
    cast(vote, noor)
    for voter in (stale, voter_of(vote, again)):
        with pytest.raises(Refusal, match="mail address"):
            cast_ballot(consultation_round=anew(vote), voter=voter, choices={}, at=DURING)
    with pytest.raises(Refusal, match="used with another account"):
        use(vote, again)
    assert (PollBookEntry.objects.get().roll_entry, roll_size(vote)) == (letter, 2)
    # The database itself takes no second line of that mailbox, nor its identifier twice.
    address = RollEntry.objects.get(pk=letter.pk).address
    for second in (
        lambda: RollEntry.objects.create(consultation_round=vote, identifier="N-9", address=address),
        lambda: RollEntry.objects.create(consultation_round=vote, address=address),
        lambda: JoinedIdentifier.objects.create(consultation_round=vote, identifier="N - 1", roll_entry=letter),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            second()


def test_a_letter_that_became_one_with_an_account_leaves_no_room_for_a_list_after_it(vote, clerk):
    noor = UserFactory(email="noor@example.nl")
    lettered(vote)
    use(vote, noor, at=BEFORE)
    for identifier in ("", "N-1"):
        with pytest.raises(Mistakes, match="on the roll already"):
            listed(vote, clerk, ("noor@example.nl", identifier))
    # The list that says whose each letter is comes through, and verified people at that mailbox come no second time.
    assert listed(vote, clerk, ("noor@example.nl", "L-1")) == 0
    ResidencyFactory(person=UserFactory(email="noor@example.nl", display_name="N."), born_on=date(1990, 5, 4))
    everybody = Residents(18, None, BEFORE.date())
    assert add_to_roll(consultation_round=anew(vote), source=everybody, by=clerk, at=BEFORE) == (0, 1)
    assert RollEntry.objects.get().identifier == "L-1"


@pytest.mark.parametrize("how", ["voted", "same human", "on paper"])
def test_a_letter_becomes_one_with_no_account_whose_person_votes_otherwise(vote, clerk, how):
    noor, other = (UserFactory(email="noor@example.nl", display_name=name) for name in ("Noor", "Noor 2"))
    letter = lettered(vote)
    if how == "same human":
        other = UserFactory()
        ResidencyFactory(person=noor, human_digest="a", ended_at=BEFORE)
        ResidencyFactory(person=other, human_digest="a")
        free = RollEntryFactory(consultation_round=vote, person=other, identifier="N-1")
        use(vote, noor)
        assert (RollEntry.objects.get(), entry_by_identifier(vote, "N-1")) == (letter, letter)
        assert not RollEntry.objects.filter(pk=free.pk)
        return
    listed(vote, clerk, ("noor@example.nl", "N-1"))
    if how == "voted":
        cast(vote, other)
    else:
        PollBookEntryFactory(roll_entry=entry_by_identifier(vote, "N-1"), channel=VotingChannel.PAPER, cast_at=DURING)
    with pytest.raises(Refusal, match=r"Another account at your mail address|You have voted already"):
        use(vote, noor)
    assert RollEntry.objects.get(pk=letter.pk).person is None


def test_a_letter_takes_one_line_at_a_shared_address_and_none_that_has_a_letter(vote, clerk):
    first, second, third = (UserFactory(email="thuis@example.nl", display_name=name) for name in "ABC")
    lettered(vote)
    listed(vote, clerk, ("thuis@example.nl", "w-1"), ("thuis@example.nl", "w-2"))
    VotingLetterFactory(roll_entry=entry_by_identifier(vote, "w-1"), code="ACDEFGHJKLMNP")
    use(vote, first)
    assert set(RollEntry.objects.values_list("identifier", flat=True)) == {"L-1", "w-1"}
    for person in (first, second):
        cast(vote, person)
    with pytest.raises(Refusal, match="not on the electoral roll"):
        cast(vote, third)
    assert PollBookEntry.objects.count() == 2
    other = ConsultationRoundFactory(eligibility=Eligibility.ROLL)
    PhaseFactory(consultation_round=other, kind=PhaseKind.VOTE, starts_at=moment(11, 1), ends_at=moment(11, 15))
    VotingLetterFactory(roll_entry__consultation_round=other, roll_entry__identifier="L-1", code="ACDEFGHJKLMQN")
    listed(anew(other), clerk, ("thuis@example.nl", "w-1"))
    VotingLetterFactory(roll_entry=entry_by_identifier(other, "w-1"), code="ACDEFGHJKLMPN")
    with pytest.raises(Refusal, match="Another letter is of your account or your mail address"):
        use_code(consultation_round=anew(other), code="ACDEFGHJKLMQN", client="", by=first, at=DURING)


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
