import re

from django.db import models


class VotingHelp(models.Model):
    """Where somebody is helped with voting, as every voting page and every letter says it in one language."""

    language = models.CharField(max_length=12, unique=True)
    telephone = models.CharField(max_length=40, blank=True)
    desk = models.CharField(max_length=200, blank=True)
    help_point = models.CharField(max_length=200, blank=True)

    class Meta:
        verbose_name_plural = "voting help"

    def __str__(self) -> str:
        return self.telephone

    @property
    def dialled(self) -> str:
        """The number that a telephone dials, where it is one: people write hours beside it."""
        plain = re.sub(r"[\s().-]", "", self.telephone)
        return plain if re.fullmatch(r"\+?\d{3,15}", plain) else ""
