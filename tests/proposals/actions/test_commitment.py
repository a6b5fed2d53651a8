"""Promises: made once, followed to their end, never rewritten."""

import re
from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.urls import reverse

from accounts.enums import Role
from base.queries.published_version import version_in_force
from base.refusal import Refusal
from participation.enums import FollowMoment
from participation.models import Subject
from participation.news import news_of
from proposals.actions.commitment import (
    add_milestone,
    correct_commitment,
    make_commitment,
    record_spending,
    record_step,
)
from proposals.commitment_life import CommitmentState
from proposals.commitment_rules import CommitmentText, Told
from proposals.council_enums import CommitmentStep
from proposals.models import Commitment, CommitmentEvent, Milestone, Spending
from proposals.motion_life import MotionState
from proposals.queries.commitment import commitment_standing, commitments, promised
from proposals.queries.motion import motion_standing
from proposals.queries.request import requests_waiting
from proposals.views.words import due_words
from tests.factories.accounts import person_with
from tests.factories.participation import CommentFactory, OrdinanceFactory, StateEventFactory, SubjectFactory
from tests.factories.proposals import (
    CommitmentEventFactory,
    CommitmentFactory,
    CouncilPaperFactory,
    CouncilVoteFactory,
    DecisionFactory,
    MilestoneFactory,
    SpendingFactory,
)
from tests.removals import redacted
from tests.rounds import COUNTING
from tests.smtp import Mailbox, mail_server

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]

TEXT = CommitmentText(
    origin="meeting",
    text="Voor de zomer staat er een bank bij de vijver.",
    text_en="There is a bench by the pond before summer.",
    department="Groen",
    made_on=date(2026, 11, 2),
    due_on=date(2027, 6, 1),
)
SHOWN = Told(date(2026, 11, 19), note="De bank staat er.", evidence_url="https://example.org/bank")
OPEN, STARTED, ON_HOLD, DONE, DROPPED, MISTAKE = CommitmentState
# What may follow on what, as a clerk would say it; any other pair is refused.
MAY = {
    OPEN: {"started": STARTED, "on-hold": ON_HOLD, "moved": OPEN, "done": DONE, "dropped": DROPPED, "mistake": MISTAKE},
    STARTED: {"on-hold": ON_HOLD, "moved": STARTED, "done": DONE, "dropped": DROPPED, "mistake": MISTAKE},
    ON_HOLD: {"started": STARTED, "moved": ON_HOLD, "done": DONE, "dropped": DROPPED, "mistake": MISTAKE},
    DONE: {"reopened": OPEN, "mistake": MISTAKE},
    DROPPED: {"reopened": OPEN, "mistake": MISTAKE},
    # The last word of it.
    MISTAKE: {},
}
LEADS_TO = {OPEN: "", STARTED: "started", ON_HOLD: "on-hold", DONE: "done", DROPPED: "dropped", MISTAKE: "mistake"}


@pytest.fixture
def promise(agenda_item, clerk) -> Commitment:
    return make(agenda_item.reference, clerk)


def make(about, by, *, text=TEXT, **fields) -> Commitment:
    return make_commitment(text=text, about=about, consultation_round=None, by=by, at=COUNTING, **fields)


def step(commitment, by, name, told=SHOWN, **fields) -> CommitmentEvent:
    if name == "moved":
        told = replace(told, due_on=date(2027, 9, 1))
    return record_step(commitment=commitment, step=name, told=told, by=by, at=COUNTING, **fields)


def standing_of(commitment):
    return commitment_standing(commitment.reference.string)


def test_make_commitment_publishes_it_under_a_number_of_its_own(agenda_item, promise):
    assert promise.reference.string == "TZG-2026-001"
    version = version_in_force(promise.reference_id, "en")
    assert version.content["title"] == TEXT.text_en
    assert (version.content["due_on"], version.content["about"]) == ("2027-06-01", agenda_item.reference.string)
    assert (
        news_of(FollowMoment.PROMISE, f"made {promise.pk}").headline == "TZG-2026-001: the municipality made a promise"
    )


def test_make_commitment_is_about_what_its_decision_or_paper_is_about(agenda_item, clerk):
    for source in ({"decision": DecisionFactory(about=agenda_item.reference)}, {"paper": CouncilPaperFactory()}):
        about = next(iter(source.values())).about
        assert make(None, clerk, **source).about == about


def test_make_commitment_refuses_in_words(agenda_item, clerk):
    cases = {
        "Say what the promise is about": {"about": None},
        "lies ahead": {"text": replace(TEXT, made_on=date(2026, 11, 21))},
        "before it was promised": {"text": replace(TEXT, due_on=date(2026, 11, 1))},
        "more than 10 years": {"text": replace(TEXT, due_on=date(9999, 12, 31))},
        "too far back": {"text": replace(TEXT, made_on=date(1026, 11, 1))},
    }
    for words, fields in cases.items():
        with pytest.raises(Refusal, match=words):
            make(**{"about": agenda_item.reference, "by": clerk} | fields)
    assert Commitment.objects.count() == 0


def test_promises_are_the_clerks(agenda_item, promise):
    for role in (Role.EDITOR, Role.MODERATOR, Role.PARTY_REPRESENTATIVE, Role.RESIDENT):
        person, about = person_with(role), agenda_item.reference
        for act in (
            lambda by=person, about=about: make(about, by),
            lambda by=person: step(promise, by, "started"),
            lambda by=person: add_milestone(
                commitment=promise, title="Besteld", due_on=TEXT.due_on, by=by, at=COUNTING
            ),
            lambda by=person: record_spending(commitment=promise, year=2027, planned=1, spent=None, by=by, at=COUNTING),
        ):
            with pytest.raises(Refusal, match="Only the clerk"):
                act()


def test_record_step_follows_the_table_of_states(agenda_item, clerk):
    for source, allowed in MAY.items():
        for name in CommitmentStep.values:
            promise = make(agenda_item.reference, clerk, text=replace(TEXT, text=f"{source} {name}"))
            if LEADS_TO[source]:
                step(promise, clerk, LEADS_TO[source])
            if name in allowed:
                step(promise, clerk, name)
                assert standing_of(promise).state == allowed[name], (source, name)
            else:
                with pytest.raises(Refusal, match=r"cannot become|recorded by mistake"):
                    step(promise, clerk, name)


def test_record_step_asks_for_what_belongs_to_it(promise, clerk):
    cases = [
        ("done", Told(date(2026, 11, 19), note="Klaar."), "a link or a picture"),
        ("dropped", Told(date(2026, 11, 19)), "Say in a sentence"),
        ("moved", Told(date(2026, 11, 19), note="Later."), "Give the new day"),
        ("moved", Told(date(2026, 11, 19), note="Later.", due_on=TEXT.due_on), "has already"),
        ("moved", Told(date(2026, 11, 19), note="Later.", due_on=date(2026, 1, 1)), "before the promise was made"),
        (
            "moved",
            Told(date(2026, 11, 19), note="Later.", due_on=date(2026, 11, 18)),
            "before the day on which it was put",
        ),
        ("moved", Told(date(2026, 11, 19), note="Later.", due_on=date(9999, 12, 31)), "more than 10 years after"),
        ("started", Told(date(2026, 11, 21)), "lies ahead"),
        ("started", Told(date(2026, 11, 1)), "before the promise"),
        ("started", Told(date(2026, 11, 19), due_on=date(2028, 1, 1)), "belongs to putting it off"),
    ]
    for name, told, words in cases:
        with pytest.raises(Refusal, match=words):
            record_step(commitment=promise, step=name, told=told, by=clerk, at=COUNTING)
    assert CommitmentEvent.objects.count() == 0


def test_what_is_late_follows_from_the_day(promise, clerk):
    assert not standing_of(promise).is_late(TEXT.due_on)
    assert standing_of(promise).is_late(date(2027, 6, 2))
    step(promise, clerk, "moved")
    moved = standing_of(promise)
    assert (moved.due_on, moved.first_due_on, moved.was_moved) == (date(2027, 9, 1), TEXT.due_on, True)
    assert not moved.is_late(date(2027, 6, 2))
    # It is not late, and was not kept by the day that was promised: that stays visible.
    figures = promised([moved], date(2027, 6, 2))
    assert (figures.all, figures.put_off, figures.late, figures.going, moved.times_moved) == (1, 1, 0, 0, 1)
    # Back to the first day it was put off still, and twice.
    told = Told(date(2026, 11, 20), note="Toch eerder.", due_on=TEXT.due_on)
    record_step(commitment=promise, step="moved", told=told, by=clerk, at=COUNTING)
    again = standing_of(promise)
    assert (again.times_moved, again.was_moved, again.is_put_off(date(2027, 5, 1))) == (2, True, True)
    assert (again.is_late(date(2027, 6, 2)), again.is_put_off(date(2027, 6, 2))) == (True, False)
    assert due_words(again) == "1 June 2027; put off 2 times, it was to be 1 June 2027"
    step(promise, clerk, "done")
    assert not standing_of(promise).is_late(date(2030, 1, 1))
    figures = promised([standing_of(promise)], date(2030, 1, 1))
    assert (figures.all, figures.done, figures.done_late, figures.late, figures.going) == (1, 1, 0, 0, 0)


def test_promise_is_not_done_while_a_step_of_it_is_open(promise, clerk):
    bench = add_milestone(commitment=promise, title="Besteld", due_on=date(2027, 2, 1), by=clerk, at=COUNTING)
    with pytest.raises(Refusal, match="after the day on which all of it"):
        add_milestone(commitment=promise, title="Geplaatst", due_on=date(2027, 6, 2), by=clerk, at=COUNTING)
    with pytest.raises(Refusal, match="before the promise was made"):
        add_milestone(commitment=promise, title="Bedacht", due_on=date(2001, 1, 1), by=clerk, at=COUNTING)
    with pytest.raises(Refusal, match="after the day on which all of it"):
        step(promise, clerk, "moved", milestone=bench)
    with pytest.raises(Refusal, match="Not every step"):
        step(promise, clerk, "done")
    # A step of it needs no evidence beside its sentence.
    step(promise, clerk, "done", Told(date(2026, 11, 19), note="De bank is besteld."), milestone=bench)
    assert standing_of(promise).milestones[0].state == DONE
    step(promise, clerk, "done")
    with pytest.raises(Refusal, match="This is over"):
        step(promise, clerk, "reopened", milestone=bench)


def test_a_promise_is_of_the_motion_that_was_carried_and_about_what_that_is_about(agenda_item, clerk):
    vote = CouncilVoteFactory(paper__kind="motion", paper__about=agenda_item.reference)
    on_motion = replace(TEXT, origin="motion", made_on=vote.meeting.held_on)
    cases = [
        ("carried on", vote.paper, None, replace(on_motion, made_on=vote.meeting.held_on - timedelta(days=1))),
        ("is no motion", CouncilPaperFactory(about=agenda_item.reference), None, on_motion),
        ("and not about", vote.paper, CouncilPaperFactory().about, on_motion),
    ]
    for words, paper, about, text in cases:
        with pytest.raises(Refusal, match=words):
            make(about, clerk, paper=paper, text=text)
    assert make(None, clerk, paper=vote.paper, text=on_motion).about == agenda_item.reference


def test_a_promise_recorded_by_mistake_is_taken_back_in_words_and_its_motion_waits_again(agenda_item, clerk, client):
    vote = CouncilVoteFactory(paper__kind="motion", paper__about=agenda_item.reference)
    text = replace(TEXT, origin="motion", made_on=vote.meeting.held_on)
    made = make(None, clerk, paper=vote.paper, text=text)
    steps = add_milestone(commitment=made, title="Besteld", due_on=date(2027, 2, 1), by=clerk, at=COUNTING)
    assert motion_standing(vote.paper).state == MotionState.GOING
    with pytest.raises(Refusal, match="Only the whole promise"):
        step(made, clerk, "mistake", milestone=steps)
    step(made, clerk, "mistake", Told(date(2026, 11, 20), note="Dit was een andere motie."))
    assert motion_standing(vote.paper).state == MotionState.CARRIED
    # Nothing follows on it, by whatever way.
    acts = [
        lambda: step(made, clerk, "reopened"),
        lambda: step(made, clerk, "done", milestone=steps),
        lambda: add_milestone(commitment=made, title="En?", due_on=date(2027, 2, 1), by=clerk, at=COUNTING),
        lambda: record_spending(commitment=made, year=2027, planned=1, spent=None, by=clerk, at=COUNTING),
        lambda: correct_commitment(commitment=made, text=TEXT, reason="Anders.", read=0, by=clerk, at=COUNTING),
    ]
    for act in acts:
        with pytest.raises(Refusal, match="recorded by mistake"):
            act()
    with pytest.raises(DatabaseError), transaction.atomic():
        CommitmentEventFactory(commitment=made, step="reopened", note="Toch.")
    assert promised([standing_of(made)], date(2026, 11, 21)).all == 0
    # It stays readable as what it is, and the same promise can be recorded as it was made.
    for page in (reverse("commitments"), reverse("commitment", args=[made.reference])):
        assert "recorded by mistake" in client.get(page).content.decode().lower()
    assert make(None, clerk, paper=vote.paper, text=text).pk != made.pk


def test_a_promise_on_a_request_follows_from_an_agreed_one(clerk):
    ordinance = OrdinanceFactory()
    request = SubjectFactory(ordinance=ordinance, consultation_round=ordinance.consultation_round)
    text = replace(TEXT, origin="request", made_on=date(2026, 11, 10))

    def refused(words, text=text, subject=request):
        with pytest.raises(Refusal, match=words):
            make(None, clerk, text=text, subject=subject)

    refused("was not agreed to")
    refused("Say on which request", subject=None)
    document = {"document": "https://raad.example/besluit", "reason": "Ja.", "at": COUNTING}
    StateEventFactory(subject=request, state="granted", on=date(2026, 11, 10), **document)
    request = Subject.objects.get(pk=request.pk)
    refused("was agreed to on 10 November 2026", replace(text, made_on=date(2026, 11, 9)))
    refused("on a request of residents", TEXT)
    assert [(one.pk, day) for one, day in requests_waiting()] == [(request.pk, date(2026, 11, 10))]
    made = make(None, clerk, text=text, subject=request)
    assert (made.thing, requests_waiting()) == (request.reference, [])
    step(made, clerk, "mistake")
    assert [one.pk for one, _day in requests_waiting()] == [request.pk]
    # Taken back, it is agreed to no more.
    StateEventFactory(subject=request, state="on-agenda", on=date(2026, 11, 12), **document)
    assert requests_waiting() == []
    with pytest.raises(IntegrityError), transaction.atomic():
        CommitmentFactory(origin="request")


def test_money_that_is_spent_over_its_plan_is_said(promise, clerk, client):
    for year, planned, spent in ((2027, 100, 1000), (2028, 5000, None)):
        record_spending(commitment=promise, year=year, planned=planned, spent=spent, by=clerk, at=COUNTING)
    assert standing_of(promise).overspent == 900
    client.force_login(clerk)
    for page in (reverse("commitment", args=[promise.reference]), reverse("commitment_desk", args=[promise.reference])):
        assert re.search("900 (more than was planned|meer dan voor die jaren)", client.get(page).content.decode())
    # A plan that is raised afterwards hides nothing of that.
    record_spending(commitment=promise, year=2027, planned=2000, spent=1000, by=clerk, at=COUNTING)
    assert [(one.year, one.planned, one.more) for one in standing_of(promise).said_before] == [(2027, 100, 900)]
    for page in (reverse("commitment", args=[promise.reference]), reverse("commitment_desk", args=[promise.reference])):
        assert re.search("900 (more than planned|meer dan gepland)", client.get(page).content.decode())


def test_money_of_a_year_is_the_newest_that_was_recorded(promise, clerk):
    for planned, spent in ((1000, None), (1200, 300)):
        record_spending(commitment=promise, year=2027, planned=planned, spent=spent, by=clerk, at=COUNTING)
    record_spending(commitment=promise, year=2028, planned=50, spent=None, by=clerk, at=COUNTING)
    standing = standing_of(promise)
    assert (standing.planned, standing.spent, len(standing.spendings)) == (1250, 300, 2)
    with pytest.raises(Refusal, match="four figures"):
        record_spending(commitment=promise, year=27, planned=1, spent=None, by=clerk, at=COUNTING)


def test_database_keeps_promises_as_they_were_made():
    rows = [CommitmentFactory(), MilestoneFactory(), CommitmentEventFactory(), SpendingFactory()]
    for row, change in zip(rows, ("due_on", "due_on", "happened_on", "at"), strict=True):
        found = type(row).objects.filter(pk=row.pk)
        for write in (lambda found=found, change=change: found.update(**{change: None}), found.delete):
            with pytest.raises(DatabaseError), transaction.atomic():
                write()
    assert {Commitment, Milestone, CommitmentEvent, Spending} == {type(row) for row in rows}
    with pytest.raises(IntegrityError), transaction.atomic():
        CommitmentEventFactory(step="done", note="Klaar.")


def test_news_tells_the_newest_step_alone(promise, clerk):
    first = step(promise, clerk, "moved")
    news = news_of(FollowMoment.PROMISE, f"step {first.pk}")
    assert (news.headline, news.paragraphs[1].text) == (
        "TZG-2026-001, a promise: put off",
        "The new day is 1 September 2027.",
    )
    step(promise, clerk, "done")
    assert news_of(FollowMoment.PROMISE, f"step {first.pk}") is None


def test_who_took_part_hears_once_that_it_was_carried_out(
    consultation_round, clerk, resident, settings, django_capture_on_commit_callbacks
):
    CommentFactory(subject__consultation_round=consultation_round, subject__author=None, author=resident)
    promise = make(None, clerk, decision=DecisionFactory(consultation_round=consultation_round))
    box = Mailbox()
    with mail_server(settings, box), django_capture_on_commit_callbacks(execute=True):
        step(promise, clerk, "started")
        step(promise, clerk, "done")
    assert [(mail["To"], mail["Subject"]) for mail in box.mails] == [
        (resident.email, "TZG-2026-001, een toezegging: gedaan")
    ]


def test_redacted_words_of_a_promise_go_from_its_lists_too(promise, clerk):
    def change(**fields):
        with pytest.raises(DatabaseError), transaction.atomic():
            Commitment.objects.filter(pk=promise.pk).update(**fields)

    string = promise.reference.string
    change(text=string)
    redacted(version_in_force(promise.reference_id, "nl"), "title", by=clerk)
    promise.refresh_from_db()
    assert (promise.text, promise.text_en) == (string, TEXT.text_en)
    redacted(version_in_force(promise.reference_id, "en"), "title", by=clerk)
    promise.refresh_from_db()
    assert (promise.text, promise.text_en) == (string, "")
    # Nothing else of it changes, also now.
    for fields in ({"text": "Anders."}, {"department": "Wegen"}, {"text_en": "Else."}):
        change(**fields)
    assert [one.pk for one in commitments()] == [promise.pk]
    promise.reference.is_public = False
    promise.reference.save(update_fields=["is_public"])
    assert not commitments().exists()
