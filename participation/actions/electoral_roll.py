from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from base.actions.audit_entry import record, record_each
from base.batches import batches
from base.canonical import sha256
from base.compiled import Statement
from base.models import Area
from base.refusal import Refusal, refuse_if
from participation.letter_codes import address_digest, mailbox_digests
from participation.models import ConsultationRound, ElectoralRoll, RollEntry, RollRemoval, VotingLetter
from participation.models.electoral_roll import identifier_key
from participation.queries.electoral_roll import (
    entries_by_identifier,
    entries_by_words,
    mailbox_has_voted,
    newcomers,
    roll_lines,
    roll_size,
)
from participation.roll_list import Listed, Mistakes, at_line
from participation.roll_rules import refusal_of_mailbox
from participation.roll_source import OfList, Source
from participation.voting_enums import RollSource
from participation.voting_letter_rules import (
    refusal_beside_letters,
    refusal_of_growth,
    refusal_to_send,
    refusal_to_take_off,
)

BATCH = 2_000
# Whatever constraint holds it back; of several at once each waits for the one before. Both databases know it.
_WRITE = """
    INSERT INTO participation_rollentry (consultation_round_id, person_id, address, channel, source, identifier, shares_address)
    VALUES (%s, %s, %s, %s, %s, '', FALSE)
    ON CONFLICT DO NOTHING
"""


def enrol(*, voter: RollEntry) -> RollEntry:
    """The voter as they stand on the roll: somebody with an account takes the line that was listed by their mail address. Whoever has
    none gets one with that in the poll book."""
    if voter.person_id is None or not voter.is_enrolled:
        return voter
    if RollEntry.objects.filter(Q(person=None) | Q(person=voter.person), pk=voter.pk).update(person=voter.person):
        return voter
    taken = RollEntry.objects.filter(consultation_round=voter.consultation_round_id, person=voter.person).first()
    if taken is None:
        raise Refusal(_("Somebody else with your mail address voted just now on this line of the electoral roll."))
    return taken


def line_to_write(voter: RollEntry) -> Statement:
    """What puts somebody with an account on the roll when they vote, where everybody may: one account for each mailbox. Whether they
    or somebody else with theirs came on it at this very moment, the database knows."""
    consultation_round, person = voter.consultation_round, voter.person
    digests = mailbox_digests(person.email, consultation_round.reference.string) if person else []
    # The database knows a mailbox under the key of now; under an older one only who asks does.
    if digests[1:] and mailbox_has_voted(consultation_round, person):
        raise Refusal(refusal_of_mailbox())
    address = next(iter(digests), "")
    return _WRITE, (consultation_round.pk, voter.person_id, address, voter.channel, voter.source)


def roll_of(*, consultation_round: ConsultationRound) -> ElectoralRoll:
    roll, _created = ElectoralRoll.objects.get_or_create(consultation_round=consultation_round)
    return roll


def hold_roll(*, consultation_round: ConsultationRound) -> ElectoralRoll:
    """The roll with its round as it is now; voting does not begin, and nobody else writes it, before the caller's transaction
    ends. The round is held and not the roll, as by who freezes the paper: otherwise each could wait for the other.
    """
    rounds = ConsultationRound.objects.select_for_update().prefetch_related("phases")
    locked = rounds.get(pk=consultation_round.pk)
    roll = roll_of(consultation_round=locked)
    roll.consultation_round = locked
    return roll


@transaction.atomic
def publish_roll(*, consultation_round: ConsultationRound, at: datetime) -> ElectoralRoll:
    """Writes down how many were on the roll when voting began, and the hash of who: once, with the freezing of the paper."""
    roll = roll_of(consultation_round=consultation_round)
    if roll.published_at is None:
        lines = roll_lines(consultation_round)
        roll.published_at, roll.size, roll.sha256 = at, len(lines), sha256("".join(f"{line}\n" for line in lines))
        roll.save(update_fields=["published_at", "size", "sha256"])
        record(
            act="roll_published", about=consultation_round.reference, by=None, at=at, size=roll.size, hash=roll.sha256
        )
    return roll


@transaction.atomic
def describe_list(*, consultation_round: ConsultationRound, said: OfList, by: Any, at: datetime) -> None:
    """Says whom the letters, or the lists, of a roll are of: everybody reads it with the rules, and with them it stands fast."""
    roll = hold_roll(consultation_round=consultation_round)
    refuse_if(refusal_to_send(by, roll.consultation_round, at) or refusal_of_growth(roll.consultation_round, at))
    write_who(roll=roll, said=said, by=by, at=at)


def write_who(*, roll: ElectoralRoll, said: OfList, by: Any, at: datetime) -> None:
    """The same, for who holds the roll and may write it."""
    criterion = said.as_data()
    refuse_if("" if criterion["who"] else _("Say who is on this list: everybody reads it in the rules of the vote."))
    if criterion in roll.criteria:
        return
    roll.criteria = [one for one in roll.criteria if one["source"] != said.kind] + [criterion]
    roll.save(update_fields=["criteria"])
    record(act="roll_described", about=roll.consultation_round.reference, by=by, at=at, **criterion)


@transaction.atomic
def list_members(
    *, consultation_round: ConsultationRound, members: Sequence[Listed], who: str, youngest: int, by: Any, at: datetime
) -> int:
    """Puts people on the roll who vote with the account at a mail address; how many lines came new. All or none. `who` they are
    and the lowest age hold for all lists of this roll.

    Whose identifier is on the roll already (by a letter) votes by either: it stays one line. Raises Mistakes.
    """
    roll = hold_roll(consultation_round=consultation_round)
    consultation_round = roll.consultation_round
    refuse_if(refusal_to_send(by, consultation_round, at) or refusal_of_growth(consultation_round, at))
    write_who(roll=roll, said=OfList(RollSource.LIST, who, youngest), by=by, at=at)
    entries = RollEntry.objects.filter(consultation_round=consultation_round)
    known = entries_by_identifier(consultation_round)
    listed = set(entries.exclude(address="").values_list("address", flat=True))
    # Who is on it by account stands at the address of that; an identifier in the list says which letter is theirs.
    unnamed: dict[str, list[RollEntry]] = defaultdict(list)
    # Of whoever used a letter with their account the letter's identifier alone is theirs.
    by_letter: set[str] = set()
    for line in entries.filter(person__isnull=False).select_related("person").order_by("pk"):
        digest = address_digest(line.person.email if line.person else "", roll.salt)
        listed.add(digest)
        if not line.identifier:
            unnamed[digest].append(line)
        elif line.source == RollSource.LETTERS:
            by_letter.add(digest)
    areas = dict(Area.objects.values_list("code", "pk"))
    mistakes: list[str] = []
    new: list[RollEntry] = []
    met: list[RollEntry] = []
    named: list[RollEntry] = []
    for one in members:
        address, entry = address_digest(one.mail, roll.salt), known.get(identifier_key(one.identifier))
        if entry is not None:
            is_known = bool(entry.address) and entry.person_id is None
        else:
            is_known = address in (by_letter if one.identifier else listed)
        if is_known:
            mistakes.append(at_line(one.line, _("this person is on the roll already")))
        elif entry is not None:
            entry.address = address
            met.append(entry)
        elif unnamed.get(address):
            by_account = unnamed[address].pop(0)
            by_account.identifier = one.identifier
            named.append(by_account)
        else:
            area = areas.get(one.area)
            new.append(
                RollEntry(
                    consultation_round=consultation_round,
                    identifier=one.identifier,
                    address=address,
                    source=RollSource.LIST,
                    area_id=area,
                )
            )
    if mistakes:
        raise Mistakes(mistakes)
    _let_share(entries, [*new, *met])
    RollEntry.objects.bulk_create(new, batch_size=BATCH)
    RollEntry.objects.bulk_update(met, ["address", "shares_address"], batch_size=BATCH)
    RollEntry.objects.bulk_update(named, ["identifier"], batch_size=BATCH)
    record(
        act="roll_listed",
        about=consultation_round.reference,
        by=by,
        at=at,
        added=len(new),
        joined=len(met) + len(named),
    )
    return len(new)


def _let_share(entries: QuerySet[RollEntry], given: Sequence[RollEntry]) -> None:
    """Several lines at one mail address are several people: a list says so, with an identifier for each."""
    at = dict(entries.exclude(address="").values_list("pk", "address"))
    for one in given:
        at.pop(one.pk, None)
    times = Counter([*at.values(), *(one.address for one in given)])
    for one in given:
        one.shares_address = bool(one.identifier) and times[one.address] > 1
    shared = {one.address for one in given if times[one.address] > 1}
    for some in batches(sorted(shared), BATCH):
        entries.filter(address__in=some).exclude(identifier="").update(shares_address=True)


class Added(NamedTuple):
    # Lines that came new.
    lines: int
    # Accounts of humans who are on the roll by another account.
    left_out: int


@transaction.atomic
def add_to_roll(*, consultation_round: ConsultationRound, source: Source, by: Any, at: datetime) -> Added:
    """Puts verified residents, or the members of an organisation, on the roll."""
    roll = hold_roll(consultation_round=consultation_round)
    consultation_round = roll.consultation_round
    _refuse_growth(consultation_round, by, at)
    people = source.people(timezone.localdate(at))
    areas = {person.pk: area for person, area in people}
    new, taking, left_out = newcomers(consultation_round, [person for person, _area in people])
    size = roll_size(consultation_round)
    for entry, person in taking:
        entry.person, entry.area_id = person, entry.area_id or areas[person.pk]
    RollEntry.objects.bulk_update([entry for entry, _person in taking], ["person", "area"], batch_size=BATCH)
    RollEntry.objects.bulk_create(
        (
            RollEntry(
                consultation_round=consultation_round, person=person, source=source.kind, area_id=areas[person.pk]
            )
            for person in new
        ),
        batch_size=BATCH,
        # Whose letter became one with their account at this moment has a line.
        ignore_conflicts=True,
    )
    added = roll_size(consultation_round) - size
    criterion = source.as_data()
    if criterion not in roll.criteria:
        roll.criteria = [*roll.criteria, criterion]
        roll.save(update_fields=["criteria"])
    record(
        act="roll_added", about=consultation_round.reference, by=by, at=at, **criterion, added=added, joined=len(taking)
    )
    return Added(added, left_out)


@transaction.atomic
def count_for_roll(*, consultation_round: ConsultationRound, source: Source, by: Any, at: datetime) -> int:
    """How many lines would come new. What was asked is recorded: by counting again and again somebody's birthday could be found."""
    _refuse_growth(consultation_round, by, at)
    people = source.people(timezone.localdate(at))
    record(act="roll_counted", about=consultation_round.reference, by=by, at=at, **source.as_data())
    return len(newcomers(consultation_round, [person for person, _area in people]).new)


@transaction.atomic
def take_off_roll(
    *, consultation_round: ConsultationRound, lines: Sequence[str], reason: str, by: Any, at: datetime
) -> int:
    """Takes people off the roll before voting begins, each by identifier or mail address; codes of their letters are void at once.
    How many lines went. All or none: Mistakes names those that are not found, or not told apart.
    """
    roll = hold_roll(consultation_round=consultation_round)
    consultation_round = roll.consultation_round
    refuse_if(refusal_to_send(by, consultation_round, at) or refusal_to_take_off(consultation_round, reason, at))
    found: dict[int, RollEntry] = {}
    mistakes: list[str] = []
    named = entries_by_words(consultation_round, lines, roll.salt)
    for number, (typed, entries) in enumerate(zip(lines, named, strict=True), start=1):
        if len(entries) == 1:
            found[entries[0].pk] = entries[0]
        elif entries:
            mistakes.append(at_line(number, _("several people are on the roll by this: give the identifier")))
        else:
            mistakes.append(at_line(number, _("'%(typed)s' is not on the roll") % {"typed": typed.strip()}))
    if mistakes or not found:
        raise Mistakes(mistakes or [_("Say who is taken off the roll.")])
    reason = reason.strip()
    letters: dict[int, list[VotingLetter]] = defaultdict(list)
    for some in batches(list(found), BATCH):
        for letter in VotingLetter.objects.filter(roll_entry__in=some):
            letters[letter.roll_entry_id].append(letter)
    RollRemoval.objects.bulk_create(
        (
            RollRemoval(
                consultation_round=consultation_round,
                line=key,
                letters=len(letters[key]),
                digest=next((one.digest for one in letters[key] if one.replaced_at is None), ""),
                reason=reason,
                at=at,
            )
            for key in found
        ),
        batch_size=BATCH,
    )
    for some in batches(list(found), BATCH):
        VotingLetter.objects.filter(roll_entry__in=some).delete()
        RollEntry.objects.filter(pk__in=some).delete()
    record_each(
        act="roll_line_removed",
        about=consultation_round.reference,
        by=by,
        at=at,
        # A mail address is kept nowhere: its line is known by the hash alone.
        details=(
            {
                "line": line.identifier or (line.address and f"mail:{line.address}") or f"account:{line.person_id}",
                "letters": len(letters[line.pk]),
                "reason": reason,
            }
            for line in found.values()
        ),
    )
    return len(found)


def _refuse_growth(consultation_round: ConsultationRound, by: Any, at: datetime) -> None:
    refuse_if(
        refusal_to_send(by, consultation_round, at)
        or refusal_of_growth(consultation_round, at)
        or refusal_beside_letters(consultation_round)
    )
