"""Wagtail's pages for people, with people who have a key, an address and no password."""

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse

from accounts.enums import Role
from accounts.models import User
from base.models import AuditEntry
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def administrator(client: Client) -> User:
    person = UserFactory(display_name="Beheer", groups=[Group.objects.get(name=Role.ADMINISTRATOR)])
    client.force_login(person)
    return person


def group(role: Role) -> int:
    return Group.objects.get(name=role).pk


def test_administrator_makes_staff_without_password_or_key(client: Client, administrator: User) -> None:
    page = client.get(reverse("wagtailusers_users:add")).content.decode()
    assert 'name="email"' in page
    assert [name for name in ("key", "password1", "is_superuser", "first_name") if f'name="{name}"' in page] == []
    answer = client.post(
        reverse("wagtailusers_users:add"),
        {"email": "Griffie@Example.nl", "display_name": "Kim", "is_active": "on", "groups": [group(Role.CLERK)]},
    )
    assert answer.status_code == 302
    kim = User.objects.get(email="griffie@example.nl")
    assert sorted(kim.groups.values_list("name", flat=True)) == ["clerk", "resident"]
    assert (kim.display_name, kim.is_superuser, kim.has_usable_password()) == ("Kim", False, False)
    assert AuditEntry.objects.get(act="account_created").by == administrator


def test_administrator_changes_a_person(client: Client, administrator: User) -> None:
    kim = UserFactory(email="kim@example.nl", display_name="Kim")
    key = kim.key
    answer = client.post(
        reverse("wagtailusers_users:edit", args=[kim.pk]),
        {
            "email": "kim@example.nl",
            "display_name": "Kim",
            "groups": [group(Role.EDITOR)],
            "key": "x",
            "is_superuser": "on",
        },
    )
    assert answer.status_code == 302
    kim.refresh_from_db()
    assert (kim.is_active, kim.is_superuser, kim.key) == (False, False, key)
    assert sorted(kim.groups.values_list("name", flat=True)) == ["editor", "resident"]


def test_administrator_reads_a_refusal_in_the_form(client: Client, administrator: User) -> None:
    UserFactory(email="thuis@example.nl", display_name="Kim")
    page = client.post(
        reverse("wagtailusers_users:add"), {"email": "thuis@example.nl", "display_name": "kim", "is_active": "on"}
    )
    assert page.status_code == 200
    assert page.context["form"].errors["display_name"]
    assert User.objects.filter(email="thuis@example.nl").count() == 1


def test_administrator_cannot_lock_themselves_out(client: Client, administrator: User) -> None:
    address = reverse("wagtailusers_users:edit", args=[administrator.pk])
    assert 'name="is_active"' not in client.get(address).content.decode()
    client.post(
        address, {"email": administrator.email, "display_name": "Beheer", "groups": [group(Role.ADMINISTRATOR)]}
    )
    administrator.refresh_from_db()
    assert administrator.is_active


def test_administrator_cannot_become_a_superuser_through_a_superusers_address(
    client: Client, administrator: User
) -> None:
    superuser = User.objects.create_superuser("technisch@example.nl", "Technisch")
    address = reverse("wagtailusers_users:edit", args=[superuser.pk])
    client.post(address, {"email": administrator.email, "display_name": "Technisch", "is_active": "on"})
    superuser.refresh_from_db()
    assert superuser.email == "technisch@example.nl"


def test_people_are_not_deleted_by_anybody(client: Client) -> None:
    client.force_login(User.objects.create_superuser("technisch@example.nl", "Technisch"))
    kim = UserFactory()
    client.post(reverse("wagtailusers_users:delete", args=[kim.pk]))
    assert User.objects.filter(pk=kim.pk).exists()


@pytest.mark.parametrize(
    ("act", "data"),
    [("delete", {}), ("set_active_state", {"mark_as_active": "False"}), ("assign_role", {"role": "{role}"})],
)
def test_people_are_not_changed_in_bulk(client: Client, act: str, data: dict[str, str]) -> None:
    client.force_login(User.objects.create_superuser("technisch@example.nl", "Technisch"))
    kim = UserFactory(groups=[Group.objects.get(name=Role.RESIDENT)])
    address = reverse("wagtail_bulk_action", args=["accounts", "user", act])
    posted = {name: value.format(role=group(Role.ADMINISTRATOR)) for name, value in data.items()}
    client.post(f"{address}?id={kim.pk}&next=/admin/users/", posted)
    kim.refresh_from_db()
    assert (kim.is_active, list(kim.groups.values_list("name", flat=True))) == (True, ["resident"])


@pytest.mark.parametrize(
    "query", ["", "?q=kim", "?ordering=-email", "?ordering=name", "?group={clerk}", "?is_active=true"]
)
def test_the_list_of_people_finds_them(client: Client, administrator: User, query: str) -> None:
    kim = UserFactory(email="kim@example.nl", display_name="Kim", groups=[Group.objects.get(name=Role.CLERK)])
    page = client.get(reverse("wagtailusers_users:index") + query.format(clerk=group(Role.CLERK)))
    assert page.status_code == 200
    assert "kim@example.nl" in page.content.decode()
    assert str(kim.key) not in page.content.decode()


def test_the_list_of_people_costs_the_same_for_one_and_for_many(client: Client, administrator: User) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def queries() -> int:
        with CaptureQueriesContext(connection) as context:
            client.get(reverse("wagtailusers_users:index"))
        return len(context)

    queries()
    one = queries()
    UserFactory.create_batch(3, groups=[Group.objects.get(name=Role.CLERK)])
    assert queries() == one
