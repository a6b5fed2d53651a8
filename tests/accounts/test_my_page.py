import pytest
from django.test import Client

from tests.accounts.conftest import at
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db


def test_my_page_is_for_who_is_signed_in(client: Client) -> None:
    assert client.get(at("my_page")).headers["Location"] == f"{at('sign_in')}?next={at('my_page')}"


def test_my_page_shows_the_name_and_changes_it(client: Client) -> None:
    noor = UserFactory(display_name="Noor", email="noor@example.nl")
    client.force_login(noor)
    page = client.get(at("my_page")).content.decode()
    assert 'value="Noor"' in page
    assert "noor@example.nl" in page
    assert client.post(at("my_page"), {"display_name": "Noor B."}).headers["Location"] == at("my_page")
    noor.refresh_from_db()
    assert noor.display_name == "Noor B."


def test_my_page_keeps_a_name_that_is_refused_in_its_field(client: Client) -> None:
    noor = UserFactory(display_name="Noor")
    client.force_login(noor)
    page = client.post(at("my_page"), {"display_name": "noor@example.nl"})
    assert page.status_code == 422
    assert 'value="noor@example.nl"' in page.content.decode()
    noor.refresh_from_db()
    assert noor.display_name == "Noor"
