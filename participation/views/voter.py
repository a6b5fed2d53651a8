"""Who votes in this browser: somebody who is signed in, or whoever typed the code of a letter.

Of the latter the session holds the number of the letter and nothing else; it ends by itself, and with the letter.
"""

from dataclasses import dataclass

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import rotate_token
from django.shortcuts import redirect

from participation.models import ConsultationRound, RollEntry, VotingLetter
from participation.queries.electoral_roll import has_letters, voter_of
from participation.queries.voting_letter import letter_in_force

LETTER = "letter"


@dataclass(frozen=True)
class Voter:
    """`letter` is the one whose code let them in; nobody who is signed in has one."""

    entry: RollEntry
    letter: VotingLetter | None

    @property
    def key(self) -> str:
        return self.entry.key

    @property
    def is_known(self) -> bool:
        return self.letter is not None or self.entry.person is not None


def voter_here(request: HttpRequest, consultation_round: ConsultationRound) -> Voter:
    pk = None if request.user.is_authenticated else request.session.get(LETTER)
    if pk is not None and (letter := letter_in_force(consultation_round, pk)):
        # A step keeps the session from ending.
        request.session.modified = True
        return Voter(letter.roll_entry, letter)
    return Voter(voter_of(consultation_round, request.user), None)


def let_in(request: HttpRequest, letter: VotingLetter) -> None:
    """By the code of a letter. A session of its own: nothing of who was here before goes along."""
    request.session.flush()
    request.session[LETTER] = letter.pk
    request.session.set_expiry(60 * settings.VOTING_LETTERS["minutes"])
    rotate_token(request)


def leave(request: HttpRequest) -> None:
    request.session.flush()


def forget_letter(request: HttpRequest) -> None:
    """Of somebody who signs in: the session that becomes theirs says nothing of a code, and lasts as theirs do."""
    if request.session.pop(LETTER, None) is not None:
        request.session.set_expiry(None)


def end_soon(request: HttpRequest) -> None:
    """Who cast a ballot by a code is done: the receipt can still be read, and on a shared computer nobody finds the door open."""
    if LETTER in request.session:
        request.session.set_expiry(60 * settings.VOTING_LETTERS["minutes_after_casting"])


def door(request: HttpRequest, consultation_round: ConsultationRound) -> HttpResponse:
    """Where somebody shows who they are: by a code where the round has letters, or by signing in."""
    if has_letters(consultation_round):
        return redirect("vote_by_code", consultation_round.reference.string)
    return redirect_to_login(request.path)
