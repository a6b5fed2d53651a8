from base.geometry import Position
from base.models import Area


def area_at(position: Position) -> Area | None:
    """The neighbourhood that a place lies in, as far as outlines are known."""
    return next((area for area in Area.objects.exclude(outline=None) if area.has(position)), None)
