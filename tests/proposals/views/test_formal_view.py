"""Giving a formal view as a guest: nothing typed is lost, the receipt is dated, the mail says enough and not too much."""

import uuid

import pytest
from django.core import mail
from django.urls import reverse

from base import clock
from participation.models import Draft
from participation.voting_enums import SecondedKind
from proposals.models import Attachment, FormalView
from proposals.view_links import receipt_path
from tests.factories.home import AgendaItemPageFactory
from tests.factories.proposals import AttachmentFactory, FormalViewFactory, ViewSenderFactory
from tests.rounds import by_two, formal_round, moment, publish_round

pytestmark = pytest.mark.django_db
TYPED = {"text": "De halte hoort op het plein.", "name": "Noor de Boer", "address": "Dorpsstraat 1, Leerstad"}


@pytest.fixture(autouse=True)
def during_the_term():
    with clock.set_to(moment(11, 3, 12)):
        yield


@pytest.fixture
def agenda_item(site_ground):
    return AgendaItemPageFactory(parent=site_ground.home)


@pytest.fixture
def formal(agenda_item):
    return formal_round(agenda_item)


@pytest.fixture
def key():
    return uuid.uuid4()


@pytest.fixture
def write(formal, key):
    return reverse("write_view", args=[formal.reference.string, key])


@pytest.fixture
def check(formal, key):
    return reverse("check_view", args=[formal.reference.string, key])


def test_guest_writes_checks_hands_in_and_gets_a_dated_receipt(
    client, formal, write, check, django_capture_on_commit_callbacks
):
    started = client.get(reverse("start_view", args=[formal.reference.string]))
    assert started.status_code == 302
    assert client.post(write, TYPED | {"mail": "noor@example.nl", "check": ""}).url == check
    shown = client.get(check).content.decode()
    assert "Dorpsstraat 1, Leerstad" in shown
    with django_capture_on_commit_callbacks(execute=True):
        done = client.post(check)
    view = FormalView.objects.get()
    assert done.url == f"{receipt_path(view)}?received"
    page = client.get(done.url).content.decode()
    for words in ("ZW-2026-001", "dinsdag 3 november 2026, 12.00 uur", "De halte hoort op het plein."):
        assert words in page
    # Whoever gets hold of the address reads no name on it.
    assert "Noor" not in page
    assert "Dorpsstraat" not in page
    (letter,) = mail.outbox
    assert letter.to == ["noor@example.nl"]
    assert "ZW-2026-001" in letter.subject
    assert "De halte" not in letter.body
    # The form sent again leads to the same receipt.
    assert client.post(check).url == receipt_path(view)
    assert client.get(write).url == receipt_path(view)
    # Other words from a window that stood open are told of, and kept.
    told = client.post(write, TYPED | {"text": "Toch liever bij het station.", "check": ""}, follow=True)
    assert told.context["was_handed_in"]
    assert Draft.objects.get(became=None).data["text"] == "Toch liever bij het station."


def test_errors_and_keeping_lose_nothing(client, write):
    answer = client.post(write, {"text": "Half", "check": ""})
    assert answer.status_code == 422
    assert Draft.objects.get().data == {"text": "Half"}
    assert "saved=1" in client.post(write, {"text": "Half", "seen": "1", "save": ""}).url
    assert "Half" in client.get(write).content.decode()


def test_draft_opens_in_the_browser_that_wrote_it_alone(client, write, check):
    client.post(write, TYPED | {"check": ""})
    client.cookies.clear()
    for address in (write, check):
        assert reverse("sign_in") in client.get(address).url


def test_late_one_is_taken_and_told_so(client, write, check):
    with clock.set_to(moment(11, 20, 12)):
        form = client.get(write).content.decode()
        assert 'name="remark"' in form
        client.post(write, TYPED | {"remark": "Ik was ziek.", "check": ""})
        page = client.get(client.post(check).url).content.decode()
    assert "Ik was ziek." in page
    assert FormalView.objects.get().timing == "late"


def test_round_that_is_informal_says_how_to_take_part(client, agenda_item):
    answer = client.get(reverse("start_view", args=[publish_round(agenda_item).reference.string]))
    assert answer.status_code == 409


def test_round_that_was_cancelled_says_so_before_and_after_somebody_wrote(client, formal, clerk):
    string = formal.reference.string
    write = client.get(reverse("start_view", args=[string])).url
    client.post(write, TYPED | {"save": ""})
    view = FormalViewFactory(consultation_round=formal)
    by_two(formal, SecondedKind.CANCEL, reason="Het plan is van tafel.", by=clerk, at=clock.now())
    # Stamp, box, text and thread of the page say one thing, and so does the receipt of who was in time.
    page = client.get(formal.reference.get_absolute_url(), follow=True)
    shown = page.content.decode()
    becomes = "bewaart de zienswijzen die zijn binnengekomen"
    assert (becomes in shown, "Het plan is van tafel." in shown) == (True, True)
    for gone in (
        "moet elke zienswijze",
        "Uiterste moment",
        "Stembiljetten",
        "Waarom staat op",
        reverse("start_view", args=[string]),
    ):
        assert gone not in shown, gone
    stations = page.context["stations"]
    assert [(one.state, one.stamp) for one in stations] == [("reached", ""), ("reached", "afgeblazen")]
    assert "dagen" not in "".join(one.note for one in stations)
    receipt = client.get(receipt_path(view)).content.decode()
    assert (becomes in receipt, "moet hem meewegen" in receipt) == (True, False)
    refused = client.get(reverse("start_view", args=[string]))
    assert (refused.status_code, "afgeblazen" in refused.content.decode()) == (409, True)
    kept = client.get(write).content.decode()
    assert "afgeblazen" in kept
    assert TYPED["text"] in kept


def test_formal_view_shows_nowhere_else(client, formal, resident):
    """Its number, its words and its files are read by whoever holds the link, and by the clerk."""
    view = FormalViewFactory(consultation_round=formal, text="Geheim woord")
    file = AttachmentFactory(reference=view.reference)
    client.force_login(resident)
    number = view.reference.string
    for address in (
        reverse("reference", args=[number]),
        reverse("lasting_address", args=[number]),
        file.get_absolute_url(),
        f"{receipt_path(view)[:-2]}x/",
    ):
        assert client.get(address, follow=True).status_code == 404, address
    for address in (formal.reference.get_absolute_url(), reverse("all_proposals"), reverse("all_proposals_feed")):
        page = client.get(address, follow=True).content.decode()
        assert "Geheim woord" not in page
        assert number not in page


def test_my_page_lists_own_views(client, resident):
    view = ViewSenderFactory(person=resident).formal_view
    client.force_login(resident)
    page = client.get(reverse("my_page")).content.decode()
    assert receipt_path(view) in page
    assert "Dorpsstraat" not in page


def test_clerk_lists_records_and_reads_who_sent_it_on_request(client, clerk, formal):
    client.force_login(clerk)
    recorded = client.post(
        reverse("record_formal_view"),
        TYPED
        | {
            "consultation_round": formal.pk,
            "channel": "desk",
            "received_at": "2026-10-20 10:00",
            "language": "nl",
        },
    )
    view = FormalView.objects.get()
    desk = reverse("formal_view_desk", args=[view.reference.string])
    assert recorded.url == desk
    assert "Noor de Boer" not in client.get(desk).content.decode()
    assert "Noor de Boer" in client.post(desk).content.decode()
    listed = client.get(reverse("formal_views_desk"), {"channel": "desk", "export": "csv"})
    rows = listed.getvalue().decode()
    assert "ZW-2026-001" in rows
    assert "Noor" not in rows
    assert "ZW-2026-001" not in client.get(reverse("formal_views_desk"), {"timing": "late"}).content.decode()


def test_record_refused_keeps_what_was_typed(client, clerk, formal):
    client.force_login(clerk)
    given = {"consultation_round": formal.pk, "channel": "paper", "received_at": "2026-09-01 10:00", "language": "nl"}
    answer = client.post(reverse("record_formal_view"), TYPED | given)
    assert answer.status_code == 409
    assert "De halte hoort op het plein." in answer.content.decode()
    assert not Attachment.objects.exists()
