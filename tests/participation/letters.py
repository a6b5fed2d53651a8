"""Letters with codes, as lists ask for them and voters use them."""

from datetime import datetime
from typing import Any

from django.contrib.auth.models import AnonymousUser

from participation.actions.ballot import cast_ballot
from participation.actions.voting_letter import use_code
from participation.letter_list import Addressee
from participation.models import ConsultationRound, PollBookEntry, Subject, VotingLetter
from participation.voting_enums import LetterForm
from tests.rounds import VOTING, anew

NOBODY = AnonymousUser()


def addressees(*identifiers: str, **fields: Any) -> list[Addressee]:
    known: dict[str, Any] = {"name": "N. Jansen", "address": "Kade 1", "language": "nl", "area": "", "born": None}
    known |= {"form": LetterForm.PRINT} | fields
    return [Addressee(line=number, identifier=one, **known) for number, one in enumerate(identifiers, start=2)]


def use(
    vote: ConsultationRound, code: str, *, by: Any = NOBODY, client: str = "192.0.2.1", at: datetime = VOTING
) -> VotingLetter:
    return use_code(consultation_round=vote, code=code, client=client, by=by, at=at)


def cast(vote: ConsultationRound, letter: VotingLetter, *subjects: Subject, at: datetime = VOTING) -> PollBookEntry:
    choices = {subject.pk: 1 for subject in subjects}
    return cast_ballot(
        consultation_round=anew(vote), voter=letter.roll_entry, letter=letter, choices=choices, at=at
    ).entry
