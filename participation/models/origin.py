from django.db import models


class Origin(models.Model):
    """Where a taken-over contribution came from, with the record as it stood there: nothing is lost on import."""

    source = models.CharField(max_length=60)
    kind = models.CharField(max_length=20)
    identifier = models.CharField(max_length=64)
    record = models.JSONField()
    subject = models.OneToOneField(
        "participation.Subject", null=True, blank=True, on_delete=models.CASCADE, related_name="origin"
    )
    comment = models.OneToOneField(
        "participation.Comment", null=True, blank=True, on_delete=models.CASCADE, related_name="origin"
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["source", "kind", "identifier"], name="taken_over_once")]
