from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from base.canonical import canonical_json, normalised, sha256
from participation.enums import PERMITTED
from participation.models import ConsultationRound
from proposals.dossier_chapters import Data, chapters
from proposals.queries.dossier.values import newest_moment

FORMAT = 1


@dataclass(frozen=True)
class Dossier:
    """All chapters of a round as JSON values: the same records give the same value, and with it the same hash."""

    reference: str
    title: str
    chapters: dict[str, Data]

    @cached_property
    def canonical(self) -> str:
        return canonical_json({"format": FORMAT, "round": self.reference, "chapters": self.chapters})

    @cached_property
    def records_sha256(self) -> str:
        return sha256(self.canonical)

    @cached_property
    def newest_at(self) -> str:
        """The moment of the newest record in it."""
        return newest_moment(self.chapters)

    def as_json(self) -> str:
        return f'{{"records":{self.canonical},"records_sha256":"{self.records_sha256}"}}'


def refusal_of_dossier(consultation_round: ConsultationRound, at: datetime) -> str:
    """Why there is no dossier yet."""
    acting = [phase for phase in consultation_round.phases.all() if PERMITTED[phase.kind]]
    if consultation_round.cancelled_at is not None:
        return ""
    if consultation_round.paused_at is not None:
        return _("This round is paused. Its dossier is here once it is closed.")
    if any(not phase.has_ended(at) for phase in acting):
        return _("People can still take part in this round. Its dossier is here once it is closed.")
    return ""


def dossier_of(consultation_round: ConsultationRound, at: datetime) -> Dossier:
    # Addresses are those of the site's first language, whoever asks.
    with override(settings.LANGUAGE_CODE):
        compiled: dict[str, Any] = {one.key: one.whole(consultation_round, at) for one in chapters()}
    return Dossier(consultation_round.reference.string, consultation_round.title, normalised(compiled))
