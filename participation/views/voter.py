"""Who votes in this browser: somebody who is signed in, or whoever typed the code of a letter.

Of the latter the session holds the number of the letter and nothing else; it ends by itself, and with the letter.
"""

from dataclasses import dataclass

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import rotate_token
from django.shortcuts import redirect, render
from django.utils.translation import get_language

from accounts import rehearsal
from accounts.rehearsal import is_rehearsal
from base import clock
from base.queries.published_version import version_in_force
from participation.enums import Eligibility
from participation.models import ConsultationRound, RollEntry, VotingLetter
from participation.queries.electoral_roll import has_letters, voter_of, voting_help
from participation.queries.voting_letter import letter_in_force
from participation.views.voter_cookie import VoterCookie

LETTER = "letter"
# That a code was typed in a rehearsal, where any will do: which one is kept nowhere.
REHEARSED_CODE, NOBODY = VoterCookie("rehearsed-code", kept_for=60 * 60), "nobody"


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
    if is_rehearsal(request):
        return _rehearsed_voter(request, consultation_round)
    pk = None if request.user.is_authenticated else request.session.get(LETTER)
    if pk is not None and (letter := letter_in_force(consultation_round, pk)):
        # A step keeps the session from ending.
        request.session.modified = True
        return Voter(letter.roll_entry, letter)
    return Voter(voter_of(consultation_round, request.user), None)


def _rehearsed_voter(request: HttpRequest, consultation_round: ConsultationRound) -> Voter:
    """Who is seen, on a roll of this page alone."""
    if request.user.is_authenticated:
        return Voter(voter_of(consultation_round, request.user), None)
    entry = RollEntry(consultation_round=consultation_round)
    typed = REHEARSED_CODE.kept(request, consultation_round, NOBODY) is not None
    return Voter(entry, VotingLetter(roll_entry=entry) if typed else None)


def is_off_roll(request: HttpRequest, consultation_round: ConsultationRound) -> bool:
    """Whether somebody is rehearsed whom the roll of a round keeps out."""
    has_roll = consultation_round.eligibility == Eligibility.ROLL
    return has_roll and is_rehearsal(request) and request.rehearsal.role == rehearsal.OFF_ROLL  # type: ignore[attr-defined]


def takes_codes(request: HttpRequest, consultation_round: ConsultationRound) -> bool:
    """Whether a letter lets people in. Who rehearses with one need not wait until letters are made."""
    if is_rehearsal(request) and request.rehearsal.role == rehearsal.LETTER:  # type: ignore[attr-defined]
        return consultation_round.eligibility == Eligibility.ROLL
    return has_letters(consultation_round)


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
    if takes_codes(request, consultation_round):
        return redirect("vote_by_code", consultation_round.reference.string)
    return redirect_to_login(request.path)


def refused_by_the_clock(request: HttpRequest, consultation_round: ConsultationRound, refusal: str) -> HttpResponse:
    """Before and after the vote, where neither a code nor an account leads any further."""
    voting = consultation_round.voting
    is_over = voting is not None and voting.has_ended(clock.now())
    letters = not is_over and takes_codes(request, consultation_round)
    return refused_vote(request, consultation_round, refusal, letters=letters, may_use_code=False)


def refused_vote(
    request: HttpRequest, consultation_round: ConsultationRound, refusal: str, *, letters: bool, may_use_code: bool
) -> HttpResponse:
    """The page of somebody who cannot vote now. `letters`: whether one may still be asked for; `may_use_code`: whether a code
    would let them in.
    """
    context = {
        "consultation_round": consultation_round,
        "round_text": version_in_force(consultation_round.reference_id, str(get_language())),
        "refusal": refusal,
        "letters": letters,
        "may_use_code": may_use_code,
        "help": voting_help(),
    }
    return render(request, "participation/vote_refused.html", context, status=409)
