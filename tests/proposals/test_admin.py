"""What editors do in Wagtail's admin with rounds and proposals, and what it refuses in words."""

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse
from wagtail.models import Page

from accounts.models import User
from base import receivers as base_receivers
from base.refusal import Refusal
from participation.queries.consultation_round import round_by_reference
from proposals import receivers
from proposals.actions.proposal import page_of_subject
from proposals.models import ConsultationRoundPage
from tests.factories.home import AgendaItemPageFactory
from tests.factories.proposals import ConsultationRoundPageFactory
from tests.html import filled_form
from tests.rounds import COLLECTING, SUPPORTING, VOTING, anew, formal_round, hand_in, hide, moment, publish

pytestmark = pytest.mark.django_db


class Desk:
    """An editor's browser: opens the form of a page, changes fields, presses a button."""

    def __init__(self, client, person) -> None:
        self.client = client
        client.force_login(person)

    def form(self, page: Page) -> dict:
        response = self.client.get(reverse("wagtailadmin_pages:edit", args=[page.pk]))
        assert response.status_code == 200
        return filled_form(response.content.decode(), "w-editor-form") or filled_form(
            response.content.decode(), "page-edit-form"
        )

    def press(self, page: Page, button: str, **changes):
        data = self.form(page) | {name.replace("__", "-"): value for name, value in changes.items()}
        return self.client.post(
            reverse("wagtailadmin_pages:edit", args=[page.pk]), data | ({button: "x"} if button else {})
        )

    def publish(self, page: Page, **changes):
        return self.press(page, "action-publish", **{"change_note": "Dit is beter.", **changes})


@pytest.fixture
def desk(client, travel, editor):
    travel(COLLECTING)
    return Desk(client, editor)


def page_of(consultation_round) -> ConsultationRoundPage:
    return ConsultationRoundPage.objects.get(translation_key=consultation_round.reference.translation_key)


def said(response) -> str:
    """What the page answers, its messages included."""
    return response.content.decode() + " ".join(str(message) for message in get_messages(response.wsgi_request))


def test_publishing_a_round_puts_the_form_in_force(desk, consultation_round):
    response = desk.publish(page_of(consultation_round), title="De speelplek aan de vijver", max_choices="2")
    assert response.status_code == 302
    changed = anew(consultation_round)
    assert (changed.title, changed.max_choices) == ("De speelplek aan de vijver", 2)


def test_publishing_a_round_puts_in_force_what_its_way_of_counting_leaves_open(desk, consultation_round):
    fields = {"method": "yes-no", "settings-yes-no-quorum": "25", "settings-yes-no-needed": "two-thirds"}
    # What belongs to another way of counting is not read.
    response = desk.publish(page_of(consultation_round), **fields, **{"settings-support-threshold-threshold": "3"})
    assert response.status_code == 302
    assert anew(consultation_round).settings == {"needed": "two-thirds", "quorum": 25}
    refused = desk.publish(page_of(consultation_round), **fields | {"settings-yes-no-quorum": "0"})
    assert "vul een heel getal in van 1 tot en met 1.000.000.000" in said(refused)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"method": "greedy"}, "Vul het budget in hele euro"),
        ({"method": ""}, "Kies hoe de stemmen worden geteld"),
        ({"points": "5"}, "Deze manier van tellen kent geen punten om te verdelen"),
        ({"max_choices": "0"}, "Kruisjes, plaatsen en punten zijn 1 of meer"),
        ({"phase_rows__0__DELETE": "1"}, "Verzamel"),
    ],
)
def test_publishing_a_round_is_refused_in_words_where_its_rules_could_not_be_in_force(
    desk, consultation_round, changes, sentence
):
    page = page_of(consultation_round)
    response = desk.publish(page, title="Nieuwe titel", **changes)
    assert response.status_code == 200
    assert sentence.lower() in said(response).lower()
    page.refresh_from_db()
    assert (page.title, anew(consultation_round).method) == ("De speelplek", "approval")


def test_publishing_a_round_is_refused_in_words_where_its_state_forbids_the_change(
    desk, consultation_round, travel, editor, client
):
    travel(VOTING)
    client.force_login(editor)
    response = desk.publish(page_of(consultation_round), max_choices="1")
    assert response.status_code == 200
    assert "Het stemmen begon op" in said(response)
    assert anew(consultation_round).max_choices is None


def test_the_editor_reads_why_the_rules_did_not_follow(desk, consultation_round, monkeypatch):
    def refuse(**kwargs):
        raise Refusal("De ronde is net begonnen.")

    monkeypatch.setattr(receivers, "put_page_in_force", refuse)
    response = desk.publish(page_of(consultation_round), title="Nieuwe titel")
    assert "niet alles geldt nu: De ronde is net begonnen." in said(response)


def test_the_editor_is_told_that_no_version_was_written_and_reads_no_error_of_the_server(
    desk, agenda_item, monkeypatch
):
    def fail(**kwargs):
        raise RuntimeError("the disk is full")

    monkeypatch.setattr(base_receivers, "publish_version", fail)
    response = desk.publish(agenda_item, summary="Ook peuters.")
    assert "niet alles geldt nu: Er ging iets mis." in said(response)
    assert "the disk is full" not in said(response)


def test_a_publication_that_goes_well_tells_of_no_earlier_refusal(
    desk, agenda_item, monkeypatch, travel, editor, client
):
    with monkeypatch.context() as patch:
        patch.setattr(base_receivers, "publish_version", lambda **kwargs: 1 / 0)
        desk.publish(agenda_item, summary="Ook peuters.")
    travel(SUPPORTING)
    client.force_login(editor)
    assert "niet alles geldt nu" not in said(desk.publish(agenda_item, summary="Ook kleuters."))
    assert agenda_item.version.content["summary"] == "Ook kleuters."


def test_publishing_in_bulk_tells_of_what_was_refused(desk, consultation_round, monkeypatch):
    def refuse(**kwargs):
        raise Refusal("De ronde is net begonnen.")

    page = page_of(consultation_round)
    page.title = "Nieuwe titel"
    page.save_revision()
    monkeypatch.setattr(receivers, "put_page_in_force", refuse)
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    response = desk.client.post(f"{address}?id={page.pk}")
    assert "niet alles geldt nu: De ronde is net begonnen." in said(response)


def test_the_editor_hears_of_an_end_of_a_term_that_the_law_moves(desk, agenda_item):
    formal = formal_round(agenda_item, starts=moment(11, 2), ends=moment(12, 18))
    page = page_of(formal)
    assert "Zeg die dag ook in de kennisgeving" not in said(desk.publish(page))
    # A Saturday, so the Monday after it.
    moved = said(desk.publish(page, phase_rows__0__ends_at="2026-12-20 00:00"))
    assert "is ingetypt als tot en met zaterdag 19 december 2026, 23.59 uur" in moved
    assert "dus is het tot en met maandag 21 december 2026, 23.59 uur. Zeg die dag ook in de kennisgeving" in moved
    assert anew(formal).term.ends_at == moment(12, 22)
    ready = desk.client.get(reverse("round_ready", args=[page.pk])).content.decode()
    for words in ("Dit is een formele ronde", "Aangekondigd in: gmb-2026-123456.", "Ligt ter inzage: Balie, 9-12 uur."):
        assert words in ready


def test_saving_a_draft_of_a_round_may_be_anything(desk, consultation_round):
    page = page_of(consultation_round)
    response = desk.press(page, "", title="Nog niet af", method="greedy", budget="")
    assert response.status_code == 302
    page.refresh_from_db()
    assert page.get_latest_revision().as_object().title == "Nog niet af"
    assert anew(consultation_round).method == "approval"


def test_publishing_a_round_under_an_item_that_is_not_published_is_refused_in_words(desk, agenda_item):
    unpublished = AgendaItemPageFactory(parent=agenda_item.get_parent(), live=False)
    page = ConsultationRoundPageFactory(parent=unpublished, is_standing=False, live=False)
    response = desk.publish(page)
    assert response.status_code == 200
    assert "Publiceer eerst het agendapunt" in said(response)
    page.refresh_from_db()
    assert (page.live, page.reference) == (False, None)


def test_a_new_round_under_an_item_that_is_not_published_is_refused_in_words(desk, agenda_item):
    unpublished = AgendaItemPageFactory(parent=agenda_item.get_parent(), live=False)
    model = ConsultationRoundPageFactory(parent=agenda_item, is_standing=False)
    add = reverse("wagtailadmin_pages:add", args=["proposals", "consultationroundpage", unpublished.pk])
    data = desk.form(model) | {"title": "Een ronde", "slug": "een-ronde", "action-publish": "x", "phase_rows-0-id": ""}
    data |= {"phase_rows-INITIAL_FORMS": "0"}
    response = desk.client.post(add, data)
    assert response.status_code == 200
    assert "Publiceer eerst het agendapunt" in said(response)
    assert ConsultationRoundPage.objects.filter(title="Een ronde").count() == 0


@pytest.mark.parametrize("who", ["editor", "superuser"])
@pytest.mark.parametrize("state", ["awaiting", "hidden"])
def test_a_proposal_is_not_published_against_the_moderator(
    client, consultation_round, author, moderator, editor, travel, state, who
):
    subject = hand_in(consultation_round, by=author)
    if state == "hidden":
        hide(publish(subject, by=moderator), by=moderator)
    travel(SUPPORTING)
    page = page_of_subject(subject)
    desk = Desk(
        client, editor if who == "editor" else User.objects.create_superuser("technisch@example.nl", "Technisch")
    )
    response = desk.publish(page)
    assert "Moderatie" in said(response) or "moderator" in said(response)
    page.refresh_from_db()
    assert page.live is False
    assert client.get(page.url_path.replace("/home/", "/nl/", 1), follow=True).status_code == 404


def test_a_proposal_published_by_any_other_way_is_taken_from_view_again(consultation_round, author, moderator, editor):
    subject = publish(hand_in(consultation_round, by=author), by=moderator)
    hide(subject, by=moderator)
    page = page_of_subject(subject)
    page.save_revision(user=editor).publish()
    page.refresh_from_db()
    assert page.live is False


def test_the_words_of_a_resident_cannot_be_changed_in_the_form(
    client, consultation_round, author, moderator, editor, travel
):
    subject = publish(hand_in(consultation_round, by=author, title="Een bankje"), by=moderator)
    travel(SUPPORTING)
    page = page_of_subject(subject)
    Desk(client, editor).publish(
        page, title="Iets anders", summary="Iets anders", body="Iets anders", author_name="Een ander"
    )
    page.refresh_from_db()
    assert (page.title, page.summary, page.author_name) == ("Een bankje", "Dan kunnen mensen zitten.", "Noor")
    assert [version.label for version in subject.reference.versions.all()] == ["1"]


@pytest.mark.parametrize("who", ["editor", "superuser"])
@pytest.mark.parametrize("act", ["delete", "unpublish"])
def test_a_page_that_bears_a_record_is_neither_deleted_nor_unpublished(
    client, consultation_round, editor, travel, act, who
):
    travel(COLLECTING)
    page = page_of(consultation_round)
    desk = Desk(
        client, editor if who == "editor" else User.objects.create_superuser("technisch@example.nl", "Technisch")
    )
    for one in (page, page.get_parent(), page.get_parent().get_parent()):
        desk.client.post(reverse(f"wagtailadmin_pages:{act}", args=[one.pk]))
        one.refresh_from_db()
        assert one.live is True
    assert round_by_reference(consultation_round.reference.string) is not None
