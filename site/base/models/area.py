from django.db import models
from django.utils.translation import gettext_lazy as _


class Area(models.Model):
    """A neighbourhood of the municipality, by its statistical code."""

    code = models.CharField(_("code"), max_length=20, unique=True)
    name = models.CharField(_("name"), max_length=80)

    class Meta:
        ordering = ["name"]
        verbose_name = _("neighbourhood")

    def __str__(self) -> str:
        return self.name
