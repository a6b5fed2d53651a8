from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from base.actions.audit_entry import record
from base.actions.reference import mark_withdrawn
from base.instants import day as day_words
from base.models import Reference
from base.refusal import Refusal, refuse_if
from base.web_address import refusal_of_address
from home.enums import ItemStep
from home.item_clock import clock_step
from home.item_facts import ItemFacts
from home.item_life import MEETS, MOVE_ITEM, RECORDERS, REFUSED_WITHOUT, refusal_to_move, transition
from home.item_told import TOLD
from home.models import ItemState
from home.models.item_state import mark_of, still_standing
from home.news import is_known
from home.queries.agenda import AgendaStanding, standing_of
from home.queries.item_life import facts_of, states_of, step_to_take_back, way_terms
from home.tasks import tell_of
from proposals.actions.agenda_point import put_on_agenda
from proposals.actions.council_paper import meeting_on
from proposals.council_enums import SETTLED, MeetingBody, PaperKind
from proposals.models import CouncilPaper, OfficialPublication


@transaction.atomic
def set_item_state(*, reference: Reference, step: str, by: Any, at: datetime, **evidence: Any) -> ItemState:
    """Says where an agenda item is from a moment on; nothing new is written where it is there already.

    Whoever follows the item is told where home.item_told has a sentence for it, or the public sees another state than before.
    """
    Reference.objects.select_for_update().get(pk=reference.pk)
    standing = standing_of(reference)
    current = standing.state
    if current is not None and current.step == step:
        return current
    before = standing.public_word(at)
    state = _write(standing, step=step, by=by, at=at, **evidence)
    # Other steps within one of the public's words are the city's own affair.
    if current is not None and (step in TOLD or standing.public_word(at) != before):
        tell_of(state)
    return state


def begin_item(*, reference: Reference, by: Any, at: datetime) -> ItemState:
    """Where a new item begins: in review where its text is whole for that, or else as a draft."""
    step = transition(ItemStep.DRAFT, ItemStep.INTERNAL_REVIEW)
    assert step is not None  # noqa: S101 - the table has it
    ground = step.guard(ItemFacts(reference), ItemStep.DRAFT, at)
    told = {"authority": step.authority, "recorded_as": RECORDERS[step.who], **ground.evidence}
    to = ItemStep.DRAFT if ground.refusal else step.target
    return set_item_state(reference=reference, step=to, by=by, at=at, **told)


def _write(standing: AgendaStanding, *, step: str, by: Any, at: datetime, **evidence: Any) -> ItemState:
    told = {"weeks": way_terms().weeks_of(step)} | evidence
    state = ItemState.objects.create(reference=standing.reference, step=step, since=at, by=by, **told)
    standing.state = state
    mark_withdrawn(reference=standing.reference, at=at if step == ItemStep.WITHDRAWN else None)
    told_of = {"authority": state.authority} if state.authority else {}
    record(act="item_state_set", about=standing.reference, by=by, at=at, step=step, **told_of)
    return state


@transaction.atomic
def move_item(
    *,
    reference: Reference,
    to: str,
    by: Any,
    at: datetime,
    department: str = "",
    reason: str = "",
    document: str = "",
    meets_on: date | None = None,
    rests_on: Reference | CouncilPaper | None = None,
    seen: str | None = None,
    **answers: Any,
) -> ItemState:
    """Takes an item a step on its way, on the evidence that is recorded, or a Refusal. What the clock did is written first.

    `meets_on` is the day on which committee or council meets about it, where the step asks for that and no agenda says it;
    `rests_on` which of what is recorded is meant, where the step leaves a choice; `answers` what the step asks for, as fields of
    ItemState (home.item_life.Transition.asks); `seen` is the mark of the state that whoever sends a form read on it (home.models.item_state.mark_of).
    """
    # Two that move at once wait for each other here; the second meets the new state.
    Reference.objects.select_for_update().get(pk=reference.pk)
    facts = facts_of([reference])[reference.pk]
    current = write_clock_steps(reference=reference, facts=facts, at=at)
    source = ItemStep(current.step)
    if seen is not None and seen != mark_of(source, current.since):
        raise Refusal(
            _(
                "This item is somewhere else by now: %(state)s. Look at what stands there, and whether the step is still right."
            )
            % {"state": source.label}
        )
    refuse_if(refusal_to_move(by, facts, source, ItemStep(to), at))
    step = transition(source, ItemStep(to))
    assert step is not None  # noqa: S101 - else it was refused
    if step.needs_reason and not reason.strip():
        raise Refusal(_("Say why: the reason is shown with the step."))
    if step.needs_body and not department.strip():
        raise Refusal(_("Say who does it: that is shown with the step."))
    refuse_if(refusal_of_address(document))
    if meets_on is not None:
        _put_on_agenda(facts, step.meets, meets_on, reason=reason, by=by, at=at)
        facts = facts_of([reference])[reference.pk]
    ground = step.guard(facts, source, at)
    refuse_if(ground.asks)
    refuse_if("" if reason.strip() and document else ground.lacks)
    refuse_if("" if reason.strip() else ground.why)
    evidence = dict(ground.evidence)
    if ground.choices:
        refuse_if("" if rests_on in ground.choices else ground.chooses)
        evidence["paper" if isinstance(rests_on, CouncilPaper) else "evidence"] = rests_on
    said = {name: answers.get(name) for name in step.asks}
    for name, answer in said.items():
        refuse_if(str(REFUSED_WITHOUT[name]) if answer in (None, "") else "")
    told = {"department": department, "reason": reason, "document": document, **said}
    told |= {"authority": ground.authority or step.authority, "recorded_as": RECORDERS[step.who]}
    return set_item_state(reference=reference, step=to, by=by, at=at, **told, **evidence)


@transaction.atomic
def tell_other_day(*, reference: Reference, meets_on: date, reason: str, by: Any, at: datetime) -> None:
    """Says that committee or council meets on another day about an item that waits for that, and why."""
    Reference.objects.select_for_update().get(pk=reference.pk)
    refuse_if("" if by.has_perm(MOVE_ITEM) else _("Only the clerk takes this step."))
    facts = facts_of([reference])[reference.pk]
    current = write_clock_steps(reference=reference, facts=facts, at=at)
    if (vote := facts.last_vote) is not None and vote.outcome in SETTLED:
        refuse_if(
            _("The council voted on it on %(day)s already: record what it decided.")
            % {"day": day_words(vote.meeting.held_on)}
        )
    _put_on_agenda(facts, MEETS.get(ItemStep(current.step)), meets_on, reason=reason, by=by, at=at)


def _put_on_agenda(
    facts: ItemFacts, body: MeetingBody | None, meets_on: date, *, reason: str, by: Any, at: datetime
) -> None:
    """The proposal, on the agenda of a day."""
    proposal = facts.paper(PaperKind.COUNCIL_PROPOSAL)
    if body is None:
        raise Refusal(_("No meeting goes with this. Leave the day of the meeting empty."))
    if proposal is None:
        raise Refusal(_("Record the paper first: %(paper)s.") % {"paper": PaperKind.COUNCIL_PROPOSAL.label})
    meeting = meeting_on(body=body, held_on=meets_on, by=by, at=at)
    put_on_agenda(paper=proposal, meeting=meeting, reason=reason, by=by, at=at)


@transaction.atomic
def take_step_back(*, state: ItemState, reason: str, by: Any, at: datetime, department: str = "") -> ItemState:
    """Puts right this step, taken by mistake: the state before it holds again, and what that rested on. Who takes it back and
    why everybody reads."""
    reference = state.reference
    Reference.objects.select_for_update().get(pk=reference.pk)
    refuse_if("" if by.has_perm(MOVE_ITEM) else _("Only the clerk takes this step."))
    write_clock_steps(reference=reference, facts=facts_of([reference])[reference.pk], at=at)
    states = still_standing(states_of([reference.pk]))
    if states[-1] != state:
        # To take back the newest then would be another step than was meant.
        raise Refusal(_("Another step came after this one. Look at what stands there now."))
    if step_to_take_back(states) is None:
        raise Refusal(_("There is no step by hand to take back."))
    if not reason.strip():
        raise Refusal(_("Say why: the reason is shown with the step."))
    about, before = standing_of(reference), states[-2]
    told = before.rests_on | {"department": department, "reason": reason, "takes_back": state, "weeks": before.weeks}
    back = _write(about, step=before.step, by=by, at=at, **told)
    tell_of(back)
    # Where nobody heard of the mistake, what holds again may have been passed over for it before its own mails went out.
    if _is_news(about, states[:-1]) and not any(is_known(about, one) for one in (state, before)):
        tell_of(before)
    return back


@transaction.atomic
def take_back_what_does_not_apply_yet(*, publication: OfficialPublication, at: datetime) -> ItemState | None:
    """Of an item that the clock put in force by the day of a publication, corrected since to one that lies ahead: what held before
    holds again, for the reason of the correction, until that day.
    """
    reference = publication.decision.about
    if reference is None or publication.in_force_on <= timezone.localtime(at).date():
        return None
    Reference.objects.select_for_update().get(pk=reference.pk)
    states = still_standing(states_of([reference.pk]))
    newest = states[-1] if len(states) > 1 else None
    if newest is None or newest.step != ItemStep.IN_FORCE or newest.publication is None:
        return None
    if newest.publication.decision_id != publication.decision_id:
        return None
    told = states[-2].rests_on | {"reason": publication.reason, "takes_back": newest, "weeks": states[-2].weeks}
    back = _write(standing_of(reference), step=states[-2].step, by=None, at=at, **told)
    tell_of(back)
    return back


def _is_news(standing: AgendaStanding, states: Sequence[ItemState]) -> bool:
    """Whether the last of these states was told of: the public saw another word from then on, or the item ended."""
    if len(states) < 2:
        return False
    before, last = [replace(standing, state=one).public_word(states[-1].since) for one in states[-2:]]
    return before != last or states[-1].step in TOLD


@transaction.atomic
def follow_clock(*, reference: Reference, at: datetime) -> bool:
    """Writes what the clock made of an item, so that who follows it hears; whether there was anything."""
    Reference.objects.select_for_update().get(pk=reference.pk)
    facts = facts_of([reference])[reference.pk]
    before = facts.newest
    return write_clock_steps(reference=reference, facts=facts, at=at) != before


def write_clock_steps(*, reference: Reference, facts: ItemFacts, at: datetime) -> ItemState:
    """Writes what the clock made of an item since, each dated at its own moment and with what it rests on, and adds it to `facts`;
    gives where it is now."""
    newest = facts.newest
    if newest is None:
        raise Refusal(_("This item is not on the agenda yet."))
    while (made := clock_step(source := ItemStep(newest.step), newest.since, facts, at)) is not None:
        target, since = made
        step = transition(source, target)
        assert step is not None  # noqa: S101 - the clock takes no other
        evidence = step.guard(facts, source, at).evidence
        if target == ItemStep.IN_FORCE:
            evidence = {"publication": facts.publications[-1]}
        newest = set_item_state(
            reference=reference, step=target, by=None, at=since, authority=step.authority, **evidence
        )
        facts.states.append(newest)
        facts.newest = newest
    return newest
