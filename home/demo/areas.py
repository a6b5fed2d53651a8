"""The neighbourhoods of Waterrijk. No municipality of the Netherlands has one of these names, and where they lie is open water."""

from itertools import pairwise
from random import Random

from base.geometry import DECIMALS, Geometry, Position, contains

AREAS: dict[str, str] = {
    "WR01": "Binnenhaven",
    "WR02": "Kanaalkwartier",
    "WR03": "Stationsbuurt",
    "WR04": "Elzenpark",
    "WR05": "Rietzoom",
    "WR06": "Weidevenster",
    "WR07": "Sluisdorp",
    "WR08": "Buitenpolder",
}

# Where borders meet, on a sheet of 100 by 70.
_CROSSINGS: dict[str, Position] = {
    "A": (7, 36), "B": (15, 60), "C": (41, 68), "D": (68, 65), "E": (90, 52), "F": (96, 29), "G": (79, 8), "H": (51, 2),
    "I": (22, 9), "J": (32, 42), "K": (46, 50), "L": (62, 45), "M": (66, 30), "N": (51, 21), "O": (34, 26),
}  # fmt: skip
_BORDERS: dict[str, str] = {
    "WR01": "JKLMNO",
    "WR02": "KCDL",
    "WR03": "MGHN",
    "WR04": "JBCK",
    "WR05": "NHIO",
    "WR06": "LDEFM",
    "WR07": "MFG",
    "WR08": "OIABJ",
}
_WEST, _SOUTH, _LONG, _LAT = 5.17, 52.502, 0.0014, 0.00095


def outline_of(code: str) -> Geometry:
    """Its borders, bent as water and roads are; what two neighbourhoods share is the same line."""
    names = _BORDERS[code]
    ring = [place for one, two in zip(names, names[1:] + names[0], strict=True) for place in _border(one, two)[:-1]]
    return {"type": "Polygon", "coordinates": [[list(_degrees(place)) for place in [*ring, ring[0]]]]}


def spot_in(code: str, chance: Random) -> Geometry:
    """A point somewhere in it."""
    outline = outline_of(code)
    corners = outline["coordinates"][0]
    west, east = (edge(corner[0] for corner in corners) for edge in (min, max))
    south, north = (edge(corner[1] for corner in corners) for edge in (min, max))
    while True:
        place = round(chance.uniform(west, east), DECIMALS), round(chance.uniform(south, north), DECIMALS)
        if contains(outline, place):
            return {"type": "Point", "coordinates": list(place)}


def around(spot: Geometry, metres: int) -> Geometry:
    """The square of so many metres on all sides of a point."""
    west, south = spot["coordinates"]
    wide, high = metres / 67_800, metres / 111_300
    ring = [(-1, -1), (1, -1), (1, 1), (-1, 1), (-1, -1)]
    corners = [[round(west + x * wide, DECIMALS), round(south + y * high, DECIMALS)] for x, y in ring]
    return {"type": "Polygon", "coordinates": [corners]}


def _border(one: str, two: str) -> list[Position]:
    first, last = sorted((one, two))
    line = [_CROSSINGS[first], _CROSSINGS[last]]
    chance = Random(f"{first}{last}")  # noqa: S311 - the same every time is what is wanted
    for bend in (0.16, 0.1, 0.08):
        bent = [line[0]]
        for (x1, y1), (x2, y2) in pairwise(line):
            aside = chance.uniform(-bend, bend)
            middle = ((x1 + x2) / 2 + aside * (y2 - y1), (y1 + y2) / 2 - aside * (x2 - x1))
            bent += [middle, (x2, y2)]
        line = bent
    return line if (first, last) == (one, two) else line[::-1]


def _degrees(place: Position) -> Position:
    return round(_WEST + place[0] * _LONG, DECIMALS), round(_SOUTH + place[1] * _LAT, DECIMALS)
