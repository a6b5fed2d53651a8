"""Places on the map: GeoJSON geometries (RFC 7946), longitude before latitude, in plain Python.

What people type stands the other way round, as they know it from maps: `52.5312, 5.2134`; three points or more, with
semicolons between them, are an area.
"""

import json
import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations, pairwise
from typing import Any

from django.utils.translation import gettext as _

from base.refusal import Refusal, refuse_if

Position = tuple[float, float]
Geometry = dict[str, Any]
# About a metre.
DECIMALS = 5
MOST_CORNERS = 200
MOST_POSITIONS = 5_000
_TYPED = re.compile(r"\s*(-?\d{1,3}(?:\.\d{1,15})?)\s*[,\s]\s*(-?\d{1,3}(?:\.\d{1,15})?)\s*")


@dataclass(frozen=True)
class Box:
    """A part of the map, in degrees. Its west and south edges belong to it, so that boxes side by side share nothing."""

    west: float
    south: float
    east: float
    north: float

    def __str__(self) -> str:
        return ",".join(f"{edge:.6f}".rstrip("0").rstrip(".") for edge in self.edges)

    @property
    def edges(self) -> tuple[float, float, float, float]:
        return self.west, self.south, self.east, self.north

    def holds(self, position: Position) -> bool:
        return self.west <= position[0] < self.east and self.south <= position[1] < self.north

    @classmethod
    def read(cls, text: str) -> "Box | None":
        """From `west,south,east,north`; nothing where that is no box."""
        try:
            west, south, east, north = (float(edge) for edge in text.split(","))
        except ValueError:
            return None
        if not (-180 <= west < east <= 180 and -90 <= south < north <= 90):
            return None
        return cls(west, south, east, north)


def read_typed(text: str, within: Box) -> Geometry | None:
    """The point or area that somebody typed, drew or pasted as GeoJSON; nothing for nothing. Raises Refusal in words."""
    if not text.strip():
        return None
    geometry = _pasted(text) if text.lstrip().startswith("{") else _typed(text)
    refuse_if(refusal_of_spot(geometry, within))
    return geometry


def typed(geometry: Geometry | None) -> str:
    """As `read_typed` reads it."""
    if geometry is None:
        return ""
    places = [geometry["coordinates"]] if geometry["type"] == "Point" else geometry["coordinates"][0][:-1]
    return "; ".join(f"{latitude:.{DECIMALS}f}, {longitude:.{DECIMALS}f}" for longitude, latitude in places)


def refusal_of_spot(geometry: Geometry, within: Box) -> str:
    """Why a resident's point or area cannot be taken: a Point, or a Polygon of one ring."""
    try:
        ring = _ring_of_spot(geometry)
    except (KeyError, TypeError, ValueError):
        return _("This is no point and no area. Write 'latitude, longitude', such as 52.5312, 5.2134.")
    if not all(within.holds(position) for position in ring):
        return _outside()
    if geometry["type"] == "Point":
        return ""
    if len(set(ring)) < 3 or ring[0] != ring[-1]:
        return _("An area has three corners at least.")
    if len(ring) > MOST_CORNERS + 1:
        return _("This area has more than %(most)d corners. Draw it with fewer.") % {"most": MOST_CORNERS}
    if _crosses_itself(ring):
        return _("The edge of this area crosses itself. Go round it in one direction.")
    return ""


def refusal_of_outline(geometry: Any) -> str:
    """Why something is no outline of a neighbourhood: a Polygon or MultiPolygon in degrees."""
    try:
        rings = list(rings_of(geometry))
        positions = [_position(one) for ring in rings for one in ring]
    except (KeyError, TypeError, ValueError):
        return _("An outline is a GeoJSON Polygon or MultiPolygon in degrees (WGS 84), longitude first.")
    if not rings or any(len(ring) < 4 or ring[0] != ring[-1] for ring in rings):
        return _("Every ring of an outline has three corners at least and ends where it begins.")
    if len(positions) > MOST_POSITIONS:
        return _("This outline has %(number)d points; %(most)d is the most. Simplify it first.") % {
            "number": len(positions),
            "most": MOST_POSITIONS,
        }
    return ""


def rings_of(geometry: Geometry) -> Iterator[list[Position]]:
    if geometry["type"] not in ("Polygon", "MultiPolygon"):
        raise ValueError(geometry["type"])
    polygons = [geometry["coordinates"]] if geometry["type"] == "Polygon" else geometry["coordinates"]
    for polygon in polygons:
        for ring in polygon:
            yield [tuple(position) for position in ring]


def contains(outline: Geometry, position: Position) -> bool:
    """Whether a place lies in an outline; a hole does not belong to it."""
    return sum(len(list(_west_of(ring, position))) for ring in rings_of(outline)) % 2 == 1


def centre_of(geometry: Geometry) -> Position:
    """A place within it, as near the middle as that goes."""
    if geometry["type"] == "Point":
        longitude, latitude = geometry["coordinates"]
        return longitude, latitude
    ring = max(rings_of(geometry), key=lambda one: abs(_surface(one)))
    centre = _centroid(ring)
    if not contains(geometry, centre):
        # Bent, or with a hole in its middle: the middle of its widest stretch at that height.
        end = (math.inf, centre[1])
        edges = sorted(one for each in rings_of(geometry) for one in _west_of(each, end))
        west, east = max(zip(edges[::2], edges[1::2], strict=False), key=lambda one: one[1] - one[0])
        centre = ((west + east) / 2, centre[1])
    return round(centre[0], DECIMALS), round(centre[1], DECIMALS)


def _pasted(text: str) -> Geometry:
    try:
        found = json.loads(text)
        found = found.get("geometry", found)
        kind, places = found["type"], found["coordinates"]
        if kind == "Point":
            return {"type": kind, "coordinates": list(_position(places))}
        return {"type": kind, "coordinates": [[list(_position(place)) for place in ring] for ring in places]}
    except (AttributeError, KeyError, RecursionError, TypeError, ValueError) as error:
        raise Refusal(_("This is no GeoJSON of a point or an area.")) from error


def _typed(text: str) -> Geometry:
    found = [_TYPED.fullmatch(part) for part in text.strip().strip(";").split(";")]
    try:
        positions = [_position((float(one[2]), float(one[1]))) for one in found if one is not None]
    except ValueError as error:
        raise Refusal(_outside()) from error
    if len(positions) < len(found):
        raise Refusal(_("This is no point and no area. Write 'latitude, longitude', such as 52.5312, 5.2134."))
    if len(positions) == 1:
        return {"type": "Point", "coordinates": list(positions[0])}
    corners = [one for place, one in enumerate(positions) if place == 0 or one != positions[place - 1]]
    ring = corners if corners[0] == corners[-1] and len(corners) > 1 else [*corners, corners[0]]
    return {"type": "Polygon", "coordinates": [[list(one) for one in ring]]}


def _outside() -> str:
    return _("This place is outside the municipality. Look at the numbers again: latitude first, then longitude.")


def _position(place: Any) -> Position:
    """Rounded, as it is kept."""
    longitude, latitude = place[:2]
    if isinstance(longitude, bool | str) or not (-180 <= longitude <= 180 and -90 <= latitude <= 90):
        raise ValueError(place)
    # Without a negative nought, which JSON would write otherwise.
    return round(float(longitude), DECIMALS) + 0.0, round(float(latitude), DECIMALS) + 0.0


def _ring_of_spot(geometry: Geometry) -> list[Position]:
    if geometry["type"] == "Point":
        return [_position(geometry["coordinates"])]
    if geometry["type"] != "Polygon":
        raise ValueError(geometry["type"])
    (ring,) = geometry["coordinates"]
    return [_position(place) for place in ring]


def _surface(ring: list[Position]) -> float:
    return sum(one[0] * two[1] - two[0] * one[1] for one, two in pairwise(ring)) / 2


def _centroid(ring: list[Position]) -> Position:
    # From its own corner, so that no digits are lost.
    x, y = ring[0]
    near = [(one[0] - x, one[1] - y) for one in ring]
    surface = _surface(near)
    if not surface:
        return ring[0]
    weighed = [(one, two, one[0] * two[1] - two[0] * one[1]) for one, two in pairwise(near)]
    return (
        x + sum((one[0] + two[0]) * weight for one, two, weight in weighed) / (6 * surface),
        y + sum((one[1] + two[1]) * weight for one, two, weight in weighed) / (6 * surface),
    )


def _west_of(ring: list[Position], position: Position) -> Iterator[float]:
    """Where the edge of a ring passes to the west of a place, at its height."""
    for (x1, y1), (x2, y2) in pairwise(ring):
        if (y1 > position[1]) != (y2 > position[1]):
            x = x1 + (position[1] - y1) * (x2 - x1) / (y2 - y1)
            if x < position[0]:
                yield x


def _crosses_itself(ring: list[Position]) -> bool:
    """In whole numbers, so that what touches is not in doubt."""
    points = [(round(x * 10**DECIMALS), round(y * 10**DECIMALS)) for x, y in ring]
    if len(set(points)) < len(points) - 1:
        return True
    edges = list(enumerate(pairwise(points)))
    last = len(edges) - 1
    return any(
        _cross(*one, *two) for (i, one), (j, two) in combinations(edges, 2) if j - i > 1 and not (i == 0 and j == last)
    ) or not _surface([(float(x), float(y)) for x, y in points])


def _cross(a: tuple[int, int], b: tuple[int, int], c: tuple[int, int], d: tuple[int, int]) -> bool:
    """Whether the edges a-b and c-d have a point in common."""

    def side(p: tuple[int, int], q: tuple[int, int], r: tuple[int, int]) -> int:
        turn = (q[0] - p[0]) * (r[1] - p[1]) - (q[1] - p[1]) * (r[0] - p[0])
        return (turn > 0) - (turn < 0)

    def is_on(p: tuple[int, int], q: tuple[int, int], r: tuple[int, int]) -> bool:
        return all(min(p[axis], q[axis]) <= r[axis] <= max(p[axis], q[axis]) for axis in (0, 1))

    ends = ((a, b, c), (a, b, d), (c, d, a), (c, d, b))
    if side(a, b, c) != side(a, b, d) and side(c, d, a) != side(c, d, b):
        return True
    return any(side(*end) == 0 and is_on(*end) for end in ends)
