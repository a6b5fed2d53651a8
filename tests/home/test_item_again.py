"""Steps of agenda items that are taken back, and what another text asks for."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError

from accounts.enums import Role
from base import clock
from base.refusal import Refusal
from base.triggers import without_triggers
from home.actions.item_state import set_item_state, take_step_back
from home.enums import ItemStep
from home.item_coming import coming
from home.item_life import papers_lacking, refusal_to_move
from home.models import FeatureArea, ItemState
from home.queries.agenda import agenda_entry
from home.queries.item_life import way_of
from home.waiting import waiting
from proposals.council_enums import CouncilOutcome, PaperKind
from proposals.enums import Verdict
from proposals.models import CouncilVote
from tests.citations import republished
from tests.factories.accounts import person_with
from tests.factories.home import AgendaItemPageFactory
from tests.factories.proposals import (
    CouncilPaperFactory,
    CouncilVoteFactory,
    DecisionFactory,
    OfficialPublicationFactory,
)
from tests.home.item_steps import at_step, move, withdraw
from tests.rounds import COUNTING

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


def test_a_mistake_is_taken_back_with_its_reason(early_item, clerk):
    at_step(early_item, "on_council_agenda")
    wrong = withdraw(early_item, clerk, at=COUNTING + timedelta(hours=1), reason="Het verkeerde punt.")
    act = {"state": wrong, "by": clerk, "at": COUNTING + timedelta(hours=2)}
    with pytest.raises(Refusal, match="Say why"):
        take_step_back(reason="", **act)
    assert take_step_back(reason="Het was het verkeerde punt.", **act).step == "on_council_agenda"
    with pytest.raises(Refusal, match="Only the clerk"):
        take_step_back(reason="Nee.", **act | {"by": person_with(Role.EDITOR)})
    # Who presses once more does not bring the mistake back.
    with pytest.raises(Refusal, match="Another step came after"):
        take_step_back(reason="Het was het verkeerde punt.", **act)


def test_mistakes_are_taken_back_one_after_the_other_and_open_nothing(early_item, clerk):
    paper = CouncilPaperFactory(about=early_item.reference, kind=PaperKind.EXECUTIVE_DECISION, recorded_at=COUNTING)
    at_step(early_item, "answered")
    hour = timedelta(hours=1)
    adopted = move(early_item, "executive_adopted", clerk, at=COUNTING + hour, department="College")
    withdrawn = withdraw(early_item, clerk, at=COUNTING + 2 * hour, reason="Het verkeerde punt.")
    act = {"by": clerk, "reason": "Een vergissing."}
    again = take_step_back(state=withdrawn, at=COUNTING + 3 * hour, department="Griffie", **act)
    # What it rested on holds again, too; who took the step back is not who had taken the one before.
    assert (again.paper, again.department, again.takes_back) == (paper, "Griffie", withdrawn)
    notes = [one.said for one in agenda_entry(early_item.reference, "nl").stations(COUNTING + 3 * hour)]
    assert "Griffie: Een vergissing." in notes
    assert take_step_back(state=adopted, at=COUNTING + 4 * hour, **act).step == "answered"
    # The step before that was nobody's.
    first = ItemState.objects.get(reference=early_item.reference, step="answered", takes_back=None)
    with pytest.raises(Refusal, match="no step by hand"):
        take_step_back(state=first, at=COUNTING + 5 * hour, **act)
    # A step back to the beginning that was a mistake leaves the papers as they were.
    back = move(early_item, "draft", clerk, at=COUNTING + 6 * hour, reason="Opnieuw.", consult_again=True)
    take_step_back(state=back, at=COUNTING + 7 * hour, **act)
    assert move(early_item, "executive_adopted", clerk, at=COUNTING + 8 * hour).paper == paper


def test_a_text_is_looked_through_by_two_before_people_are_asked(early_item):
    """And what is said of their influence before that stands with the step."""
    first, second = person_with(Role.EDITOR), person_with(Role.EDITOR)
    assert way_of(early_item.reference, COUNTING).step == ItemStep.DRAFT
    with pytest.raises(Refusal, match="Version 1 of the text lacks: at least one of the UNESCO areas"):
        move(early_item, "internal_review", first)
    areas = list(FeatureArea.objects.filter(code="2-1", locale__language_code="nl"))
    page = republished(early_item, feature_areas=areas, change_note="Het gebied.")
    review = move(early_item, "internal_review", first)
    assert (review.version, review.authority, review.recorded_as) == (page.version, "editor", "editor")
    plan = CouncilPaperFactory(about=early_item.reference, kind=PaperKind.PLAN)
    said = {"level": "advise", "who_decides": "council"}
    with pytest.raises(Refusal, match="Ask a colleague"):
        move(early_item, "consultation_ready", first, **said)
    for name, sentence in (("level", "how much influence"), ("who_decides", "who decides in the end")):
        with pytest.raises(Refusal, match=sentence):
            move(early_item, "consultation_ready", second, **said | {name: ""})
    ready = move(early_item, "consultation_ready", second, **said)
    assert (ready.paper, ready.level, ready.who_decides, ready.authority) == (plan, "advise", "council", "owner")
    # An item whose text is whole when it is first published begins there.
    whole = AgendaItemPageFactory.build()
    whole.feature_areas = areas
    with clock.set_to(COUNTING):
        early_item.get_parent().add_child(instance=whole)
        whole.save_revision().publish()
    assert way_of(whole.reference, COUNTING).step == ItemStep.INTERNAL_REVIEW


def test_another_text_says_what_changed_and_whether_people_are_asked_again(early_item, clerk):
    at_step(early_item, "in_consultation")
    with clock.set_to(COUNTING + timedelta(minutes=5)):
        page = republished(early_item, summary="Ook peuters.", change_note="Op verzoek.")
    asked = page.version.number - 1
    hour = timedelta(hours=1)
    for again, after in ((True, 1), (False, 3)):
        set_item_state(reference=early_item.reference, step="answered", by=None, at=COUNTING + after * hour)
        given = {"at": COUNTING + (after + 1) * hour, "reason": "Er kwam veel bij."}
        with pytest.raises(Refusal, match="Say whether people are asked again"):
            move(early_item, "draft", clerk, **given)
        back = move(early_item, "draft", clerk, consult_again=again, **given)
        assert (back.consult_again, back.version, back.version_before.number) == (again, page.version, asked)
        # Sent back from review once more, for whatever it is, that stays as it was said.
        for minute, step in enumerate(("internal_review", "draft"), 1):
            later = back.since + timedelta(minutes=minute)
            set_item_state(reference=early_item.reference, step=step, by=clerk, at=later, reason="Een tikfout.")
        facts = way_of(early_item.reference, later).facts
        assert (facts.back, facts.is_asked_again) == (back, again)
        lacking = papers_lacking(facts, ItemStep.INTERNAL_REVIEW, later)
        assert lacking == [PaperKind.PLAN] + ([] if again else [PaperKind.EXECUTIVE_DECISION])
        sentence = refusal_to_move(clerk, facts, ItemStep.INTERNAL_REVIEW, ItemStep.EXECUTIVE_ADOPTED, back.since)
        # Whoever is not asked again waits for no round.
        assert ("People react first" in sentence, "Record the paper first" in sentence) == (again, not again)
        [told] = [one for one in agenda_entry(early_item.reference, "nl").stations(back.since) if one.at == back.since]
        said = "People are asked again" if again else "People are not asked again"
        assert told.note == f"{said} about the new text. Its owner decided; recorded by the office of the council."
        assert told.url.endswith(f"{asked}..{page.version.number}")
        ahead = coming(ItemStep.INTERNAL_REVIEW, COUNTING.date(), 2, facts, back.since)
        assert ahead.step == (ItemStep.CONSULTATION_READY if again else ItemStep.EXECUTIVE_ADOPTED)
    about = {"reference": early_item.reference, "by": None}
    set_item_state(step="answered", at=COUNTING + 5 * hour, **about)
    with pytest.raises(IntegrityError, match="item_new_text_asked_again_or_not"):
        set_item_state(step="draft", at=COUNTING + 6 * hour, authority="owner", **about)


def test_a_typing_error_in_an_older_paper_makes_it_no_newer_one(early_item, clerk):
    """The proposal that the council sent back stays the old one, and a paper dated since counts whenever it was recorded."""
    about = {"about": early_item.reference}
    old, decided = (
        CouncilPaperFactory(**about, kind=kind) for kind in (PaperKind.COUNCIL_PROPOSAL, PaperKind.EXECUTIVE_DECISION)
    )
    early = CouncilPaperFactory(**about, kind=PaperKind.EXECUTIVE_DECISION, dated_on=COUNTING.date(), number="2")
    at_step(early_item, "deferred_on_tie")
    put_off = DecisionFactory(**about, consultation_round=None, verdict=Verdict.DEFERRED, decided_on=date(2026, 11, 10))
    back = COUNTING + timedelta(days=2)
    sent = move(early_item, "returned", clerk, at=back, reason="Te duur.", rests_on=put_off.reference)
    right = {"reason": "Een spelfout.", "recorded_at": back + timedelta(hours=1), **about}
    CouncilPaperFactory(corrects=decided, kind=decided.kind, **right)
    CouncilPaperFactory(corrects=old, kind=old.kind, **right)
    facts = way_of(early_item.reference, back + timedelta(days=1)).facts
    assert (sent.evidence, facts.paper(PaperKind.EXECUTIVE_DECISION)) == (put_off.reference, early)
    assert facts.paper(PaperKind.COUNCIL_PROPOSAL) is None
    new = CouncilPaperFactory(kind=PaperKind.COUNCIL_PROPOSAL, number="99", **right | {"reason": ""})
    other = CouncilPaperFactory(kind=PaperKind.COUNCIL_PROPOSAL, number="100", **right | {"reason": ""})
    CouncilPaperFactory(corrects=new, kind=new.kind, **right | {"recorded_at": back + timedelta(hours=3)})
    assert way_of(early_item.reference, back + timedelta(days=1)).facts.paper(PaperKind.COUNCIL_PROPOSAL) == other


def test_what_was_corrected_to_another_outcome_carries_no_further_step(early_item, clerk):
    proposal = CouncilPaperFactory(about=early_item.reference)
    vote = CouncilVoteFactory(paper=proposal, outcome=CouncilOutcome.ADOPTED, was_called=True)
    about = {"about": early_item.reference, "consultation_round": None}
    decision = DecisionFactory(**about)
    at_step(early_item, "on_council_agenda")
    assert move(early_item, "adopted", clerk, at=COUNTING + timedelta(hours=1)).vote == vote
    with without_triggers():
        CouncilVote.objects.filter(pk=vote.pk).update(outcome=CouncilOutcome.REJECTED)
    OfficialPublicationFactory(decision=decision)
    given = {"by": clerk, "at": COUNTING + timedelta(hours=2), "reason": "Verder."}
    for step in ("published", "planned"):
        with pytest.raises(Refusal, match="rests on what was corrected since"):
            move(early_item, step, **given)
    assert any("rests on what was corrected" in one.what for one in waiting(COUNTING + timedelta(hours=2)))


def test_what_the_executive_rejected_or_the_council_was_to_decide_is_not_published_as_carried(early_item, clerk):
    at_step(early_item, "executive_adopted", level="advise", who_decides="council")
    about = {"about": early_item.reference, "consultation_round": None, "body": "executive"}
    OfficialPublicationFactory(decision=DecisionFactory(**about, verdict=Verdict.REJECTED))
    with pytest.raises(Refusal, match="official gazette"):
        move(early_item, "published", clerk)
    carried = OfficialPublicationFactory(
        decision=DecisionFactory(**about, decided_on=date(2026, 11, 5)), number="gmb-2026-000002"
    )
    with pytest.raises(Refusal, match="said that the council decides"):
        move(early_item, "published", clerk)
    assert move(early_item, "published", clerk, reason="Het past in het mandaat.").publication == carried
