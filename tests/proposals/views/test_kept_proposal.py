import uuid

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.translation import gettext

from participation.models import Draft
from tests.factories.proposals import ConsultationRoundPageFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def form_address(site_ground):
    page = ConsultationRoundPageFactory(parent=site_ground.home)
    return reverse("write_proposal", args=[page.reference.string, uuid.uuid4()])


def test_write_proposal_says_that_a_half_one_was_kept_and_leads_to_signing_in_and_back(client, form_address):
    answer = client.post(form_address, {"title": "Een bankje", "save": "1"}, follow=True)
    page = answer.content.decode()
    assert gettext("Kept") in page
    assert f"{reverse('sign_in')}?next={form_address.replace('/', '%2F')}%3Fticket%3D" in page


def test_write_proposal_opens_a_draft_of_nobody_in_the_browser_that_wrote_it_alone(client, resident, form_address):
    client.post(form_address, {"title": "Een bankje", "save": "1"})
    assert client.get(form_address).context["form"]["title"].value() == "Een bankje"
    assert "no-store" in client.get(form_address).headers["Cache-Control"]
    passer_by, neighbour = Client(), Client()
    neighbour.force_login(resident)
    answer = passer_by.get(form_address)
    assert (answer.status_code, "Een bankje" in answer.content.decode()) == (302, False)
    assert neighbour.get(form_address).status_code == 404
    assert neighbour.get(f"{form_address}?ticket=abc").status_code == 404
    assert Draft.objects.get().owner is None


def test_write_proposal_opens_on_another_device_by_the_way_back_after_signing_in(client, resident, form_address):
    client.post(form_address, {"title": "Een bankje", "save": "1"})
    way_back = client.get(form_address).context["next_path"]
    phone = Client()
    assert phone.get(way_back).status_code == 302
    phone.force_login(resident)
    assert phone.get(way_back).headers["Location"] == form_address
    assert phone.get(form_address).context["form"]["title"].value() == "Een bankje"
    assert Draft.objects.get().owner == resident
    # Now it is somebody's: no longer the browser's.
    assert client.get(form_address).status_code == 302


def test_check_proposal_of_a_guest_says_that_the_text_is_kept_and_takes_the_name_of_the_account(
    client, resident, form_address
):
    typed = {"title": "Een bankje", "summary": "Om te zitten.", "body": "Bij de school.", "language": "nl"}
    assert "author_name" not in client.get(form_address).context["form"].fields
    sign_in = client.post(form_address, typed | {"check": "1"}, follow=True)
    assert gettext("Your text is kept. Sign in to hand it in.") in sign_in.content.decode()
    client.force_login(resident)
    check = client.get(form_address)
    assert check.context["form"]["author_name"].value() == resident.display_name


def test_write_proposal_keeps_what_the_script_sends(client, resident, form_address):
    sent = {"HTTP_X_REQUESTED_WITH": "autosave"}
    assert client.post(form_address, {"title": "Een b"}, **sent).status_code == 204
    assert client.post(form_address, {"title": "Een bankje"}, **sent).status_code == 204
    assert client.get(form_address).context["form"]["title"].value() == "Een bankje"
    assert Client().post(form_address, {"title": "Van een ander"}, **sent).status_code == 409
    assert Draft.objects.get().data["title"] == "Een bankje"


@pytest.mark.parametrize("title", ["\u200b\u200b", "\u2800", "\u00ad \u2060", "\u3164"])
def test_write_proposal_refuses_a_title_that_nobody_sees(client, form_address, title):
    typed = {"title": title, "summary": "Om te zitten.", "body": "Bij de school.", "language": "nl"}
    answer = client.post(form_address, typed)
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["title"])


def test_write_proposal_names_what_is_too_long_and_keeps_it(client, form_address):
    typed = {"title": "a" * 121, "summary": "Om te zitten.", "body": "Bij de school.", "language": "nl"}
    answer = client.post(form_address, typed)
    needed = answer.context["form"].still_needed
    assert [line["id"] for line in needed] == ["id_title"]
    assert all(word in needed[0]["message"] for word in (str(gettext("Title")), "120", "121"))
    assert "a" * 121 in answer.content.decode()


def test_write_proposal_says_what_is_needed_and_not_that_it_was_kept(client, form_address):
    client.post(form_address, {"title": "Een bankje", "save": "1"})
    answer = client.post(f"{form_address}?saved=1", {"title": "Een bankje", "check": "1"})
    assert answer.status_code == 422
    assert answer.context["saved"] is False
    assert answer.context["form"].errors.keys() >= {"summary", "body"}
