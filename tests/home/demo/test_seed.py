"""The city is the same every time. Apart from the tests of one built city, which stands for as long as they run."""

from datetime import date, datetime

import pytest
from django.db import transaction

from base.canonical import canonical_json, sha256
from base.models import VersionText
from home.demo.build import build_city
from participation.models import Comment, Subject, TallyLine
from tests.conftest import AMSTERDAM
from tests.ground import clear_site_ground

pytestmark = pytest.mark.timeout(600)


def city_digest() -> str:
    """What anybody can read of the city, as one hash; without keys that chance makes."""
    versions = VersionText.objects.order_by(
        "version__reference__string", "version__language", "version__number", "version__correction", "field"
    )
    lines = TallyLine.objects.order_by("sheet_id", "subject__reference__string")
    subjects = Subject.objects.with_counts().order_by("reference__string")
    return sha256(
        canonical_json(
            {
                "texts": list(versions.values_list("value", flat=True)),
                "subjects": [[one.label, one.moderation, one.support_count, one.comment_count] for one in subjects],
                "comments": [
                    [one.text, one.posted_at.isoformat()] for one in Comment.objects.order_by("posted_at", "pk")
                ],
                "count": [list(row) for row in lines.values_list("subject__reference__string", "score", "place")],
            }
        )
    )


@pytest.mark.heavy
@pytest.mark.parametrize("today", [date(2027, 1, 1), date(2027, 3, 28), date(2027, 10, 31), date(2028, 2, 29)])
def test_build_city_is_the_same_twice_on_any_day(db, today):
    moment = datetime(today.year, today.month, today.day, 0, 5, tzinfo=AMSTERDAM)
    digests = []
    for _time in range(2):
        with transaction.atomic():
            clear_site_ground()
            build_city(at=moment)
            digests.append(city_digest())
            transaction.set_rollback(True)
    assert digests[0] == digests[1]
