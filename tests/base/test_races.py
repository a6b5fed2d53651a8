"""What holds when several people act in the same moment."""

import uuid

import pytest

from base.actions.reference import allot_reference
from base.enums import ReferenceKind
from tests.database_races import at_once

pytestmark = pytest.mark.django_db(transaction=True)

ITEM = ReferenceKind.AGENDA_ITEM


def test_allot_reference_to_many_at_once_gives_each_its_own(many_connections, noon):
    answers = at_once(*[lambda: allot_reference(kind=ITEM, at=noon).string] * 8)
    assert sorted(answers) == [f"LEA-2026-00{number}" for number in range(1, 9)]


def test_allot_reference_to_one_thing_at_once_gives_one(many_connections, noon):
    key = uuid.uuid4()
    answers = at_once(*[lambda: allot_reference(kind=ITEM, at=noon, translation_key=key).string] * 8)
    assert answers == ["LEA-2026-001"] * 8
    assert allot_reference(kind=ITEM, at=noon).string == "LEA-2026-002"
