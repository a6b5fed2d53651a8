import uuid
from datetime import UTC, datetime

import pytest

from base.actions.reference import allot_reference
from base.enums import ReferenceKind
from base.models import Reference, ReferenceCounter

pytestmark = pytest.mark.django_db

ITEM, PROPOSAL = ReferenceKind.AGENDA_ITEM, ReferenceKind.PROPOSAL


def strings(*references: Reference) -> list[str]:
    return [reference.string for reference in references]


def test_allot_reference_counts_per_kind_and_year(noon):
    first, second = (allot_reference(kind=ITEM, at=noon) for _ in range(2))
    proposal = allot_reference(kind=PROPOSAL, at=noon)
    next_year = allot_reference(kind=ITEM, at=noon.replace(year=2027))
    assert strings(first, second, proposal, next_year) == [
        "LEA-2026-001",
        "LEA-2026-002",
        "VST-2026-001",
        "LEA-2027-001",
    ]


def test_allot_reference_takes_the_year_of_the_city(noon):
    new_year_in_the_city = datetime(2026, 12, 31, 23, 30, tzinfo=UTC)
    assert allot_reference(kind=ITEM, at=new_year_in_the_city).string == "LEA-2027-001"


@pytest.mark.parametrize(("last", "string"), [(8, "LEA-2026-009"), (99, "LEA-2026-100"), (999, "LEA-2026-1000")])
def test_allot_reference_has_three_digits_or_more(noon, last, string):
    ReferenceCounter.objects.create(kind=ITEM, year=2026, last=last)
    assert allot_reference(kind=ITEM, at=noon).string == string


def test_allot_reference_never_uses_a_number_again(noon):
    gone = allot_reference(kind=ITEM, at=noon)
    Reference.objects.filter(pk=gone.pk).delete()
    assert allot_reference(kind=ITEM, at=noon).string == "LEA-2026-002"


def test_allot_reference_gives_a_thing_the_one_it_has(noon):
    key = uuid.uuid4()
    first = allot_reference(kind=ITEM, at=noon, translation_key=key)
    again = allot_reference(kind=ITEM, at=noon.replace(year=2028), translation_key=key)
    assert again == first
    assert allot_reference(kind=ITEM, at=noon).string == "LEA-2026-002"
