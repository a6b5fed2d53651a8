"""Points and areas that people type, draw or paste: what is taken, what is refused, and where they lie."""

import pytest

from base.geometry import Box, centre_of, contains, read_typed, refusal_of_outline, typed
from base.refusal import Refusal

CITY = Box(5.0, 52.0, 6.0, 53.0)
SQUARE = {"type": "Polygon", "coordinates": [[[5.1, 52.1], [5.3, 52.1], [5.3, 52.3], [5.1, 52.3], [5.1, 52.1]]]}
HOLE = [[5.15, 52.15], [5.25, 52.15], [5.25, 52.25], [5.15, 52.25], [5.15, 52.15]]
HORSESHOE = {
    "type": "Polygon",
    "coordinates": [
        [[5, 52], [5.9, 52], [5.9, 52.9], [5.8, 52.9], [5.8, 52.1], [5.1, 52.1], [5.1, 52.9], [5, 52.9], [5, 52]]
    ],
}


@pytest.mark.parametrize(
    ("text", "geometry"),
    [
        ("", None),
        ("  ", None),
        ("52.5312, 5.2134", {"type": "Point", "coordinates": [5.2134, 52.5312]}),
        (" 52.5312 5.2134 ", {"type": "Point", "coordinates": [5.2134, 52.5312]}),
        ("52.1234567,5.7654321", {"type": "Point", "coordinates": [5.76543, 52.12346]}),
        ("52.1, 5.1; 52.1, 5.3; 52.3, 5.3; 52.3, 5.1", SQUARE),
        ("52.1, 5.1; 52.1, 5.3; 52.1, 5.3; 52.3, 5.3; 52.3, 5.1; 52.1, 5.1;", SQUARE),
        ('{"type": "Point", "coordinates": [5.2134, 52.5312, 3]}', {"type": "Point", "coordinates": [5.2134, 52.5312]}),
        ('{"type":"Feature","geometry":{"type":"Point","coordinates":[5.5,52.5]}}', {"type": "Point", "coordinates": [5.5, 52.5]}),
    ],
)  # fmt: skip
def test_read_typed_takes_what_people_write(text, geometry):
    assert read_typed(text, CITY) == geometry


@pytest.mark.parametrize("geometry", [SQUARE, {"type": "Point", "coordinates": [5.2134, 52.5]}])
def test_typed_is_read_as_the_same(geometry):
    assert read_typed(typed(geometry), CITY) == geometry


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("bij de vijver", "latitude, longitude"),
        ("52.5", "latitude, longitude"),
        ("52.5, 5.2; x", "latitude, longitude"),
        ("5.2134, 52.5312", "outside"),
        ("52.5, 6.0", "outside"),
        ("52.53, 521", "outside"),
        ("91,5", "outside"),
        ("999,5;1,2;3,4", "outside"),
        ("52.5, 5.1; 52.5, 5.2", "three corners"),
        ("52.1, 5.1; 52.3, 5.3; 52.1, 5.3; 52.3, 5.1", "crosses itself"),
        ("52.1, 5.1; 52.2, 5.2; 52.3, 5.3", "crosses itself"),
        ("; ".join(f"52.{place:03}, 5.{place:03}" for place in range(100, 302)), "200 corners"),
        ("{", "GeoJSON"),
        ("[" * 5000, "latitude, longitude"),
        ('{"a":' * 5000, "GeoJSON"),
        ('{"type":"Point","coordinates":["5","52"]}', "GeoJSON"),
        ('{"type":"Point","coordinates":[NaN,52]}', "GeoJSON"),
        ('{"type":"Point","coordinates":[1e999,52]}', "GeoJSON"),
        ('{"type":"LineString","coordinates":[[5.1,52.1],[5.2,52.2]]}', "GeoJSON"),
        ('{"type":"Polygon","coordinates":[]}', "latitude, longitude"),
        ('{"type":"Polygon","coordinates":[[]]}', "three corners"),
        ('{"type":"Circle","coordinates":[[[5.1,52.1],[5.2,52.2],[5.1,52.1]]]}', "latitude, longitude"),
    ],
)
def test_read_typed_refuses_in_words(text, why, in_english):
    with pytest.raises(Refusal) as refused:
        read_typed(text, CITY)
    assert why in refused.value.sentence


def test_contains_knows_holes_and_parts():
    holed = {"type": "Polygon", "coordinates": [SQUARE["coordinates"][0], HOLE]}
    parts = {"type": "MultiPolygon", "coordinates": [holed["coordinates"], [HOLE]]}
    assert [contains(one, (5.12, 52.2)) for one in (SQUARE, holed, parts)] == [True, True, True]
    assert [contains(one, (5.2, 52.2)) for one in (SQUARE, holed, parts)] == [True, False, True]
    assert not contains(SQUARE, (5.4, 52.2))


@pytest.mark.parametrize("geometry", [SQUARE, HORSESHOE, {"type": "Polygon", "coordinates": [SQUARE["coordinates"][0], HOLE]}])  # fmt: skip
def test_centre_lies_within(geometry):
    assert contains(geometry, centre_of(geometry))


def test_centre_of_a_square_is_its_middle():
    assert centre_of(SQUARE) == (5.2, 52.2)


@pytest.mark.parametrize(
    "outline",
    [
        None, [], {}, {"type": "Point", "coordinates": [5, 52]}, {"type": "Polygon", "coordinates": []},
        {"type": "Polygon", "coordinates": [[[5, 52], [5.1, 52], [5, 52]]]},
        {"type": "Polygon", "coordinates": [[[5, 52], [5.1, 52], [5.1, 52.1], [5, 52.1]]]},
        # Metres of the national grid.
        {"type": "Polygon", "coordinates": [[[121000, 487000], [121100, 487000], [121100, 487100], [121000, 487000]]]},
        {"type": "Polygon", "coordinates": [[[5, 52], "x"]]},
        {"type": "Polygon", "coordinates": 7},
    ],
)  # fmt: skip
def test_refusal_of_outline_says_what_is_wrong(outline):
    assert refusal_of_outline(outline)


def test_refusal_of_outline_takes_one():
    assert refusal_of_outline(SQUARE) == refusal_of_outline(HORSESHOE) == ""


@pytest.mark.parametrize("text", ["", "x", "1,2,3", "5,52,4,53", "nan,52,6,53", "5,52,6,99", "1,2,3,4,5"])
def test_box_read_gives_nothing_for_what_is_none(text):
    assert Box.read(text) is None


def test_box_holds_its_west_and_not_its_east():
    assert (CITY.holds((5.0, 52.5)), CITY.holds((6.0, 52.5))) == (True, False)
    assert Box.read(str(CITY)) == CITY
