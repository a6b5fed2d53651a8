"""Privacy and expiry of Wagtail: refused on what is cited and what leads to it, honoured on every page of text."""

import pytest
from django.urls import reverse
from django.utils import timezone
from wagtail.models import PageViewRestriction

from accounts.models import User
from home.models import AgendaPage, HomePage
from proposals.actions.proposal import page_of_subject
from tests.factories.home import ContentPageFactory
from tests.html import filled_form
from tests.rounds import COLLECTING, hand_in, publish

pytestmark = pytest.mark.django_db


@pytest.fixture
def superuser(client):
    person = User.objects.create_superuser("technisch@example.nl", "Technisch")
    client.force_login(person)
    return person


@pytest.fixture
def cited(consultation_round, author, moderator):
    """A page of every kind that is cited or leads to one, by name."""
    proposal = page_of_subject(publish(hand_in(consultation_round, by=author), by=moderator))
    pages = {"proposal": proposal, "round": proposal.get_parent().specific}
    pages |= {"agenda item": pages["round"].get_parent().specific}
    return pages | {"agenda": AgendaPage.objects.get(locale=proposal.locale), "home": HomePage.objects.first()}


KINDS = ["proposal", "round", "agenda item", "agenda", "home"]


@pytest.mark.parametrize("kind", KINDS)
def test_privacy_of_what_is_cited_is_refused_in_words(client, superuser, cited, kind):
    address = reverse("wagtailadmin_pages:set_privacy", args=[cited[kind].pk])
    for response in (client.get(address), client.post(address, {"restriction_type": "login"})):
        assert "Deze pagina is er voor iedereen" in response.json()["html"]
    assert PageViewRestriction.objects.count() == 0


def test_what_is_cited_stays_public_under_a_privacy_set_otherwise(client, cited, site_ground, travel):
    travel(COLLECTING)
    for page in (site_ground.root, *cited.values()):
        PageViewRestriction.objects.create(page=page, restriction_type="login")
    for page in cited.values():
        response = client.get(page.get_url(), follow=True)
        assert (response.status_code, reverse("sign_in") in str(response.redirect_chain)) == (200, False)


@pytest.mark.parametrize("kind", ["round", "agenda item", "agenda", "home"])
def test_expiry_of_what_is_cited_and_of_what_leads_to_it_is_refused_in_words(client, superuser, cited, kind, travel):
    travel(COLLECTING)
    page = cited[kind]
    address = reverse("wagtailadmin_pages:edit", args=[page.pk])
    html = client.get(address).content.decode()
    data = filled_form(html, "w-editor-form") or filled_form(html, "page-edit-form")
    expiry = (timezone.now() + timezone.timedelta(days=1)).strftime("%Y-%m-%d %H:%M")
    response = client.post(address, data | {"expire_at": expiry, "action-publish": "x"})
    assert "blijft openbaar" in response.content.decode()
    page.refresh_from_db()
    assert page.expire_at is None


@pytest.fixture
def explanation(site_ground):
    """A page of text with its English translation, both in the footer."""
    page = ContentPageFactory(
        parent=site_ground.home, title="Voor raadsleden", body="<p>Hoe het gaat.</p>", show_in_menus=True
    )
    english = page.copy_for_translation(site_ground.english)
    english.title = "For councillors"
    english.save_revision().publish()
    return page, english


def keep_private(page) -> None:
    PageViewRestriction.objects.create(page=page, restriction_type="login")


def test_a_private_page_of_text_leads_to_signing_in(client, explanation, resident):
    page, _english = explanation
    keep_private(page)
    assert client.get(page.get_url()).status_code == 302
    client.force_login(resident)
    assert client.get(page.get_url()).status_code == 200


def test_a_private_page_of_text_stands_in_no_footer(client, explanation, site_ground):
    page, english = explanation
    home = site_ground.home.get_url()
    assert page.title in client.get(home).content.decode()
    keep_private(page)
    assert page.title not in client.get(home).content.decode()
    assert english.title in client.get(site_ground.english_home.get_url()).content.decode()


def test_a_page_of_text_below_a_private_one_stands_in_no_footer(client, explanation, site_ground):
    page, _english = explanation
    below = ContentPageFactory(parent=page, title="Nog meer", body="<p>Meer.</p>", show_in_menus=True)
    beside = ContentPageFactory(parent=site_ground.home, title="Ernaast", body="<p>Meer.</p>", show_in_menus=True)
    keep_private(page)
    text = client.get(site_ground.home.get_url()).content.decode()
    assert (below.title in text, beside.title in text) == (False, True)


def test_a_private_translation_is_linked_to_for_who_may_read_it(client, explanation, resident):
    page, english = explanation
    keep_private(english)
    assert f'href="{english.get_url()}"' not in client.get(page.get_url()).content.decode()
    client.force_login(resident)
    assert f'href="{english.get_url()}"' in client.get(page.get_url()).content.decode()
