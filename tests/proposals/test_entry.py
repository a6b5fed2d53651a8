"""What came in on paper, by telephone or at a meeting, entered by staff for somebody."""

from datetime import timedelta

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from base.models import AuditEntry
from base.refusal import Refusal
from participation.actions.comment import post_comment
from participation.actions.invitation import accept_invitation
from participation.entry import Entry
from participation.enums import Channel, Moderation, Screening
from participation.invitation_links import invitation_path
from participation.models import Comment, Invitation, Scan, Subject
from participation.rules import refusal_to_withdraw_subject
from proposals.actions.proposal import ProposalText, page_of_subject, submit_proposal
from tests.documents import PDF
from tests.factories.accounts import UserFactory
from tests.factories.participation import CommentFactory, HeldWordFactory
from tests.rounds import COLLECTING, EXAMINING, SUPPORTING, VOTING, hand_in, moment, publish, publish_round

pytestmark = pytest.mark.django_db

TEXT = ProposalText("Een bankje", "Om te zitten.", "Nu staat iedereen.", "Noor", "nl")


def enter(consultation_round, by, *, text=TEXT, at=SUPPORTING, received_at=COLLECTING, **entry) -> Subject:
    given = Entry(**{"channel": Channel.PAPER, "received_at": received_at} | entry)
    return submit_proposal(consultation_round=consultation_round, text=text, by=by, at=at, entry=given)


def said(subject, by, *, received_at=SUPPORTING, at=EXAMINING, text="Goed plan.", **entry) -> Comment:
    given = Entry(**{"channel": Channel.TELEPHONE, "received_at": received_at} | entry)
    return post_comment(subject=subject, text=text, language="nl", author_name="Sam", by=by, at=at, entry=given)


def test_what_came_in_while_it_could_counts_when_it_is_entered_later(consultation_round, moderator):
    subject = enter(consultation_round, moderator)
    assert (subject.submitted_at, subject.channel, subject.author, subject.author_name) == (
        COLLECTING,
        Channel.PAPER,
        None,
        "Noor",
    )
    assert subject.moderation == Moderation.AWAITING


@pytest.mark.parametrize(
    ("received_at", "at"),
    [(moment(8, 31, 23, 59), SUPPORTING), (moment(9, 15), SUPPORTING), (COLLECTING, VOTING)],
    ids=["before the phase", "after the phase", "once voting began"],
)
def test_what_came_in_outside_the_time_for_it_or_too_late_for_the_paper_is_refused(
    consultation_round, moderator, received_at, at
):
    with pytest.raises(Refusal):
        enter(consultation_round, moderator, received_at=received_at, at=at)
    assert not Subject.objects.exists()


def test_a_moment_to_come_and_a_way_that_is_not_staffs_are_refused(consultation_round, moderator):
    for wrong in ({"received_at": COLLECTING + timedelta(minutes=1)}, {"channel": Channel.WEB}):
        with pytest.raises(Refusal):
            enter(consultation_round, moderator, at=COLLECTING, **wrong)


def test_only_staff_with_the_task_enter_for_somebody(consultation_round, moderator, clerk, editor, resident):
    proposal = publish(hand_in(consultation_round, by=UserFactory()), by=moderator)
    for person in (moderator, clerk, editor):
        enter(consultation_round, person)
        said(proposal, person)
    for act in (lambda: enter(consultation_round, resident), lambda: said(proposal, resident)):
        with pytest.raises(Refusal):
            act()
    assert (Subject.objects.filter(channel="paper").count(), Comment.objects.count()) == (3, 3)


def test_words_of_the_citys_list_wait_as_they_do_for_everybody(agenda_item, clerk, moderator):
    HeldWordFactory(text="bankje")
    consultation_round = publish_round(agenda_item, screening=Screening.AFTER)
    assert enter(consultation_round, clerk).moderation == Moderation.AWAITING
    assert enter(consultation_round, moderator).moderation == Moderation.VISIBLE


def test_who_entered_it_stands_in_the_audit_trail_alone(consultation_round, moderator, signed_in, travel):
    moderator.display_name = "Meerkoet"
    moderator.save()
    subject = publish(enter(consultation_round, moderator), by=UserFactory(is_superuser=True))
    comment = said(subject, moderator)
    entries = AuditEntry.objects.filter(act="contribution_entered")
    assert {entry.by for entry in entries} == {moderator}
    assert page_of_subject(subject).author is None
    assert {event.by for event in subject.state_events.all()} & {moderator} == set()
    travel(EXAMINING)
    client = signed_in()
    page = client.get(reverse("proposal", args=[subject.reference.string])).content.decode()
    assert ("op papier ingebracht" in page, "telefonisch ingebracht" in page) == (True, True)
    csv = client.get(reverse("proposals_csv", args=[consultation_round.reference.string])).getvalue().decode()
    assert "Noor,paper" in csv
    own = client.get(comment.get_absolute_url()).content.decode()
    assert [text for text in (page, csv, own) if "Meerkoet" in text] == []


def test_a_mail_address_gets_one_mail_and_its_reader_becomes_the_author_by_saying_so(
    consultation_round, clerk, django_capture_on_commit_callbacks
):
    known = UserFactory(email="noor@example.nl")
    with django_capture_on_commit_callbacks(execute=True):
        subject = enter(consultation_round, clerk, email="Noor@example.nl ")
    assert subject.author is None
    [letter] = mail.outbox
    invitation = Invitation.objects.get()
    assert (letter.to, invitation_path(invitation) in letter.body) == (["noor@example.nl"], True)
    accept_invitation(invitation=invitation, name="Noor V.", by=known, at=SUPPORTING)
    subject.refresh_from_db()
    assert (subject.author, subject.author_name) == (known, "Noor V.")
    assert not subject.co_authors.exists()
    assert refusal_to_withdraw_subject(known, subject, SUPPORTING) == ""


def test_a_comment_that_was_entered_becomes_its_speakers_too(consultation_round, clerk, moderator, author):
    subject = publish(hand_in(consultation_round, by=author), by=moderator)
    comment = said(subject, clerk, email="sam@example.nl")
    assert (comment.posted_at, comment.channel, comment.author) == (SUPPORTING, Channel.TELEPHONE, None)
    person = UserFactory()
    accept_invitation(invitation=comment.invitations.get(), name="Sam", by=person, at=EXAMINING)
    comment.refresh_from_db()
    assert comment.author == person
    with pytest.raises(Refusal):
        said(subject, clerk, received_at=moment(10, 5))


@pytest.fixture
def desk(client, clerk, travel):
    travel(SUPPORTING)
    client.force_login(clerk)
    return client


def fields(**changes) -> dict:
    entry = {"channel": "paper", "received_at": "2026-09-05T12:00"}
    text = {"title": "Een bankje", "summary": "Om te zitten.", "body": "Nu staat iedereen.", "language": "nl"}
    return {**entry, **text, "author_name": "Noor", **changes}


def test_the_desk_enters_a_proposal_with_its_scan_for_staff_alone(desk, consultation_round, signed_in, resident):
    address = reverse("enter", args=[consultation_round.reference.string])
    form = desk.get(address).content.decode()
    assert ('type="datetime-local"' in form, 'name="title"' in form, 'name="co_authors"' in form) == (True, True, False)
    scan = SimpleUploadedFile("brief.pdf", PDF)
    response = desk.post(address, fields(scan=scan), follow=True)
    assert "Een bankje" in response.content.decode()
    kept = reverse("scan", args=[Scan.objects.get().pk])
    assert desk.get(kept).getvalue() == PDF
    for person in (None, resident):
        assert signed_in(person).get(kept).status_code in (302, 403)


def test_the_desk_says_everything_that_is_wrong_and_loses_nothing(desk, consultation_round):
    address = reverse("enter", args=[consultation_round.reference.string])
    response = desk.post(address, fields(channel="", title="", body="Een lang verhaal."))
    assert response.status_code == 422
    assert set(response.context["form"].errors) | set(response.context["entry_form"].errors) == {"channel", "title"}
    assert "Een lang verhaal." in response.content.decode()
    late = desk.post(address, fields(received_at="2026-09-16T12:00"))
    assert (late.status_code, "Nu staat iedereen." in late.content.decode()) == (409, True)
    wrong = desk.post(address, fields(scan=SimpleUploadedFile("plan.zip", b"PK\x03\x04")))
    assert wrong.status_code == 409
    assert not Subject.objects.exists()


def test_the_same_text_twice_is_told_and_entered_only_when_that_is_meant(desk, consultation_round, author, moderator):
    address = reverse("enter", args=[consultation_round.reference.string])
    for number, changes in ((1, {}), (1, {}), (2, {"as_it_is": "yes"})):
        desk.post(address, fields(**changes))
        assert Subject.objects.count() == number
    proposal = publish(hand_in(consultation_round, by=author, title="Iets anders"), by=moderator)
    CommentFactory(subject=proposal, text="Goed plan.")
    address = reverse("enter", args=[proposal.reference.string])
    spoken = {"channel": "event", "received_at": "2026-09-20T11:00", "text": "Goed plan.", "author_name": ""}
    for number, changes in ((1, {}), (2, {"as_it_is": "yes"})):
        desk.post(address, spoken | changes)
        assert proposal.comments.count() == number
    assert desk.get(reverse("entries"), {"reference": proposal.reference.string.lower()}).status_code == 302
    assert "Goed plan." in desk.get(reverse("entries")).content.decode()
