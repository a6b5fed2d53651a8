"""The life of motions and amendments: read from what is recorded, and shown wherever somebody looks for it."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import product

import pytest
import time_machine
from django.db import DatabaseError, transaction
from django.urls import reverse
from icalendar import Calendar

from accounts.enums import Role
from base.refusal import Refusal
from home.enums import ItemStep
from home.item_life import refusal_to_move
from home.queries.item_life import facts_of
from home.views.deadlines import deadlines_path
from proposals.actions.commitment import correct_commitment, make_commitment, record_step
from proposals.actions.council_paper import PaperText, meeting_on, record_paper
from proposals.actions.council_term import begin_term
from proposals.actions.council_vote import GroupHeads, record_vote
from proposals.commitment_rules import CommitmentText, Told
from proposals.council_enums import PaperKind
from proposals.models import Commitment, CommitmentCorrection
from proposals.motion_life import STEPS, MotionEvent, MotionState, can_happen, take_up_by
from proposals.queries.council import groups_on, papers
from proposals.queries.dossier.council import commitments_data, council_data
from proposals.queries.motion import motion_standing, motions_about, motions_waiting
from proposals.waiting import waiting
from tests.factories.accounts import person_with
from tests.factories.participation import ConsultationRoundFactory
from tests.factories.proposals import DecisionFactory, OfficialPublicationFactory
from tests.rounds import COUNTING

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("site_ground")]
DATED, VOTED = date(2026, 11, 3), date(2026, 11, 17)


@pytest.fixture(autouse=True)
def moment(settings):
    with time_machine.travel(COUNTING, tick=False) as traveller:
        yield traveller


@pytest.fixture
def group(clerk):
    begin_term(starts_on=date(2026, 3, 19), groups={"Waterpartij": 9}, by=clerk, at=COUNTING)
    return groups_on(VOTED)[0]


def paper(kind, item, clerk, number="M1", **fields):
    text = PaperText(kind, "Meer leerplekken", fields.pop("dated_on", DATED), number=number)
    return record_paper(text=text, about=item, consultation_round=None, by=clerk, at=COUNTING, **fields)


def vote(found, group, clerk, in_favour, against=0, held_on=VOTED, **fields):
    meeting = meeting_on(body="council", held_on=held_on, by=clerk, at=COUNTING)
    heads = [GroupHeads(group, in_favour, against)]
    return record_vote(paper=found, meeting=meeting, groups=heads, was_called=True, by=clerk, at=COUNTING, **fields)


def promise(found, clerk, **fields):
    text = CommitmentText("motion", "De wijkkrant komt terug.", "Onderwijs", VOTED, date(2027, 3, 1))
    return make_commitment(
        text=replace(text, **fields), about=None, consultation_round=None, paper=found, by=clerk, at=COUNTING
    )


def test_every_state_says_what_leads_on_from_it():
    """By domain.md 2.6: submitted, then withdrawn, carried or rejected; a carried one is settled or in the text."""
    led = {
        (kind, source, event)
        for kind, source, event in product(PaperKind, MotionState, MotionEvent)
        if can_happen(kind, source, event)
    }
    undecided = {MotionState.SUBMITTED, MotionState.PUT_OFF, MotionState.NOT_VOTED}
    votes = {MotionEvent.WITHDRAWAL, MotionEvent.TIED, MotionEvent.VOID, MotionEvent.ADOPTED, MotionEvent.REJECTED}
    settling = {MotionState.CARRIED, MotionState.GOING, MotionState.SETTLED, MotionState.NOT_SETTLED}
    ends = {MotionEvent.PROMISED, MotionEvent.DONE, MotionEvent.DROPPED}
    assert led == {
        *product((PaperKind.MOTION, PaperKind.AMENDMENT), undecided, votes),
        *product((PaperKind.MOTION,), settling, ends),
        (PaperKind.AMENDMENT, MotionState.CARRIED, MotionEvent.IN_TEXT),
    }
    # By a tie it is put off (Gemeentewet 32.4); without enough members nothing was voted (29).
    assert STEPS[MotionEvent.TIED].target != STEPS[MotionEvent.VOID].target == MotionState.NOT_VOTED
    assert {step.target for step in STEPS.values()} == set(MotionState) - {MotionState.SUBMITTED}


def test_a_motion_is_submitted_put_off_carried_taken_up_and_settled(
    client, clerk, agenda_item, group, django_assert_max_num_queries
):
    item = agenda_item.reference
    motion = paper("motion", item, clerk)

    def state():
        return motions_about(item.pk)[0].state

    assert state() == MotionState.SUBMITTED
    vote(motion, group, clerk, 4, 4, held_on=date(2026, 11, 10))
    assert state() == MotionState.PUT_OFF
    with pytest.raises(Refusal):
        promise(motion, clerk)
    vote(motion, group, clerk, 5, 4)
    # Carried: it waits for the college wherever somebody looks, four weeks long.
    assert [(one.paper, one.state, one.due_on) for one in motions_waiting()] == [
        (motion, MotionState.CARRIED, VOTED + timedelta(weeks=4))
    ]
    client.force_login(clerk)
    for page in (reverse("commitments"), reverse("commitments_desk"), agenda_item.get_url()):
        assert (
            "Het college zegt uiterlijk 15 december 2026 wie het doet en wanneer." in client.get(page).content.decode()
        )
    waiting = client.get(reverse("ways_desk")).content.decode()
    assert ("M1: Meer leerplekken" in waiting, "15 december 2026" in waiting) == (True, True)
    due = [str(one["summary"]) for one in Calendar.from_ical(client.get(deadlines_path(clerk)).content).walk("VEVENT")]
    assert due == ["motie M1: Meer leerplekken: leg vast wie haar uitvoert en wanneer"]
    # One click leads to the promise that settles it, filled in but for who does it and by when.
    desk = client.get(reverse("council_paper_desk", args=[motion.pk])).content.decode()
    link = f"{reverse('commitments_desk')}?paper={motion.pk}"
    assert link in desk
    form = client.get(link).context["form"]
    filled = {name: form[name].value() for name in ("text", "origin", "made_on", "paper", "about")}
    assert filled == {
        "text": "Meer leerplekken", "origin": "motion", "made_on": VOTED, "paper": str(motion.pk), "about": item.pk,
    }  # fmt: skip
    made = promise(motion, clerk)
    assert (state(), motions_waiting()) == (MotionState.GOING, [])
    assert "Onderwijs" in client.get(agenda_item.get_url()).content.decode()
    told = Told(date(2026, 11, 19), "Geregeld.", evidence_url="https://example.org/krant")
    record_step(commitment=made, step="done", told=told, by=clerk, at=COUNTING)
    assert state() == MotionState.SETTLED
    record_step(commitment=made, step="reopened", told=Told(date(2026, 11, 19), "Toch niet."), by=clerk, at=COUNTING)
    assert state() == MotionState.GOING
    record_step(commitment=made, step="dropped", told=Told(date(2026, 11, 19), "Geen geld."), by=clerk, at=COUNTING)
    assert state() == MotionState.NOT_SETTLED
    for number in range(3):
        vote(paper("motion", item, clerk, number=f"M{number + 2}"), group, clerk, 9)
    with django_assert_max_num_queries(12):
        assert len(motions_about(item.pk)) == 4
    with django_assert_max_num_queries(14):
        assert len(motions_waiting()) == 3


def test_what_was_withdrawn_is_not_voted_on_and_what_was_voted_on_not_withdrawn(clerk, agenda_item, group):
    item = agenda_item.reference
    motion, other = paper("motion", item, clerk), paper("motion", item, clerk, number="M2")
    letter = paper("withdrawal", None, clerk, part_of=motion, dated_on=date(2026, 11, 12))
    standing = motion_standing(motion)
    assert (standing.state, standing.since, standing.letter) == (MotionState.WITHDRAWN, date(2026, 11, 12), letter)
    with pytest.raises(Refusal):
        vote(motion, group, clerk, 9)
    wrong = vote(other, group, clerk, 4, 5)
    assert motion_standing(other).state == MotionState.REJECTED
    with pytest.raises(Refusal):
        paper("withdrawal", None, clerk, part_of=other, dated_on=VOTED)
    # A correction of the vote changes the state with it, also on a paper that was corrected.
    newest = paper("motion", None, clerk, number="M2b", corrects=other, reason="Nummer.")
    vote(newest, group, clerk, 5, 4, corrects=wrong, reason="Verwisseld.")
    assert motion_standing(papers().get(number="M2b")).state == MotionState.CARRIED


def test_a_motion_with_two_promises_is_settled_once_neither_is_to_be_kept_any_more(client, clerk, agenda_item, group):
    motion = paper("motion", agenda_item.reference, clerk)
    vote(motion, group, clerk, 9)
    first = promise(motion, clerk)
    second = promise(motion, clerk, text="De wijkkrant komt ook in het Engels.", department="Taal")
    page = client.get(agenda_item.get_url()).content.decode()
    for one in (first, second):
        assert f"{one.reference.string}: {one.department} doet het, uiterlijk 1 maart 2027." in page
    told = Told(date(2026, 11, 19), "Geregeld.", evidence_url="https://example.org/krant")
    record_step(commitment=second, step="done", told=told, by=clerk, at=COUNTING)
    standing = motion_standing(motion)
    assert (standing.state, standing.commitment.commitment) == (MotionState.GOING, first)
    record_step(commitment=first, step="dropped", told=Told(date(2026, 11, 20), "Geen geld."), by=clerk, at=COUNTING)
    assert (motion_standing(motion).state, motion_standing(motion).since) == (MotionState.SETTLED, date(2026, 11, 20))


def test_a_motion_is_taken_up_within_four_weeks_on_a_working_day():
    # Four weeks after 27 November 2026 it is Christmas Day, a Friday: the first working day after it is Monday the 28th.
    assert take_up_by(date(2026, 11, 27)) == date(2026, 12, 28)
    assert take_up_by(date(2026, 11, 17)) == date(2026, 12, 15)


def test_a_carried_amendment_waits_for_the_version_that_it_came_in(client, clerk, agenda_item, group, moment):
    item = agenda_item.reference
    proposal = paper("council-proposal", item, clerk, number="RV-1")
    amendment = paper("amendment", None, clerk, number="A1", part_of=proposal)
    vote(amendment, group, clerk, 9)
    assert motions_waiting()[0].due_on is None
    # Its item asks for the text (home.waiting); the clerk has nothing to record.
    assert not [one for one in waiting(COUNTING) if one.key.startswith("motion-")]
    client.force_login(clerk)
    for page in (reverse("way_desk", args=[item.string]), reverse("council_paper_desk", args=[amendment.pk])):
        assert "Het staat nog niet in de tekst" in client.get(page).content.decode()
    # Once the council decided, whoever reads the item is told so above its text, and the decision is not called published over it.
    assert "De raad besloot anders" not in client.get(agenda_item.get_url()).content.decode()
    decision = DecisionFactory(about=item, consultation_round=None, decided_on=VOTED)
    assert "De raad besloot anders dan in deze tekst staat" in client.get(agenda_item.get_url()).content.decode()
    OfficialPublicationFactory(decision=decision)

    def refusal() -> str:
        facts = facts_of([item])[item.pk]
        return refusal_to_move(clerk, facts, ItemStep.ADOPTED_AMENDED, ItemStep.PUBLISHED, COUNTING)

    assert "A1" in refusal()
    agenda_item.title = "Veilig naar school, ook te voet"
    agenda_item.decision = decision
    agenda_item.amendments = [amendment]
    agenda_item.save_revision().publish()
    standing = motions_about(item.pk)[0]
    assert (standing.state, standing.version.number, motions_waiting()) == (MotionState.TAKEN_IN, 2, [])
    page = client.get(agenda_item.get_url()).content.decode()
    assert "De raad besloot anders" not in page
    assert refusal() == ""
    assert "In de tekst sinds versie 2." in page
    assert standing.version.get_absolute_url() in page


def test_the_dossier_says_what_became_of_it_and_of_the_day_of_a_promise(clerk, agenda_item, group):
    consultation_round = ConsultationRoundFactory(about=agenda_item.reference)
    motion = paper("motion", agenda_item.reference, clerk)
    vote(motion, group, clerk, 9)
    made = promise(motion, clerk)
    moved = Told(date(2026, 11, 19), "De drukker is ziek.", due_on=date(2027, 6, 1))
    record_step(commitment=made, step="moved", told=moved, by=clerk, at=COUNTING)
    told = council_data(consultation_round, COUNTING)["papers"][0]["became"]
    assert (told["state"], told["commitment"]["number"]) == ("going", made.reference.string)
    kept = commitments_data(consultation_round, COUNTING)["items"][0]
    assert (kept["due_on"], kept["due_now"], kept["events"][0]["due_on"]) == ("2027-03-01", "2027-06-01", "2027-06-01")


def test_a_promise_is_put_right_with_its_reason_and_its_earlier_words_stay(client, clerk, agenda_item, group):
    motion = paper("motion", agenda_item.reference, clerk)
    vote(motion, group, clerk, 9)
    made = promise(motion, clerk)
    client.force_login(clerk)
    desk = reverse("commitment_desk", args=[made.reference.string])
    form = client.get(desk).context["forms"]["correction"]
    typed = {f"correction-{name}": form[name].value() for name in form.fields if name != "reason"}
    assert typed["correction-department"] == "Onderwijs"
    for given, status in (
        ({}, 422),
        ({"correction-reason": "Zomaar."}, 409),
        ({"correction-reason": "x", "correction-due_on": "2026-01-01"}, 409),
        ({"correction-reason": "De wethouder noemde een andere afdeling.", "correction-department": "Wijken"}, 302),
    ):
        assert client.post(desk, {"act": "correction"} | typed | given).status_code == status
    made.refresh_from_db()
    assert made.department == "Wijken"
    before, after = made.reference.versions.order_by("number")
    assert [before.content["department"], after.content["department"]] == ["Onderwijs", "Wijken"]
    assert after.change_note == "De wethouder noemde een andere afdeling."
    page = client.get(reverse("commitment", args=[made.reference.string])).content.decode()
    assert "De wethouder noemde een andere afdeling." in page
    assert before.get_absolute_url() in page
    text = CommitmentText("motion", made.text, "Groen", made.made_on, made.due_on)
    with pytest.raises(Refusal):
        correct_commitment(commitment=made, text=text, reason="x", read=0, by=person_with(Role.EDITOR), at=COUNTING)
    # Past the action nothing changes: neither the promise nor why it was corrected.
    for write in (
        lambda: Commitment.objects.filter(pk=made.pk).update(department="Groen"),
        lambda: CommitmentCorrection.objects.update(reason="x"),
        lambda: CommitmentCorrection.objects.all().delete(),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            write()
