from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """What a person is to the city; the value is the name of the group. Their rights stand in `accounts.roles`."""

    RESIDENT = "resident", _("resident")
    EDITOR = "editor", _("editor")
    MODERATOR = "moderator", _("moderator")
    CLERK = "clerk", _("clerk")
    PARTY_REPRESENTATIVE = "party representative", _("party representative")
    ADMINISTRATOR = "administrator", _("administrator")


def role_label(name: str) -> str:
    """A group's name in the reader's language; a group that is no role of ours keeps its own name."""
    return str(Role(name).label) if name in Role.values else name
