from django.db import models


class EarlierText(models.Model):
    """What a comment said before its author changed it: for moderators and its author, never for the public."""

    comment = models.ForeignKey("participation.Comment", on_delete=models.CASCADE, related_name="earlier_texts")
    text = models.TextField()
    replaced_at = models.DateTimeField()

    class Meta:
        ordering = ["replaced_at", "pk"]

    def __str__(self) -> str:
        return self.text[:60]
