from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.models import TranslatableMixin
from wagtail_localize.fields import SynchronizedField, TranslatableField

from proposals.enums import ProposalKind


class KindRow(TranslatableMixin):
    """What somebody can begin in a standing round: what happens then, by when, and who looks at it."""

    page = ParentalKey("proposals.ConsultationRoundPage", on_delete=models.CASCADE, related_name="kind_rows")
    kind = models.CharField(_("kind"), max_length=12, choices=ProposalKind.choices)
    what_happens_next = models.CharField(_("what happens next"), max_length=300)
    by_when = models.CharField(_("by when"), max_length=100)
    department = models.CharField(_("which department looks at it"), max_length=100)

    panels = [
        FieldPanel("kind"),
        FieldPanel("what_happens_next"),
        FieldRowPanel([FieldPanel("by_when"), FieldPanel("department")]),
    ]
    translatable_fields: ClassVar[list[Any]] = [
        SynchronizedField("kind", overridable=False),
        TranslatableField("what_happens_next"),
        TranslatableField("by_when"),
        TranslatableField("department"),
    ]

    class Meta(TranslatableMixin.Meta):
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["page", "kind"], name="kind_once_per_round")]

    @property
    def words(self) -> str:
        """What is promised, a line each."""
        return "\n".join(" ".join(words.split()) for words in (self.what_happens_next, self.by_when, self.department))
