from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from base.redactable import declare_redactable
from proposals.models.corrected import Corrected, with_reason


class OfficialPublication(Corrected):
    """That a decision stood in the official gazette (*bekendmaking*): the municipality publishes there, this keeps where.

    It comes into force on the eighth day after, unless the decision says another day (Bekendmakingswet 10): `is_set_day`. Never
    before it was published (Bekendmakingswet 8).
    """

    decision = models.ForeignKey("proposals.Decision", on_delete=models.PROTECT, related_name="official_publications")
    number = models.CharField(_("number in the gazette"), max_length=40)
    url = models.URLField(_("link"), max_length=500)
    published_on = models.DateField(_("published on"))
    in_force_on = models.DateField(_("in force from"))
    is_set_day = models.BooleanField(_("the decision says from when it applies"), default=False)

    class Meta:
        verbose_name = _("official publication")
        ordering = ["published_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["decision"], condition=Q(corrects__isnull=True), name="officially_published_once"
            ),
            models.CheckConstraint(
                condition=Q(in_force_on__gt=F("published_on")) | Q(is_set_day=True, in_force_on__gte=F("published_on")),
                name="in_force_after_publication",
            ),
            with_reason("official_publication_corrected_with_reason"),
        ]

    def __str__(self) -> str:
        return self.number


declare_redactable(
    OfficialPublication,
    {"reason": _("why it is corrected")},
    name=_("official publication"),
    written="recorded_at",
    about=("decision__reference",),
)
