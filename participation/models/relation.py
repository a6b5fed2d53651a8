from django.conf import settings
from django.db import models
from django.db.models import F, Q


class Relation(models.Model):
    """That two proposals have to do with each other, as a moderator sees it; the one with the lower key comes first."""

    one = models.ForeignKey("participation.Subject", on_delete=models.PROTECT, related_name="relations_forth")
    other = models.ForeignKey("participation.Subject", on_delete=models.PROTECT, related_name="relations_back")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(one__lt=F("other")), name="relation_lower_key_first"),
            models.UniqueConstraint(fields=["one", "other"], name="relation_once"),
        ]

    def __str__(self) -> str:
        return f"{self.one_id} and {self.other_id}"
