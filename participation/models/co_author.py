from django.conf import settings
from django.db import models


class CoAuthor(models.Model):
    """That somebody made a proposal together with its author, since they said so. In the order in which they did."""

    subject = models.ForeignKey("participation.Subject", on_delete=models.PROTECT, related_name="co_authors")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="co_authorships"
    )
    # As they want to be called; empty is a resident.
    name = models.CharField(max_length=80, blank=True)
    # By which they came; the same one names nobody else.
    invitation = models.OneToOneField(
        "participation.Invitation", null=True, blank=True, on_delete=models.SET_NULL, related_name="co_author"
    )
    at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        # That it is not the author the database holds by a trigger (participation.apps): it stands in another table.
        constraints = [models.UniqueConstraint(fields=["subject", "person"], name="co_author_once")]

    def __str__(self) -> str:
        return f"co-author {self.pk}"
