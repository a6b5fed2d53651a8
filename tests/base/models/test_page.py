"""What the public reads of a page that bears a record: the version in force, and never the page's own fields."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone
from wagtail.models import Page

from base import receivers
from base.models import AuditEntry, PublishedVersion
from tests.factories.home import AgendaItemPageFactory

pytestmark = pytest.mark.django_db

PUBLISHED, WRITTEN = "Kinderen fietsen veilig naar school.", "Dit staat alleen op het bureau."


@pytest.fixture
def address(agenda_item) -> str:
    return agenda_item.get_url()


def shows(client, address: str) -> tuple[bool, bool]:
    """Whether a visitor reads the published text, and whether the one on the desk."""
    text = client.get(address).content.decode()
    return PUBLISHED in text, WRITTEN in text


def test_serve_shows_the_version_in_force(client, agenda_item, address):
    assert shows(client, address) == (True, False)


def test_serve_shows_no_plain_save(client, agenda_item, address):
    agenda_item.summary = agenda_item.title = WRITTEN
    agenda_item.save()
    assert shows(client, address) == (True, False)
    assert WRITTEN not in client.get("/nl/agenda/").content.decode()


def test_serve_shows_no_unpublished_revision(client, agenda_item, address):
    agenda_item.summary = WRITTEN
    agenda_item.save_revision()
    assert shows(client, address) == (True, False)


def test_serve_shows_a_live_page_without_a_version_to_nobody(client, agenda_item):
    page = AgendaItemPageFactory.build(title="Nooit gepubliceerd", locale=agenda_item.locale, live=True)
    agenda_item.get_parent().add_child(instance=page)
    assert (page.live, client.get(page.get_url()).status_code) == (True, 404)
    assert page.title not in client.get("/nl/agenda/").content.decode()


def test_serve_shows_a_scheduled_text_from_its_moment_on(client, agenda_item, address):
    agenda_item.summary = WRITTEN
    agenda_item.go_live_at = timezone.now() + timedelta(hours=1)
    agenda_item.save_revision(approved_go_live_at=agenda_item.go_live_at)
    agenda_item.save_revision().publish()
    assert shows(client, address) == (True, False)

    past = timezone.now() - timedelta(minutes=1)
    agenda_item.go_live_at = past
    revision = agenda_item.save_revision(approved_go_live_at=past)
    revision.approved_go_live_at = past
    revision.save()
    call_command("publish_scheduled")
    assert shows(client, address) == (False, True)
    assert agenda_item.version.label == "2"


def test_serve_keeps_the_old_text_when_the_receiver_fails(client, agenda_item, address, monkeypatch):
    def fail(**kwargs):
        raise RuntimeError("the disk is full")

    monkeypatch.setattr(receivers, "publish_version", fail)
    agenda_item.summary = WRITTEN
    agenda_item.save_revision().publish()
    assert Page.objects.get(pk=agenda_item.pk).live is True
    assert shows(client, address) == (True, False)
    entry = AuditEntry.objects.get(act="publication_refused")
    assert (entry.about, entry.detail) == (f"page {agenda_item.pk}", {"error": "RuntimeError"})


def test_serve_shows_each_language_its_own_version(client, agenda_item, site_ground):
    agenda = agenda_item.get_parent().specific
    agenda.copy_for_translation(site_ground.english).save_revision().publish()
    english = agenda_item.copy_for_translation(site_ground.english)
    english.summary = "Children cycle safely."
    english.save_revision().publish()
    agenda_item.summary = WRITTEN
    agenda_item.save()
    dutch_text, english_text = (client.get(page.get_url()).content.decode() for page in (agenda_item, english))
    assert (PUBLISHED in dutch_text, "Children cycle safely." in dutch_text) == (True, False)
    assert (PUBLISHED in english_text, "Children cycle safely." in english_text) == (False, True)
    assert english.reference == agenda_item.reference


def test_serve_of_an_unpublished_page_answers_nobody(client, agenda_item, address):
    reference = agenda_item.reference
    agenda_item.unpublish()
    assert client.get(address).status_code == 404
    assert client.get(reference.get_absolute_url(), follow=True).status_code == 404
    assert PUBLISHED not in client.get("/nl/agenda/").content.decode()
    assert PublishedVersion.objects.filter(reference=reference).count() == 1


def test_serve_preview_shows_the_desk(rf, agenda_item, editor):
    agenda_item.summary = WRITTEN
    request = rf.get("/")
    request.user = editor
    response = agenda_item.make_preview_request(original_request=request)
    assert response.status_code == 200
    response.render()
    assert WRITTEN in response.content.decode()


def test_change_form_begins_with_an_empty_note_after_publication(agenda_item, editor):
    agenda_item.change_note = "Op verzoek van ouders."
    agenda_item.save_revision(user=editor).publish()
    agenda_item.refresh_from_db()
    form_class = agenda_item.get_edit_handler().get_form_class()
    form = form_class(instance=agenda_item, parent_page=agenda_item.get_parent(), for_user=editor)
    assert form["change_note"].value() == ""
