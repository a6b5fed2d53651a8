"""Reporting at the door: what anybody may send, and what it leads to."""

import pytest
from django.core import mail
from django.urls import reverse

from base import clock
from participation.enums import Moderation
from participation.models import Report
from participation.report_links import report_path
from tests.factories.base import MOMENT
from tests.factories.participation import AppealFactory, CommentFactory, ReportFactory, RulingFactory, SubjectFactory
from tests.test_hostile_input import ALL, SOME

pytestmark = pytest.mark.django_db

GIVEN = {"ground": "insult", "why": "Het scheldt.", "in_good_faith": "on"}
HIDDEN = {"kind": "hide", "ground": "insult", "reason": "Het scheldt.", "state_before": "visible"}


@pytest.fixture(autouse=True)
def unhindered(settings):
    settings.WRITE_LIMITS = {"account": 10_000, "address": 10_000}
    settings.MODERATION = settings.MODERATION | {"reports_per_client_per_hour": 10_000}


@pytest.fixture
def comment():
    return CommentFactory(text="Wat een sukkel.")


def address(comment) -> str:
    return reverse("report_comment", args=[comment.pk])


@pytest.mark.parametrize(
    "strings", [SOME, pytest.param(ALL, marks=[pytest.mark.heavy, pytest.mark.timeout(900)])], ids=["some", "all"]
)
def test_a_report_with_any_string_is_kept_as_it_was_written_or_refused_in_words(client, comment, strings):
    for string in strings:
        # The same words twice would be one report.
        Report.objects.all().delete()
        answer = client.post(address(comment), GIVEN | {"why": string, "name": string[:120], "mail": "a@example.nl"})
        assert answer.status_code in {302, 422}, string
        assert Report.objects.count() == int(answer.status_code == 302)
        if answer.status_code == 302:
            report = Report.objects.get()
            # Browsers and forms end lines in one way.
            assert report.why.split() == string.split()
            assert client.get(answer.headers["Location"]).status_code == 200
        assert client.post(address(comment), GIVEN | {"mail": string, "ground": string}).status_code == 422


@pytest.mark.parametrize(
    "wrong",
    [
        {"ground": ""},
        {"ground": "nonsense"},
        {"why": " \n\u200b"},
        {"why": "x" * 100_000},
        {"in_good_faith": ""},
        {"mail": "a@example.nl\nBcc: b@example.nl"},
    ],
)
def test_what_article_16_asks_for_is_asked_for(client, comment, wrong):
    answer = client.post(address(comment), GIVEN | wrong)
    assert (answer.status_code, Report.objects.count(), mail.outbox) == (422, 0, [])


def test_without_a_mail_address_nobody_is_mailed_and_the_page_says_so(client, comment):
    page = client.post(address(comment), GIVEN, follow=True).content.decode()
    assert (Report.objects.get().number in page, mail.outbox) == (True, [])
    assert "Je gaf geen mailadres" in page


@pytest.mark.parametrize("state", [Moderation.HIDDEN, Moderation.AWAITING, Moderation.WITHDRAWN])
def test_what_is_not_public_cannot_be_reported(client, state):
    subject = SubjectFactory(moderation=state)
    for hidden in (CommentFactory(moderation=state), CommentFactory(subject=subject)):
        assert client.post(address(hidden), GIVEN).status_code == 404
    assert client.get(reverse("report_subject", args=[subject.reference.string])).status_code == 404
    assert client.get(reverse("report_comment", args=[10**30])).status_code == 404
    assert Report.objects.count() == 0


def test_more_reports_than_fit_an_hour_are_refused_in_words_and_kept_on_the_page(client, comment, settings):
    settings.MODERATION = settings.MODERATION | {"reports_per_client_per_hour": 1}
    assert client.post(address(comment), GIVEN).status_code == 302
    answer = client.post(address(comment), GIVEN | {"why": "Nog iets."})
    assert (answer.status_code, "Nog iets." in answer.content.decode()) == (409, True)


def test_a_link_that_is_not_ours_opens_no_report(client):
    report = ReportFactory()
    assert client.get(report_path(report)).status_code == 200
    for token in (report.key, f"{report.key}:x", "x", str(report.pk)):
        assert client.get(reverse("report", args=[token])).status_code == 404


def test_a_statement_is_its_authors_alone(client, resident):
    ruling = RulingFactory(subject=None, comment=CommentFactory(moderation=Moderation.HIDDEN), **HIDDEN)
    where = reverse("statement", args=[ruling.pk])
    client.force_login(resident)
    assert (client.get(where).status_code, client.post(where, {"why": "Nee."}).status_code) == (404, 404)
    assert client.get(reverse("statement", args=[10**30])).status_code == 404
    client.force_login(ruling.comment.author)
    assert client.get(where).status_code == 200


def test_an_objection_too_late_keeps_its_words(client, monkeypatch):
    ruling = RulingFactory(subject=None, comment=CommentFactory(moderation=Moderation.HIDDEN), **HIDDEN)
    monkeypatch.setattr(clock, "now", lambda: MOMENT.replace(year=MOMENT.year + 1))
    client.force_login(ruling.comment.author)
    answer = client.post(reverse("statement", args=[ruling.pk]), {"why": "Het is kritiek."})
    assert (answer.status_code, "Het is kritiek." in answer.content.decode()) == (409, True)


def test_the_record_takes_a_fixed_number_of_queries(client, django_assert_max_num_queries):
    where = reverse("moderation_record")

    def queries() -> int:
        with django_assert_max_num_queries(40) as captured:
            assert client.get(where).status_code == 200
        return len(captured)

    def write() -> None:
        report = ReportFactory()
        report.ruling = RulingFactory(subject=report.subject)
        report.save()
        AppealFactory()

    write()
    queries()
    with_one = queries()
    write()
    write()
    assert queries() == with_one
