"""The life of a request under an ordinance against a table that was typed from the brief: every state, every step, every role."""

from datetime import date, timedelta
from itertools import product

import pytest
from django.db import DatabaseError, transaction
from django_tasks_db.models import DBTaskResult

from accounts.enums import Role
from base import clock
from base.refusal import Refusal
from participation.actions.state_event import move_proposal
from participation.actions.subject import withdraw_subject
from participation.enums import RECORDED, Moderation, State
from participation.letter_tasks import tell_of_state
from participation.life import refusal_to_move
from participation.models import StateEvent, Subject
from participation.news import life_news
from participation.queries.request import request_standings, standing_of
from participation.queries.state_event import desk_subjects, state_of
from participation.request_life import end_of_weeks
from proposals.queries.thread import proposal_thread
from tests.factories.accounts import person_with
from tests.factories.participation import (
    OrdinanceFactory,
    StateEventFactory,
    SubjectFactory,
    SupportFactory,
)
from tests.rounds import moment

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]

BEGAN, HANDED, NOW = moment(9, 1, 9), moment(9, 20, 9), moment(9, 25, 9)
PAPER = "https://raad.example/stuk"
GIVEN = {
    State.INADMISSIBLE: {"ground": "decided", "reason": "Besloten in mei."},
    **{
        one: {"document": PAPER, "on": NOW.date(), "reason": "Zie het stuk."}
        for one in (
            *(State.ON_AGENDA, State.DISCUSSED, State.GRANTED, State.REFUSED),
            *(State.AGREEMENT, State.EVALUATED),
        )
    },
    **{one: {"on": NOW.date(), "reason": "Besproken."} for one in (State.TALKS, State.RUNNING)},
    State.PUT_OFF: {"reason": "Er is meer nodig."},
    State.STOPPED: {"reason": "Te weinig mensen."},
}
# By whom: the clerk (c) or who started it (s).
BOTH = """
published handed-over s
supporting handed-over s
threshold handed-over s
handed-over inadmissible c
handed-over admitted c
inadmissible handed-over c
admitted handed-over c
"""
INITIATIVE = (
    BOTH
    + """
admitted on-agenda c
put-off on-agenda c
on-agenda on-agenda c
admitted put-off c
on-agenda put-off c
on-agenda granted c
on-agenda refused c
on-agenda admitted c
granted on-agenda c
refused on-agenda c
discussed on-agenda c
"""
)
CHALLENGE = (
    BOTH
    + """
admitted talks c
talks talks c
put-off talks c
admitted put-off c
talks put-off c
talks granted c
talks refused c
put-off granted c
put-off refused c
granted talks c
refused talks c
granted agreement c
agreement running c
running evaluated c
agreement granted c
running agreement c
evaluated running c
granted stopped c
agreement stopped c
running stopped c
stopped granted c
"""
)
WITHDRAWN_FROM = (
    "moderation",
    "published",
    "supporting",
    "threshold",
    "expired",
    "handed-over",
    "admitted",
    "on-agenda",
)
MAY_WITHDRAW = {"initiative": {*WITHDRAWN_FROM, "put-off"}, "challenge": {*WITHDRAWN_FROM[:-1], "talks", "put-off"}}
# Through which states it came to one: to most of them through all that can lie before.
WAYS = {
    **dict.fromkeys((State.THRESHOLD, State.WITHDRAWN, State.HANDED_OVER), ()),
    **dict.fromkeys((State.INADMISSIBLE, State.ADMITTED), (State.HANDED_OVER,)),
    **dict.fromkeys((State.ON_AGENDA, State.TALKS), (State.HANDED_OVER, State.ADMITTED)),
    **dict.fromkeys((State.AGREEMENT, State.STOPPED), (State.HANDED_OVER, State.ADMITTED, State.TALKS, State.GRANTED)),
    State.RUNNING: (State.HANDED_OVER, State.ADMITTED, State.TALKS, State.GRANTED, State.AGREEMENT),
    State.EVALUATED: (State.HANDED_OVER, State.ADMITTED, State.TALKS, State.GRANTED, State.AGREEMENT, State.RUNNING),
}
LATER = {
    "initiative": (State.HANDED_OVER, State.ADMITTED, State.ON_AGENDA),
    "challenge": (State.HANDED_OVER, State.ADMITTED, State.TALKS),
}
EARLIER = (State.SUBMITTED, State.PUBLISHED)


def request_in(state: State, **laid_down) -> Subject:
    """A request that came to a state by itself or by what was recorded; with talks before whatever follows on them."""
    ordinance = OrdinanceFactory(extension_weeks=6, **laid_down)
    subject = SubjectFactory(
        ordinance=ordinance,
        consultation_round=ordinance.consultation_round,
        support_needed=1 if state in (State.EXPIRED, State.THRESHOLD) else None,
        support_until=NOW - timedelta(hours=1) if state == State.EXPIRED else None,
        submitted_at=BEGAN,
        moderation={State.MODERATION: Moderation.AWAITING, State.SUBMITTED: Moderation.HIDDEN}.get(
            state, Moderation.VISIBLE
        ),
    )
    if state == State.PUBLISHED:
        # What is taken up while its round rests.
        subject.consultation_round.phases.all().delete()
    if state == State.THRESHOLD:
        SupportFactory(subject=subject)
    for one in EARLIER if state not in (State.SUBMITTED, State.MODERATION) else EARLIER[:1]:
        StateEventFactory(subject=subject, state=one, at=BEGAN)
    if state in RECORDED and state not in (*EARLIER, State.EXPIRED):
        if state == State.WITHDRAWN:
            Subject.objects.filter(pk=subject.pk).update(moderation=Moderation.WITHDRAWN, withdrawn_at=HANDED)
        way = WAYS.get(state, LATER[ordinance.instrument])
        for hours, one in enumerate([*way, state]):
            StateEventFactory(subject=subject, state=one, at=HANDED + timedelta(hours=hours), **GIVEN.get(one, {}))
    return Subject.objects.select_related("ordinance", "consultation_round").get(pk=subject.pk)


SHARED = (
    *(State.SUBMITTED, State.MODERATION, State.PUBLISHED, State.SUPPORTING, State.THRESHOLD, State.EXPIRED),
    *(State.INADMISSIBLE, State.WITHDRAWN, State.HANDED_OVER, State.ADMITTED, State.PUT_OFF),
    *(State.GRANTED, State.REFUSED),
)
CASES = [
    *(("initiative", INITIATIVE, state) for state in (*SHARED, State.ON_AGENDA, State.DISCUSSED)),
    *(
        ("challenge", CHALLENGE, state)
        for state in (*SHARED, State.TALKS, State.AGREEMENT, State.RUNNING, State.EVALUATED, State.STOPPED)
    ),
]


@pytest.mark.parametrize(
    ("instrument", "table", "source"), CASES, ids=[f"{one}-{state}" for one, _table, state in CASES]
)
def test_a_step_is_free_exactly_where_the_brief_has_it_for_this_person(instrument, table, source):
    free = {tuple(line.split()) for line in table.strip().splitlines() if line}
    subject = request_in(source, instrument=instrument)
    assert state_of(subject, NOW) == source
    people = {role: person_with(role) for role in Role} | {"starter": subject.author}
    for target, (role, person) in product(State, people.items()):
        expected = (source, target, "c") in free and role in (Role.CLERK, Role.ADMINISTRATOR)
        expected |= role == "starter" and (source, target, "s") in free
        expected |= role == "starter" and target == State.WITHDRAWN and source in MAY_WITHDRAW[instrument]
        refusal = refusal_to_move(person, subject, source, target, NOW)
        assert (not refusal) is expected, (instrument, source, target, role, refusal)


def test_every_step_that_is_free_can_be_taken_with_what_it_asks_and_without_it_is_refused_in_words(clerk):
    for instrument, table in (("initiative", INITIATIVE), ("challenge", CHALLENGE)):
        for source, target, who in (line.split() for line in table.strip().splitlines() if line):
            subject = request_in(State(source), instrument=instrument)
            act = {"subject": subject, "state": State(target), "by": clerk if who == "c" else subject.author, "at": NOW}
            given = {"reason": "Omdat.", "ground": "decided", "document": PAPER, "on": NOW.date()}
            if who == "c":
                with pytest.raises(Refusal):
                    move_proposal(**act)
            event = move_proposal(**act, **given, after=subject.last_event)
            assert state_of(subject, NOW) == target, (instrument, source, target)
            assert event.by == act["by"]


def test_a_committee_discusses_and_does_not_decide_and_the_others_decide(clerk):
    subject = request_in(State.ON_AGENDA, body="committee")
    act = {"subject": subject, "by": clerk, "at": NOW, **GIVEN[State.GRANTED]}
    with pytest.raises(Refusal, match="a committee discusses it"):
        move_proposal(state=State.GRANTED, **act)
    assert move_proposal(state=State.DISCUSSED, **act).document == PAPER
    with pytest.raises(Refusal, match="say what was decided"):
        move_proposal(**act | {"subject": request_in(State.ON_AGENDA)}, state=State.DISCUSSED)


def test_the_clerk_hands_over_for_somebody_without_an_account_and_for_nobody_else(clerk):
    subject = request_in(State.SUPPORTING)
    with pytest.raises(Refusal, match="an author without an account"):
        move_proposal(subject=subject, state=State.HANDED_OVER, by=clerk, at=NOW)
    Subject.objects.filter(pk=subject.pk).update(author=None)
    paper = Subject.objects.get(pk=subject.pk)
    assert move_proposal(subject=paper, state=State.HANDED_OVER, by=clerk, at=NOW).state == State.HANDED_OVER


def test_terms_end_on_a_working_day_but_for_long_ones():
    # Friday 13 November 2026 and six weeks is Christmas: then comes Saturday, Sunday, and Monday 28 December.
    assert end_of_weeks(date(2026, 11, 13), 6) == date(2026, 12, 28)
    # Twelve weeks before Good Friday, 26 March 2027, end on the Tuesday after Easter; thirteen end on Good Friday itself.
    assert end_of_weeks(date(2027, 1, 1), 12) == date(2027, 3, 30)
    assert end_of_weeks(date(2026, 12, 25), 13) == date(2027, 3, 26)


def test_the_desk_and_the_calendar_know_until_when_and_a_decision_is_put_off_once(clerk):
    subject = request_in(State.HANDED_OVER, admission_weeks=2, decision_weeks=8, instrument="challenge")
    waiting = SubjectFactory(
        ordinance=subject.ordinance, consultation_round=subject.consultation_round, submitted_at=BEGAN
    )
    assert {one.subject: one.due_on for one in request_standings(NOW)} == {subject: date(2026, 10, 5), waiting: None}
    # Sunday 20 September and two weeks is a Sunday: Monday 5 October is the last day, and the day after it is late.
    standing, *_ = request_standings(moment(10, 5, 23))
    assert (standing.is_late, request_standings(moment(10, 6))[0].is_late) == (False, True)
    assert subject not in desk_subjects("waiting", NOW)

    act = {"subject": subject, "by": clerk, "at": NOW}
    move_proposal(state=State.ADMITTED, reason="Het past.", **act)
    # Eight weeks after Sunday 20 September is Sunday 15 November.
    assert request_standings(NOW)[0].due_on == date(2026, 11, 16)
    move_proposal(state=State.PUT_OFF, reason="De begroting komt eerst.", **act)
    assert request_standings(NOW)[0].due_on == date(2026, 12, 27)
    move_proposal(state=State.TALKS, on=NOW.date(), reason="Over het onderhoud.", **act)
    with pytest.raises(Refusal, match="can be done once"):
        move_proposal(state=State.PUT_OFF, reason="Nog eens.", **act)
    with pytest.raises(Refusal, match="lies ahead"):
        move_proposal(state=State.GRANTED, reason="Ja.", document=PAPER, on=date(2026, 9, 26), **act)
    with pytest.raises(Refusal, match="before the day on which it was handed over"):
        move_proposal(state=State.GRANTED, reason="Ja.", document=PAPER, on=date(2026, 9, 19), **act)
    for wrong in ({"document": ""}, {"on": None}, {"reason": " "}):
        with pytest.raises(Refusal):
            move_proposal(state=State.GRANTED, **{"reason": "Ja.", "document": PAPER, "on": NOW.date()} | wrong, **act)
    late = request_in(State.ADMITTED, decision_weeks=1)
    with pytest.raises(Refusal, match="The term to decide ended"):
        move_proposal(**act | {"subject": late, "at": moment(10, 5)}, state=State.PUT_OFF, reason="Druk.")
    with pytest.raises(Refusal, match="does not name this ground"):
        move_proposal(
            **act | {"subject": request_in(State.HANDED_OVER)}, state=State.INADMISSIBLE, ground="taxes", reason="Nee."
        )


def test_no_step_happens_before_the_one_that_it_comes_after(clerk):
    subject = request_in(State.AGREEMENT, instrument="challenge")
    act = {"subject": subject, "by": clerk, "at": moment(12, 1)}
    day = NOW.date() + timedelta(days=5)
    with pytest.raises(Refusal, match="before that of the step before it, 'agreement made', 25 September"):
        move_proposal(state=State.RUNNING, on=NOW.date() - timedelta(days=1), **act)
    move_proposal(state=State.RUNNING, on=day, **act)
    found = {"document": PAPER, "reason": "Zie het verslag."}
    with pytest.raises(Refusal, match="before that of the step before it"):
        move_proposal(state=State.EVALUATED, on=day - timedelta(days=1), **found, **act)
    # A wrong day is put right: then it counts from the step before that.
    move_proposal(state=State.AGREEMENT, reason="De dag klopt niet.", **act)
    move_proposal(state=State.RUNNING, on=day - timedelta(days=2), **act)
    assert move_proposal(state=State.EVALUATED, on=day - timedelta(days=1), **found, **act).state == State.EVALUATED


def test_a_step_back_rests_on_what_the_state_before_rested_on_and_nothing_is_written_over(clerk):
    subject = request_in(State.ON_AGENDA)
    act = {"subject": subject, "by": clerk, "at": NOW}
    move_proposal(state=State.GRANTED, document="https://raad.example/besluit", on=NOW.date(), reason="Ja.", **act)
    back = move_proposal(state=State.ON_AGENDA, reason="Het besluit was van een ander.", **act)
    assert (back.document, back.on, back.reason) == (PAPER, NOW.date(), "Het besluit was van een ander.")
    assert [one.state for one in StateEvent.objects.filter(subject=subject)][-3:] == [
        "on-agenda",
        "granted",
        "on-agenda",
    ]
    for wrong in (
        lambda: StateEvent.objects.filter(pk=back.pk).update(reason="Anders."),
        lambda: StateEvent.objects.filter(pk=back.pk).delete(),
        lambda: StateEventFactory(subject=subject, state=State.GRANTED, at=NOW, reason="Zonder stuk."),
        lambda: StateEventFactory(subject=subject, state=State.RUNNING, at=NOW),
        lambda: StateEventFactory(subject=subject, state=State.REFUSED, at=NOW, document=PAPER, on=NOW.date()),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            wrong()


def test_what_stopped_by_mistake_goes_back_to_where_it_stopped_and_is_there_since_it_came_there(client, clerk):
    subject = request_in(State.RUNNING, instrument="challenge")
    act = {"subject": subject, "by": clerk, "reason": "Een vergissing."}
    move_proposal(state=State.STOPPED, at=NOW, **act)
    with pytest.raises(Refusal, match="It stopped while it was: being carried out"):
        move_proposal(state=State.GRANTED, at=NOW, **act)
    move_proposal(state=State.RUNNING, at=NOW + timedelta(days=9), **act)
    found = Subject.objects.select_related("ordinance").get(pk=subject.pk)
    standing = standing_of(found, State.RUNNING, NOW + timedelta(days=9))
    assert standing.since == HANDED.date()
    told = [(one.label, one.stamp) for one in proposal_thread(found, [], None, NOW, State.RUNNING)]
    assert ("Stopped", "a mistake, taken back") in told
    assert ("Taken back: stopped", "") in told


def test_a_meeting_after_the_term_asks_why_and_one_in_another_century_is_refused(clerk):
    subject = request_in(State.ADMITTED, decision_weeks=8)
    act = {"subject": subject, "state": State.ON_AGENDA, "by": clerk, "at": NOW, "document": PAPER}
    with pytest.raises(Refusal, match="more than a year away"):
        move_proposal(on=date(2070, 1, 1), reason="Dan pas.", **act)
    late = date(2026, 12, 17)
    with pytest.raises(Refusal, match="It is to be decided by 16 November 2026, and this meeting is later"):
        move_proposal(on=late, **act)
    assert move_proposal(on=late, reason="De raad vergadert niet eerder.", **act).on == late


def test_a_step_that_is_taken_back_before_anybody_heard_of_it_is_told_to_nobody(
    clerk, django_capture_on_commit_callbacks, settings
):
    subject = request_in(State.HANDED_OVER)
    handed = subject.state_events.last()
    assert tell_of_state.call(handed.pk) == 1
    act = {"subject": subject, "by": clerk, "at": NOW, "reason": "Verkeerd geklikt."}
    steps = [move_proposal(state=state, **act) for state in (State.ADMITTED, State.HANDED_OVER)]
    assert [tell_of_state.call(one.pk) for one in steps] == [0, 0]
    assert life_news(str(steps[-1].pk)) is None
    # Once people heard of it they hear that it was one.
    again = move_proposal(state=State.ADMITTED, **act)
    assert tell_of_state.call(again.pk) == 1
    back = move_proposal(state=State.HANDED_OVER, **act)
    assert tell_of_state.call(back.pk) == 1
    # Where a worker runs all of it waits for ten minutes.
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    with clock.set_to(NOW), django_capture_on_commit_callbacks(execute=True):
        move_proposal(state=State.ADMITTED, **act)
    waits = DBTaskResult.objects.filter(task_path__endswith=("tell_of_state"))
    assert [one.run_after for one in waits] == [NOW + timedelta(minutes=10)]


def test_starter_and_supporters_hear_once_what_comes_next_and_why_they_are_told(mailoutbox, clerk):
    subject = request_in(State.HANDED_OVER, admission_weeks=2, decision_weeks=8)
    supporter = SupportFactory(subject=subject).supporter
    event = move_proposal(subject=subject, state=State.ADMITTED, by=clerk, at=NOW, reason="Het past.")
    assert (tell_of_state.call(event.pk), tell_of_state.call(event.pk)) == (2, 0)
    told = {mail.to[0]: mail for mail in mailoutbox}
    assert set(told) == {subject.author.email, supporter.email}
    body = told[supporter.email].body
    assert all(words in body for words in ("op de agenda", "16 november 2026", "omdat je dit voorstel steunt"))
    assert supporter.display_name not in told[subject.author.email].body

    mailoutbox.clear()
    withdraw_subject(subject=subject, reason="Het is al opgelost.", by=subject.author, at=NOW)
    gone = StateEvent.objects.filter(subject=subject).last()
    assert (tell_of_state.call(gone.pk), [mail.to[0] for mail in mailoutbox]) == (1, [supporter.email])
    # Its words are not public any more, nor is the reason.
    assert not [words for words in (subject.label, "opgelost") if words in mailoutbox[0].body]
