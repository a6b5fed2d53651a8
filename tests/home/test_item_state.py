"""Where an item is follows from publications that were accepted, and from no other."""

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse
from wagtail.models import Locale
from wagtail_localize.models import Translation, TranslationSource

from accounts.enums import Role
from base import clock
from base import receivers as base_receivers
from base.models import AuditEntry
from home.actions.item_state import set_item_state
from home.models import AgendaItemPage, ItemState
from tests.citations import republished
from tests.factories.accounts import person_with
from tests.html import filled_form

pytestmark = pytest.mark.django_db


def steps(page) -> list[str]:
    return list(ItemState.objects.filter(reference=page.reference).order_by("pk").values_list("step", flat=True))


def test_the_first_publication_begins_the_way_and_no_later_one_takes_it_on(agenda_item):
    assert steps(agenda_item) == ["draft"]
    set_item_state(reference=agenda_item.reference, step="adopted", by=None, at=clock.now())
    page = republished(agenda_item, summary="Ook peuters.")
    assert (steps(page), page.version.label) == (["draft", "adopted"], "2")
    # No field of the page says it beside that, to say something else one day.
    assert "step" not in {field.name for field in AgendaItemPage._meta.get_fields()}


def test_a_publication_that_was_refused_sets_no_state(agenda_item):
    page = republished(agenda_item, problem="")
    assert AuditEntry.objects.filter(act="publication_refused", about=f"page {page.pk}").count() == 1
    assert (page.live, page.version.label, steps(page)) == (True, "1", ["draft"])


def test_a_translation_and_an_alias_set_no_state(agenda_item, django_capture_on_commit_callbacks):
    english = Locale.objects.get(language_code="en")
    agenda_item.get_parent().specific.copy_for_translation(english).save_revision().publish()
    source, _made = TranslationSource.update_or_create_from_instance(agenda_item)
    with django_capture_on_commit_callbacks(execute=True):
        Translation.objects.create(source=source, target_locale=english).save_target(publish=True)
    republished(agenda_item.get_translation(english), summary="Toddlers too.")
    agenda_item.create_alias(update_slug="zelfde")
    assert steps(agenda_item) == ["draft"]


@pytest.fixture
def waiting(client, editor, agenda_item):
    """An item that waits for approval, and how its last step is taken: the address of the dialogue."""
    client.force_login(editor)
    edit = reverse("wagtailadmin_pages:edit", args=[agenda_item.pk])
    html = client.get(edit).content.decode()
    form = filled_form(html, "w-editor-form") or filled_form(html, "page-edit-form")
    given = {"summary": "Ook peuters.", "change_note": "Op verzoek.", "action-submit": "x"}
    assert client.post(edit, form | given).status_code == 302
    client.force_login(person_with(Role.EDITOR))
    task = AgendaItemPage.objects.get(pk=agenda_item.pk).current_workflow_state.current_task_state
    return reverse("wagtailadmin_pages:workflow_action", args=[agenda_item.pk, "approve", task.pk])


def told(response) -> list[str]:
    return [str(one) for one in get_messages(response.wsgi_request) if "niet alles geldt nu" in str(one)]


def test_an_approval_that_publishes_tells_of_what_was_refused(client, agenda_item, waiting, monkeypatch):
    monkeypatch.setattr(base_receivers, "publish_version", lambda **kwargs: 1 / 0)
    response = client.post(waiting, {"comment": "", "next": reverse("wagtailadmin_home")})
    assert response.url == reverse("wagtailadmin_home")
    assert len(told(response)) == 1
    assert agenda_item.version.label == "1"


def test_an_approval_in_the_form_tells_as_well(client, agenda_item, waiting, monkeypatch):
    monkeypatch.setattr(base_receivers, "publish_version", lambda **kwargs: 1 / 0)
    edit = reverse("wagtailadmin_pages:edit", args=[agenda_item.pk])
    html = client.get(edit).content.decode()
    form = filled_form(html, "w-editor-form") or filled_form(html, "page-edit-form")
    approval = {"action-workflow-action": "True", "workflow-action-name": "approve", "workflow-action-extra-data": "{}"}
    response = client.post(edit, form | approval)
    assert response.status_code == 302
    assert len(told(response)) == 1


def test_an_approval_that_goes_well_tells_of_nothing(client, agenda_item, waiting):
    assert told(client.post(waiting, {"comment": ""})) == []
    assert agenda_item.version.label == "2"
