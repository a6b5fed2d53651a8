from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from django.db import DEFAULT_DB_ALIAS
from django.db.models import Count, Q, QuerySet, Sum, Value
from django.db.models.functions import Coalesce, Upper
from django.utils.translation import get_language

from accounts.models import User
from accounts.queries.residency import accounts_of_human, humans
from base.compiled import Compiled
from base.models import Area
from participation.enums import Eligibility
from participation.letter_codes import address_digests, mailbox_digests
from participation.models import (
    ConsultationRound,
    ElectoralRoll,
    JoinedIdentifier,
    PollBookEntry,
    RollEntry,
    RollRemoval,
    VotingHelp,
    VotingLetter,
)
from participation.models.electoral_roll import IDENTIFIER_KEY, identifier_key
from participation.voting_enums import LISTS, RollSource, VotingChannel

_FIELDS = [field.attname for field in RollEntry._meta.concrete_fields]
_of_person = Compiled(
    lambda consultation_round, person: RollEntry.objects.filter(
        consultation_round=consultation_round, person=person
    ).values_list(*_FIELDS)
)


def entry_of(consultation_round: ConsultationRound, person: Any) -> RollEntry | None:
    """The line of the roll that is this person's, or that waits for an account at their mail address."""
    if not person.is_authenticated:
        return None
    for row in _of_person(consultation_round.pk, person.pk):
        return RollEntry.from_db(DEFAULT_DB_ALIAS, _FIELDS, row)
    if consultation_round.eligibility != Eligibility.ROLL:
        return None
    return waiting_entries(consultation_round, person).first()


def waiting_entries(consultation_round: ConsultationRound, person: Any) -> QuerySet[RollEntry]:
    """Lines that were listed by this person's mail address and that no account took yet."""
    roll = RollEntry.objects.filter(consultation_round=consultation_round).order_by("pk")
    if consultation_round.eligibility != Eligibility.ROLL or not person.email:
        return roll.none()
    salt = ElectoralRoll.objects.filter(consultation_round=consultation_round).values_list("salt", flat=True).first()
    waiting = roll.filter(person__isnull=True, address__in=address_digests(person.email, salt or ""))
    # Whose account is gone has voted all the same: nobody else at that address replaces it.
    return waiting.exclude(poll_book_entry__channel=VotingChannel.WEB)


class OwnLines(NamedTuple):
    """Beside the line of a letter that somebody uses with their account: `same` are lines of that person, `others` stand or voted at
    their mail address and are of somebody else as far as the site knows."""

    same: list[RollEntry]
    others: list[RollEntry]


def own_lines(roll: ElectoralRoll, entry: RollEntry, person: Any) -> OwnLines:
    """By the account, by that of the same human, and by the mail address: of those that wait there for an account, one. Where a list
    gave the letter's line that address too, it tells those people apart."""
    accounts = accounts_of_human(person)
    digests = address_digests(person.email, roll.salt) if person.email else []
    of_them = Q(person__in=accounts) | Q(address__in=digests)
    of_them |= Q(person__email=person.email) if person.email else Q()
    lines = RollEntry.objects.filter(of_them, consultation_round=roll.consultation_round).exclude(pk=entry.pk)
    found = list(lines.select_for_update(of=("self",)).order_by("identifier", "pk"))
    same = [one for one in found if one.person_id in accounts]
    if entry.address in digests:
        return OwnLines(same, [])
    if not any(one.person_id == person.pk for one in same):
        waiting = set(waiting_entries(roll.consultation_round, person).values_list("pk", flat=True))
        same += sorted((one for one in found if one.pk in waiting), key=lambda one: one.letters.exists())[:1]
    return OwnLines(same, [one for one in found if one not in same])


def voter_of(consultation_round: ConsultationRound, person: Any) -> RollEntry:
    """The line of the roll that is this person's; where they have none, the one that voting writes where everybody may vote."""
    entry = entry_of(consultation_round, person) or RollEntry(consultation_round=consultation_round)
    if person.is_authenticated:
        # As it was signed in: asking the database for it once more tells nothing new.
        entry.person = person
    return entry


def mailbox_has_voted(consultation_round: ConsultationRound, person: Any) -> bool:
    """Whether another account at this person's mail address stands on the roll. Theirs may since a moment ago, by another tab."""
    used = mailbox_digests(person.email, consultation_round.reference.string)
    at_it = RollEntry.objects.filter(consultation_round=consultation_round, address__in=used)
    return bool(used) and at_it.exclude(person=person).exists()


def poll_book_line(voter: RollEntry) -> PollBookEntry | None:
    """That and when this voter has voted; never what."""
    return PollBookEntry.objects.filter(roll_entry=voter).first() if voter.is_enrolled else None


def letters_of(consultation_round: ConsultationRound) -> dict[str, int]:
    """How many letters were made, were replaced by another, and led to a ballot or an account."""
    letters: dict[str, int] = VotingLetter.objects.filter(roll_entry__consultation_round=consultation_round).aggregate(
        sent=Count("pk"), replaced=Count("replaced_at"), used=Count("used_at")
    )
    return letters | {"sent": letters["sent"] + removals_of(consultation_round)["letters"]}


def removals_of(consultation_round: ConsultationRound) -> dict[str, int]:
    """How many lines were taken off the roll before voting began, and how many letters had been made for them."""
    removals = RollRemoval.objects.filter(consultation_round=consultation_round)
    found: dict[str, int] = removals.aggregate(lines=Count("pk"), letters=Coalesce(Sum("letters"), 0))
    return found


def entries_by_words(consultation_round: ConsultationRound, typed: Sequence[str], salt: str) -> list[list[RollEntry]]:
    """For each, the lines of the roll that it names: by an identifier, or by the mail address of a list or an account. Three
    queries, however many are asked.
    """
    named = entries_by_identifier(consultation_round)
    at_mail: dict[str, dict[int, RollEntry]] = defaultdict(dict)
    by_mail = RollEntry.objects.filter(consultation_round=consultation_round).exclude(address="", person=None)
    for line in by_mail.select_related("person").order_by("pk"):
        for word in (line.address, line.person.email.lower() if line.person else ""):
            at_mail[word][line.pk] = line
    found: list[list[RollEntry]] = []
    for one in typed:
        entry, mail = named.get(identifier_key(one)), one.strip().lower()
        words = [mail, *address_digests(mail, salt)] if "@" in mail else []
        lines = {key: line for word in words for key, line in at_mail.get(word, {}).items()}
        found.append([entry] if entry is not None else list(lines.values()))
    return found


def letters_told(letters: dict[str, int], channels: Iterable[Any]) -> dict[str, int | None]:
    """The same without how many were used, where a way of voting stays untold: the one would tell the other."""
    return letters | {"used": letters["used"] if all(cell.voters is not None for cell in channels) else None}


def has_letters(consultation_round: ConsultationRound) -> bool:
    return VotingLetter.objects.filter(roll_entry__consultation_round=consultation_round).exists()


def roll_lines(consultation_round: ConsultationRound) -> list[str]:
    """Who is on the roll, sorted: by the identifier of a list, the keyed hash of a mail address, or the key of an account."""
    rows = RollEntry.objects.filter(consultation_round=consultation_round)
    known = rows.values_list("identifier", "address", "person__key")
    return sorted(
        identifier or (address and f"mail:{address}") or f"account:{key}" for identifier, address, key in known
    )


def voting_help() -> VotingHelp:
    """Where somebody is helped with voting, in the language of the page."""
    return VotingHelp.objects.filter(language=get_language()).first() or VotingHelp()


def is_help_known() -> bool:
    """Whether any page of a vote says who helps."""
    return VotingHelp.objects.exclude(telephone="", desk="", help_point="").exists()


def letters_that_lie(consultation_round: ConsultationRound) -> int:
    """How many letters in force say other moments of voting than hold now."""
    voting = consultation_round.voting
    letters = VotingLetter.objects.filter(
        roll_entry__consultation_round=consultation_round, replaced_at__isnull=True, says_until__isnull=False
    )
    if voting is None:
        return letters.count()
    return letters.exclude(says_from=voting.starts_at, says_until=voting.ends_at).count()


def roll_size(consultation_round: ConsultationRound) -> int:
    return RollEntry.objects.filter(consultation_round=consultation_round).count()


def entry_by_identifier(consultation_round: ConsultationRound, identifier: str) -> RollEntry | None:
    """However it was typed: capitals and spaces make no difference."""
    return entries_named(consultation_round, [identifier]).get(identifier_key(identifier))


def entries_named(consultation_round: ConsultationRound, typed: Iterable[str]) -> dict[str, RollEntry]:
    """The lines that some identifiers lead to, by the identifier as `identifier_key` writes it. Two queries, however many are asked."""
    keys = {"".join(one.split()) for one in typed} - {""}
    asked = {"consultation_round": consultation_round, "plain__in": [Upper(Value(key)) for key in sorted(keys)]}
    lines = RollEntry.objects.annotate(plain=IDENTIFIER_KEY).select_related("consultation_round", "area")
    joined = JoinedIdentifier.objects.annotate(plain=IDENTIFIER_KEY).filter(**asked)
    return {
        identifier_key(one.identifier): one.roll_entry
        for one in joined.select_related("roll_entry__consultation_round", "roll_entry__area")
    } | {identifier_key(one.identifier): one for one in lines.filter(**asked)}


def entries_by_identifier(consultation_round: ConsultationRound) -> dict[str, RollEntry]:
    """Every line that has an identifier, by it as `identifier_key` writes it; and by each that became one with it."""
    entries = RollEntry.objects.filter(consultation_round=consultation_round).exclude(identifier="")
    joined = JoinedIdentifier.objects.filter(consultation_round=consultation_round).select_related("roll_entry")
    return {identifier_key(one.identifier): one for one in entries} | {
        identifier_key(one.identifier): one.roll_entry for one in joined
    }


def areas_by_word() -> dict[str, str]:
    """Codes of neighbourhoods by what a list may call them: code or name, in small letters."""
    rows = list(Area.objects.values_list("code", "name"))
    return {name.lower(): code for code, name in rows} | {code.lower(): code for code, _name in rows}


class Newcomers(NamedTuple):
    """`new` come on the roll, `taking` take a line that waits for an account at their mail address; `left_out` counts the accounts of
    humans who are on it by another account, and those at the mail address of a letter that was used with an account."""

    new: list[User]
    taking: list[tuple[RollEntry, User]]
    left_out: int


def newcomers(consultation_round: ConsultationRound, people: Iterable[User]) -> Newcomers:
    """Of some people; who comes first stands before another account of the same human.

    A line with an identifier too stays as it is: perhaps a letter belongs to it. It stands for one account at its address.
    """
    roll = RollEntry.objects.filter(consultation_round=consultation_round)
    salt = ElectoralRoll.objects.filter(consultation_round=consultation_round).values_list("salt", flat=True).first()
    listed = set(roll.filter(person__isnull=False).values_list("person", flat=True))
    waiting: dict[str, list[RollEntry]] = defaultdict(list)
    for entry in roll.filter(person__isnull=True).exclude(address="").order_by("-identifier", "-pk"):
        waiting[entry.address].append(entry)
    # Whose letter became one with an account at their mail address votes there already.
    by_letter = set(roll.filter(person__isnull=False, source=RollSource.LETTERS).values_list("address", flat=True))
    human_of = humans()
    met = {human_of[person] for person in listed if person in human_of}
    found = Newcomers([], [], 0)
    left_out = 0
    for person in people:
        if person.pk in listed:
            continue
        human = human_of.get(person.pk)
        addresses = address_digests(person.email, salt or "") if person.email else []
        if human in met or not by_letter.isdisjoint(addresses):
            left_out += 1
            continue
        if human is not None:
            met.add(human)
        line = next((waiting[one].pop() for one in addresses if waiting.get(one)), None)
        if line is None:
            found.new.append(person)
        elif not line.identifier:
            found.taking.append((line, person))
    return found._replace(left_out=left_out)


def undescribed_lists(consultation_round: ConsultationRound) -> list[RollSource]:
    """Lists by which somebody came on the roll, and of which nobody said whom they are of."""
    roll = ElectoralRoll.objects.filter(consultation_round=consultation_round).first()
    said = {one["source"] for one in roll.criteria} if roll is not None else set()
    wanted = [source for source in LISTS if source not in said]
    lines = RollEntry.objects.filter(consultation_round=consultation_round, source__in=wanted)
    found = set(lines.values_list("source", flat=True).distinct())
    return [source for source in wanted if source in found]


def roll_by_source(consultation_round: ConsultationRound) -> list[tuple[str, int]]:
    """How many came on the roll by what."""
    rows = RollEntry.objects.filter(consultation_round=consultation_round).values_list("source")
    return [(str(RollSource(source).label), count) for source, count in rows.annotate(Count("pk")).order_by("source")]
