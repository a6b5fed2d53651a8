from itertools import product

import pytest
from django.urls import reverse
from lxml import html

from accounts.enums import Role
from home.models import ContentPage
from tests.factories.accounts import person_with
from tests.html import filled_form


@pytest.fixture
def slug_errors(site_ground):
    """What the form of a page under the Dutch or the English home page says of a slug."""
    homes = {"nl": site_ground.home, "en": site_ground.english_home}
    form_class = ContentPage.get_edit_handler().get_form_class()

    def of(language: str, slug: str) -> list[str]:
        parent = homes[language]
        page = ContentPage(locale=parent.locale)
        form = form_class({"title": "Huisregels", "slug": slug}, instance=page, parent_page=parent)
        return form.errors.get("slug", [])

    return of


@pytest.mark.parametrize(("language", "slug"), [("nl", "meedoen"), ("nl", "mijn"), ("en", "take-part"), ("en", "my")])
def test_a_slug_that_the_site_itself_answers_at_is_refused(slug_errors, language, slug):
    assert slug_errors(language, slug) == ["Op dit adres heeft de site zelf al een pagina. Kies een andere slug."]


@pytest.mark.parametrize(("language", "slug"), [("nl", "huisregels"), ("nl", "take-part"), ("en", "meedoen")])
def test_any_other_slug_is_accepted(slug_errors, language, slug):
    assert slug_errors(language, slug) == []


def test_an_older_tab_does_not_undo_what_was_saved_after_it_was_opened(client, agenda_item, editor):
    client.force_login(editor)
    address = reverse("wagtailadmin_pages:edit", args=[agenda_item.pk])
    older, newer = (filled_form(client.get(address).content.decode(), "page-edit-form") for _tab in range(2))
    client.post(address, newer | {"title": "Van de tweede tab"})
    refused = client.post(address, older | {"title": "Van de eerste tab"})
    agenda_item.refresh_from_db()
    assert agenda_item.get_latest_revision_as_object().title == "Van de tweede tab"
    words = refused.content.decode()
    assert "ergens anders bewaard" in words
    again = filled_form(words, "page-edit-form")
    assert again["title"] == ["Van de eerste tab"]
    client.post(address, again)
    agenda_item.refresh_from_db()
    assert agenda_item.get_latest_revision_as_object().title == "Van de eerste tab"


def test_who_publishes_what_another_saved_meanwhile_reads_who_and_sees_what(client, agenda_item, editor):
    colleague = person_with(Role.EDITOR)
    address = reverse("wagtailadmin_pages:edit", args=[agenda_item.pk])
    forms = {}
    for person in (editor, colleague):
        client.force_login(person)
        forms[person] = filled_form(client.get(address).content.decode(), "page-edit-form")
    client.force_login(editor)
    client.post(address, forms[editor] | {"title": "Van de eerste"})
    client.force_login(colleague)
    publish = {"title": "Van de tweede", "change_note": "Een kop", "action-publish": "x"}
    refused = client.post(address, forms[colleague] | publish).content.decode()
    agenda_item.refresh_from_db()
    assert agenda_item.get_latest_revision_as_object().title == "Van de eerste"
    assert filled_form(refused, "page-edit-form")["title"] == ["Van de tweede"]
    (told,) = [one for one in html.fromstring(refused).find_class("warning") if str(editor) in one.text_content()]
    compared = client.get(told.find(".//a").get("href")).content.decode()
    assert "Van de eerste" in html.fromstring(compared).text_content()


def test_a_form_that_lacks_what_the_site_itself_fills_in_is_refused_and_no_fault(client, agenda_item, editor):
    client.force_login(editor)
    address = reverse("wagtailadmin_pages:edit", args=[agenda_item.pk])
    whole = filled_form(client.get(address).content.decode(), "page-edit-form")
    for lacks, act in product(("-count", "-TOTAL_FORMS", ""), ({}, {"action-publish": "1"})):
        sent = {name: value for name, value in whole.items() if not name.endswith(lacks)}
        answer = client.post(address, sent | {"title": "Kort"} | act)
        assert answer.status_code == 400 if lacks != "-TOTAL_FORMS" else answer.status_code < 500, (lacks, act)
