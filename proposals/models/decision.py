from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from base.citable import CitableField, declare
from base.enums import ReferenceKind, Shape
from participation.enums import Force
from participation.models import ConsultationRound
from proposals.enums import DecidingBody, Following, Verdict
from proposals.models.of_item import OfItem

# What is cited of a decision, in each language it was recorded in.
DECISION = declare(
    ReferenceKind.DECISION,
    [
        CitableField("title", _("In one sentence")),
        CitableField("reasons", _("The reasons"), Shape.LINES),
        CitableField("body", _("Decided by"), Shape.TERM),
        CitableField("decided_on", _("Decided on"), Shape.DAY),
        CitableField("verdict", _("Verdict"), Shape.TERM),
        CitableField("document", _("Document")),
        CitableField("about", _("About")),
        CitableField("corrects", _("Corrects")),
        CitableField("corrected_because", _("Why it is corrected"), is_text=True),
        CitableField("no_vote_because", _("Why no vote of the council is recorded"), is_text=True),
    ],
)


def following(consultation_round: ConsultationRound, verdict: str) -> Following | None:
    """How a verdict stands to what a vote came to; nothing where there was no result to follow, or nothing is decided yet."""
    if not consultation_round.method or consultation_round.force == Force.ADVICE:
        return None
    return {
        Verdict.ADOPTED: Following.FOLLOWS,
        Verdict.ADOPTED_AMENDED: Following.WITH_CHANGES,
        Verdict.REJECTED: Following.DEPARTS,
    }.get(Verdict(verdict))


class Decision(OfItem, models.Model):
    """What college or council resolved. Written once by the clerk; a correction is a new decision of the same body on the same
    that names the old one, and why."""

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
    corrected_because = models.TextField(_("why it is corrected"), blank=True)
    # Of the council, where no vote of that day on what it settles is recorded.
    no_vote_because = models.TextField(_("why no vote of the council is recorded"), blank=True)
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
            models.CheckConstraint(
                condition=Q(corrects__isnull=True) | ~Q(corrected_because=""), name="decision_corrected_with_reason"
            ),
        ]

    def __str__(self) -> str:
        # Of a title that was taken out the number is all there is.
        return " ".join(dict.fromkeys([self.reference.string, self.title]))

    def citable_content(self, language: str) -> dict[str, Any]:
        """The declared fields in one of its languages, as JSON values."""
        in_english = language == "en"
        with override(language):
            return {
                "title": self.title_en if in_english else self.title,
                "reasons": (self.reasons_en or self.reasons) if in_english else self.reasons,
                "body": {"code": self.body, "label": str(self.get_body_display())},
                "decided_on": self.decided_on.isoformat(),
                "verdict": {"code": self.verdict, "label": str(self.get_verdict_display())},
                "document": self.document_url,
                "about": self.about.string if self.about else None,
                "corrects": self.corrects.reference.string if self.corrects else None,
                "corrected_because": self.corrected_because,
                "no_vote_because": self.no_vote_because,
            }

    @property
    def following(self) -> Following | None:
        """Of a vote whose result was to be followed; where it does not follow plainly, its reasons say why."""
        return following(self.consultation_round, self.verdict) if self.consultation_round is not None else None

    @property
    def stamp_tone(self) -> str:
        return Verdict(self.verdict).tone
