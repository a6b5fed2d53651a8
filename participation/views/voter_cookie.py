"""What a voter's own browser keeps of a round for them: sealed with a key of the server's and for one voter, sent with the pages
of that vote alone, and nowhere on the server."""

import zlib
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass
from functools import lru_cache

from django.conf import settings
from django.core.signing import BadSignature, TimestampSigner
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import translation
from django.utils.translation import get_language

from participation import server_seal
from participation.models import ConsultationRound
from participation.sealing import CannotOpen

# Votes whose addresses a process remembers.
KEPT = 64
# Whole blocks, so that the length of a cookie tells little of what is in it.
BLOCK = 256


@dataclass(frozen=True)
class VoterCookie:
    """`voter` is the key of the line of the roll whose it is; `kept_for` is in seconds. There is one for each language, as their pages have
    addresses of their own."""

    kind: str
    kept_for: int

    def keep(self, response: HttpResponse, consultation_round: ConsultationRound, value: str, voter: str) -> None:
        packed = zlib.compress(value.encode())
        sealed = server_seal.keep(packed.ljust(-(-len(packed) // BLOCK) * BLOCK, b"\0"))
        signed = self._signer(consultation_round, voter).sign(urlsafe_b64encode(sealed).decode())
        for language, path in _paths(consultation_round.reference.string):
            response.set_cookie(
                self._name(consultation_round, language),
                signed,
                max_age=self.kept_for,
                path=path,
                httponly=True,
                secure=settings.SESSION_COOKIE_SECURE,
                samesite="Lax",
            )

    def kept(self, request: HttpRequest, consultation_round: ConsultationRound, voter: str) -> str | None:
        """None where nothing is kept for who asks; what is kept can be empty."""
        cookie = request.COOKIES.get(self._name(consultation_round, str(get_language())), "")
        try:
            signed = self._signer(consultation_round, voter).unsign(cookie, max_age=self.kept_for)
            # What follows the packed text only fills the block.
            return zlib.decompressobj().decompress(server_seal.fetch(urlsafe_b64decode(signed))).decode()
        except (BadSignature, CannotOpen):
            return None

    def is_of_other(self, request: HttpRequest, consultation_round: ConsultationRound, voter: str) -> bool:
        """Whether something is kept, and not for who asks."""
        is_there = self._name(consultation_round, str(get_language())) in request.COOKIES
        return is_there and self.kept(request, consultation_round, voter) is None

    def forget(self, response: HttpResponse, consultation_round: ConsultationRound) -> None:
        for language, path in _paths(consultation_round.reference.string):
            response.delete_cookie(self._name(consultation_round, language), path=path, samesite="Lax")

    def _name(self, consultation_round: ConsultationRound, language: str) -> str:
        return f"{self.kind}-{consultation_round.reference.string}-{language}"

    def _signer(self, consultation_round: ConsultationRound, voter: str) -> TimestampSigner:
        return TimestampSigner(salt=f"{self.kind}:{consultation_round.reference.string}:{voter}")


@lru_cache(maxsize=KEPT)
def _paths(reference: str) -> list[tuple[str, str]]:
    """The languages of the site, and the address of a vote in each."""
    paths = []
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            paths.append((language, reverse("ballot", args=[reference])))
    return paths
