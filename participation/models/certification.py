from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext as _


class Certification(models.Model):
    """That two people declare a tally sheet right. `first` asked `asked`, or as deputy `deputy`, to be the second.

    What they declare stands in it: the hashes of the sheet as it was counted again, of the bundle, and of the closing head.
    """

    sheet = models.OneToOneField("participation.TallySheet", on_delete=models.PROTECT, related_name="certification")
    first = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    first_at = models.DateTimeField()
    asked = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    deputy = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    second = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    second_at = models.DateTimeField(null=True, blank=True)
    recount_sha256 = models.CharField(max_length=64)
    bundle_sha256 = models.CharField(max_length=64, blank=True)
    closing_head = models.CharField(max_length=64, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(asked=F("first"))
                & (Q(deputy__isnull=True) | (~Q(deputy=F("first")) & ~Q(deputy=F("asked")))),
                name="certification_asks_somebody_else",
            ),
            models.CheckConstraint(
                condition=Q(second__isnull=True, second_at__isnull=True)
                | (
                    Q(second__isnull=False, second_at__isnull=False)
                    & (Q(second=F("asked")) | Q(deputy__isnull=False, second=F("deputy")))
                ),
                name="certified_by_two",
            ),
        ]

    @property
    def is_whole(self) -> bool:
        return self.second_at is not None

    @property
    def names(self) -> str:
        """Whom it waits for."""
        if self.deputy is None:
            return str(self.asked)
        return _("%(holder)s, or as deputy %(deputy)s") % {"holder": self.asked, "deputy": self.deputy}
