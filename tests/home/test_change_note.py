"""What changed and why: asked in the form of an item when a publication changes what is cited, and only then."""

from datetime import timedelta

import pytest
import time_machine
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Workflow

from accounts.enums import Role
from home.models import AgendaItemPage
from tests.factories.accounts import person_with
from tests.factories.home import ActionKindFactory, AgendaItemPageFactory
from tests.html import filled_form

pytestmark = pytest.mark.django_db

ASKED = "Zeg wat er is veranderd en waarom"


class Desk:
    def __init__(self, client, page: AgendaItemPage) -> None:
        self.client, self.page = client, page
        self.address = reverse("wagtailadmin_pages:edit", args=[page.pk])

    def html(self) -> str:
        return self.client.get(self.address).content.decode()

    def form(self) -> dict[str, list[str]]:
        return filled_form(self.html(), "w-editor-form") or filled_form(self.html(), "page-edit-form")

    def press(self, button: str, **changes):
        return self.client.post(self.address, self.form() | changes | ({button: "x"} if button else {}))

    @property
    def version(self):
        self.page.refresh_from_db()
        return self.page.version


@pytest.fixture
def desk(client, editor, agenda_item) -> Desk:
    client.force_login(editor)
    return Desk(client, agenda_item)


@pytest.mark.parametrize("button", ["action-publish", "action-submit"])
def test_other_words_are_not_published_without_a_reason_and_nothing_typed_is_lost(desk, button):
    response = desk.press(button, summary="Ook peuters.", change_note="   ", change_kind="editorial")
    html = response.content.decode()
    assert (response.status_code, ASKED in html) == (200, True)
    kept = filled_form(html, "w-editor-form") or filled_form(html, "page-edit-form")
    assert (kept["summary"], kept["change_kind"]) == (["Ook peuters."], ["editorial"])
    assert desk.version.label == "1"


def test_terms_and_a_cleared_field_are_words_as_well(desk):
    kind = ActionKindFactory()
    assert ASKED in desk.press("action-publish", action_kinds=[str(kind.pk)]).content.decode()
    assert ASKED in desk.press("action-publish", tags="Verkeer").content.decode()
    assert desk.press("action-publish", action_kinds=[str(kind.pk)], change_note="Een begrip.").status_code == 302
    assert desk.version.content["action_kinds"] == [{"code": kind.code, "label": kind.name}]
    assert ASKED in desk.press("action-publish", action_kinds=[]).content.decode()


@pytest.mark.parametrize("changes", [{}, {"search_description": "Voor zoekmachines."}])
def test_what_is_not_cited_needs_no_reason(desk, changes):
    assert desk.press("action-publish", **changes).status_code == 302
    assert desk.version.label == "1"


def test_a_draft_needs_no_reason_and_keeps_the_one_that_is_there(desk):
    assert desk.press("", summary="Ook peuters.").status_code == 302
    assert desk.press("", change_note="Op verzoek van ouders.", change_kind="editorial").status_code == 302
    form = desk.form()
    assert (form["change_note"], form["change_kind"]) == (["Op verzoek van ouders."], ["editorial"])
    assert desk.press("action-publish").status_code == 302
    assert (desk.version.label, desk.version.change_note) == ("1.1", "Op verzoek van ouders.")
    assert desk.form()["change_note"] == [""]


def test_a_first_version_is_asked_no_reason(desk, agenda_item):
    draft = AgendaItemPageFactory(parent=agenda_item.get_parent(), live=False)
    draft.save_revision()
    first = Desk(desk.client, draft)
    assert 'name="change_note"' not in first.html()
    assert first.press("action-publish", summary="Het begin.").status_code == 302
    assert (first.version.label, first.version.change_note) == ("1", "")
    address = reverse("wagtailadmin_pages:add", args=["home", "agendaitempage", agenda_item.get_parent().pk])
    assert 'name="change_note"' not in desk.client.get(address).content.decode()


def test_what_is_needed_to_publish_is_asked_in_the_form(desk):
    response = desk.press("action-publish", problem='{"blocks": [], "entityMap": {}}', change_note="Korter.")
    assert "Een agendapunt heeft een titel, een samenvatting, een tekst en een eigenaar nodig" in (
        response.content.decode()
    )
    assert desk.version.label == "1"


def test_a_reason_waits_for_a_planned_publication(desk):
    soon = timezone.localtime() + timedelta(hours=1)
    given = {"summary": "Ook peuters.", "change_note": "Vanaf morgen.", "go_live_at": f"{soon:%Y-%m-%d %H:%M}"}
    assert desk.press("action-publish", **given).status_code == 302
    assert desk.version.label == "1"
    with time_machine.travel(soon + timedelta(minutes=1)):
        call_command("publish_scheduled")
    assert (desk.version.label, desk.version.change_note) == ("2", "Vanaf morgen.")
    assert AgendaItemPage.objects.get().change_note == ""


def test_a_reason_goes_along_through_a_workflow(desk, client, agenda_item):
    assert Workflow.objects.get().workflow_tasks.count() == 1
    given = {"summary": "Ook peuters.", "change_note": "Op verzoek van ouders."}
    assert desk.press("action-submit", **given).status_code == 302
    approver = person_with(Role.ADMINISTRATOR)
    state = AgendaItemPage.objects.get().current_workflow_state
    state.current_task_state.approve(user=approver)
    assert (desk.version.label, desk.version.change_note) == ("2", "Op verzoek van ouders.")
