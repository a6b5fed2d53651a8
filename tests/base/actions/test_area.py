import json

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from django.urls import reverse

from base.actions.area import AreaOutline, import_areas
from base.geometry import centre_of
from base.models import Area, AuditEntry
from base.queries.area import area_at
from base.refusal import Refusal
from tests.base.test_geometry import HORSESHOE, SQUARE
from tests.factories.base import MOMENT, AreaFactory

pytestmark = pytest.mark.django_db


def taken_over(*areas):
    return import_areas(areas=areas, by=None, at=MOMENT)


def test_import_areas_adds_and_renames_and_takes_none_away():
    AreaFactory(code="W1", name="Oud"), AreaFactory(code="W9", name="Blijft")
    taken_over(AreaOutline("W1", "Nieuw", SQUARE), AreaOutline("W2", "Erbij", HORSESHOE))
    assert dict(Area.objects.values_list("code", "name")) == {"W1": "Nieuw", "W2": "Erbij", "W9": "Blijft"}
    known = Area.objects.get(code="W1")
    assert (known.longitude, known.latitude) == centre_of(SQUARE)
    assert AuditEntry.objects.get(act="areas_imported").detail["codes"] == ["W1", "W2"]


@pytest.mark.parametrize(
    "wrong", [AreaOutline("W2", "Punt", {"type": "Point"}), AreaOutline("W1", "Dubbel", SQUARE), AreaOutline("", "x", SQUARE)]
)  # fmt: skip
def test_import_areas_is_all_or_nothing(wrong):
    with pytest.raises(Refusal) as refused:
        taken_over(AreaOutline("W1", "Goed", SQUARE), wrong)
    assert refused.value.sentence.count("'") == 2
    assert not Area.objects.exists()


def test_area_at_is_by_the_outline():
    AreaFactory(outline=None)
    square = AreaFactory(outline=SQUARE)
    assert area_at((5.2, 52.2)) == square
    assert area_at((5.35, 52.2)) is None


def test_area_forgets_its_centre_with_its_outline():
    area = AreaFactory(outline=SQUARE)
    area.outline = None
    area.save()
    assert (area.longitude, area.latitude) == (None, None)
    with pytest.raises(IntegrityError), transaction.atomic():
        Area.objects.filter(pk=area.pk).update(longitude=5)


def test_command_takes_a_file_over(tmp_path, capsys):
    file = tmp_path / "buurten.geojson"
    feature = {"type": "Feature", "geometry": SQUARE, "properties": {"buurtcode": "BU1", "buurtnaam": "Oost"}}
    file.write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}), encoding="utf-8")
    with pytest.raises(CommandError, match="--code"):
        call_command("import_areas", file)
    call_command("import_areas", file, code="buurtcode", name="buurtnaam")
    assert str(Area.objects.get(code="BU1")) == "Oost"


def test_outlines_are_public_geojson(client):
    AreaFactory(outline=None)
    AreaFactory(code="W1", name="Oost", outline=SQUARE)
    answer = client.get(reverse("area_outlines"))
    assert answer["Content-Type"].startswith("application/geo+json")
    (feature,) = answer.json()["features"]
    assert feature["geometry"] == SQUARE
    assert feature["properties"] == {"code": "W1", "name": "Oost", "centre": list(centre_of(SQUARE))}
