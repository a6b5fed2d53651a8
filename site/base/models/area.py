from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.snippets.models import register_snippet

from base.geometry import Position, centre_of, contains, refusal_of_outline


def check_outline(value: Any) -> None:
    if sentence := refusal_of_outline(value):
        raise ValidationError(sentence)


@register_snippet
class Area(models.Model):
    """A neighbourhood of the municipality, by its statistical code. Its outline is a GeoJSON geometry."""

    code = models.CharField(_("code"), max_length=20, unique=True)
    name = models.CharField(_("name"), max_length=80)
    outline = models.JSONField(
        _("outline"),
        null=True,
        blank=True,
        validators=[check_outline],
        help_text=_("A GeoJSON Polygon or MultiPolygon in degrees. Many at once: manage.py import_areas."),
    )
    # Where what is about the whole of it stands on the map.
    longitude = models.FloatField(null=True, blank=True, editable=False)
    latitude = models.FloatField(null=True, blank=True, editable=False)

    panels = [FieldPanel("code"), FieldPanel("name"), FieldPanel("outline")]

    class Meta:
        ordering = ["name"]
        verbose_name = _("neighbourhood")
        verbose_name_plural = _("neighbourhoods")
        constraints = [
            models.CheckConstraint(
                condition=Q(longitude__isnull=True, latitude__isnull=True)
                | Q(
                    longitude__range=(-180, 180),
                    longitude__isnull=False,
                    latitude__range=(-90, 90),
                    latitude__isnull=False,
                ),
                name="area_centre_on_earth",
            )
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keeps its centre beside its outline."""
        self.longitude, self.latitude = centre_of(self.outline) if self.outline else (None, None)
        if kwargs.get("update_fields"):
            kwargs["update_fields"] = {*kwargs["update_fields"], "longitude", "latitude"}
        super().save(*args, **kwargs)

    def has(self, position: Position) -> bool:
        return self.outline is not None and contains(self.outline, position)
