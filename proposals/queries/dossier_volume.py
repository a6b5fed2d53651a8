"""The PDFs of a dossier, as far as they were made."""

from datetime import datetime, timedelta

from django.db.models import Q
from django.utils.translation import gettext as _

from base.kept_file import kept_bytes
from participation.models import ConsultationRound
from proposals.models import DossierVolume

# A worker that has not made its volume by then is dead: another takes it on.
A_CLAIM_LASTS = timedelta(minutes=10)


def newest_volumes(consultation_round: ConsultationRound, language: str) -> list[DossierVolume]:
    """Those of the records that were asked for last."""
    rows = DossierVolume.objects.filter(consultation_round=consultation_round, language=language)
    newest = rows.order_by("-asked_at", "-pk").first()
    return list(rows.filter(records_sha256=newest.records_sha256).order_by("number")) if newest is not None else []


def to_make(at: datetime) -> Q:
    """What nobody has made, and nobody is making."""
    return Q(made_at__isnull=True) & (Q(claimed_at__isnull=True) | Q(claimed_at__lte=at - A_CLAIM_LASTS))


def volume_bytes(volume: DossierVolume) -> bytes:
    """Exactly what was made. Raises Refusal where it is gone or another."""
    return kept_bytes(
        volume.file,
        volume.sha256,
        gone=_("The file of this volume is gone. Ask for the PDF again."),
        changed=_("The file of this volume was damaged or changed, and is not handed out. Ask for the PDF again."),
    )
