from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from proposals.enums import DecidingBody, Verdict


class Decision(models.Model):
    """What college or council resolved. Written once by the clerk; a correction is a new decision that names the old."""

    reference = models.OneToOneField("base.Reference", on_delete=models.PROTECT, related_name="decision")
    consultation_round = models.ForeignKey(
        "participation.ConsultationRound",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="decisions",
        verbose_name=_("consultation round"),
    )
    about = models.ForeignKey(
        "base.Reference",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="decisions",
        verbose_name=_("agenda item"),
    )
    body = models.CharField(_("who decided"), max_length=10, choices=DecidingBody.choices)
    decided_on = models.DateField(_("decided on"))
    verdict = models.CharField(_("verdict"), max_length=16, choices=Verdict.choices)
    title = models.CharField(_("in one sentence"), max_length=255)
    reasons = models.TextField(_("the reasons"))
    title_en = models.CharField(_("in one sentence, in English"), max_length=255, blank=True)
    reasons_en = models.TextField(_("the reasons, in English"), blank=True)
    document_url = models.URLField(_("link to the document"), blank=True)
    corrects = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="corrected_by", verbose_name=_("corrects")
    )
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-decided_on", "-pk"]
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")
        constraints = [
            models.CheckConstraint(
                condition=Q(consultation_round__isnull=False) | Q(about__isnull=False),
                name="decision_is_about_something",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reference.string} {self.title}"

    @property
    def stamp_tone(self) -> str:
        return Verdict(self.verdict).tone
