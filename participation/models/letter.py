from django.db import models
from django.db.models import Q

from participation.mail_enums import LetterKind


class Letter(models.Model):
    """That a mail about moderation went, or is on its way: the database holds it to once, whoever sends and however often
    they try.

    `what` says about what and to whom: keys of a ruling or report, or the day of a summary.
    """

    kind = models.CharField(max_length=12, choices=LetterKind.choices)
    what = models.CharField(max_length=60)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "what"], name="letter_once"),
            models.CheckConstraint(condition=Q(kind__in=LetterKind.values), name="letter_kind_known"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.what}"
