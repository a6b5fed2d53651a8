"""Where somebody goes on after what they recorded about an agenda item: to its way, which says what comes next."""

from django.urls import reverse
from django.utils.translation import gettext as _

from base.models import Reference


def to_way(item: Reference | None) -> list[tuple[str, str]]:
    """The button of a message; none where it is about no item."""
    if item is None:
        return []
    return [(reverse("way_desk", args=[item.string]), _("The way of %(item)s") % {"item": item.string})]
