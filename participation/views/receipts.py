"""The receipt of a ballot on its way from casting to the page that shows it: in a cookie of the voter's own browser, once."""

from typing import Any

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse

from participation.models import ConsultationRound

KEPT_FOR = 10 * 60  # seconds


def keep_receipt(response: HttpResponse, consultation_round: ConsultationRound, code: str, voter: str) -> None:
    """`voter` is the key of the person whose ballot it is: nobody else who uses the browser is shown it."""
    response.set_cookie(
        _name(consultation_round),
        signing.dumps(code, salt=_salt(consultation_round, voter)),
        max_age=KEPT_FOR,
        httponly=True,
        secure=settings.SESSION_COOKIE_SECURE,
        samesite="Lax",
    )


def kept_receipt(request: HttpRequest, consultation_round: ConsultationRound) -> str:
    voter: Any = request.user
    cookie = request.COOKIES.get(_name(consultation_round), "")
    try:
        return str(signing.loads(cookie, salt=_salt(consultation_round, str(voter.key)), max_age=KEPT_FOR))
    except signing.BadSignature:
        return ""


def forget_receipt(response: HttpResponse, consultation_round: ConsultationRound) -> None:
    response.delete_cookie(_name(consultation_round), samesite="Lax")


def _name(consultation_round: ConsultationRound) -> str:
    return f"receipt-{consultation_round.reference.string}"


def _salt(consultation_round: ConsultationRound, voter: str) -> str:
    return f"receipt:{consultation_round.reference.string}:{voter}"
