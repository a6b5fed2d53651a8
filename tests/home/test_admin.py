"""What editors and the clerk do in Wagtail's admin with an item of the agenda."""

import pytest
from django.urls import reverse

from home.models import AgendaItemPage
from tests.factories.proposals import DecisionFactory
from tests.html import filled_form

pytestmark = pytest.mark.django_db


class Desk:
    def __init__(self, client, page: AgendaItemPage) -> None:
        self.client, self.page = client, page
        self.address = reverse("wagtailadmin_pages:edit", args=[page.pk])

    def form(self) -> dict[str, list[str]]:
        html = self.client.get(self.address).content.decode()
        return filled_form(html, "w-editor-form") or filled_form(html, "page-edit-form")

    def publish(self, **changes):
        response = self.client.post(self.address, self.form() | changes | {"action-publish": "x"})
        assert response.status_code == 302
        self.page.refresh_from_db()
        return self.page.version


@pytest.fixture
def desk(client, clerk, agenda_item) -> Desk:
    client.force_login(clerk)
    return Desk(client, agenda_item)


def test_publishing_with_a_decision_writes_the_version_that_names_it(desk, agenda_item, client, clerk):
    decision = DecisionFactory(about=agenda_item.reference)
    version = desk.publish(summary="Ook peuters.", decision=str(decision.pk), change_note="De raad wil het zo.")
    assert (version.label, version.caused_by, version.change_note, version.approved_by) == (
        "2",
        decision.reference,
        "De raad wil het zo.",
        clerk,
    )
    page = client.get(agenda_item.get_url()).content.decode()
    assert "De raad wil het zo." in page
    assert decision.reference.string in page


def test_after_publication_note_kind_and_decision_are_empty_again(desk, agenda_item):
    decision = DecisionFactory(about=agenda_item.reference)
    desk.publish(
        summary="Ook peuters.", decision=str(decision.pk), change_note="De raad wil het zo.", change_kind="editorial"
    )
    form = desk.form()
    assert (form["change_note"], form.get("decision", [""]), form["change_kind"]) == ([""], [""], ["substantive"])
    version = desk.publish(summary="Ook kleuters.", change_note="De naam is gebleven.")
    assert (version.label, version.caused_by, version.change_note) == ("2", None, "De naam is gebleven.")


def test_a_note_waits_in_a_draft_until_it_is_published(desk):
    desk.client.post(desk.address, desk.form() | {"summary": "Ook peuters.", "change_note": "Op verzoek van ouders."})
    assert desk.form()["change_note"] == ["Op verzoek van ouders."]
    assert desk.publish().change_note == "Op verzoek van ouders."


def test_saving_without_publication_changes_nothing_for_the_public(desk, agenda_item, client):
    desk.client.post(desk.address, desk.form() | {"summary": "Nog geheim."})
    assert agenda_item.version.label == "1"
    assert "Nog geheim." not in client.get(agenda_item.get_url()).content.decode()
