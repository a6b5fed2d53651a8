from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.contrib.settings.models import BaseGenericSetting, register_setting

from home.enums import ItemStep


def _weeks(words: Any) -> models.PositiveSmallIntegerField:
    return models.PositiveSmallIntegerField(
        words, null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(104)]
    )


@register_setting(icon="time", order=500)
class WayTerms(BaseGenericSetting):
    """Within how many weeks an item goes on from a state, as the municipality promises it; empty where it promises nothing.

    A state keeps the term that held when it began (`ItemState.weeks`). A field has the name of its state. The answers, the
    gazette, meetings and promises have days of their own (home.item_coming).
    """

    draft = _weeks(_("Weeks from draft to internal review"))
    internal_review = _weeks(_("Weeks of internal review"))
    consultation_ready = _weeks(_("Weeks from ready for consultation until people can react"))
    answered = _weeks(_("Weeks from the answers to the decision of the municipal executive"))
    executive_adopted = _weeks(_("Weeks from that decision until the proposal goes to the council"))
    council_submitted = _weeks(_("Weeks from there until it stands on the agenda of committee or council"))
    in_committee = _weeks(_("Weeks from the committee until it stands on the agenda of the council"))
    returned = _weeks(_("Weeks for the municipal executive to decide anew on what the council sent back"))
    in_force = _weeks(_("Weeks from the day it applies until its execution is planned"))
    planned = _weeks(_("Weeks from there until its execution begins"))
    on_hold = _weeks(_("Weeks that its execution is on hold at most"))
    started = _weeks(_("Weeks of execution, where no promise about it has a day"))
    done = _weeks(_("Weeks from carried out until it is evaluated with residents"))

    class Meta:
        verbose_name = _("terms of the way of items")

    def __str__(self) -> str:
        return str(self._meta.verbose_name)

    def weeks_of(self, step: str) -> int | None:
        found: int | None = getattr(self, ItemStep(step).value, None)
        return found
