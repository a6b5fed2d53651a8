"""Marks that were made and not cast: they wait in a cookie of the voter's own browser, and nowhere else.

ADR 4 says why: an address would put them in logs, histories and referrers, the session beside the voter on the server.
"""

from typing import Any

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse, QueryDict

from participation.forms.ballot import BallotForm
from participation.models import ConsultationRound

KEPT_FOR = 60 * 60  # seconds


def keep_marks(response: HttpResponse, consultation_round: ConsultationRound, form: BallotForm, voter: str) -> None:
    """`voter` is the key of the person whose marks they are: nobody else who uses the browser is shown them."""
    response.set_cookie(
        _name(consultation_round),
        signing.dumps(form.as_query(), salt=_salt(consultation_round, voter), compress=True),
        max_age=KEPT_FOR,
        httponly=True,
        secure=settings.SESSION_COOKIE_SECURE,
        samesite="Lax",
    )


def kept_marks(request: HttpRequest, consultation_round: ConsultationRound) -> QueryDict | None:
    """What this person marked and has not cast; None where nothing is kept. A blank ballot that is kept is empty."""
    cookie = request.COOKIES.get(_name(consultation_round), "")
    voter: Any = request.user
    try:
        return QueryDict(
            signing.loads(cookie, salt=_salt(consultation_round, str(voter.key)), max_age=KEPT_FOR),
        )
    except signing.BadSignature:
        return None


def forget_marks(response: HttpResponse, consultation_round: ConsultationRound) -> None:
    response.delete_cookie(_name(consultation_round), samesite="Lax")


def voter_token(person: Any) -> str:
    """Says in the form of a ballot whose it is, so that its marks are kept for them though the session has ended."""
    return signing.dumps(str(person.key), salt="ballot-of")


def voter_of_token(token: str) -> str:
    try:
        return str(signing.loads(token, salt="ballot-of"))
    except signing.BadSignature:
        return ""


def _name(consultation_round: ConsultationRound) -> str:
    return f"ballot-{consultation_round.reference.string}"


def _salt(consultation_round: ConsultationRound, voter: str) -> str:
    return f"ballot:{consultation_round.reference.string}:{voter}"
