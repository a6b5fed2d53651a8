from django.conf import settings
from django.db import models
from django.db.models import Q


class Recount(models.Model):
    """That somebody who certifies a count has it counted again first, and what came of it. It can take minutes: a worker does it.

    `asked` and `deputy` are whom the first names as the second; the second names nobody. `refusal` says, in `language`, why
    nothing was certified.
    """

    sheet = models.ForeignKey("participation.TallySheet", on_delete=models.PROTECT, related_name="recounts")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    deputy = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    language = models.CharField(max_length=10)
    begun_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    refusal = models.TextField(blank=True)

    class Meta:
        ordering = ["begun_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["sheet", "by"], condition=Q(ended_at__isnull=True), name="one_recount_under_way"
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=False) | Q(refusal=""), name="recount_refused_when_it_ended"
            ),
        ]
