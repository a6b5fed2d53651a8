from datetime import timedelta

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.urls import reverse

from accounts.enums import Role
from base.models import AuditEntry
from base.refusal import Refusal
from participation.actions.merge import split_proposal
from participation.actions.paper_support import correct_paper_support, count_paper_support
from participation.enums import Moderation, PhaseKind, State
from participation.models import PaperSupport, StateEvent, Subject
from participation.queries.paper_support import supports_on_paper
from participation.queries.state_event import state_of
from participation.queries.subject import support_count
from tests.conftest import person_with
from tests.factories.accounts import UserFactory
from tests.factories.participation import (
    PaperSupportFactory,
    PhaseFactory,
    StateEventFactory,
    SubjectFactory,
    SupportFactory,
)
from tests.proposals.views.test_attachment import picture
from tests.rounds import moment

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]

OPENS, CLOSES = moment(9, 15), moment(10, 1)
DURING, AFTER = moment(9, 20), moment(10, 2)
HOUR = timedelta(hours=1)


@pytest.fixture
def bench() -> Subject:
    """Public, in a round in which five must support it; two do."""
    subject = SubjectFactory(submitted_at=OPENS - HOUR, consultation_round__support_threshold=5)
    PhaseFactory(consultation_round=subject.consultation_round, kind=PhaseKind.SUPPORT, starts_at=OPENS, ends_at=CLOSES)
    StateEventFactory(subject=subject, state=State.PUBLISHED, at=OPENS - HOUR)
    SupportFactory.create_batch(2, subject=subject)
    return subject


def count(subject: Subject, by, **fields) -> PaperSupport:
    given = {"signatures": 4, "checked": 3, "received_at": DURING, "reason": "Alle nagekeken.", "at": DURING}
    return count_paper_support(subject=subject, by=by, **(given | fields))


def test_a_signed_list_counts_what_was_found_right_and_reaches_the_threshold(bench, clerk):
    count(bench, clerk, checked=2)
    assert (support_count(bench), supports_on_paper(bench), state_of(bench, DURING)) == (4, 2, State.SUPPORTING)
    count(bench, clerk, signatures=1, checked=1)
    assert (support_count(bench), supports_on_paper(bench), state_of(bench, DURING)) == (5, 3, State.THRESHOLD)
    entry = AuditEntry.objects.filter(act="paper_support_counted").latest("pk")
    assert (entry.by, entry.detail["checked"]) == (clerk, 1)


def test_a_list_that_came_in_time_reaches_the_threshold_also_when_it_is_entered_later(bench, clerk):
    count(bench, clerk, at=AFTER)
    assert state_of(bench, AFTER) == State.THRESHOLD


def test_a_wrong_row_is_corrected_by_a_new_one_that_counts_in_its_place(bench, clerk):
    wrong = count(bench, clerk)
    right = correct_paper_support(
        replaces=wrong, signatures=4, checked=1, reason="Twee woonden elders.", by=clerk, at=AFTER
    )
    assert (support_count(bench), supports_on_paper(bench), right.received_at) == (3, 1, DURING)
    assert PaperSupport.objects.count() == 2
    with pytest.raises(Refusal, match="corrected before"):
        correct_paper_support(replaces=wrong, signatures=4, checked=2, reason="Nog eens.", by=clerk, at=AFTER)
    for act in (lambda: PaperSupport.objects.update(checked=4), lambda: PaperSupport.objects.all().delete()):
        with pytest.raises(DatabaseError), transaction.atomic():
            act()
    with pytest.raises(IntegrityError), transaction.atomic():
        PaperSupportFactory(subject=bench, signatures=1, checked=2)


def test_a_list_that_is_sent_twice_is_one_list(bench, clerk):
    """Also at another hour of that day, and in other words."""
    first = count(bench, clerk, scan=picture())
    for again in ({}, {"received_at": DURING + HOUR, "reason": "Een andere lijst, van de markt."}):
        with pytest.raises(Refusal, match="20 September 2026 with 4 signatures stands already"):
            count(bench, clerk, at=DURING + HOUR, **again)
    # The same paper is one list whatever is said of it.
    with pytest.raises(Refusal, match="This scan was counted already"):
        count(bench, clerk, signatures=5, checked=5, scan=picture())
    with pytest.raises(Refusal, match="This scan was counted already"):
        count(bench, clerk, scan=picture(), is_another=True)
    count(bench, clerk, is_another=True)
    assert (PaperSupport.objects.count(), support_count(bench)) == (2, 8)
    # In the place of one that was wrong it may stand anew.
    correct_paper_support(replaces=first, signatures=1, checked=1, reason="Een getal te veel.", by=clerk, at=DURING)
    count(bench, clerk, received_at=DURING, signatures=6, checked=6)


def test_what_was_signed_before_it_was_public_is_no_support(bench, clerk):
    late = SubjectFactory(submitted_at=DURING, consultation_round=bench.consultation_round)
    StateEventFactory(subject=late, state=State.PUBLISHED, at=DURING + HOUR)
    with pytest.raises(Refusal, match="became public on 20 September 2026"):
        count(late, clerk, received_at=DURING - HOUR)
    # A list of that day may have come in an hour before a moderator read it.
    count(late, clerk)


def test_a_list_reaches_no_threshold_once_voting_has_begun_nor_of_what_is_hidden(bench, clerk, mailoutbox):
    row = count(bench, clerk, checked=0)
    Subject.objects.filter(pk=bench.pk).update(moderation=Moderation.HIDDEN)
    correct_paper_support(replaces=row, signatures=4, checked=4, reason="Toch goed.", by=clerk, at=DURING)
    Subject.objects.filter(pk=bench.pk).update(moderation=Moderation.VISIBLE)
    PhaseFactory(
        consultation_round=bench.consultation_round, kind=PhaseKind.VOTE, starts_at=AFTER, ends_at=AFTER + HOUR
    )
    count(Subject.objects.get(pk=bench.pk), clerk, at=AFTER, is_another=True)
    assert not StateEvent.objects.filter(subject=bench, state=State.THRESHOLD).exists()


def test_a_row_takes_the_place_of_one_of_its_own_proposal(bench, clerk):
    other = SubjectFactory(consultation_round=bench.consultation_round)
    with pytest.raises(DatabaseError), transaction.atomic():
        PaperSupportFactory(subject=other, replaces=count(bench, clerk))


def test_a_list_goes_with_its_proposal_into_another_and_out_of_it(bench, clerk):
    part = SubjectFactory(submitted_at=OPENS - HOUR, consultation_round=bench.consultation_round)
    row = count(part, clerk)
    Subject.objects.filter(pk=part.pk).update(merged_into=bench)
    Subject.objects.filter(pk=bench.pk).update(earlier_supports=3)
    StateEventFactory(subject=part, state=State.MERGED, went_to=bench.reference, at=DURING)
    correct_paper_support(replaces=row, signatures=4, checked=2, reason="Een te veel.", by=clerk, at=DURING)
    assert (support_count(bench), supports_on_paper(bench)) == (4, 2)
    with pytest.raises(Refusal, match="is part of"):
        count(Subject.objects.get(pk=part.pk), clerk)
    split_proposal(subject=part, reason="Toch apart.", by=person_with(Role.MODERATOR), at=DURING)
    assert (support_count(bench), supports_on_paper(bench), support_count(part)) == (2, 0, 2)


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"received_at": OPENS - HOUR}, "outside the time"),
        ({"received_at": AFTER}, "still to come"),
        ({"checked": 5}, "No more can be right"),
        ({"reason": " "}, "Say how it was checked"),
        ({"by": None}, "Only who has that task"),
        ({"moderation": Moderation.HIDDEN}, "not public"),
    ],
)
def test_a_list_is_refused_in_a_sentence(bench, clerk, fields, sentence):
    if "moderation" in fields:
        Subject.objects.filter(pk=bench.pk).update(moderation=fields.pop("moderation"))
    by = UserFactory() if "by" in fields and not fields.pop("by") else clerk
    with pytest.raises(Refusal, match=sentence):
        count(bench, by, **fields)
    assert not PaperSupport.objects.exists()


def test_staff_count_a_list_on_their_desk_and_correct_it(bench, clerk, client, monkeypatch):
    monkeypatch.setattr("base.clock.now", lambda: DURING)
    client.force_login(clerk)
    address = reverse("paper_support", args=[bench.reference.string])
    given = {"signatures": 4, "checked": 5, "received_at": "2026-09-19T10:00", "reason": "Steekproef."}
    assert client.post(address, given).status_code == 409
    assert client.post(address, given | {"checked": 3}).status_code == 302
    row = PaperSupport.objects.get()
    page = client.get(f"{address}?row={row.pk}").content.decode()
    assert "Een lijst verbeteren" in page
    assert (
        client.post(f"{address}?row={row.pk}", {"signatures": 4, "checked": 2, "reason": "Een te veel."}).status_code
        == 302
    )
    assert supports_on_paper(bench) == 2
