from datetime import datetime
from typing import NamedTuple

from django.db.models import Count, Exists, Min, OuterRef, Q, QuerySet
from django.utils.translation import ngettext

from base.instants import moment
from participation.codes import readings
from participation.enums import PhaseKind
from participation.letter_codes import code_digests
from participation.models import ConsultationRound, ElectoralRoll, Phase, RollRemoval, VotingLetter


def letter_with(consultation_round: ConsultationRound, code: str) -> VotingLetter | None:
    """The letter of a round that this code stands in, in force or replaced."""
    roll = ElectoralRoll.objects.filter(consultation_round=consultation_round).first()
    if roll is None:
        return None
    letters = VotingLetter.objects.select_related("roll_entry__person")
    return letters.filter(roll_entry__consultation_round=consultation_round, digest__in=_digests(code, roll)).first()


def removal_with(consultation_round: ConsultationRound, code: str) -> RollRemoval | None:
    """What says that the line of this code was taken off the roll."""
    roll = ElectoralRoll.objects.filter(consultation_round=consultation_round).first()
    digests = _digests(code, roll) if roll is not None else []
    return RollRemoval.objects.filter(consultation_round=consultation_round, digest__in=digests).first()


def _digests(code: str, roll: ElectoralRoll) -> list[str]:
    return [digest for reading in readings(code) for digest in code_digests(reading, roll.salt)]


def letter_in_force(consultation_round: ConsultationRound, pk: int) -> VotingLetter | None:
    """By its key, as the session of who typed its code holds it."""
    letters = VotingLetter.objects.select_related("roll_entry__person")
    return letters.filter(pk=pk, roll_entry__consultation_round=consultation_round, replaced_at__isnull=True).first()


class PrintRun(NamedTuple):
    """Letters that left together. `key` is that of the first of them, `in_force` how many were not replaced since."""

    number: int
    key: int
    issued_at: datetime
    letters: int
    in_force: int

    def __str__(self) -> str:
        return ngettext(
            "Print run %(number)d, of %(moment)s: %(letters)d letter in force",
            "Print run %(number)d, of %(moment)s: %(letters)d letters in force",
            self.in_force,
        ) % {"number": self.number, "moment": moment(self.issued_at), "letters": self.in_force}


def print_runs(consultation_round: ConsultationRound) -> list[PrintRun]:
    """In the order in which they left. A letter that was made alone is none."""
    letters = VotingLetter.objects.filter(roll_entry__consultation_round=consultation_round).order_by("issued_at")
    runs = letters.values_list("issued_at").annotate(
        key=Min("pk"), letters=Count("pk"), in_force=Count("pk", filter=Q(replaced_at=None))
    )
    several = runs.filter(letters__gt=1)
    return [PrintRun(number, key, at, made, left) for number, (at, key, made, left) in enumerate(several, start=1)]


def letters_of_run(consultation_round: ConsultationRound, key: str) -> QuerySet[VotingLetter]:
    """Those that left together with the letter of this key."""
    letters = VotingLetter.objects.filter(roll_entry__consultation_round=consultation_round)
    first = letters.filter(pk=key) if key.isdecimal() else letters.none()
    return letters.filter(issued_at__in=first.values("issued_at"))


def rounds_by_letter(at: datetime) -> list[ConsultationRound]:
    """In which people vote by the code of a letter at a moment, in the order of their numbers."""
    voting = Phase.objects.filter(
        consultation_round=OuterRef("pk"), kind=PhaseKind.VOTE, starts_at__lte=at, ends_at__gt=at
    )
    letters = VotingLetter.objects.filter(roll_entry__consultation_round=OuterRef("pk"), replaced_at=None)
    found = ConsultationRound.objects.filter(Exists(voting), Exists(letters), cancelled_at=None)
    return list(found.select_related("reference").order_by("reference__string"))
