from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class AmendmentInText(models.Model):
    """That a version of an agenda item carries out an amendment, as whoever published it said. Written once; the database
    holds that the version follows from a decision of the council on the item of the amendment (proposals.triggers)."""

    paper = models.OneToOneField("proposals.CouncilPaper", on_delete=models.PROTECT, related_name="in_text")
    version = models.ForeignKey("base.PublishedVersion", on_delete=models.PROTECT, related_name="amendments")
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("amendment in a text")
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.paper} {self.version}"
