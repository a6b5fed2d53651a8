from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import IntegrityError, transaction

from accounts.enums import Role
from base.models import AuditEntry
from base.refusal import Refusal
from participation.actions.ballot import cast_ballot, freeze_ballot
from participation.actions.seconded_act import ask_second, confirm_act
from participation.actions.voting_letter import issue_letters, replace_letter
from participation.codes import new_code, strange_signs, typed_code
from participation.enums import Eligibility, PhaseKind
from participation.letter_codes import code_digest
from participation.models import (
    Casting,
    ConsultationRound,
    ElectoralRoll,
    PollBookEntry,
    ReplacedBallot,
    RollEntry,
    SecondedAct,
    VotingLetter,
)
from participation.queries.electoral_roll import entry_of, letters_of, voter_of
from participation.queries.head import is_receipt_in, replaced_by
from participation.queries.vote_record import record_of
from participation.roll_list import Mistakes
from participation.verify.heads import receipt_digest
from participation.voting_enums import LetterForm, SecondedKind, VotingChannel
from tests.factories.accounts import UserFactory, person_with
from tests.factories.base import AreaFactory
from tests.factories.participation import (
    CastingFactory,
    ConsultationRoundFactory,
    PhaseFactory,
    PollBookEntryFactory,
    RollEntryFactory,
    SubjectFactory,
    VotingLetterFactory,
)
from tests.participation.letters import addressees, cast, use
from tests.rounds import OF_LIST, anew, in_envelopes, moment

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]

BEFORE, DURING, CLOSES = moment(10, 30), moment(11, 3, 12), moment(11, 15)
NOBODY = AnonymousUser()


@pytest.fixture
def vote():
    consultation_round = ConsultationRoundFactory(eligibility=Eligibility.ROLL)
    PhaseFactory(consultation_round=consultation_round, kind=PhaseKind.VOTE, starts_at=moment(11, 1), ends_at=CLOSES)
    return anew(consultation_round)


@pytest.fixture
def park(vote):
    return SubjectFactory(consultation_round=vote)


def letter_in(vote, **fields):
    return VotingLetterFactory(roll_entry__consultation_round=vote, **fields)


# Codes --------------------------------------------------------------------------------------------------------------


def test_typed_code_takes_spaces_dashes_small_letters_and_what_was_pasted_or_misread():
    assert typed_code("\u00a0 acde-fghj\u2013klmnq\n") == "ACDEFGHJKLMNQ"
    assert typed_code("ACDE FGHJ K1MN0") == typed_code("ＡＣＤＥFGHJKIMNO") == "ACDEFGHJKLMNQ"
    assert typed_code("ACDEFGHJKLMN") == typed_code("ACDEFGHJKLMN8") == typed_code("ACDEFGHJKLMNÉ") == ""
    assert strange_signs("acde 8é fghj 8 v") == "8 É"


def test_no_code_has_a_v_and_one_that_is_typed_is_read_as_it_stands_or_as_a_u(vote):
    signs = set().union(*(new_code() for _code in range(1000)))
    assert len(signs) == 25
    assert not signs & set("0O1I2Z5S8BV")
    older, newer = letter_in(vote, code="VCDEFGHJKLMNQ"), letter_in(vote, code="ACDUFGHJKLMNQ")
    assert use(vote, "VCDEFGHJKLMNQ") == older
    assert use(vote, typed_code("acdv fghj klmnq")) == newer
    digest = receipt_digest(vote.reference.string, "ACDUFGHJKLMNQ")
    CastingFactory(consultation_round=vote, receipt=digest)
    assert is_receipt_in(vote, "acdv fghj klmnq")
    assert not is_receipt_in(vote, "acdf fghj klmnq")


# Making letters -----------------------------------------------------------------------------------------------------


def test_issue_letters_writes_the_roll_and_keeps_of_the_list_and_the_codes_nothing_to_read(vote, clerk):
    area = AreaFactory(code="BU01")
    printed = issue_letters(
        consultation_round=vote,
        addressees=addressees("w-1", "w-2", area="BU01"),
        renew=False,
        **OF_LIST,
        by=clerk,
        at=BEFORE,
    )
    codes = [one.code for one in printed]
    assert len(set(codes)) == 2
    assert [typed_code(code) for code in codes] == codes
    assert list(RollEntry.objects.values_list("identifier", "area", "channel", "person").order_by("pk")) == [
        ("w-1", area.pk, VotingChannel.LETTER, None),
        ("w-2", area.pk, VotingChannel.LETTER, None),
    ]
    written = [
        str(row) for model in (RollEntry, VotingLetter, ElectoralRoll, AuditEntry) for row in model.objects.values()
    ]
    assert not [row for row in written for word in [*codes, "Jansen", "Kade"] if word in row]
    assert use(vote, codes[1]).roll_entry.identifier == "w-2"


def test_issue_letters_gives_nobody_a_second_one_unless_they_are_made_anew(vote, clerk):
    old = letter_in(vote, roll_entry__identifier="w-1")
    lines = addressees("w-0", "w-1")
    with pytest.raises(Mistakes, match="Line 3: the identifier 'w-1' has a letter already"):
        issue_letters(consultation_round=vote, addressees=lines, renew=False, **OF_LIST, by=clerk, at=BEFORE)
    assert VotingLetter.objects.count() == 1
    issue_letters(consultation_round=vote, addressees=lines, renew=True, **OF_LIST, by=clerk, at=BEFORE)
    old.refresh_from_db()
    assert (old.replaced_at, RollEntry.objects.count()) == (BEFORE, 2)
    assert letters_of(vote) == {"sent": 3, "replaced": 1, "used": 0}


def test_letters_are_refused_where_everybody_may_vote_after_the_close_and_to_others_than_the_clerk(
    vote, clerk, resident
):
    more = {"addressees": addressees("w-1"), "renew": False, **OF_LIST}
    with pytest.raises(Refusal, match="Only the clerk"):
        issue_letters(consultation_round=vote, by=resident, at=DURING, **more)
    with pytest.raises(Refusal, match="Voting is over"):
        issue_letters(consultation_round=vote, by=clerk, at=CLOSES, **more)
    ConsultationRound.objects.update(eligibility=Eligibility.SIGNED_IN)
    with pytest.raises(Refusal, match="Let an editor choose"):
        issue_letters(consultation_round=vote, by=clerk, at=DURING, **more)
    # Who may vote can no longer be changed: nobody is told to.
    ConsultationRound.objects.update(ballot_frozen_at=moment(11, 1))
    with pytest.raises(Refusal, match="so that stands fast"):
        issue_letters(consultation_round=anew(vote), by=clerk, at=DURING, **more)
    assert RollEntry.objects.count() == 0


def test_a_new_code_voids_the_old_one_and_what_it_replaces_is_counted_apart(vote, park, clerk):
    letter, other = letter_in(vote, code="ACDEFGHJKLMNQ"), letter_in(vote)
    entry, colleague = letter.roll_entry, person_with(Role.CLERK)
    new = {"reason": "Lost.", "form": LetterForm.SPOKEN, "language": "nl", "by": clerk}
    with pytest.raises(Refusal, match="Say why"):
        replace_letter(entry=other.roll_entry, **new | {"reason": " "}, at=BEFORE)
    voids = replace_letter(entry=other.roll_entry, **new, at=BEFORE)
    receipt = cast_ballot(
        consultation_round=anew(vote), voter=entry, letter=letter, choices={park.pk: 1}, at=DURING
    ).receipt
    # Once voting began nobody makes a code alone, whether or not the voter voted, nor does the database take one.
    for line in (entry, other.roll_entry):
        with pytest.raises(Refusal, match="a second person confirms it"):
            replace_letter(entry=line, **new, at=DURING)
    # Whoever has no letter yet gets none either.
    bare = RollEntryFactory(consultation_round=vote, identifier="w-9")
    with pytest.raises(IntegrityError, match="when two people asked"), transaction.atomic():
        VotingLetterFactory(roll_entry=bare)
    asked = {"consultation_round": vote, "kind": SecondedKind.NEW_CODE, "reason": "Lost."}
    asked |= {"details": {"form": "spoken", "language": "nl"}, "at": DURING}
    acts = [ask_second(**asked, about=str(line.pk), by=clerk) for line in (entry, other.roll_entry)]
    with pytest.raises(Refusal, match="not done by one person alone"):
        confirm_act(act=acts[0], by=clerk, at=DURING)
    codes = [confirm_act(act=act, by=colleague, at=DURING + timedelta(hours=1)).code for act in acts]
    with pytest.raises(Refusal, match="was replaced by another on 3 November 2026 and works no more"):
        use(vote, "ACDEFGHJKLMNQ")
    # Somebody who was let in by it before is not let through either.
    with pytest.raises(Refusal, match="was replaced"):
        cast(vote, letter, park)
    # The new code replaces the ballot, and then itself; who had not voted yet replaces nothing of before.
    for code, hours in ((codes[0], 2), (codes[0], 3), (codes[1], 2), (codes[1], 3)):
        cast(vote, use(vote, code), at=DURING + timedelta(hours=hours))
    assert (in_envelopes(), [line.times_replaced for line in PollBookEntry.objects.order_by("pk")]) == (
        [{}, {}],
        [2, 1],
    )
    assert letters_of(vote) == {"sent": 5, "replaced": 3, "used": 3}
    assert [replaced_by(vote, one) for one in (receipt, codes[0])] == ["new-code", None]
    record = record_of(anew(vote))
    assert (record.replaced, record.replaced_by_new_code) == (3, 1)
    # What says so leads from nobody to no envelope.
    digests = {*Casting.objects.values_list("receipt", flat=True), *Casting.objects.values_list("envelope", flat=True)}
    assert ReplacedBallot.objects.get().notice not in digests
    written = str([*AuditEntry.objects.values(), *SecondedAct.objects.values(), *VotingLetter.objects.values()])
    assert not [one for one in (*codes, voids, receipt) if one in written]


def test_a_new_code_that_is_typed_in_an_account_is_told_as_what_it_is(vote, park, clerk):
    letter, colleague = letter_in(vote), person_with(Role.CLERK)
    receipt = cast_ballot(
        consultation_round=anew(vote), voter=letter.roll_entry, letter=letter, choices={park.pk: 1}, at=DURING
    ).receipt
    act = ask_second(
        consultation_round=vote, kind=SecondedKind.NEW_CODE, reason="Lost.", about=str(letter.roll_entry_id), by=clerk,
        details={"form": "spoken", "language": "nl"}, at=DURING,
    )  # fmt: skip
    code = confirm_act(act=act, by=colleague, at=DURING + timedelta(hours=1)).code
    person = UserFactory()
    use(vote, code, by=person)
    voter = voter_of(anew(vote), person)
    cast_ballot(consultation_round=anew(vote), voter=voter, choices={}, at=DURING + timedelta(hours=2))
    assert replaced_by(vote, receipt) == "new-code"
    assert record_of(anew(vote)).replaced_by_new_code == 1


def test_the_database_holds_one_letter_in_force_per_voter_and_changes_none(vote):
    letter = letter_in(vote)
    for wrong in (
        lambda: VotingLetterFactory(roll_entry=letter.roll_entry),
        lambda: VotingLetter.objects.update(digest="0" * 64),
        lambda: VotingLetter.objects.update(replaced_at=DURING),
        lambda: VotingLetter.objects.all().delete(),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            wrong()


# Using codes --------------------------------------------------------------------------------------------------------


def test_a_letter_lets_its_voter_vote_and_replace_until_the_close(vote, park):
    letter = letter_in(vote)
    cast(vote, letter, park)
    cast(vote, letter, at=DURING + timedelta(hours=1))
    letter.refresh_from_db()
    assert (in_envelopes(), letter.used_at, letters_of(vote)["used"]) == ([{}], DURING, 1)
    assert [line.channel for line in PollBookEntry.objects.all()] == [VotingChannel.LETTER]
    with pytest.raises(Refusal):
        cast(vote, letter, park, at=CLOSES)


def test_a_voter_votes_in_no_other_round_and_with_no_letter_of_somebody_else(vote):
    letter, other = letter_in(vote), VotingLetterFactory()
    for voter, used in ((other.roll_entry, None), (letter.roll_entry, letter_in(vote))):
        with pytest.raises(ValueError, match="A voter votes in the round"):
            cast_ballot(consultation_round=vote, voter=voter, letter=used, choices={}, at=DURING)


def test_use_code_knows_the_codes_of_its_own_round_alone(vote):
    VotingLetterFactory(code="ACDEFGHJKLMNQ")
    letter_in(vote)
    with pytest.raises(Refusal, match="No letter of this vote has this code"):
        use(vote, "ACDEFGHJKLMNQ")
    entry = AuditEntry.objects.get(act="wrong_letter_code")
    assert (entry.about, entry.detail, entry.by) == (vote.reference.string, {}, None)


def test_guessing_is_limited_and_keeps_nobody_out_for_long(vote, settings):
    settings.VOTING_LETTERS = settings.VOTING_LETTERS | {
        "wrong_codes_of_one_beginning": 2,
        "wrong_codes_per_client": 5,
        "wrong_codes_per_hour": 8,
        "wrong_codes_while_many_guess": 1,
    }
    right = "ACDEFGHJKLMNQ"
    letter_in(vote, code=right)
    wrong, too_many = "No letter of this vo", "Too many wrong codes"

    def tried(client: str, code: str = "ACDEFGHJKLMNR", at=DURING) -> str:
        try:
            use(vote, code, client=client, at=at)
        except Refusal as refused:
            return refused.sentence[:20]
        return ""

    # Somebody tries codes that begin alike: those wait, and who sits beside them at the same address does not.
    other = "XXXX" + right[4:]
    assert [tried("a", other) for _ in range(3)] == [wrong, wrong, too_many]
    assert [tried("a", right) for _ in range(5)] == [""] * 5
    # With whatever beginning: an address waits only minutes.
    assert [tried("a", f"{sign * 4}{right[4:]}") for sign in "3467"] == [wrong, wrong, wrong, too_many]
    assert (tried("a", right), tried("a", right, at=DURING + timedelta(minutes=5))) == (too_many, "")
    # While many guess each address is wrong once; right codes count for nothing.
    assert [tried(client) for client in ("b", "c", "d", "e", "e")] == [wrong, wrong, wrong, wrong, too_many]
    assert tried("f", right) == ""


def test_no_time_after_the_close_is_told_to_who_typed_too_many_wrong_codes(vote, settings):
    settings.VOTING_LETTERS = settings.VOTING_LETTERS | {"wrong_codes_of_one_beginning": 1}
    letter_in(vote)
    for before_close, told in ((timedelta(hours=2), "Try again after"), (timedelta(minutes=2), "ends before you can")):
        client, at = str(before_close), CLOSES - before_close
        for sentence in ("No letter of this vote", told):
            with pytest.raises(Refusal, match=sentence):
                use(vote, "ACDEFGHJKLMNR", client=client, at=at)


def test_a_code_under_an_older_secret_key_still_works(vote, settings):
    letter_in(vote, code="ACDEFGHJKLMNQ")
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "n" * 60
    assert use(vote, "ACDEFGHJKLMNQ").roll_entry.consultation_round_id == vote.pk
    settings.SECRET_KEY_FALLBACKS = []
    with pytest.raises(Refusal):
        use(vote, "ACDEFGHJKLMNQ")
    assert code_digest("ACDEFGHJKLMNQ", "1") != code_digest("ACDEFGHJKLMNQ", "2")


# One person ---------------------------------------------------------------------------------------------------------


def test_a_code_and_an_account_of_one_person_are_one_voter(vote, park, resident):
    RollEntryFactory(consultation_round=vote, person=resident)
    letter = letter_in(vote, code="ACDEFGHJKLMNQ")
    use(vote, "ACDEFGHJKLMNQ", by=resident)
    assert [entry.pk for entry in RollEntry.objects.all()] == [letter.roll_entry_id]
    assert entry_of(vote, resident) == letter.roll_entry
    cast_ballot(consultation_round=anew(vote), voter=voter_of(vote, resident), choices={park.pk: 1}, at=DURING)
    # Without signing in the code leads to the same ballot.
    cast(vote, use(vote, "ACDEFGHJKLMNQ"))
    assert (PollBookEntry.objects.count(), in_envelopes()) == (1, [{}])


def test_a_code_of_somebody_else_becomes_no_part_of_an_account(vote, resident):
    letter_in(vote, code="ACDEFGHJKLMNQ")
    letter_in(vote, code="ACDEFGHJKLMNR")
    use(vote, "ACDEFGHJKLMNQ", by=resident)
    with pytest.raises(Refusal, match="Another letter is of your account"):
        use(vote, "ACDEFGHJKLMNR", by=resident)
    with pytest.raises(Refusal, match="used with another account"):
        use(vote, "ACDEFGHJKLMNQ", by=UserFactory())


def test_a_code_is_refused_to_an_account_that_has_voted(vote, resident):
    PollBookEntryFactory(roll_entry=RollEntryFactory(consultation_round=vote, person=resident))
    letter = letter_in(vote, code="ACDEFGHJKLMNQ")
    with pytest.raises(Refusal, match="You have voted already, without this letter"):
        use(vote, "ACDEFGHJKLMNQ", by=resident)
    letter.refresh_from_db()
    assert (letter.used_at, letter.roll_entry.person) == (None, None)


# The roll -----------------------------------------------------------------------------------------------------------


def test_the_roll_is_published_once_as_it_was_when_voting_began(vote, park, clerk):
    letter_in(vote, roll_entry__identifier="w-2")
    letter_in(vote, roll_entry__identifier="w-1")
    freeze_ballot(consultation_round=anew(vote), at=DURING)
    roll = ElectoralRoll.objects.get(consultation_round=vote)
    # printf 'w-1\nw-2\n' | sha256sum
    known = "38924b86ca41e158cc6f752356f47ce6f44c8011212a79d3281f9f2754ad43cf"
    assert (roll.published_at, roll.size, roll.sha256) == (moment(11, 1), 2, known)
    # From then on nobody comes on it, and no list makes a code alone.
    for identifier in ("w-1", "w-3"):
        with pytest.raises(Refusal, match="Voting has begun"):
            issue_letters(
                consultation_round=vote, addressees=addressees(identifier), renew=True, **OF_LIST, by=clerk, at=DURING
            )
    assert (RollEntry.objects.count(), VotingLetter.objects.count()) == (2, 2)
    with pytest.raises(IntegrityError), transaction.atomic():
        ElectoralRoll.objects.update(size=3)
