"""Marks that were made and not cast: they wait in a cookie of the voter's own browser, and nowhere else.

ADR 4 says why: an address would put them in logs, histories and referrers, the session beside the voter on the server.
"""

from django.core import signing
from django.http import HttpRequest, HttpResponse, QueryDict

from accounts.rehearsal import is_rehearsal
from participation.forms.ballot import BallotForm
from participation.models import ConsultationRound
from participation.queries.ballot_paper import BallotPaper, what_stands_fast
from participation.views.voter_cookie import VoterCookie

MARKS = VoterCookie("ballot", kept_for=60 * 60)
# Beside it, so that who rehearses keeps what they themselves marked.
REHEARSED = VoterCookie("rehearsed-ballot", kept_for=60 * 60)


def keep_marks(
    request: HttpRequest, response: HttpResponse, consultation_round: ConsultationRound, form: BallotForm, voter: str
) -> None:
    """`voter` is the key of the voter whose marks they are: nobody else who uses the browser is shown them."""
    _cookie(request).keep(response, consultation_round, form.as_query(), voter)


def kept_marks(request: HttpRequest, consultation_round: ConsultationRound, voter: str) -> QueryDict | None:
    """What this voter marked and has not cast; None where nothing is kept. A blank ballot that is kept is empty."""
    kept = _cookie(request).kept(request, consultation_round, voter)
    return None if kept is None else QueryDict(kept)


def forget_marks_of_other(
    request: HttpRequest, response: HttpResponse, consultation_round: ConsultationRound, voter: str
) -> None:
    """Of whoever used this browser before, once another voter comes in."""
    if _cookie(request).is_of_other(request, consultation_round, voter):
        forget_marks(request, response, consultation_round)


def forget_marks(request: HttpRequest, response: HttpResponse, consultation_round: ConsultationRound) -> None:
    _cookie(request).forget(response, consultation_round)


def _cookie(request: HttpRequest) -> VoterCookie:
    return REHEARSED if is_rehearsal(request) else MARKS


def voter_token(voter: str) -> str:
    """Says in the form of a ballot whose it is, so that its marks are kept for them though the session has ended."""
    return signing.dumps(voter, salt="ballot-of")


def voter_of_token(token: str) -> str:
    try:
        return str(signing.loads(token, salt="ballot-of"))
    except signing.BadSignature:
        return ""


def paper_token(request: HttpRequest, consultation_round: ConsultationRound) -> str:
    """Says in the form of a ballot on which paper it is marked, once that stands fast: who casts it need not ask for it first."""
    rules, box = getattr(consultation_round, "rules", None), getattr(consultation_round, "box", None)
    if rules is None or box is None or is_rehearsal(request):
        return ""
    return signing.dumps([consultation_round.pk, rules.sha256, box.public_key], salt="paper-of")


def paper_of_token(token: str, reference: str) -> BallotPaper | None:
    """The paper of the round of this number with all its lines, withdrawn ones too; None where it is not known by the token."""
    try:
        paper = what_stands_fast(*signing.loads(token, salt="paper-of"))
    except (signing.BadSignature, ConsultationRound.DoesNotExist):
        return None
    return paper if paper.consultation_round.reference.string == reference else None
