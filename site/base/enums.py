from django.db import models
from django.utils.translation import gettext_lazy as _


class ReferenceKind(models.TextChoices):
    """What a reference points to; the value is the prefix of its string (`LEA-2026-014`)."""

    AGENDA_ITEM = "LEA", _("Agenda item")
    CONSULTATION_ROUND = "RND", _("Consultation round")
    PROPOSAL = "VST", _("Proposal")
    DECISION = "BSL", _("Decision")


class ChangeKind(models.TextChoices):
    SUBSTANTIVE = "substantive", _("The substance changed")
    EDITORIAL = "editorial", _("Only the wording was mended")


class StationState(models.TextChoices):
    """How far a station of the thread is."""

    REACHED = "reached", _("done")
    NOW = "now", _("now")
    NEXT = "next", _("next")
    LATER = "later", _("later")
