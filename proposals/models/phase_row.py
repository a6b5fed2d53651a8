from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel

from participation.enums import PhaseKind


class PhaseRow(models.Model):
    """A phase as the editor plans it; `participation.Phase` is the one in force."""

    page = ParentalKey("proposals.ConsultationRoundPage", on_delete=models.CASCADE, related_name="phase_rows")
    kind = models.CharField(_("kind"), max_length=8, choices=PhaseKind.choices)
    starts_at = models.DateTimeField(_("starts"))
    ends_at = models.DateTimeField(_("is over at"), null=True, blank=True)

    panels = [FieldRowPanel([FieldPanel("kind"), FieldPanel("starts_at"), FieldPanel("ends_at")])]

    class Meta:
        ordering = ["starts_at", "pk"]
