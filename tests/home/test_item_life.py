"""The way of an item: every state, step and role of the brief, and what each step rests on."""

from datetime import date, timedelta
from itertools import product

import pytest
from django.core.management import call_command
from django.db import IntegrityError

from accounts.enums import Role
from base import clock
from base.refusal import Refusal
from base.triggers import without_triggers
from home.actions.item_state import take_step_back
from home.enums import ItemStep
from home.item_facts import ItemFacts
from home.item_life import refusal_to_move
from home.models import ItemState
from home.queries.agenda import agenda_entry
from home.queries.item_life import way_of
from proposals.council_enums import CouncilOutcome, PaperKind
from proposals.models import CouncilVote, ResponseDocument
from tests.factories.accounts import UserFactory, person_with
from tests.factories.proposals import (
    AnsweredContributionFactory,
    CommitmentEventFactory,
    CommitmentFactory,
    CouncilPaperFactory,
    CouncilVoteFactory,
    DecisionFactory,
    FormalViewFactory,
    MeetingFactory,
    OfficialPublicationFactory,
    ResponseDocumentFactory,
    ResponseRowFactory,
)
from tests.home.item_steps import at_step, move, withdraw
from tests.rounds import COUNTING, moment, publish_round

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]

# The table of the brief, state by state, who takes the step; what follows by itself is nobody's.
BY_EDITOR = {("draft", "internal_review"), ("internal_review", "draft"), ("internal_review", "consultation_ready")}
BEFORE = "draft internal_review consultation_ready answering answered executive_adopted council_submitted in_committee on_council_agenda deferred_on_tie returned"
BY_CLERK = {
    *((source, "consultation_ready") for source in ("in_consultation", "answering")),
    ("in_consultation", "withdrawn"),
    ("adopted", "planned"),
    ("adopted_amended", "planned"),
    *(("answered", to) for to in ("draft", "executive_adopted")),
    *(("returned", to) for to in ("draft", "executive_adopted")),
    *((source, "executive_adopted") for source in ("internal_review", "consultation_ready")),
    *(("executive_adopted", to) for to in ("council_submitted", "published")),
    *(("council_submitted", to) for to in ("in_committee", "on_council_agenda")),
    ("in_committee", "on_council_agenda"),
    *(("on_council_agenda", to) for to in ("adopted", "adopted_amended", "deferred_on_tie", "rejected", "returned")),
    *(("deferred_on_tie", to) for to in ("adopted", "adopted_amended", "rejected", "returned")),
    *((source, "withdrawn") for source in BEFORE.split()),
    ("adopted", "published"),
    ("adopted_amended", "published"),
    ("in_force", "planned"),
    *((source, "started") for source in ("in_force", "planned", "on_hold")),
    *((source, "on_hold") for source in ("planned", "started")),
    ("started", "done"),
    ("done", "evaluated"),
    *(
        (source, end)
        for source in ("in_force", "planned", "started", "on_hold", "done", "evaluated")
        for end in ("superseded", "repealed", "expired")
    ),
}
BY_CLOCK = {
    *((source, "in_consultation") for source in ("draft", "internal_review", "consultation_ready")),
    ("in_consultation", "answering"),
    ("answering", "answered"),
    ("published", "in_force"),
}


def test_every_state_step_and_role_is_as_the_table_says():
    """Without evidence: whoever may take a step hears what is missing or nothing, others hear why not."""
    people = {role: person_with(role) for role in Role}
    for source, target in product(ItemStep, ItemStep):
        pair = (source.value, target.value)
        for role, person in people.items():
            refusal = refusal_to_move(person, ItemFacts(), source, target, COUNTING)
            if pair in BY_CLOCK:
                assert "follows by itself" in refusal, pair
            elif pair in BY_EDITOR:
                has_right = role in (Role.EDITOR, Role.ADMINISTRATOR)
                assert ("Only an editor" not in refusal) == has_right, (pair, role)
            elif pair in BY_CLERK:
                has_right = role in (Role.CLERK, Role.ADMINISTRATOR)
                assert ("Only the clerk" not in refusal) == has_right, (pair, role)
            else:
                assert "cannot become" in refusal, pair


ADDRESS = "https://raad.example/verslag"
SHOWN = {"reason": "Zie het verslag.", "document": ADDRESS}


@pytest.fixture
def proposal(early_item):
    return CouncilPaperFactory(about=early_item.reference, kind=PaperKind.COUNCIL_PROPOSAL)


def voted(paper, outcome, held_on=date(2026, 11, 10)) -> CouncilVote:
    return CouncilVoteFactory(paper=paper, meeting=MeetingFactory(held_on=held_on), outcome=outcome, was_called=True)


def test_an_item_walks_from_its_answers_to_the_day_it_applies(early_item, clerk, proposal):
    consultation_round = publish_round(early_item)
    view = FormalViewFactory(consultation_round=consultation_round)
    assert way_of(early_item.reference, COUNTING).step == ItemStep.ANSWERING
    with pytest.raises(Refusal, match="follows by itself"):
        move(early_item, "answered", clerk)
    document = ResponseDocumentFactory(
        consultation_round=consultation_round, offered_at=COUNTING, offered_by=UserFactory(), approved_at=COUNTING,
        approved_by=clerk,
    )  # fmt: skip
    row = ResponseRowFactory(document=document, answer="Ja.", verdict="adopted", department="Groen")
    AnsweredContributionFactory(row=row, comment=None, formal_view=view)
    ResponseDocument.objects.filter(pk=document.pk).update(published_at=COUNTING, sha256="0" * 64)
    # Once all answers are public it is answered, and nobody has to say so.
    assert way_of(early_item.reference, COUNTING).step == ItemStep.ANSWERED
    with pytest.raises(Refusal, match="Record the paper first"):
        move(early_item, "executive_adopted", clerk)
    # Until 14 November people could react: a year that is typed wrongly is no ground, and a proposal comes after its decision.
    typed = {"about": early_item.reference, "kind": PaperKind.EXECUTIVE_DECISION}
    wrong = CouncilPaperFactory(**typed, dated_on=date(2020, 11, 18))
    with pytest.raises(
        Refusal, match="is dated 18 November 2020, and this step comes no earlier than 15 November 2026"
    ):
        move(early_item, "executive_adopted", clerk)
    executive = CouncilPaperFactory(**typed, dated_on=date(2026, 11, 18), corrects=wrong, reason="Jaar.")
    assert move(early_item, "executive_adopted", clerk).paper == executive
    with pytest.raises(Refusal, match="dated 20 October 2026, and this step comes no earlier than 18 November 2026"):
        move(early_item, "council_submitted", clerk)
    again = {"about": early_item.reference, "corrects": proposal, "reason": "Dag.", "dated_on": executive.dated_on}
    proposal = CouncilPaperFactory(**again)
    with pytest.raises(Refusal, match="Record the draft decision of the council first"):
        move(early_item, "council_submitted", clerk)
    proposal = CouncilPaperFactory(**again | {"corrects": proposal, "holds_draft": True, "url": ADDRESS})
    answered = ItemState.objects.get(step="answered")
    assert (answered.by, answered.since, answered.evidence) == (None, COUNTING, document.reference)
    submitted = move(early_item, "council_submitted", clerk)
    # With the answers to what people said.
    assert (submitted.paper, submitted.beside, submitted.evidence) == (proposal, None, document.reference)
    assert (submitted.authority, submitted.recorded_as) == ("executive", "clerk")
    # An agenda has a day, which is told once: the next step on the same meeting asks for none.
    spoke = {"speakers": 0, "reason": "De commissie gaf geen advies."}
    for to, day, given in (
        ("in_committee", date(2026, 11, 18), {}),
        ("on_council_agenda", date(2026, 11, 19), spoke),
    ):
        with pytest.raises(Refusal, match="Say on which day"):
            move(early_item, to, clerk, **SHOWN | given)
        for lacks, sentence in (("reason", "advice of the committee"), ("speakers", "how many people spoke")):
            if lacks in given:
                with pytest.raises(Refusal, match=sentence):
                    move(early_item, to, clerk, meets_on=day, **given | {lacks: None if lacks == "speakers" else ""})
        state = move(early_item, to, clerk, meets_on=day, **given)
        assert (state.meeting.held_on, state.speakers, state.authority) == (day, given.get("speakers"), "presidium")
    # On whose authority, who recorded it, and what was asked: everybody reads it.
    told = {one.label: one for one in agenda_entry(early_item.reference, "nl").stations(COUNTING)}
    notes = {label: told[label].note for label in ("Submitted to the council", "On the council's agenda")}
    assert notes == {
        "Submitted to the council": "The mayor and aldermen decided; recorded by the office of the council.",
        "On the council's agenda": "On the agenda of 19 November 2026. Nobody spoke in the committee. "
        "The presidium of the council decided; recorded by the office of the council.",
    }
    assert told["Submitted to the council"].url == ADDRESS
    with pytest.raises(Refusal, match="how the council voted"):
        move(early_item, "adopted", clerk)
    voted(proposal, CouncilOutcome.ADOPTED)
    with pytest.raises(Refusal, match="decision of the council first"):
        move(early_item, "adopted", clerk)
    decision = DecisionFactory(about=early_item.reference, consultation_round=None, decided_on=date(2026, 11, 19))
    assert move(early_item, "adopted", clerk).evidence == decision.reference
    way = way_of(early_item.reference, COUNTING)
    # Within two weeks of adoption, which was the day before it was written down.
    later = way_of(early_item.reference, COUNTING + timedelta(days=15))
    assert (way.coming.due_on, way.is_late, later.is_late) == (
        date(2026, 12, 3),
        False,
        True,
    )
    with pytest.raises(Refusal, match="official gazette"):
        move(early_item, "published", clerk)
    OfficialPublicationFactory(decision=decision, published_on=date(2026, 11, 20), in_force_on=date(2026, 11, 28))
    move(early_item, "published", clerk)
    assert way_of(early_item.reference, moment(11, 27, 23)).step == ItemStep.PUBLISHED
    assert way_of(early_item.reference, moment(11, 28)).step == ItemStep.IN_FORCE
    # The clock's step is written by the next act, dated at its own moment.
    move(early_item, "started", clerk, at=moment(12, 1))
    assert ItemState.objects.get(step="in_force").since == moment(11, 28)
    move(early_item, "done", clerk, at=moment(12, 2), **SHOWN)
    with pytest.raises(Refusal, match="with residents first"):
        move(early_item, "evaluated", clerk, at=moment(12, 3))


def test_a_tie_is_put_off_and_a_second_one_is_no(early_item, clerk, proposal):
    at_step(early_item, "on_council_agenda")
    tied = voted(proposal, CouncilOutcome.TIED)
    with pytest.raises(Refusal, match="the votes were tied"):
        move(early_item, "rejected", clerk)
    # In a next meeting, and not in the one in which they were tied.
    for day in (None, date(2026, 11, 10)):
        with pytest.raises(Refusal, match="on which day the council votes again"):
            move(early_item, "deferred_on_tie", clerk, meets_on=day)
    put_off = move(early_item, "deferred_on_tie", clerk, meets_on=date(2026, 11, 17))
    assert (put_off.meeting.held_on, put_off.vote, put_off.authority) == (date(2026, 11, 17), tied, "council")
    second = voted(proposal, CouncilOutcome.REJECTED, date(2026, 11, 17))
    # Whatever the council votes on afterwards, each stands on the day of the vote that it rests on.
    voted(CouncilPaperFactory(about=early_item.reference, kind=PaperKind.MOTION), CouncilOutcome.REJECTED, COUNTING)
    rejected = move(early_item, "rejected", clerk)
    records = way_of(early_item.reference, COUNTING).records
    assert (rejected.vote, records.happened_on(rejected)) == (second, date(2026, 11, 17))
    assert records.happened_on(put_off) == date(2026, 11, 10)
    with pytest.raises(IntegrityError, match="item_tied_in_a_vote"):
        at_step(early_item, "deferred_on_tie", authority="council")


def test_an_amendment_that_was_carried_makes_it_adopted_with_changes(early_item, clerk, proposal):
    at_step(early_item, "on_council_agenda")
    voted(proposal, CouncilOutcome.ADOPTED)
    DecisionFactory(about=early_item.reference, consultation_round=None, verdict="adopted-amended")
    with pytest.raises(Refusal, match="No amendment was adopted"):
        move(early_item, "adopted_amended", clerk)
    amendment = CouncilPaperFactory(about=early_item.reference, kind=PaperKind.AMENDMENT, part_of=proposal)
    voted(amendment, CouncilOutcome.ADOPTED)
    with pytest.raises(Refusal, match="another one than was proposed"):
        move(early_item, "adopted", clerk)
    move(early_item, "adopted_amended", clerk)


def test_steps_that_need_a_reason_are_refused_without(early_item, clerk):
    why = {"reason": "Het plan is van tafel."}
    for given, lacks in (({}, "Say why"), (why | {"department": ""}, "Say who"), (why | {"document": ""}, "letter")):
        with pytest.raises(Refusal, match=lacks):
            withdraw(early_item, clerk, **given)
    letter = CouncilPaperFactory(about=early_item.reference, kind=PaperKind.WITHDRAWAL)
    # What the council decided is not withdrawn any more; what was decided of another text is nothing to it.
    decision = DecisionFactory(about=early_item.reference, consultation_round=None)
    with pytest.raises(Refusal, match="council decided on it already"):
        withdraw(early_item, clerk, **why)
    with without_triggers():
        decision.delete()
    assert withdraw(early_item, clerk, document="", **why).paper == letter


def test_what_the_clock_does_is_dated_at_its_own_moment(early_item, clerk):
    FormalViewFactory(consultation_round=publish_round(early_item))
    for at, step in ((moment(9, 5), "in_consultation"), (COUNTING, "answering")):
        with clock.set_to(at):
            assert way_of(early_item.reference, at).step == step
    withdraw(early_item, clerk, reason="Nee.")
    states = ItemState.objects.filter(reference=early_item.reference, by=None).exclude(step="draft")
    assert list(states.order_by("pk").values_list("step", flat=True)) == ["in_consultation", "answering"]
    assert states.get(step="answering").since == moment(11, 15)


def test_it_is_carried_out_when_everybody_reads_what_became_of_each_promise(early_item, clerk, proposal):
    at_step(early_item, "started")
    kept, late = (CommitmentFactory(about=early_item.reference, text=text) for text in ("Een bank.", "Een brug."))
    motion = CouncilPaperFactory(about=early_item.reference, kind=PaperKind.MOTION, title="Ook een leuning")
    voted(motion, CouncilOutcome.ADOPTED)

    def refusal() -> str:
        with pytest.raises(Refusal) as refused:
            move(early_item, "done", clerk, **SHOWN)
        return refused.value.sentence

    assert all(one in refusal() for one in (kept.reference.string, late.reference.string, "Ook een leuning"))
    event = {"happened_on": COUNTING.date(), "note": "Zo is het.", "at": COUNTING}
    CommitmentEventFactory(commitment=kept, step="done", evidence_url="https://raad.example/bank", **event)
    # To a day that has come by now: that is late again.
    CommitmentEventFactory(commitment=late, step="moved", due_on=date(2026, 11, 19), **event)
    assert kept.reference.string not in refusal()
    assert late.reference.string in refusal()
    CommitmentEventFactory(commitment=late, step="moved", due_on=date(2027, 9, 1), **event)
    assert late.reference.string not in refusal()
    CommitmentFactory(about=early_item.reference, paper=motion, origin="motion", made_on=date(2026, 11, 12))
    CommitmentEventFactory(commitment=motion.commitments.get(), step="dropped", **event)
    done = move(early_item, "done", clerk)
    assert done.evidence == kept.reference


def test_it_is_carried_out_or_lapses_on_evidence_and_on_nothing_less(early_item, clerk):
    at_step(early_item, "started")
    for nothing in ({}, {"reason": "x"}, {"document": SHOWN["document"]}):
        with pytest.raises(Refusal, match="Show that it is carried out"):
            move(early_item, "done", clerk, **nothing)
    done = move(early_item, "done", clerk, **SHOWN)
    assert (done.document, done.reason) == (SHOWN["document"], SHOWN["reason"])
    for end in ("superseded", "repealed", "expired"):
        with pytest.raises(Refusal, match="Say why"):
            move(early_item, end, clerk, document=SHOWN["document"])
        # Decided before it applied, or against it: neither ends it.
        with pytest.raises(Refusal, match="Record the decision by which it ends"):
            move(early_item, end, clerk, reason="x")
        state = move(early_item, end, clerk, **SHOWN)
        assert (state.evidence, state.document) == (None, SHOWN["document"])
        take_step_back(state=state, reason="Nog niet.", by=clerk, at=COUNTING + timedelta(hours=1))
    about = {"about": early_item.reference, "consultation_round": None}
    DecisionFactory(**about, decided_on=date(2026, 11, 2))
    DecisionFactory(**about, decided_on=date(2026, 11, 24), verdict="rejected")
    # The council had decided it, so the executive does not end it.
    DecisionFactory(**about, decided_on=date(2026, 11, 24), body="executive")
    with pytest.raises(Refusal, match="Record the decision by which it ends"):
        move(early_item, "repealed", clerk, at=moment(11, 26), reason="x")
    decision = DecisionFactory(**about, decided_on=date(2026, 11, 25))
    publication = OfficialPublicationFactory(
        decision=decision, published_on=date(2026, 11, 25), in_force_on=date(2026, 12, 3)
    )
    state = move(early_item, "repealed", clerk, at=moment(11, 26), reason="De regeling vervalt.")
    assert (state.evidence, state.publication) == (decision.reference, publication)
    with pytest.raises(IntegrityError, match="item_lapses_on_evidence"):
        at_step(early_item, "expired", reason="x")


def test_what_was_recorded_of_an_earlier_text_opens_no_step_of_the_next(early_item, clerk, proposal):
    """Sent back to the executive, it needs a decision of theirs that is newer."""
    CouncilPaperFactory(about=early_item.reference, kind=PaperKind.EXECUTIVE_DECISION, recorded_at=COUNTING)
    at_step(early_item, "on_council_agenda")
    back = COUNTING + timedelta(days=1)
    given = {"at": back, "reason": "Eerst de kosten."}
    # By a motion that was carried, or a decision to put it off, and by no other.
    about = {"about": early_item.reference, "recorded_at": COUNTING + timedelta(hours=1)}
    DecisionFactory(about=early_item.reference, consultation_round=None, recorded_at=COUNTING)
    motion, lost = (CouncilPaperFactory(**about, kind=PaperKind.MOTION, title=title) for title in ("Terug", "Niet"))
    with pytest.raises(Refusal, match="by what the council sent it back"):
        move(early_item, "returned", clerk, **given)
    voted(motion, CouncilOutcome.ADOPTED)
    voted(lost, CouncilOutcome.REJECTED)
    for other in (None, lost):
        with pytest.raises(Refusal, match="Choose by which decision or motion"):
            move(early_item, "returned", clerk, rests_on=other, **given)
    assert move(early_item, "returned", clerk, rests_on=motion, **given).paper == motion
    with pytest.raises(Refusal, match="Record the paper first"):
        move(early_item, "executive_adopted", clerk, at=back + timedelta(days=1))
    again = CouncilPaperFactory(
        about=early_item.reference, kind=PaperKind.EXECUTIVE_DECISION, recorded_at=back + timedelta(hours=1)
    )
    assert move(early_item, "executive_adopted", clerk, at=back + timedelta(days=1)).paper == again


def test_another_proposal_and_its_amendments_decide_nothing(early_item, clerk, proposal):
    at_step(early_item, "on_council_agenda")
    voted(proposal, CouncilOutcome.ADOPTED)
    other = CouncilPaperFactory()
    amendment = CouncilPaperFactory(about=early_item.reference, kind=PaperKind.AMENDMENT, part_of=other)
    voted(amendment, CouncilOutcome.ADOPTED)
    DecisionFactory(about=early_item.reference, consultation_round=None)
    move(early_item, "adopted", clerk)


def test_a_vote_stays_when_its_paper_is_corrected(early_item, clerk, proposal):
    at_step(early_item, "on_council_agenda")
    voted(proposal, CouncilOutcome.TIED)
    CouncilPaperFactory(
        about=early_item.reference, kind=PaperKind.COUNCIL_PROPOSAL, corrects=proposal, reason="Een spelfout."
    )
    move(early_item, "deferred_on_tie", clerk, meets_on=date(2026, 11, 26))


def test_who_follows_an_item_hears_what_the_clock_did(early_item, clerk):
    publish_round(early_item)
    with clock.set_to(moment(9, 5)):
        call_command("move_items")
    states = ItemState.objects.filter(reference=early_item.reference)
    assert states.get(step="in_consultation").since == moment(9, 1)
    with clock.set_to(moment(9, 6)):
        call_command("move_items")
    assert states.count() == 2
