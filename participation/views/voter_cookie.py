"""What a voter's own browser keeps of a round for them: signed, for nobody else who uses it, and nowhere on the server."""

from dataclasses import dataclass

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse

from participation.models import ConsultationRound


@dataclass(frozen=True)
class VoterCookie:
    """`voter` is the key of the line of the roll whose it is; `kept_for` is in seconds."""

    kind: str
    kept_for: int

    def keep(self, response: HttpResponse, consultation_round: ConsultationRound, value: str, voter: str) -> None:
        response.set_cookie(
            self._name(consultation_round),
            signing.dumps(value, salt=self._salt(consultation_round, voter), compress=True),
            max_age=self.kept_for,
            httponly=True,
            secure=settings.SESSION_COOKIE_SECURE,
            samesite="Lax",
        )

    def kept(self, request: HttpRequest, consultation_round: ConsultationRound, voter: str) -> str | None:
        """None where nothing is kept for who asks; what is kept can be empty."""
        cookie = request.COOKIES.get(self._name(consultation_round), "")
        salt = self._salt(consultation_round, voter)
        try:
            return str(signing.loads(cookie, salt=salt, max_age=self.kept_for))
        except signing.BadSignature:
            return None

    def forget(self, response: HttpResponse, consultation_round: ConsultationRound) -> None:
        response.delete_cookie(self._name(consultation_round), samesite="Lax")

    def _name(self, consultation_round: ConsultationRound) -> str:
        return f"{self.kind}-{consultation_round.reference.string}"

    def _salt(self, consultation_round: ConsultationRound, voter: str) -> str:
        return f"{self.kind}:{consultation_round.reference.string}:{voter}"
