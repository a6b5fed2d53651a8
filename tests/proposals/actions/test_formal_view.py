"""Formal views: early and late ones are taken and marked, who sent them stands apart, is read with a trail and forgotten."""

from datetime import date, timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import DatabaseError, IntegrityError, transaction

from accounts.enums import Role
from base.models import AuditEntry
from base.refusal import Refusal
from participation.actions.draft import save_draft
from participation.actions.round_change import cancel_round
from participation.models import ConsultationRound
from participation.voting_enums import SecondedKind
from proposals.actions.attachment import keep_with_reference
from proposals.actions.formal_view import (
    Sender,
    forget_senders,
    hand_in_view,
    may_open_file,
    read_sender,
    record_view,
)
from proposals.enums import Timing, ViewChannel
from proposals.letters import receipt_of_view
from proposals.models import Attachment, FormalView, ViewSender
from tests.factories.accounts import UserFactory, person_with
from tests.factories.home import AgendaItemPageFactory
from tests.factories.proposals import FormalViewFactory
from tests.proposals.views.test_attachment import picture
from tests.rounds import anew, by_two, formal_round, moment, publish_round

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]
GUEST = AnonymousUser()
NOOR = Sender(name="Noor de Boer", address="Dorpsstraat 1, 1234 AB Leerstad", mail="Noor@Example.nl")
DURING, BEFORE, AFTER = moment(10, 20, 12), moment(9, 10, 12), moment(11, 13, 12)


@pytest.fixture
def agenda_item(site_ground):
    return AgendaItemPageFactory(parent=site_ground.home)


@pytest.fixture
def formal(agenda_item):
    return formal_round(agenda_item)


def draft_of(consultation_round, at=DURING):
    return save_draft(
        form="formal_view", consultation_round=consultation_round, data={"text": "x"}, language="nl", by=GUEST, at=at
    )


def hand_in(consultation_round, at=DURING, draft=None, **given):
    said = {"text": " De halte hoort op het plein. ", "sender": NOOR, "remark": "", "language": "nl", "by": GUEST}
    return hand_in_view(draft=draft or draft_of(consultation_round), client="1.2.3.4", at=at, **said | given)


def record(consultation_round, clerk, **given):
    said = {"channel": ViewChannel.PAPER, "text": "Nee.", "sender": NOOR, "received_at": DURING, "language": "nl"}
    return record_view(consultation_round=consultation_round, by=clerk, **{"at": moment(12, 1)} | said | given)


def test_hand_in_view_gives_a_number_that_is_not_public_and_keeps_the_sender_apart(formal):
    view = hand_in(formal)
    assert view.reference.string == "ZW-2026-001"
    assert view.reference.is_public is False
    assert (view.text, view.timing, view.received_at) == ("De halte hoort op het plein.", Timing.IN_TIME, DURING)
    assert ViewSender.objects.get(formal_view=view).mail == "noor@example.nl"
    trail = AuditEntry.objects.get(act="formal_view_registered")
    assert "Noor" not in str(trail.detail)
    assert trail.by is None


def test_hand_in_view_takes_early_and_late_ones_and_says_so(formal):
    assert hand_in(formal, at=BEFORE).timing == Timing.EARLY
    late = hand_in(formal, at=AFTER, remark="Ik lag in het ziekenhuis.")
    assert (late.timing, late.remark) == (Timing.LATE, "Ik lag in het ziekenhuis.")
    # The end is exclusive: the last moment of the last day is in time.
    assert hand_in(formal, at=formal.term.ends_at - timedelta(seconds=1)).timing == Timing.IN_TIME
    assert hand_in(formal, at=formal.term.ends_at).timing == Timing.LATE


def test_hand_in_view_sent_twice_is_one(formal):
    draft = draft_of(formal)
    assert hand_in(formal, draft=draft) == hand_in(formal, draft=draft)
    assert FormalView.objects.count() == 1
    draft.refresh_from_db()
    assert draft.data == {}


def test_hand_in_view_refuses_none_for_its_number_but_marks_it_and_mails_nobody(formal, settings):
    settings.FORMAL_VIEW = settings.FORMAL_VIEW | {"per_client_per_hour": 1}
    first, second = hand_in(formal), hand_in(formal)
    assert (first.is_over_limit, second.is_over_limit, second.timing) == (False, True, Timing.IN_TIME)
    assert [len(list(receipt_of_view(one))) for one in (first, second)] == [1, 0]


def test_hand_in_view_wants_a_formal_round_and_who_sends_it(formal, agenda_item):
    with pytest.raises(Refusal, match="does not ask for formal views"):
        hand_in(publish_round(agenda_item))
    with pytest.raises(Refusal, match="a name and an address"):
        hand_in(formal, sender=Sender(name="Noor", address=" "))


def test_a_cancelled_round_takes_no_view_but_what_had_come_before(formal, clerk):
    draft = draft_of(formal)
    # It was announced, and people rely on its term: nobody ends it alone, and neither does the database let them.
    with pytest.raises(Refusal, match="not done by one person alone"):
        cancel_round(consultation_round=formal, reason="Vergissing.", by=clerk, at=DURING)
    with pytest.raises(IntegrityError, match="rely on is cancelled when two people"), transaction.atomic():
        ConsultationRound.objects.update(cancelled_at=DURING)
    by_two(formal, SecondedKind.CANCEL, reason="Het plan is van tafel.", by=clerk, at=DURING)
    with pytest.raises(Refusal, match="This round was cancelled on"):
        hand_in(formal, draft=draft)
    with pytest.raises(Refusal, match="This round was cancelled on"):
        record(anew(formal), clerk, received_at=DURING)
    assert record(anew(formal), clerk, received_at=DURING - timedelta(days=1)).timing == Timing.IN_TIME


def test_record_view_registers_what_is_out_of_term_with_its_reason(formal, clerk):
    with pytest.raises(Refusal, match="after the term"):
        record(formal, clerk, received_at=AFTER)
    late = record(formal, clerk, received_at=AFTER, remark="Onder de deur geschoven.")
    assert (late.timing, late.registered_by) == (Timing.LATE, clerk)
    with pytest.raises(Refusal, match="another body"):
        record(formal, clerk, came_to="Het waterschap")
    forwarded = record(formal, clerk, came_to="Het waterschap", remark="Doorgezonden.")
    assert forwarded.timing == Timing.IN_TIME
    with pytest.raises(Refusal, match="in the future"):
        record(formal, clerk, received_at=moment(12, 2))


def test_record_view_counts_the_postmark_for_a_week(formal, clerk):
    last = date(2026, 11, 11)
    assert record(formal, clerk, received_at=moment(11, 18, 12), posted_on=last).timing == Timing.IN_TIME
    too_long = {"received_at": moment(11, 19), "posted_on": last, "remark": "Te lang onderweg."}
    assert record(formal, clerk, **too_long).timing == Timing.LATE
    too_late = {"received_at": moment(11, 13), "posted_on": date(2026, 11, 12), "remark": "Te laat op de bus."}
    assert record(formal, clerk, **too_late).timing == Timing.LATE


def test_record_view_is_the_clerks_and_keeps_a_scan(formal, clerk, resident, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    with pytest.raises(Refusal, match="Only the clerk"):
        record(formal, resident)
    view = record(formal, clerk, scan=("brief.jpg", picture()))
    assert Attachment.objects.get(reference=view.reference).name == "brief.jpg"


def test_read_sender_is_the_clerks_and_leaves_a_trail(formal, clerk, moderator):
    view = hand_in(formal)
    with pytest.raises(Refusal):
        read_sender(formal_view=view, by=moderator, at=DURING)
    assert not AuditEntry.objects.filter(act="formal_view_sender_read").exists()
    assert read_sender(formal_view=view, by=clerk, at=DURING).name == "Noor de Boer"
    assert AuditEntry.objects.get(act="formal_view_sender_read").by == clerk


def test_forget_senders_waits_for_the_term_and_keeps_the_view(formal, settings):
    settings.FORMAL_VIEW = settings.FORMAL_VIEW | {"forget_senders_days": 10}
    view = hand_in(formal)
    assert forget_senders(by=None, at=formal.term.ends_at + timedelta(days=10)) == 0
    assert forget_senders(by=None, at=formal.term.ends_at + timedelta(days=10, seconds=1)) == 1
    assert FormalView.objects.get() == view
    assert not ViewSender.objects.exists()


def test_scan_of_a_paper_is_opened_as_its_sender_is_read_and_forgotten_with_them(formal, clerk, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    settings.FORMAL_VIEW = settings.FORMAL_VIEW | {"forget_senders_days": 10}
    paper, web = record(formal, clerk, scan=("brief.jpg", picture())), hand_in(formal)
    keep_with_reference(
        reference=web.reference, name="plan.jpg", data=picture(), description="Plan", by=clerk, at=DURING
    )
    administrator, resident = person_with(Role.ADMINISTRATOR), UserFactory()
    opens = {
        person: [may_open_file(reference=view.reference, by=person, at=DURING) for view in (paper, web)]
        for person in (administrator, resident, clerk)
    }
    assert opens == {administrator: [False, True], resident: [False, False], clerk: [True, True]}
    assert AuditEntry.objects.get(act="formal_view_sender_read").by == clerk
    forget_senders(by=None, at=moment(12, 1) + timedelta(days=11))
    # What a web form took along is part of the view.
    assert Attachment.objects.get().reference == web.reference


def test_database_changes_and_deletes_no_formal_view(db):
    view = FormalViewFactory()
    for write in (lambda: FormalView.objects.update(text="Ja."), lambda: FormalView.objects.all().delete()):
        with pytest.raises(DatabaseError), transaction.atomic():
            write()
    with pytest.raises(IntegrityError), transaction.atomic():
        FormalViewFactory(channel=ViewChannel.DESK, timing=Timing.LATE)
    assert FormalView.objects.get() == view
