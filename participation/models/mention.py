from django.conf import settings
from django.db import models


class MentionStop(models.Model):
    """That somebody wants no mail where others name them."""

    person = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"mention stop {self.pk}"
