"""The screen of the audit trail: who did what for the municipality; never who voted, nor who said something for themselves."""

import csv
from datetime import timedelta
from io import BytesIO, StringIO

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from accounts.actions.user import give_role, take_role
from accounts.enums import Role
from base.actions.audit_entry import record
from base.models import AuditEntry
from tests.factories.accounts import UserFactory, person_with
from tests.factories.base import MOMENT

pytestmark = pytest.mark.django_db
SECRET = ("ballot_cast", "ballot_replaced", "letter_claimed", "wrong_letter_code")


@pytest.fixture
def desk(client: Client) -> Client:
    client.force_login(person_with(Role.CLERK))
    return client


def rows(desk: Client, **sieve: str) -> list[list[str]]:
    """What stands in the file, but for the looks themselves."""
    answer = desk.get(reverse("audit_trail"), {"download": "audit-trail.csv", **sieve})
    found = list(csv.reader(StringIO(answer.content.decode("utf-8-sig"))))
    return [row[1:] for row in found[1:] if row[2] != "audit_trail_read"]


def test_trail_says_who_did_it_by_thing_person_and_day(desk: Client) -> None:
    clerk, maud, noor = person_with(Role.ADMINISTRATOR), UserFactory(display_name="Maud"), UserFactory()
    give_role(person=maud, role=Role.CLERK, by=clerk, at=MOMENT)
    record(act="row_saved", about="NVB-2026-002", by=maud, at=MOMENT, row=3)
    record(act="answers_published", about="NVB-2026-002", by=noor, at=MOMENT + timedelta(days=2))
    take_role(person=maud, role=Role.CLERK, by=clerk, at=MOMENT + timedelta(days=3))

    # Whoever had the task is named also once they have it no more; a resident is not, whatever the act.
    saved = [f"Maud ({maud.email})", "row_saved", "NVB-2026-002", "row: 3"]
    assert rows(desk, thing="NVB-2026-002") == [
        ["iemand voor zichzelf", "answers_published", "NVB-2026-002", ""],
        saved,
    ]
    assert rows(desk, person="maud") == [saved]
    assert rows(desk, person=noor.email) == []
    day = str(MOMENT.date())
    assert rows(desk, thing="nvb", first=day, last=day) == [saved]
    page = desk.get(reverse("audit_trail"), {"thing": "NVB-2026-002"}).content.decode()
    assert "Maud" in page
    assert noor.email not in page


def test_trail_never_lists_who_voted_and_names_nobody_for_what_they_said(desk: Client) -> None:
    clerk = person_with(Role.CLERK)
    for act in SECRET:
        record(act=act, about="RND-2026-001", by=clerk, at=MOMENT)
    record(act="comment_posted", about="VST-2026-001", by=clerk, at=MOMENT, comment=1)
    record(act="comment_posted", about="VST-2026-002", by=clerk, at=MOMENT, comment=2, official_as="Griffie")

    assert rows(desk, thing="RND-2026-001") == []
    assert [(who.split(" (")[0], about) for who, _act, about, _with in rows(desk, thing="VST")] == [
        (str(clerk), "VST-2026-002"),
        ("iemand voor zichzelf", "VST-2026-001"),
    ]
    # Not by a search either.
    assert [row[2] for row in rows(desk, person=clerk.email)] == ["VST-2026-002"]


def test_each_look_is_an_entry_itself(desk: Client) -> None:
    desk.get(reverse("audit_trail"), {"person": "Maud", "first": "2026-01-02"})
    desk.get(reverse("audit_trail"), {"download": "audit-trail.xlsx"})
    looks = AuditEntry.objects.filter(act="audit_trail_read").order_by("pk")
    assert [one.detail for one in looks] == [{"person": "Maud", "first": "2026-01-02"}, {"file": "audit-trail.xlsx"}]
    assert all(one.by is not None for one in looks)


def test_trail_is_read_by_right_alone_and_asks_as_much_for_many(client: Client, desk: Client) -> None:
    address = reverse("audit_trail")

    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert desk.get(address).status_code == 200
        return len(queries)

    record(act="row_saved", about="NVB-2026-001", by=person_with(Role.EDITOR), at=MOMENT)
    asked()
    few = asked()
    for number in range(5):
        record(act="row_saved", about=f"NVB-2026-00{number}", by=person_with(Role.EDITOR), at=MOMENT)
    assert asked() == few

    assert desk.post(address).status_code == 405
    assert desk.get(address, {"first": "2026-02-02", "last": "2026-02-01"}).status_code == 422
    book = load_workbook(BytesIO(desk.get(address, {"download": "audit-trail.xlsx", "thing": "NVB-2026-004"}).content))
    assert [[cell.value for cell in row][2:] for row in book.active] == [
        ["Wat", "Over", "Met"],
        ["row_saved", "NVB-2026-004", None],
    ]
    client.force_login(person_with(Role.EDITOR))
    assert client.get(address).status_code in (302, 403)
