"""No door but one: whatever login page some package brings, it leads to ours and signs nobody in."""

import pytest
from django.contrib.auth import authenticate
from django.contrib.auth.models import Group
from django.core import mail
from django.test import Client
from django.urls import NoReverseMatch, reverse

from accounts.enums import Role
from accounts.models import User
from tests.accounts.conftest import Person, at, code_of
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db

PASSWORD = "een wachtwoord dat klopt"
OTHER_DOORS = ["/admin/login/", "/django-admin/login/", "/nl/_util/login/", "/en/_util/login/"]


@pytest.fixture
def superuser() -> User:
    person = User.objects.create_superuser("beheer@example.nl", "Beheer")
    person.set_password(PASSWORD)
    person.save()
    return person


@pytest.mark.parametrize("door", OTHER_DOORS)
@pytest.mark.parametrize("name", ["key", "email"])
def test_staff_door_signs_nobody_in_with_a_password(client: Client, superuser: User, door: str, name: str) -> None:
    assert superuser.check_password(PASSWORD)
    credentials = {"username": str(getattr(superuser, name)), "password": PASSWORD, "next": "/admin/"}
    answer = client.post(door, credentials)
    language = "en" if door.startswith("/en/") else "nl"
    assert (answer.status_code, answer.headers["Location"]) == (302, at("sign_in", language))
    assert "_auth_user_id" not in client.session
    assert client.get("/admin/").status_code == 302


@pytest.mark.parametrize("door", OTHER_DOORS)
def test_staff_door_keeps_where_somebody_was_going(client: Client, door: str) -> None:
    answer = client.get(f"{door}?next=/admin/pages/")
    assert answer.headers["Location"].endswith("?next=%2Fadmin%2Fpages%2F")
    assert "next" not in client.get(f"{door}?next=https://kwaad.example/").headers["Location"]


def test_no_password_opens_anything(superuser: User, rf) -> None:
    request = rf.post("/")
    assert authenticate(request, username=str(superuser.key), password=PASSWORD) is None
    assert authenticate(request, email=superuser.email, password=PASSWORD) is None
    assert not Client().login(username=str(superuser.key), password=PASSWORD)


@pytest.mark.parametrize("address", ["/admin/password_reset/", "/admin/password_reset/confirm/MQ/abc-def/"])
def test_passwords_cannot_be_reset(client: Client, superuser: User, address: str) -> None:
    # Outside a language Django tries the same address within one: that is not there either.
    assert client.get(address, follow=True).status_code == 404
    assert client.post(address, {"email": superuser.email}, follow=True).status_code == 404
    assert mail.outbox == []


@pytest.mark.parametrize(
    "name", ["account_signup", "account_reset_password", "account_set_password", "account_confirm_login_code"]
)
def test_pages_of_allauth_are_not_there(name: str) -> None:
    with pytest.raises(NoReverseMatch):
        reverse(name)


@pytest.mark.parametrize("start", ["/admin/", "/admin/pages/"])
def test_sign_in_brings_staff_back_to_the_admin(laptop: Person, start: str) -> None:
    clerk = UserFactory(email="griffie@example.nl", groups=[Group.objects.get(name=Role.CLERK)])
    sent_to = laptop.client.get(start).headers["Location"]
    assert sent_to == f"{at('sign_in')}?next={start}"
    page = laptop.client.get(sent_to)
    laptop.ask("griffie@example.nl", next_path=page.context["form"]["next"].value())
    laptop.type_code(code_of(mail.outbox[0]))
    assert laptop.choose(clerk.key).headers["Location"] == start
    assert laptop.client.get(start, follow=True).status_code == 200


def test_django_admin_is_the_superusers_alone(client: Client, superuser: User) -> None:
    administrator = UserFactory(is_staff=True, groups=[Group.objects.get(name=Role.ADMINISTRATOR)])
    client.force_login(administrator)
    assert client.get("/django-admin/").headers["Location"] == "/django-admin/login/?next=/django-admin/"
    client.force_login(superuser)
    assert client.get("/django-admin/").status_code == 200


def test_sign_in_needs_the_token_of_its_form() -> None:
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(at("sign_in"), {"email": "noor@example.nl"}).status_code == 403
    assert mail.outbox == []
    token = strict.get(at("sign_in")).context["csrf_token"]
    answer = strict.post(at("sign_in"), {"email": "noor@example.nl", "csrfmiddlewaretoken": str(token)})
    assert answer.headers["Location"] == at("sign_in_code")
