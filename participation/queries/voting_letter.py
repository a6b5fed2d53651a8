from participation.letter_codes import code_digests
from participation.models import ConsultationRound, ElectoralRoll, RollRemoval, VotingLetter


def letter_with(consultation_round: ConsultationRound, code: str) -> VotingLetter | None:
    """The letter of a round that this code stands in, in force or replaced."""
    roll = ElectoralRoll.objects.filter(consultation_round=consultation_round).first()
    if roll is None:
        return None
    letters = VotingLetter.objects.select_related("roll_entry__person")
    return letters.filter(
        roll_entry__consultation_round=consultation_round, digest__in=code_digests(code, roll.salt)
    ).first()


def removal_with(consultation_round: ConsultationRound, code: str) -> RollRemoval | None:
    """What says that the line of this code was taken off the roll."""
    roll = ElectoralRoll.objects.filter(consultation_round=consultation_round).first()
    digests = code_digests(code, roll.salt) if roll is not None else []
    return RollRemoval.objects.filter(consultation_round=consultation_round, digest__in=digests).first()


def letter_in_force(consultation_round: ConsultationRound, pk: int) -> VotingLetter | None:
    """By its key, as the session of who typed its code holds it."""
    letters = VotingLetter.objects.select_related("roll_entry__person")
    return letters.filter(pk=pk, roll_entry__consultation_round=consultation_round, replaced_at__isnull=True).first()
