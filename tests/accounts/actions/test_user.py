import pytest
from django.db import IntegrityError, transaction

from accounts.actions.user import change_account, change_display_name, create_account
from accounts.models import User
from base.models import AuditEntry
from base.refusal import Refusal
from tests.accounts.conftest import at
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db


def roles_of(person: User) -> list[str]:
    return sorted(person.groups.values_list("name", flat=True))


def change(person: User, at, **fields) -> User:
    now = {"email": person.email, "display_name": person.display_name, "roles": [], "is_active": True}
    return change_account(person=person, by=None, at=at, **now | fields)


def test_create_account_makes_everybody_a_resident(noon) -> None:
    assert roles_of(create_account(email="a@example.nl", display_name="Noor", by=None, at=noon)) == ["resident"]
    clerk = create_account(email="b@example.nl", display_name="Griffie", roles=["clerk"], by=None, at=noon)
    assert roles_of(clerk) == ["clerk", "resident"]
    assert not clerk.is_staff
    assert not clerk.is_superuser


def test_create_account_keeps_the_address_in_small_letters(noon) -> None:
    person = create_account(email=" Noor@Example.NL ", display_name="Noor", by=None, at=noon)
    assert person.email == "noor@example.nl"
    assert list(User.objects.at_address("NOOR@example.nl")) == [person]


def test_create_account_records_who_made_it(noon) -> None:
    administrator = UserFactory()
    person = create_account(email="a@example.nl", display_name="Griffie", roles=["clerk"], by=administrator, at=noon)
    entry = AuditEntry.objects.get(act="account_created")
    assert (entry.by, entry.about, entry.at, entry.detail) == (
        administrator,
        f"person {person.key}",
        noon,
        {"roles": ["clerk"]},
    )


def test_people_at_one_address_have_names_of_their_own() -> None:
    UserFactory(email="thuis@example.nl", display_name="Noor")
    with pytest.raises(IntegrityError), transaction.atomic():
        UserFactory(email="thuis@example.nl", display_name="NOOR")
    UserFactory(email="thuis@example.nl", display_name="Sam")
    UserFactory(email="elders@example.nl", display_name="Noor")
    # Without a name there is nothing to confuse, and without an address nobody chooses.
    UserFactory(email="thuis@example.nl", display_name="")
    UserFactory(email="thuis@example.nl", display_name="")
    UserFactory(email="", display_name="Noor")
    UserFactory(email="", display_name="Noor")
    assert User.objects.count() == 7


def test_change_account_gives_and_takes_roles_and_records_it(noon) -> None:
    person = create_account(email="a@example.nl", display_name="Kim", roles=["clerk"], by=None, at=noon)
    change(person, noon, roles=["editor"])
    assert roles_of(person) == ["editor", "resident"]
    detail = AuditEntry.objects.get(act="account_changed").detail
    assert (detail["given"], detail["taken"], detail["changed"]) == (["editor"], ["clerk"], [])


def test_change_account_to_another_address_ends_the_sessions(client, noon) -> None:
    person = UserFactory(email="oud@example.nl")
    client.force_login(person)
    change(person, noon, email="Nieuw@example.nl")
    person.refresh_from_db()
    assert person.email == "nieuw@example.nl"
    assert client.get(at("my_page")).status_code == 302


def test_change_account_leaves_sessions_when_the_address_stays(client, noon) -> None:
    person = UserFactory()
    client.force_login(person)
    change(person, noon, display_name="Andere naam")
    assert client.get(at("my_page")).status_code == 200


def test_change_display_name_changes_it_and_nothing_else(noon) -> None:
    person = UserFactory(email="thuis@example.nl", display_name="Noor")
    change_display_name(person=person, display_name=" Noor  B. ", by=person, at=noon)
    person.refresh_from_db()
    assert (person.display_name, person.email) == ("Noor B.", "thuis@example.nl")
    assert AuditEntry.objects.get(act="display_name_changed").by == person


def test_change_display_name_refuses_the_name_of_a_housemate(noon) -> None:
    UserFactory(email="thuis@example.nl", display_name="Sam")
    person = UserFactory(email="thuis@example.nl", display_name="Noor")
    with pytest.raises(Refusal):
        change_display_name(person=person, display_name="sam", by=person, at=noon)
    change_display_name(person=person, display_name="noor", by=person, at=noon)
    assert User.objects.get(pk=person.pk).display_name == "noor"
