from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.models import TranslatableMixin
from wagtail_localize.fields import SynchronizedField, TranslatableField

from participation.actions.questionnaire import QuestionPlan
from participation.enums import WITH_CHOICES, AskedKind


class QuestionnaireRow(TranslatableMixin):
    """A question of the questionnaire as the editor plans it; `participation.Question` is the one in force."""

    page = ParentalKey("proposals.ConsultationRoundPage", on_delete=models.CASCADE, related_name="questionnaire_rows")
    label = models.CharField(_("question"), max_length=200)
    kind = models.CharField(_("answered"), max_length=8, choices=AskedKind.choices, default=AskedKind.CHOICE)
    is_required = models.BooleanField(_("must be answered"), default=False)
    choices = models.TextField(
        _("answers to choose from"), max_length=2_000, blank=True, help_text=_("One on each line.")
    )
    low = models.CharField(_("what 1 means"), max_length=60, blank=True)
    high = models.CharField(_("what 5 means"), max_length=60, blank=True)

    panels = [
        FieldPanel("label"),
        FieldRowPanel([FieldPanel("kind"), FieldPanel("is_required")]),
        FieldPanel("choices"),
        FieldRowPanel([FieldPanel("low"), FieldPanel("high")]),
    ]
    translatable_fields: ClassVar[list[Any]] = [
        TranslatableField("label"),
        SynchronizedField("kind", overridable=False),
        SynchronizedField("is_required", overridable=False),
        TranslatableField("choices"),
        TranslatableField("low"),
        TranslatableField("high"),
    ]

    class Meta(TranslatableMixin.Meta):
        ordering = ["pk"]

    @property
    def plan(self) -> QuestionPlan:
        lines = [line.strip() for line in self.choices.splitlines() if line.strip()]
        is_scale = self.kind == AskedKind.SCALE
        return QuestionPlan(
            key=self.translation_key,
            kind=str(self.kind),
            label=self.label.strip(),
            is_required=self.is_required,
            choices=list(dict.fromkeys(lines)) if self.kind in WITH_CHOICES else [],
            low=self.low.strip() if is_scale else "",
            high=self.high.strip() if is_scale else "",
        )
