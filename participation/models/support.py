from django.conf import settings
from django.db import models


class Support(models.Model):
    """Somebody's public backing of a subject, counted in public; who gave it is never shown."""

    subject = models.ForeignKey("participation.Subject", on_delete=models.CASCADE, related_name="supports")
    supporter = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="supports")
    given_at = models.DateTimeField()
    # The proposal that became part of this one, if the support was given to that: it goes with it again.
    came_with = models.ForeignKey(
        "participation.Subject", null=True, blank=True, on_delete=models.PROTECT, related_name="supports_taken_along"
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["subject", "supporter"], name="one_support_per_person")]
