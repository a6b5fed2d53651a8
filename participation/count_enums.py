"""What becomes of envelopes and of objections after a vote."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class SetAsideGround(models.TextChoices):
    """Why an envelope is not counted."""

    CHANGED = "changed", _("it is not the envelope that was cast: somebody changed it")
    UNREADABLE = "unreadable", _("the key of the ballot box does not open it")
    NO_BALLOT = "no-ballot", _("it holds no ballot of this vote")
    AGAINST_RULES = "against", _("it marks what the rules do not allow")


class ObjectionRuling(models.TextChoices):
    """What became of an objection to a count."""

    CORRECTED = "corrected", _("right: the count is corrected")
    NOTED = "noted", _("right, but the count stays as it is")
    REJECTED = "rejected", _("not right")
