from typing import Any

from django.db import models
from django.utils.crypto import salted_hmac


def hidden_name(instance: Any, filename: str) -> str:
    """Where the file is kept: a name that nobody can guess, so that nobody has it before the result is public. It follows from round
    and number of the sheet: what a count that was killed left there is found by the next.
    """
    sheet = instance.sheet
    said = f"{sheet.consultation_round_id}:{sheet.number}"
    return f"bundles/{salted_hmac('participation.result_bundle', said, algorithm='sha256').hexdigest()}.zip"


class ResultBundle(models.Model):
    """The published files of a count in one zip, kept as they were written with its sheet.

    It is never made anew: a later release of the programs in it would change the hash that was published.
    """

    sheet = models.OneToOneField("participation.TallySheet", on_delete=models.PROTECT, related_name="bundle")
    file = models.FileField(upload_to=hidden_name, max_length=200)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        held = self.sheet.consultation_round
        return f"{held.reference.string}-{self.sheet.number}{held.mark}.zip"
