import uuid
from typing import Any

from django.db import models
from django.db.models import Q


def hidden_name(instance: Any, filename: str) -> str:
    """Where a volume is kept: a name that nobody is told, so that what was taken away is not still fetched by its hash."""
    return f"dossiers/{uuid.uuid4().hex}.pdf"


class DossierVolume(models.Model):
    """One PDF of the dossier of a round, made in the background: of the records as they were, known by their hash.

    Other records make other volumes; the same records are never made twice. A worker that died leaves `claimed_at`, and
    after a while another takes it on.
    """

    consultation_round = models.ForeignKey(
        "participation.ConsultationRound", on_delete=models.CASCADE, related_name="dossier_volumes"
    )
    records_sha256 = models.CharField(max_length=64)
    language = models.CharField(max_length=12)
    number = models.PositiveSmallIntegerField()
    of = models.PositiveSmallIntegerField()
    asked_at = models.DateTimeField()
    claimed_at = models.DateTimeField(null=True, blank=True)
    made_at = models.DateTimeField(null=True, blank=True)
    file = models.FileField(upload_to=hidden_name, max_length=200, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(
                fields=["consultation_round", "records_sha256", "language", "number"], name="dossier_volume_once"
            ),
            models.CheckConstraint(
                condition=Q(made_at__isnull=True, sha256="") | Q(made_at__isnull=False) & ~Q(sha256=""),
                name="dossier_volume_made_whole",
            ),
        ]
