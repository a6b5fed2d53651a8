import hashlib
import json
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, TypeAlias

from django.db.models import Count, QuerySet

from participation.ballot_rules import kind_of
from participation.enums import RoundChangeKind
from participation.models import Ballot, ConsultationRound, PollBookEntry, Subject
from participation.tally.profile import RANKED, BallotKind, Option, Profile
from participation.tally.profile import ballot as ballot_of
from participation.voting_enums import OptionOrder

Marks: TypeAlias = tuple[tuple[str, int], ...]


def ballot_subjects(consultation_round: ConsultationRound) -> QuerySet[Subject]:
    """The lines of the ballot paper in their order: as frozen, or as they would be if voting began now."""
    if consultation_round.ballot_frozen_at is not None:
        lines = consultation_round.subjects.filter(ballot_line__isnull=False).order_by("ballot_line")
    else:
        lines = consultation_round.subjects.visible().filter(kept_off_because="")
        if consultation_round.has_budget:
            lines = lines.filter(cost__isnull=False)
        lines = lines.order_by("reference__year", "reference__number")
    return lines.select_related("reference")


def options_of(consultation_round: ConsultationRound) -> QuerySet[Subject]:
    """What can be marked and chosen: the lines of the paper, but those that were withdrawn since."""
    return ballot_subjects(consultation_round).exclude(round_changes__kind=RoundChangeKind.OPTION)


def withdrawn_keys(consultation_round: ConsultationRound) -> set[int | None]:
    """The subjects that were withdrawn from the paper since it was frozen."""
    changes = consultation_round.changes.filter(kind=RoundChangeKind.OPTION)
    return set(changes.values_list("subject_id", flat=True))


def as_shown(consultation_round: ConsultationRound, lines: Iterable[Subject], voter: Any = None) -> Sequence[Subject]:
    """The lines as the rules have them shown: where they are drawn, in an order of this voter's own that is the same at every
    visit. `lines` stand by number, and do so on what is no voter's, such as a ballot on paper.
    """

    def draw(subject: Subject) -> bytes:
        return hashlib.sha256(f"{voter.key}:{subject.pk}".encode()).digest()

    def spelled(subject: Subject) -> str:
        # As a dictionary has it: accents and capitals part nothing. A title that was hidden since keeps its place.
        letters = unicodedata.normalize("NFKD", subject.label)
        return "".join(letter for letter in letters if letter.isalnum() or letter.isspace()).casefold().strip()

    if consultation_round.option_order == OptionOrder.ALPHABET:
        return sorted(lines, key=spelled)
    if consultation_round.option_order == OptionOrder.DRAWN and voter is not None:
        return sorted(lines, key=draw)
    return list(lines)


def poll_book_entry(consultation_round: ConsultationRound, person: Any) -> PollBookEntry | None:
    """That and when this person voted; never what."""
    return PollBookEntry.objects.filter(
        roll_entry__consultation_round=consultation_round, roll_entry__person=person
    ).first()


def rounds_voted_in(rounds: Iterable[ConsultationRound], person: Any) -> set[int]:
    """The keys of those rounds in which this person has voted; of nobody none."""
    if not person.is_authenticated:
        return set()
    entries = PollBookEntry.objects.filter(consultation_round__in=list(rounds), roll_entry__person=person)
    return set(entries.values_list("consultation_round_id", flat=True))


def is_ballot_due(consultation_round: ConsultationRound, at: datetime) -> bool:
    """Whether the paper must be frozen by the first act after voting began. With nothing on it voting does not begin."""
    return _would_freeze(consultation_round, at) and ballot_subjects(consultation_round).exists()


def lacks_paper(consultation_round: ConsultationRound, at: datetime) -> bool:
    """Whether voting would have begun if there were anything to vote on."""
    return bool(rounds_without_paper([consultation_round], at))


def rounds_without_paper(rounds: Iterable[ConsultationRound], at: datetime) -> set[int]:
    """The keys of those rounds in which voting would have begun if there were anything to vote on. One query at most."""
    due = {one.pk: one for one in rounds if _would_freeze(one, at)}
    if not due:
        return set()
    lines = Subject.objects.visible().filter(consultation_round__in=due, kept_off_because="")
    found = lines.values_list("consultation_round_id", "cost").distinct()
    return due.keys() - {pk for pk, cost in found if cost is not None or not due[pk].has_budget}


def _would_freeze(consultation_round: ConsultationRound, at: datetime) -> bool:
    voting = consultation_round.voting
    if voting is None or consultation_round.cancelled_at is not None or consultation_round.ballot_frozen_at is not None:
        return False
    # What would have begun during a pause can still be moved.
    return voting.has_begun(consultation_round.paused_at or at)


def marked_ballots(consultation_round: ConsultationRound) -> tuple[dict[Marks, int], int]:
    """The opened ballots, equal ones once with how often each was cast, and how many were blank. No voter in it.

    Marks are pairs of reference and value, sorted by reference.
    """
    rows = Ballot.objects.filter(consultation_round=consultation_round).values_list("marks").annotate(times=Count("pk"))
    found = {tuple(sorted(json.loads(text).items())): times for text, times in rows.order_by("marks")}
    blank = found.pop((), 0)
    return found, blank


def profile_of(consultation_round: ConsultationRound) -> Profile:
    """What is counted: the paper as it was frozen and the opened ballots, blank ones too."""
    marks, blank = marked_ballots(consultation_round)
    emptied = 0
    options = tuple(Option(one.reference.string, one.cost or 0) for one in options_of(consultation_round))
    paper = set(ballot_subjects(consultation_round).values_list("reference__string", flat=True))
    if gone := paper - {option.id for option in options}:
        marks, emptied = _without(marks, gone, kind_of(consultation_round))
    ballots = {ballot_of(marked): times for marked, times in marks.items()}
    return Profile(
        options=options,
        kind=kind_of(consultation_round),
        ballots=ballots | ({ballot_of([]): blank + emptied} if blank + emptied else {}),
        budget=consultation_round.budget if consultation_round.has_budget else None,
        seats=consultation_round.seats,
        emptied=emptied,
    )


def _without(marks: dict[Marks, int], gone: set[str], kind: BallotKind) -> tuple[dict[Marks, int], int]:
    """As if nobody had marked these options: on a ranked ballot what stood below moves up. Beside it how many ballots that emptied."""
    left: Counter[Marks] = Counter()
    for marked, times in marks.items():
        kept = [(option, value) for option, value in marked if option not in gone]
        if kind is RANKED:
            left_ranks = {value for _option, value in marked} - {value for _option, value in kept}
            kept = [(option, value - sum(rank < value for rank in left_ranks)) for option, value in kept]
        left[tuple(kept)] += times
    emptied = left.pop((), 0)
    return dict(left), emptied


def turnout(consultation_round: ConsultationRound) -> int:
    """How many people have voted; that is known during the vote, what they marked is not."""
    return PollBookEntry.objects.filter(consultation_round=consultation_round).count()
