"""Who is told of what by mail: over a real connection, read by a mail program's parser."""

import logging
from collections.abc import Iterator
from datetime import date

import pytest
from django.core.mail import get_connection
from django.test import Client
from django_tasks_db.models import DBTaskResult
from wagtail.models import Locale
from wagtail_localize.models import Translation, TranslationSource

from base import clock
from base.actions.reference import show_reference
from base.enums import ChangeKind
from base.triggers import without_triggers
from home.actions.item_state import set_item_state, take_step_back
from home.enums import ItemStep
from home.models import AgendaItemPage, ItemState
from participation import tasks
from participation.enums import FollowMoment
from participation.models import Follow, Notice
from participation.news import _READERS
from participation.tasks import send_confirmation, tell_followers
from proposals.actions.decision import DecisionText, record_decision
from tests.citations import republished
from tests.factories.accounts import UserFactory
from tests.factories.participation import FollowFactory
from tests.removals import withdrawn
from tests.rounds import COUNTING, PHASES, PUBLISHED, VOTING, publish_round
from tests.smtp import Mailbox, mail_server

pytestmark = pytest.mark.django_db

ENDED = {"reason": "Er is een nieuwe regeling.", "document": "https://raad.example/besluit"}
NOTE = "De raad wil <ook> een zebrapad & meer."


class Choosy(Mailbox):
    """A server that knows not every mailbox."""

    def __init__(self) -> None:
        super().__init__()
        self.refused: set[str] = set()

    async def handle_RCPT(self, server, session, envelope, address, options) -> str:  # noqa: N802 - the name is aiosmtpd's
        if address in self.refused:
            return f"550 no such mailbox {address}"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    def told(self) -> list[str]:
        return sorted(str(mail["To"]) for mail in self.mails)


@pytest.fixture
def mailbox(settings) -> Iterator[Choosy]:
    with mail_server(settings, Choosy()) as box:
        yield box


@pytest.fixture
def publish(agenda_item, django_capture_on_commit_callbacks):
    """The next version of the item as an editor publishes it, with what comes after the transaction."""

    def next_version(page: AgendaItemPage = agenda_item, **fields) -> AgendaItemPage:
        with django_capture_on_commit_callbacks(execute=True):
            return republished(page, **fields)

    return next_version


def text_of(mail) -> str:
    return mail.get_body(("plain",)).get_content()


def html_of(mail) -> str:
    return mail.get_body(("html",)).get_content()


def translated(item: AgendaItemPage, **fields) -> AgendaItemPage:
    english = Locale.objects.get(language_code="en")
    source, _created = TranslationSource.update_or_create_from_instance(item)
    translation, _made = Translation.objects.get_or_create(source=source, target_locale=english)
    translation.save_target(publish=True)
    page = AgendaItemPage.objects.get(translation_key=item.translation_key, locale=english)
    return republished(page, **fields)


def test_a_new_version_is_told_with_what_changed_and_how_to_stop(agenda_item, publish, mailbox):
    follow = FollowFactory(reference=agenda_item.reference, address="sam@example.nl")
    publish(summary="Een nieuwe samenvatting.", change_note=NOTE)
    (mail,) = mailbox.mails
    string = agenda_item.reference.string
    assert (mail["To"], mail["Cc"], mail["Bcc"]) == ("sam@example.nl", None, None)
    assert mail["Subject"] == f"{string} is veranderd: nu versie 2"
    assert (mail["Auto-Submitted"], mail["Content-Language"]) == ("auto-generated", "nl")
    text, html = text_of(mail), html_of(mail)
    assert NOTE in text
    assert "De raad wil &lt;ook&gt; een zebrapad &amp; meer." in html
    lines = text.splitlines()
    assert f"http://testserver/id/{string}/v/2/nl" in lines
    assert f"http://testserver/nl/id/{string}/verschil/1..2" in lines
    assert f"- Veilig naar school ({string})" in lines
    stop = next(line for line in lines if "/nl/volgen/stoppen/" in line)
    assert (mail["List-Unsubscribe"].strip(), mail["List-Unsubscribe-Post"]) == (
        f"<{stop}>",
        "List-Unsubscribe=One-Click",
    )
    assert f'href="{stop}"' in html
    for address in (line.removeprefix("http://testserver") for line in lines if line.startswith("http")):
        assert Client().get(address).status_code == 200
    assert Client().post(stop.removeprefix("http://testserver")).status_code == 200
    assert not Follow.objects.filter(pk=follow.pk).exists()


def test_everybody_is_told_once_in_their_language_over_one_connection(agenda_item, publish, mailbox, resident):
    FollowFactory(reference=agenda_item.reference, address="sam@example.nl")
    FollowFactory(reference=agenda_item.reference, person=resident, address="", language="en")
    FollowFactory(reference=agenda_item.reference, confirmed_at=None)
    FollowFactory(reference=agenda_item.reference, person=UserFactory(is_active=False), address="")
    FollowFactory()
    page = publish(summary="Een nieuwe samenvatting.")
    assert (mailbox.told(), mailbox.connections) == (["noor@example.nl", "sam@example.nl"], 1)
    english = next(mail for mail in mailbox.mails if mail["To"] == "noor@example.nl")
    assert english["Subject"] == f"{agenda_item.reference.string} changed: now version 2"
    assert "There is no translation of this version yet. You can read it in Dutch." in text_of(english)
    assert '<p lang="nl">“Veilig naar school”</p>' in html_of(english)
    assert tell_followers.call("version", str(page.version.pk), [agenda_item.reference.pk]) == 0
    assert (len(mailbox.mails), Notice.objects.count()) == (2, 2)


def test_a_translation_that_is_out_is_what_the_reader_gets(agenda_item, publish, mailbox):
    page = publish(summary="Een nieuwe samenvatting.")
    translated(page, title="Safe to school")
    FollowFactory(reference=agenda_item.reference, language="en")
    tell_followers.call("version", str(page.version.pk), [agenda_item.reference.pk])
    text = text_of(mailbox.mails[0])
    assert "“Safe to school”" in text
    assert f"http://testserver/id/{agenda_item.reference.string}/v/2/en" in text
    assert "no translation" not in text


def test_corrections_and_translations_tell_nobody(agenda_item, publish, mailbox, django_capture_on_commit_callbacks):
    FollowFactory(reference=agenda_item.reference)
    page = publish(summary="Een betere samenvatting.", change_kind=ChangeKind.EDITORIAL)
    assert page.version.label == "1.1"
    with django_capture_on_commit_callbacks(execute=True):
        translated(page, title="Safe to school")
    assert mailbox.mails == []


def test_what_is_not_public_at_the_time_of_sending_tells_nobody(agenda_item, publish, mailbox, clerk):
    page = publish(summary="Een nieuwe samenvatting.")
    FollowFactory(reference=agenda_item.reference)
    told = ("version", str(page.version.pk), [agenda_item.reference.pk])
    show_reference(reference=agenda_item.reference, is_public=False)
    assert tell_followers.call(*told) == 0
    show_reference(reference=agenda_item.reference, is_public=True)
    withdrawn(page.version, by=clerk)
    assert tell_followers.call(*told) == 0
    assert (mailbox.mails, Notice.objects.count()) == ([], 0)


def test_of_two_versions_at_once_the_newest_is_told(agenda_item, publish, mailbox):
    first = publish(summary="Een nieuwe samenvatting.").version
    publish(summary="Een nog nieuwere samenvatting.")
    FollowFactory(reference=agenda_item.reference)
    assert tell_followers.call("version", str(first.pk), [agenda_item.reference.pk]) == 0


def test_one_broken_mailbox_stops_nobody_and_is_tried_again(agenda_item, publish, mailbox, caplog):
    for name in "abc":
        FollowFactory(reference=agenda_item.reference, address=f"{name}@example.nl")
    mailbox.refused = {"b@example.nl"}
    page = publish(summary="Een nieuwe samenvatting.")
    assert mailbox.told() == ["a@example.nl", "c@example.nl"]
    assert Notice.objects.count() == 2
    assert "SMTPRecipientsRefused" in caplog.text
    assert "example.nl" not in caplog.text
    mailbox.refused = set()
    assert tell_followers.call("version", str(page.version.pk), [agenda_item.reference.pk]) == 1
    assert mailbox.told() == ["a@example.nl", "b@example.nl", "c@example.nl"]


def test_a_mail_server_that_is_away_is_asked_once_and_nobody_counts_as_told(
    agenda_item, publish, settings, caplog, monkeypatch
):
    settings.EMAIL_BACKEND, settings.EMAIL_HOST, settings.EMAIL_PORT = (
        "django.core.mail.backends.smtp.EmailBackend",
        "127.0.0.1",
        1,
    )
    for _number in range(3):
        FollowFactory(reference=agenda_item.reference)
    with caplog.at_level(logging.ERROR):
        publish(summary="Een nieuwe samenvatting.")
    assert caplog.text.count("cannot be reached") == 1
    assert Notice.objects.count() == 0


def test_whom_no_mail_could_be_sent_is_tried_later_where_tasks_can_wait(agenda_item, publish, mailbox, settings):
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    FollowFactory(reference=agenda_item.reference, address="b@example.nl")
    mailbox.refused = {"b@example.nl"}
    page = publish(summary="Een nieuwe samenvatting.")
    (first,) = DBTaskResult.objects.filter(task_path="participation.tasks.tell_followers")
    assert "example.nl" not in str(first.args_kwargs)
    told = ["version", str(page.version.pk), [agenda_item.reference.pk]]
    for attempt in range(len(tasks.LATER) + 1):
        tell_followers.call(*told, attempt)
    later = DBTaskResult.objects.filter(task_path="participation.tasks.tell_followers").exclude(pk=first.pk)
    assert [one.args_kwargs["args"] for one in later.order_by("run_after")] == [[*told, 1], [*told, 2], [*told, 3]]


def test_a_mail_holds_no_line_that_somebody_else_wrote_into_its_headers(agenda_item, publish, mailbox):
    FollowFactory(reference=agenda_item.reference)
    publish(title="Kop\r\nBcc: iedereen@example.nl", change_note="Zo\r\nBcc: iedereen@example.nl")
    (mail,) = mailbox.mails
    assert (mail["Bcc"], mailbox.told()) == (None, [mail["To"]])


@pytest.mark.parametrize("number", [1, 3])
def test_telling_takes_as_many_queries_however_many_follow(
    agenda_item, publish, django_assert_num_queries, number, settings
):
    page = publish(summary="Een nieuwe samenvatting.")
    for _number in range(number):
        FollowFactory(reference=agenda_item.reference)
        FollowFactory(reference=agenda_item.reference, person=UserFactory(), address="")
    settings.EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
    assert get_connection().send_messages([1]) == 1
    with django_assert_num_queries(17):
        assert tell_followers.call("version", str(page.version.pk), [agenda_item.reference.pk]) == 2 * number


def test_a_new_public_state_is_told_and_within_it_what_residents_wait_for(
    agenda_item, mailbox, clerk, django_capture_on_commit_callbacks
):
    reference = agenda_item.reference
    FollowFactory(reference=reference)

    def step(to: ItemStep, **evidence) -> list[str]:
        mailbox.mails.clear()
        with django_capture_on_commit_callbacks(execute=True):
            set_item_state(reference=reference, step=to, by=clerk, at=clock.now(), **evidence)
        return [str(mail["Subject"]) for mail in mailbox.mails]

    assert step(ItemStep.CONSULTATION_READY) == []
    assert step(ItemStep.ANSWERING) == [f"{reference.string} is nu: de gemeente antwoordt"]
    assert step(ItemStep.ANSWERED) == []
    assert step(ItemStep.ANSWERED) == []
    # Between the answers and the decision the public reads one word; who follows hears each step in words of its own.
    for to, label, words in (
        (ItemStep.EXECUTIVE_ADOPTED, "besluit van het college", "Het college nam er een besluit over."),
        (ItemStep.COUNCIL_SUBMITTED, "aangeboden aan de raad", "Het college stuurde het naar de raad."),
        (ItemStep.IN_COMMITTEE, "in de commissie", "Vraag de griffie als je daar wilt inspreken."),
        (ItemStep.ON_COUNCIL_AGENDA, "op de raadsagenda", "De raad besluit erover in de vergadering."),
    ):
        assert step(to) == [f"{reference.string} is nu: {label}"]
        assert all(one in text_of(mailbox.mails[0]) for one in (words, "Hierna: "))
        assert step(to) == []
    mailbox.mails.clear()
    with django_capture_on_commit_callbacks() as told:
        for to in (ItemStep.RETURNED, ItemStep.EXECUTIVE_ADOPTED):
            set_item_state(reference=reference, step=to, by=clerk, at=clock.now(), reason="Eerst het geld.")
    with django_capture_on_commit_callbacks(execute=True):
        for tell in told:
            tell()
    assert [str(mail["Subject"]) for mail in mailbox.mails] == [f"{reference.string} is nu: besluit van het college"]
    for words in ("De raad stuurde het terug naar het college", "Het college nam er een besluit over."):
        assert words in text_of(mailbox.mails[0])
    assert step(ItemStep.ADOPTED) == [f"{reference.string} is nu: vastgesteld"]
    assert step(ItemStep.REPEALED, **ENDED) == [f"{reference.string} is nu: afgeschaft"]
    assert ENDED["reason"] in text_of(mailbox.mails[0])


def test_a_mistake_is_told_once_that_it_was_taken_back_and_to_nobody_who_had_not_heard(
    agenda_item, mailbox, clerk, django_capture_on_commit_callbacks
):
    reference = agenda_item.reference
    FollowFactory(reference=reference)
    act = {"reference": reference, "by": clerk, "at": clock.now()}
    back = {"reason": "Een vergissing.", "by": clerk, "at": clock.now()}
    with django_capture_on_commit_callbacks(execute=True):
        set_item_state(step=ItemStep.DONE, **act)
    mailbox.mails.clear()
    # Before any mail went out.
    with django_capture_on_commit_callbacks(execute=True):
        take_step_back(state=set_item_state(step=ItemStep.REPEALED, **ENDED, **act), **back)
    assert mailbox.mails == []
    with django_capture_on_commit_callbacks(execute=True):
        wrong = set_item_state(step=ItemStep.REPEALED, **ENDED, **act)
    with django_capture_on_commit_callbacks(execute=True):
        state = take_step_back(state=wrong, **back)
    subjects = [f"{reference.string} is nu: afgeschaft", f"{reference.string} is weer: uitgevoerd"]
    assert [str(mail["Subject"]) for mail in mailbox.mails] == subjects
    assert "Een vergissing." in text_of(mailbox.mails[1])
    for one in (wrong, state):
        assert tell_followers.call(FollowMoment.STATE, str(one.pk), [reference.pk]) == 0


def test_a_step_that_was_passed_over_for_a_mistake_is_told_once_that_is_taken_back(
    agenda_item, mailbox, clerk, django_capture_on_commit_callbacks
):
    reference = agenda_item.reference
    FollowFactory(reference=reference)
    act = {"reference": reference, "by": clerk, "at": clock.now()}
    with django_capture_on_commit_callbacks() as of_step:
        set_item_state(step=ItemStep.ADOPTED, **act)
    with django_capture_on_commit_callbacks() as of_mistake:
        wrong = set_item_state(step=ItemStep.DONE, **act)
    # The worker comes to it after the mistake, which it leaves the telling to.
    for task in of_step:
        task()
    assert mailbox.mails == []
    with django_capture_on_commit_callbacks(execute=True):
        take_step_back(state=wrong, reason="Een vergissing.", by=clerk, at=clock.now())
    for task in (*of_mistake, *of_step):
        task()
    assert [str(mail["Subject"]) for mail in mailbox.mails] == [f"{reference.string} is nu: vastgesteld"]
    # The next true step is told as ever.
    with django_capture_on_commit_callbacks(execute=True):
        set_item_state(step=ItemStep.DONE, **act)
    assert str(mailbox.mails[-1]["Subject"]) == f"{reference.string} is nu: uitgevoerd"


def test_a_new_state_is_told_by_its_own_name_and_not_before_its_page_says_so(
    agenda_item, mailbox, clerk, django_capture_on_commit_callbacks
):
    """What the clock says of a round goes before a step, in the mail as on the page."""
    reference = agenda_item.reference
    FollowFactory(reference=reference)
    with without_triggers():
        ItemState.objects.update(since=PUBLISHED)
    publish_round(agenda_item)

    def step(to: ItemStep, at, **evidence) -> list[str]:
        mailbox.mails.clear()
        with clock.set_to(at), django_capture_on_commit_callbacks(execute=True):
            set_item_state(reference=reference, step=to, by=clerk, at=at, **evidence)
        return [str(mail["Subject"]) for mail in mailbox.mails]

    assert step(ItemStep.ANSWERING, VOTING) == []
    # While people vote its page says that they can; that it ended goes before that.
    assert step(ItemStep.REPEALED, VOTING, **ENDED) == [f"{reference.string} is nu: afgeschaft"]


def test_a_decision_is_told_once_to_one_mailbox_however_much_of_it_they_follow(
    agenda_item, mailbox, clerk, django_capture_on_commit_callbacks
):
    text = DecisionText("executive", date(2026, 11, 20), "adopted", "Er komt een zebrapad.", "Het is druk.")
    consultation_round = publish_round(agenda_item, method="", phases=PHASES[:2])
    for reference in (agenda_item.reference, consultation_round.reference):
        FollowFactory(reference=reference, address="sam@example.nl")
    FollowFactory(reference=agenda_item.reference, address="noor@example.nl", language="en")
    with django_capture_on_commit_callbacks(execute=True):
        first = record_decision(
            text=text, consultation_round=consultation_round, about=agenda_item.reference, by=clerk, at=COUNTING
        )
    assert mailbox.told() == ["noor@example.nl", "sam@example.nl"]
    mail = next(mail for mail in mailbox.mails if mail["To"] == "sam@example.nl")
    assert mail["Subject"].startswith(f"Besluit {first.reference.string}: ")
    assert "“Er komt een zebrapad.”" in text_of(mail)
    assert text_of(mail).count("- ") == 2
    english = next(mail for mail in mailbox.mails if mail["To"] == "noor@example.nl")
    assert '<p lang="nl">“Er komt een zebrapad.”</p>' in html_of(english)
    stop = mail["List-Unsubscribe"].strip(" <>").removeprefix("http://testserver")
    Client().post(stop, {"List-Unsubscribe": "One-Click"})
    assert list(Follow.objects.values_list("address", flat=True)) == ["noor@example.nl"]

    FollowFactory(reference=first.reference, address="wie@example.nl")
    mailbox.mails.clear()
    with django_capture_on_commit_callbacks(execute=True):
        why = {"corrects": first, "corrected_because": "De dag."}
        second = record_decision(text=text, consultation_round=None, about=None, by=clerk, at=COUNTING, **why)
    assert mailbox.told() == ["noor@example.nl", "wie@example.nl"]
    assert f"Het verbetert besluit {first.reference.string}." in text_of(mailbox.mails[1])
    assert tell_followers.call("decision", first.reference.string, [agenda_item.reference.pk]) == 0
    assert Notice.objects.filter(what=second.reference.string).count() == 2


def test_confirmation_that_cannot_be_sent_forgets_the_address(agenda_item, mailbox, caplog):
    follow = FollowFactory(reference=agenda_item.reference, confirmed_at=None, address="b@example.nl")
    mailbox.refused = {"b@example.nl"}
    assert send_confirmation.call(follow.pk) == 0
    assert Follow.objects.count() == 0
    assert "SMTPRecipientsRefused" in caplog.text
    assert "example.nl" not in caplog.text


def test_every_moment_has_who_can_say_it():
    assert set(_READERS) == set(FollowMoment)
