"""What was recorded of a promise is put right in view of everybody: nothing makes it as if it was in time."""

import re
from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils.translation import override

from base.refusal import Refusal
from participation.enums import FollowMoment
from participation.news import news_of
from proposals.actions.commitment import correct_commitment, record_step
from proposals.commitment_rules import Told
from proposals.models import Commitment
from proposals.views.words import due_words
from tests.proposals.actions.test_commitment import TEXT, make, standing_of
from tests.rounds import COUNTING

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


@pytest.fixture
def promise(agenda_item, clerk) -> Commitment:
    return make(agenda_item.reference, clerk)


def test_a_day_that_has_passed_is_put_off_and_not_corrected_away(agenda_item, clerk):
    made = make(agenda_item.reference, clerk, text=replace(TEXT, made_on=date(2026, 10, 1), due_on=date(2026, 11, 17)))
    assert standing_of(made).is_late(date(2026, 11, 20))
    act = {"commitment": made, "reason": "Typefout.", "read": 0, "by": clerk, "at": COUNTING}
    text = replace(TEXT, made_on=date(2026, 10, 1), due_on=date(2027, 6, 1))
    with pytest.raises(Refusal, match="promised by 17 November 2026"):
        correct_commitment(text=text, **act)
    # To an earlier day, or of what still lies ahead, a slip of the pen is put right.
    correct_commitment(text=replace(text, due_on=date(2026, 11, 10)), **act)
    ahead = make(agenda_item.reference, clerk, text=replace(TEXT, text="Een pad.", due_on=date(2026, 12, 1)))
    correct_commitment(text=replace(TEXT, text="Een pad."), **act | {"commitment": ahead})
    assert (standing_of(made).due_on, standing_of(ahead).due_on) == (date(2026, 11, 10), TEXT.due_on)
    # Weeks after it was recorded a later day is no slip of the pen, though it has not come yet.
    weeks = COUNTING + timedelta(days=15)
    with pytest.raises(Refusal, match="promised by 1 June 2027"):
        correct_commitment(
            text=replace(TEXT, text="Een pad.", due_on=date(2027, 9, 1)),
            **act | {"commitment": ahead, "at": weeks, "read": 1},
        )


def test_a_putting_off_of_before_it_was_due_that_is_written_down_after_it_does_not_make_it_in_time(
    promise, clerk, client
):
    due = promise.due_on
    at = COUNTING.replace(year=due.year, month=due.month, day=due.day) + timedelta(days=10)
    told = Told(due - timedelta(days=40), note="Het hout komt later.", due_on=due + timedelta(days=200))
    record_step(commitment=promise, step="moved", told=told, by=clerk, at=at)
    standing = standing_of(promise)
    assert (standing.times_moved, standing.days_late) == (1, 10)
    assert due_words(standing).endswith("it was to be 1 June 2027; by then it was 10 days late")
    page = client.get(f"/en/promises/{promise.reference}/").content.decode()
    assert "Recorded on 11 June 2027." in page
    # On its day it is not late yet.
    other = make(promise.about, clerk, text=replace(TEXT, text="Een pad."))
    moved = replace(told, happened_on=due - timedelta(days=1))
    record_step(commitment=other, step="moved", told=moved, by=clerk, at=at - timedelta(days=10))
    assert standing_of(other).days_late == 0


def test_who_corrects_what_somebody_else_corrected_meanwhile_is_told_and_followers_hear_of_it_once(
    promise, clerk, client
):
    client.force_login(clerk)
    desk = reverse("commitment_desk", args=[promise.reference.string])
    shown = client.get(desk).content.decode()
    read = re.search(r'name="correction-corrections" value="(\d+)"', shown)[1]
    sent = {f"correction-{name}": value for name, value in vars(TEXT).items()} | {"act": "correction"}
    correct_commitment(
        commitment=promise,
        text=replace(TEXT, text="De bank staat in mei."),
        reason="Zo was het.",
        read=0,
        by=clerk,
        at=COUNTING,
    )
    mine = sent | {
        "correction-department": "Groen en water",
        "correction-reason": "afdeling",
        "correction-corrections": read,
    }
    answer = client.post(desk, mine)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "De bank staat in mei." in page
    assert "Groen en water" in page
    assert standing_of(promise).commitment.text == "De bank staat in mei."
    # Who reads what stands now sends it again.
    again = re.search(r'name="correction-corrections" value="(\d+)"', page)[1]
    assert (
        client.post(
            desk, mine | {"correction-corrections": again, "correction-text": "De bank staat in mei."}
        ).status_code
        == 302
    )
    assert standing_of(promise).commitment.department == "Groen en water"
    first, second = promise.corrections.all()
    assert news_of(FollowMoment.PROMISE, f"corrected {first.pk}") is None
    with override("en"):
        news = news_of(FollowMoment.PROMISE, f"corrected {second.pk}")
    assert news.headline == "TZG-2026-001: a promise was corrected"
    assert "afdeling" in [one.text for one in news.paragraphs]


@pytest.mark.parametrize(
    "address", ["http://169.254.169.254/latest", "http://localhost:8000/x", "https://a:b@voorbeeld.example/x"]
)
def test_what_shows_that_it_is_done_opens_for_everybody(promise, clerk, address):
    told = Told(date(2026, 11, 19), note="De bank staat er.", evidence_url=address)
    with pytest.raises(Refusal):
        record_step(commitment=promise, step="done", told=told, by=clerk, at=COUNTING)
