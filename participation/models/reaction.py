from django.conf import settings
from django.db import models


class Reaction(models.Model):
    """That somebody found a comment helpful. Counted in public; who it was is never shown or exported."""

    comment = models.ForeignKey("participation.Comment", on_delete=models.CASCADE, related_name="reactions")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    given_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["comment", "person"], name="one_reaction_per_person")]

    def __str__(self) -> str:
        # Never the person: this may stand in a log.
        return f"reaction {self.pk}"
