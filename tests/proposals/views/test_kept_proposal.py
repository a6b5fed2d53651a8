import uuid

import pytest
from django.urls import reverse
from django.utils.translation import gettext

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
    assert f"{reverse('sign_in')}?next={form_address.replace('/', '%2F')}" in page


def test_write_proposal_says_what_is_needed_and_not_that_it_was_kept(client, form_address):
    client.post(form_address, {"title": "Een bankje", "save": "1"})
    answer = client.post(f"{form_address}?saved=1", {"title": "Een bankje", "check": "1"})
    assert answer.status_code == 422
    assert answer.context["saved"] is False
    assert answer.context["form"].errors.keys() >= {"summary", "body"}
