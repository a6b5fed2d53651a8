"""Letters with codes. A code is known to whoever is given it here, and to nobody after that: neither row nor audit entry holds it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from base.actions.audit_entry import record
from base.batches import batches
from base.models import Area
from base.refusal import Refusal, refuse_if
from participation.actions.electoral_roll import hold_roll, write_who
from participation.codes import new_code
from participation.letter_codes import address_digest, code_digest
from participation.letter_list import Addressee
from participation.models import (
    ConsultationRound,
    ElectoralRoll,
    JoinedIdentifier,
    RollEntry,
    SecondedAct,
    VotingLetter,
)
from participation.models.electoral_roll import identifier_key
from participation.queries.electoral_roll import entries_by_identifier, own_lines
from participation.queries.voting_letter import letter_with, letters_of_run, removal_with
from participation.roll_list import Mistakes, at_line
from participation.roll_source import OfList
from participation.voting_enums import LetterForm, RollSource, VotingChannel
from participation.voting_letter_rules import (
    count_wrong,
    refusal_beside_accounts,
    refusal_of_letters_alone,
    refusal_of_replaced,
    refusal_of_taken_off,
    refusal_of_tries,
    refusal_to_claim,
    refusal_to_send,
    unknown_code,
)

BATCH = 2_000


@dataclass(frozen=True)
class Printed:
    """A letter on its way to paper: to whom, and the code. `is_anew`: they were sent another before, whose code works no more."""

    addressee: Addressee
    code: str
    is_anew: bool = False


@transaction.atomic
def issue_letters(
    *,
    consultation_round: ConsultationRound,
    addressees: Sequence[Addressee],
    who: str,
    youngest: int,
    renew: bool,
    by: Any,
    at: datetime,
) -> list[Printed]:
    """Makes a letter for each line of a list, and a line of the roll for whom there was none. All or none. `who` they are for and
    the lowest age hold for all letters of this roll.

    With `renew` who has a letter gets another, which voids the old one; otherwise that is a mistake, and Mistakes names the lines.
    """
    roll = hold_roll(consultation_round=consultation_round)
    consultation_round = roll.consultation_round
    refuse_if(refusal_to_send(by, consultation_round, at) or refusal_of_letters_alone(consultation_round, at))
    write_who(roll=roll, said=OfList(RollSource.LETTERS, who, youngest), by=by, at=at)
    on_roll = entries_by_identifier(consultation_round)
    _refuse_joined(on_roll, addressees)
    known = {identifier: entry.pk for identifier, entry in on_roll.items()}
    strangers = [one for one in addressees if identifier_key(one.identifier) not in known]
    refuse_if(refusal_beside_accounts(consultation_round) if strangers else "")
    in_force = VotingLetter.objects.filter(roll_entry__consultation_round=consultation_round, replaced_at__isnull=True)
    have = {identifier_key(one) for one in in_force.values_list("roll_entry__identifier", flat=True)}
    again = [one for one in addressees if identifier_key(one.identifier) in have]
    if again and not renew:
        why = _("the identifier '%(identifier)s' has a letter already")
        raise Mistakes([at_line(one.line, why % {"identifier": one.identifier}) for one in again])
    for some in batches([known[identifier_key(one.identifier)] for one in again], BATCH):
        in_force.filter(roll_entry__in=some).update(replaced_at=at, replaced_because=_("The letters were made anew."))
    areas = dict(Area.objects.values_list("code", "pk"))
    new = RollEntry.objects.bulk_create(
        (
            RollEntry(
                consultation_round=consultation_round,
                identifier=one.identifier,
                channel=VotingChannel.LETTER,
                source=RollSource.LETTERS,
                area_id=areas.get(one.area),
            )
            for one in strangers
        ),
        batch_size=BATCH,
    )
    known |= {identifier_key(entry.identifier): entry.pk for entry in new}
    printed = [Printed(one, new_code(), identifier_key(one.identifier) in have) for one in addressees]
    _write(roll, [(one, known[identifier_key(one.addressee.identifier)]) for one in printed], at)
    record(
        act="letters_issued",
        about=consultation_round.reference,
        by=by,
        at=at,
        letters=len(printed),
        replaced=len(again),
        added=len(new),
    )
    return printed


def _refuse_joined(on_roll: Mapping[str, RollEntry], addressees: Sequence[Addressee]) -> None:
    """Of an identifier whose line became one with another there is no letter."""
    why = _("the identifier '%(identifier)s' is of somebody who has a letter under another")
    mistakes = []
    for one in addressees:
        key = identifier_key(one.identifier)
        if key in on_roll and identifier_key(on_roll[key].identifier) != key:
            mistakes.append(at_line(one.line, why % {"identifier": one.identifier}))
    if mistakes:
        raise Mistakes(mistakes)


def _write(
    roll: ElectoralRoll, letters: Sequence[tuple[Printed, int]], at: datetime, act: SecondedAct | None = None
) -> None:
    """Each with the key of its line of the roll."""
    said = _said(roll.consultation_round)
    VotingLetter.objects.bulk_create(
        (
            VotingLetter(
                roll_entry_id=line,
                digest=code_digest(one.code, roll.salt),
                form=one.addressee.form,
                language=one.addressee.language,
                issued_at=at,
                act=act,
                **said,
            )
            for one, line in letters
        ),
        batch_size=BATCH,
    )


@transaction.atomic
def renew_run(*, act: SecondedAct, addressees: Sequence[Addressee], by: Any, at: datetime) -> list[Printed]:
    """Voids every code in force of a print run and makes others of its list, for `act`, which two people asked for and confirmed.

    Who voted by one of them keeps that ballot until they replace it. A line whose letter was replaced since is left alone. Raises
    Mistakes where list and print run are not of the same people.
    """
    roll = hold_roll(consultation_round=act.consultation_round)
    consultation_round = roll.consultation_round
    refuse_if(refusal_to_send(by, consultation_round, at))
    on_roll = entries_by_identifier(consultation_round)
    _refuse_joined(on_roll, addressees)
    letters = letters_of_run(consultation_round, act.about)
    of_run = set(letters.values_list("roll_entry", flat=True))
    lost = dict(letters.filter(replaced_at=None).values_list("roll_entry", "roll_entry__identifier"))
    known = {identifier: entry.pk for identifier, entry in on_roll.items() if entry.pk in of_run}
    strange = [one for one in addressees if identifier_key(one.identifier) not in known]
    why = _("the identifier '%(identifier)s' had no letter in this print run")
    mistakes = [at_line(one.line, why % {"identifier": one.identifier}) for one in strange]
    lines = [(one, known.get(identifier_key(one.identifier), 0)) for one in addressees]
    missing = sorted(lost[line] for line in set(lost) - {line for _one, line in lines})
    mistakes += [
        _("The list lacks '%(identifier)s', whose letter was lost too.") % {"identifier": one} for one in missing
    ]
    if mistakes:
        raise Mistakes(mistakes)
    for some in batches(list(lost), BATCH):
        letters.filter(replaced_at=None, roll_entry__in=some).update(replaced_at=at, replaced_because=act.reason)
    made = [(Printed(one, new_code(), is_anew=True), line) for one, line in lines if line in lost]
    _write(roll, made, at, act)
    record(
        act="print_run_renewed",
        about=consultation_round.reference,
        by=by,
        at=at,
        letters=len(made),
        left_alone=len(addressees) - len(made),
        reason=act.reason,
    )
    return [one for one, _line in made]


@transaction.atomic
def replace_letter(
    *,
    entry: RollEntry,
    reason: str,
    form: LetterForm,
    language: str,
    by: Any,
    at: datetime,
    act: SecondedAct | None = None,
) -> str:
    """Voids the letter of a voter and makes another, whose code it gives. Once voting began `act` is what two people asked for and
    confirmed: with a new code a ballot that lies in the box can be replaced.
    """
    roll, code = hold_roll(consultation_round=entry.consultation_round), new_code()
    consultation_round = roll.consultation_round
    refuse_if(refusal_to_send(by, consultation_round, at))
    refuse_if("" if act else refusal_of_letters_alone(consultation_round, at))
    refuse_if("" if reason.strip() else _("Say why: the letter was lost, or somebody needs it in another form."))
    entry.letters.filter(replaced_at__isnull=True).update(replaced_at=at, replaced_because=reason.strip())
    VotingLetter.objects.create(
        roll_entry=entry,
        digest=code_digest(code, roll.salt),
        form=form,
        language=language,
        issued_at=at,
        act=act,
        **_said(consultation_round),
    )
    record(
        act="letter_replaced",
        about=consultation_round.reference,
        by=by,
        at=at,
        identifier=entry.identifier,
        reason=reason.strip(),
        form=form,
    )
    return code


def _said(consultation_round: ConsultationRound) -> dict[str, datetime | None]:
    """What a letter that is made now says of when people vote."""
    voting = consultation_round.voting
    return {"says_from": voting.starts_at, "says_until": voting.ends_at} if voting is not None else {}


def use_code(*, consultation_round: ConsultationRound, code: str, client: str, by: Any, at: datetime) -> VotingLetter:
    """The letter of whoever types its code; for somebody who is signed in it becomes one with their account.

    Raises Refusal. A wrong code is counted by where it came from (`client`) and leaves an audit entry, never itself.
    """
    voting = consultation_round.voting
    refuse_if(refusal_of_tries(client, code, voting.ends_at if voting is not None else None, at))
    letter = letter_with(consultation_round, code)
    if letter is None:
        refuse_if(refusal_of_taken_off(removal_with(consultation_round, code)))
        count_wrong(client, code, at)
        record(act="wrong_letter_code", about=consultation_round.reference, by=by, at=at)
        raise Refusal(unknown_code())
    refuse_if(refusal_of_replaced(letter))
    return claim_letter(letter=letter, by=by, at=at) if by.is_authenticated else letter


@transaction.atomic
def claim_letter(*, letter: VotingLetter, by: Any, at: datetime) -> VotingLetter:
    """Makes a letter and an account one voter: every other line of the same person, on which nobody voted, becomes one with the
    letter's. From then on no other account at that mail address has a line but those that a list tells apart."""
    # The round first, as voting does: otherwise who votes with this letter and who claims it could wait for each other.
    roll = hold_roll(consultation_round=letter.roll_entry.consultation_round)
    entry = RollEntry.objects.select_for_update().get(pk=letter.roll_entry_id)
    if entry.person_id != by.pk:
        own = own_lines(roll, entry, by)
        refuse_if(refusal_to_claim(entry, by, own))
        for line in own.same:
            _join(line, entry)
        entry.person = by
        if not entry.address and by.email:
            entry.address, entry.shares_address = address_digest(by.email, roll.salt), bool(own.others)
        entry.save(update_fields=["person", "address", "shares_address", "area"])
        record(act="letter_claimed", about=entry.consultation_round.reference, by=by, at=at, joined=len(own.same))
    mark_used(letter=letter, at=at)
    letter.roll_entry = entry
    return letter


def _join(line: RollEntry, entry: RollEntry) -> None:
    """What bears its identifier is from now on of the voter of `entry`."""
    line.joined.update(roll_entry=entry)
    if line.identifier:
        about = {"consultation_round_id": entry.consultation_round_id, "roll_entry": entry}
        JoinedIdentifier.objects.create(**about, identifier=line.identifier)
    entry.area_id = entry.area_id or line.area_id
    line.delete()


def mark_used(*, letter: VotingLetter, at: datetime) -> None:
    """The first time stands. Raises Refusal where the letter was replaced in the meantime."""
    in_force = VotingLetter.objects.filter(pk=letter.pk, replaced_at__isnull=True)
    if not in_force.update(used_at=Coalesce("used_at", Value(at))):
        letter.refresh_from_db()
        refuse_if(refusal_of_replaced(letter))
