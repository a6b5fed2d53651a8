from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel

from proposals.enums import QuestionKind


class QuestionRow(models.Model):
    """A question that the round asks beside the proposal; the ones in force stand in the round's record."""

    page = ParentalKey("proposals.ConsultationRoundPage", on_delete=models.CASCADE, related_name="question_rows")
    label = models.CharField(_("question"), max_length=200)
    kind = models.CharField(_("answered"), max_length=8, choices=QuestionKind.choices, default=QuestionKind.TEXT)
    choices = models.TextField(
        _("answers to choose from"), max_length=2_000, blank=True, help_text=_("One on each line.")
    )
    is_required = models.BooleanField(_("must be answered"), default=False)

    panels = [
        FieldPanel("label"),
        FieldRowPanel([FieldPanel("kind"), FieldPanel("is_required")]),
        FieldPanel("choices"),
    ]

    class Meta:
        ordering = ["pk"]

    @property
    def as_rule(self) -> dict[str, Any]:
        """As the round's record keeps it."""
        choices = [line.strip() for line in self.choices.splitlines() if line.strip()]
        return {
            "label": self.label.strip(),
            "kind": str(self.kind),
            "choices": list(dict.fromkeys(choices)) if self.kind == QuestionKind.CHOICE else [],
            "is_required": self.is_required,
        }
