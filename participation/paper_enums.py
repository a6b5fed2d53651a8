from django.db import models
from django.utils.translation import gettext_lazy as _


class SetAside(models.TextChoices):
    """Why a paper was not counted."""

    UNREADABLE = "unreadable", _("it cannot be read, or breaks the rules of the ballot paper")
    ON_SITE = "on-site", _("this person voted on the site, and that ballot counts")
    BEFORE = "before", _("this person voted on paper or by telephone before")
