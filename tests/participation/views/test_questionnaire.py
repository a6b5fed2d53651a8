"""Answering and reading answers on the site: nothing typed is lost, and nobody is named."""

from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from django.urls import reverse

from accounts.enums import Role
from accounts.rehearsal import VISITOR, rehearsal_path
from base import clock
from participation.enums import Moderation
from participation.forms.questionnaire import field_name
from participation.models import AnswerSheet, Comment, Draft
from tests.factories.accounts import UserFactory, person_with
from tests.factories.base import MOMENT
from tests.factories.home import AgendaItemPageFactory
from tests.factories.participation import AnswerFactory, AnswerSheetFactory, CommentFactory
from tests.rounds import asking_round, moment

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def noon_of_the_round():
    with clock.set_to(moment(11, 3, 12)):
        yield


@pytest.fixture
def item(site_ground):
    return AgendaItemPageFactory(parent=site_ground.home)


@pytest.fixture
def asked(item):
    return asking_round(item)


def typed(asked, **other):
    choice, several, scale, ranking, text = asked.questionnaire.questions.all()
    return {
        field_name(choice): "1",
        field_name(several): ["0", "2"],
        field_name(scale): "4",
        field_name(ranking, 0): "2",
        field_name(ranking, 1): "3",
        field_name(ranking, 2): "1",
        field_name(text): "Meer bankjes.",
    } | other


def test_resident_answers_and_changes_the_answers(client, asked, resident):
    client.force_login(resident)
    where = reverse("questionnaire", args=[asked.reference.string])
    assert client.post(where, typed(asked)).url == reverse("questionnaire_sent", args=[asked.reference.string])
    sheet = AnswerSheet.objects.get(person=resident)
    assert list(sheet.answers.filter(place__isnull=False).order_by("place").values_list("value", flat=True)) == [
        2,
        0,
        1,
    ]
    again = client.get(where).content.decode()
    assert "Meer bankjes." in again
    assert again.count("checked") == 4


def test_mistakes_keep_everything(client, asked, resident):
    client.force_login(resident)
    ranking = asked.questionnaire.questions.get(kind="ranking")
    answer = client.post(
        reverse("questionnaire", args=[asked.reference.string]), typed(asked, **{field_name(ranking, 0): "1"})
    )
    assert answer.status_code == 422
    assert "Meer bankjes." in answer.content.decode()
    assert not AnswerSheet.objects.exists()


def test_guest_signs_in_at_the_end_and_loses_nothing(client, asked, resident):
    where = reverse("questionnaire", args=[asked.reference.string])
    sent = client.post(where, typed(asked))
    assert reverse("sign_in") in sent.url
    assert Draft.objects.get().data[field_name(asked.questionnaire.questions.get(kind="several"))] == ["0", "2"]
    client.force_login(resident)
    back = parse_qs(urlsplit(sent.url).query)["next"][0]
    page = client.get(back).content.decode()
    assert "Meer bankjes." in page
    assert page.count("checked") == 4


def test_answers_are_public_after_the_close_without_names(client, asked, resident):
    for number in range(10):
        client.force_login(UserFactory(display_name=f"Naam{number}"))
        client.post(reverse("questionnaire", args=[asked.reference.string]), typed(asked))
    address, table = (reverse(name, args=[asked.reference.string]) for name in ("answers", "answers_csv"))
    assert (client.get(address).status_code, client.get(table).status_code) == (409, 409)
    Comment.objects.filter(pk=Comment.objects.first().pk).update(moderation=Moderation.VISIBLE)
    with clock.set_to(moment(12, 1)):
        page, rows = client.get(address).content.decode(), client.get(table).content.decode()
    assert page.count("Meer bankjes.</p>") == 1
    assert "Naam" not in page + rows
    assert "Waar stopt de bus?,choice,10,School,10" in rows
    assert rows.count("Meer bankjes.") == 1


def test_rehearsal_of_the_time_after_the_close_shows_no_figures(client, asked):
    client.force_login(person_with(Role.EDITOR))
    address, table = (reverse(name, args=[asked.reference.string]) for name in ("answers", "answers_csv"))
    client.get(rehearsal_path(at=moment(12, 1), role=VISITOR, path=address))
    assert (client.get(address).status_code, client.get(table).status_code) == (409, 409)


def test_hidden_words_are_in_no_answers(client, item, resident):
    asked = asking_round(item, answers_meanwhile=True)
    client.force_login(resident)
    client.post(reverse("questionnaire", args=[asked.reference.string]), typed(asked))
    client.logout()
    for state in (Moderation.AWAITING, Moderation.HIDDEN):
        Comment.objects.update(moderation=state)
        for name in ("answers", "answers_csv"):
            assert "Meer bankjes" not in client.get(reverse(name, args=[asked.reference.string])).content.decode()


def test_words_are_cut_per_question_and_the_page_says_how_many_more_and_where(client, item, monkeypatch):
    monkeypatch.setattr("participation.views.questionnaire.PER_PAGE", 20)
    asked = asking_round(item, asked=[{"label": f"Vraag {n}", "kind": "text"} for n in "AB"], answers_meanwhile=True)
    often, once = asked.questionnaire.questions.all()
    for question, number in ((often, 23), (once, 1)):
        for n in range(number):
            sheet = AnswerSheetFactory(questionnaire=asked.questionnaire)
            said = CommentFactory(text=f"Woord {question.place}-{n}.", posted_at=MOMENT + timedelta(minutes=n))
            AnswerFactory(sheet=sheet, question=question, value=None, comment=said)
    address, table = (reverse(name, args=[asked.reference.string]) for name in ("answers", "answers_csv"))
    page = client.get(address).content.decode()
    assert (page.count("Woord 0-"), page.count("Woord 1-"), page.count("?question=")) == (2 * 20, 2, 1)
    assert f'?question={often.place}">' in page
    first, second = (client.get(address, {"question": often.place, "page": n}).content.decode() for n in (1, 2))
    assert (first.count("</blockquote>"), second.count("</blockquote>"), "Woord 1-0" in second) == (20, 3, False)
    assert client.get(table).content.decode().count("Woord") == 24
    assert client.get(address, {"question": "9"}).status_code == 404
    Comment.objects.update(moderation=Moderation.HIDDEN)
    assert "Woord" not in client.get(address, {"question": often.place}).content.decode()


def test_round_shows_its_questions(client, asked):
    page = client.get(asked.reference.get_absolute_url(), follow=True).content.decode()
    assert reverse("questionnaire", args=[asked.reference.string]) in page
