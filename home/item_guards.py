"""Guards of the table in home.item_life. One gives on what a step rests, or why it cannot be taken."""

from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from base.instants import day as day_words
from base.models import Reference
from home.enums import Authority, ItemStep
from home.item_facts import ItemFacts
from home.item_ground import Ground, Guard
from participation.enums import PhaseKind
from participation.models import ConsultationRound
from participation.queries.consultation_round import asking_span
from proposals.commitment_life import CommitmentState
from proposals.council_enums import SETTLED, CouncilOutcome, MeetingBody, PaperKind
from proposals.enums import CARRIED, DecidingBody, Verdict
from proposals.models import CouncilPaper, ResponseDocument
from proposals.response_rules import refusal_to_be_answered

VERDICTS = {ItemStep.ADOPTED: Verdict.ADOPTED, ItemStep.ADOPTED_AMENDED: Verdict.ADOPTED_AMENDED}


def is_whole_text(facts: ItemFacts, source: ItemStep, at: datetime) -> Ground:
    """A version that is looked through says in plain words what it is about, and to what of a learning city it belongs."""
    version = facts.version
    if version is None:
        return Ground(_("Publish the text of the item first: its version is what is looked through."))
    needed = {"summary": _("a summary in plain language"), "feature_areas": _("at least one of the UNESCO areas")}
    missing = [str(words) for name, words in needed.items() if not version.content.get(name)]
    if missing:
        return Ground(
            _("Version %(number)s of the text lacks: %(what)s. Fill that in on its page, and publish it.")
            % {"number": version.label, "what": ", ".join(missing)}
        )
    return Ground(evidence={"version": version})


def changes_text(facts: ItemFacts, source: ItemStep, at: datetime) -> Ground:
    """The difference with the text to which people reacted, where that was published already."""
    version, before = facts.version, facts.version_asked
    is_other = version is not None and before is not None and version.pk != before.pk
    return Ground(evidence={"version": version, "version_before": before} if is_other else {})


def needs_paper(kind: PaperKind) -> Guard:
    def guard(facts: ItemFacts, source: ItemStep, at: datetime) -> Ground:
        paper = facts.paper(kind)
        if paper is not None:
            return Ground(evidence={"paper": paper})
        return Ground(_("Record the paper first: %(paper)s.") % {"paper": kind.label}, paper=kind)

    return guard


def needs_paper_after(kind: PaperKind, earlier: PaperKind | None = None) -> Guard:
    """What the executive decided and proposes comes once the item was on the agenda and nobody could react any more; a proposal
    not before the decision to propose it."""

    def guard(facts: ItemFacts, source: ItemStep, at: datetime) -> Ground:
        ground = needs_paper(kind)(facts, source, at)
        paper = ground.evidence.get("paper")
        if paper is None:
            return ground
        before = facts.paper(earlier) if earlier is not None else None
        days = [timezone.localtime(facts.states[0].since).date()] if facts.states else []
        days += [before.dated_on] if before is not None else []
        days += [
            timezone.localtime(span[1]).date()
            for one in facts.rounds
            if has_ended(one, at) and (span := asking_span(one)) is not None
        ]
        first = max(days, default=paper.dated_on)
        if paper.dated_on >= first:
            return ground
        return Ground(
            _(
                "%(paper)s is dated %(day)s, and this step comes no earlier than %(first)s, after what came before it. Correct "
                "the day of the paper, or record the right paper."
            )
            % {"paper": paper.label, "day": day_words(paper.dated_on), "first": day_words(first)}
        )

    return guard


def has_draft_decision(facts: ItemFacts, source: ItemStep, at: datetime) -> Ground:
    """What the council is asked to decide, in its own words: a paper of its own, or in the proposal."""
    draft, proposal = facts.paper(PaperKind.DRAFT_DECISION), facts.paper(PaperKind.COUNCIL_PROPOSAL)
    if draft is not None:
        return Ground(evidence={"beside": draft})
    if proposal is not None and proposal.holds_draft:
        return Ground()
    return Ground(
        _(
            "Record the draft decision of the council first; if it stands in the proposal itself, correct the proposal and tick "
            "that there."
        ),
        paper=PaperKind.DRAFT_DECISION,
    )


def is_advised(facts: ItemFacts, source: ItemStep, at: datetime) -> Ground:
    advice = facts.paper(PaperKind.COMMITTEE_ADVICE)
    if advice is not None:
        return Ground(evidence={"beside": advice})
    return Ground(
        why=_("Record the advice of the committee first; or say why there is none: the reason is shown with the step."),
        paper=PaperKind.COMMITTEE_ADVICE,
    )


def is_sent_back(facts: ItemFacts, source: ItemStep, at: datetime) -> Ground:
    """By a decision of the council to put it off, or by a motion of order that was carried."""
    decisions = [
        one.reference for one in facts.decided if one.body == DecidingBody.COUNCIL and one.verdict == Verdict.DEFERRED
    ]
    papers = filter(None, [facts.paper(PaperKind.COUNCIL_DECISION), *facts.carried_motions])
    found: tuple[Reference | CouncilPaper, ...] = (*decisions, *papers)
    if not found:
        return Ground(
            _(
                "Record first by what the council sent it back: its decision to put it off, or the motion of order and the vote "
                "by which that was carried."
            )
        )
    return Ground(
        choices=found,
        chooses=_("Choose by which decision or motion the council sent it back: that is shown with the step."),
    )


def is_answered(facts: ItemFacts, source: ItemStep, at: datetime) -> Ground:
    """The answers to each of its rounds that ended are public, and everything that was said there has its own."""
    ended = rounds_to_answer(facts, at)
    public = public_answers(ended)
    if len(public) < len(ended):
        return Ground(_("The answers to what people said are not public yet."))
    if sentence := next((sentence for one in ended if (sentence := refusal_to_be_answered(one))), ""):
        return Ground(sentence)
    return Ground(evidence={"evidence": public[-1][1]} if public else {})


def rounds_to_answer(facts: ItemFacts, at: datetime) -> list[ConsultationRound]:
    """Its rounds that ended and in which somebody said something, or could still be let through."""
    return [one for one in facts.rounds if has_ended(one, at) and one.lets_people_speak and one.pk not in facts.silent]


def public_answers(found: list[ConsultationRound]) -> list[tuple[datetime, Reference]]:
    """When the answers to each were published, the newest last; nothing of a round whose answers are not public."""
    documents: list[ResponseDocument | None] = [getattr(one, "response_document", None) for one in found]
    public = [
        (one.published_at, one.reference) for one in documents if one is not None and one.published_at is not None
    ]
    return sorted(public, key=lambda one: one[0])


def voted_as(outcome: CouncilOutcome) -> Guard:
    def guard(facts: ItemFacts, source: ItemStep, at: datetime) -> Ground:
        vote = facts.last_vote
        if vote is None:
            return Ground(_("Record first how the council voted on the proposal."))
        if vote.outcome != outcome:
            came_to = {"outcome": vote.get_outcome_display()}
            return Ground(_("The vote on the proposal came to: %(outcome)s.") % came_to)
        return Ground(evidence={"paper": facts.paper(PaperKind.COUNCIL_PROPOSAL), "vote": vote})

    return guard


def stands_with(body: MeetingBody) -> Guard:
    def guard(facts: ItemFacts, source: ItemStep, at: datetime) -> Ground:
        point = facts.point(body)
        if point is not None:
            return Ground(evidence={"paper": facts.paper(PaperKind.COUNCIL_PROPOSAL), "meeting": point.meeting})
        if facts.paper(PaperKind.COUNCIL_PROPOSAL) is None:
            return needs_paper(PaperKind.COUNCIL_PROPOSAL)(facts, source, at)
        return Ground(
            asks=_("Say on which day: the day of the meeting of %(body)s is shown with the step.")
            % {"body": body.label}
        )

    return guard


def tied(facts: ItemFacts, source: ItemStep, at: datetime) -> Ground:
    """Put off to a next meeting (Gemeentewet 32.4)."""
    voted = voted_as(CouncilOutcome.TIED)(facts, source, at)
    if voted.refusal:
        return voted
    point = facts.point_after_vote
    if point is None:
        return Ground(asks=_("Say on which day the council votes again: that is shown with the step."))
    return Ground(evidence={**voted.evidence, "meeting": point.meeting})


def adopted_as(verdict: Verdict) -> Guard:
    def guard(facts: ItemFacts, source: ItemStep, at: datetime) -> Ground:
        voted = voted_as(CouncilOutcome.ADOPTED)(facts, source, at)
        if voted.refusal:
            return voted
        is_amended = verdict == Verdict.ADOPTED_AMENDED
        if is_amended and not facts.carried_amendments:
            return Ground(_("No amendment was adopted: the text stands as it was proposed."))
        if not is_amended and facts.carried_amendments:
            return Ground(_("An amendment was adopted: the text is another one than was proposed."))
        decision = next(
            (one for one in reversed(facts.decided) if one.body == DecidingBody.COUNCIL and one.verdict == verdict),
            None,
        )
        if decision is None:
            return Ground(_("Record the decision of the council first, under Decisions."))
        return Ground(evidence={"evidence": decision.reference, **voted.evidence})

    return guard


def still_decided(facts: ItemFacts, source: ItemStep, at: datetime) -> Ground:
    """What the council decided, where a vote or decision was not corrected since to something else."""
    step = next((one for one in reversed(facts.states) if one.step in VERDICTS and facts.is_of_now(one.since)), None)
    # Of a step of before the site kept on whose authority it was taken nothing is asked.
    if step is None or not step.authority:
        return Ground()
    ground = adopted_as(VERDICTS[ItemStep(step.step)])(facts, source, at)
    if not ground.refusal:
        return Ground()
    return Ground(
        _("'%(step)s' rests on what was corrected since: %(why)s Take that step back first.")
        % {"step": step.get_step_display(), "why": ground.refusal}
    )


def is_published(facts: ItemFacts, source: ItemStep, at: datetime) -> Ground:
    """That decision of the body that decided."""
    body = DecidingBody.EXECUTIVE if source == ItemStep.EXECUTIVE_ADOPTED else DecidingBody.COUNCIL
    if body == DecidingBody.COUNCIL and (corrected := still_decided(facts, source, at)).refusal:
        return corrected
    decided = {one.pk for one in facts.decided if one.body == body and one.verdict in CARRIED}
    found = next((one for one in reversed(facts.publications) if one.decision_id in decided), None)
    if found is None:
        return Ground(_("Record first where it stood in the official gazette."))
    if body == DecidingBody.COUNCIL and (waiting := facts.not_in_text):
        what = {"what": ", ".join(one.label for one in waiting)}
        return Ground(
            _("Publish the new version of the text first, and tick there what it carries out: %(what)s.") % what
        )
    asked = next((one.who_decides for one in reversed(facts.states) if one.who_decides), "")
    is_other = body == DecidingBody.EXECUTIVE and asked == DecidingBody.COUNCIL
    why = _("It was said that the council decides. Say why the executive did: the reason is shown with the step.")
    return Ground(evidence={"publication": found}, why=why if is_other else "")


def was_evaluated(facts: ItemFacts, source: ItemStep, at: datetime) -> Ground:
    """Evaluating is a moment to take part in, too (Gemeentewet 150.1): by a round that says so, begun after the execution did."""
    began = facts.started_at
    later = [
        one
        for one in facts.evaluations
        if began is not None and (span := asking_span(one)) is not None and span[0] > began
    ]
    if not later:
        return Ground(
            _(
                "Evaluate it with residents first: make a round about this item, say there that it is its evaluation, and "
                "begin it after the execution did."
            )
        )
    ended = [one for one in later if has_ended(one, at)]
    if not ended:
        return Ground(_("The evaluation still runs: wait until it is over."))
    lacking = {one.pk: refusal_to_be_answered(one) for one in ended}
    answered = tuple(one.reference for one in ended if not lacking[one.pk])
    if not answered:
        return Ground(next(iter(lacking.values())))
    return Ground(
        choices=answered, chooses=_("Choose the round in which it was evaluated: that is shown with the step.")
    )


def is_carried_out(facts: ItemFacts, source: ItemStep, at: datetime) -> Ground:
    """What was promised about it was kept, or everybody reads why not; what was kept shows it."""
    today = timezone.localtime(at).date()
    waiting = [
        one.commitment.reference.string
        for one in facts.promises
        if not one.state.is_over and (one.is_late(today) or not one.was_moved)
    ]
    waiting += [one.paper.label for one in facts.motions if one.is_waiting]
    if waiting:
        return Ground(
            _(
                "Say first what became of %(what)s: a promise is kept, dropped or put off with the reason, a motion that was "
                "carried is taken up, an amendment stands in the text."
            )
            % {"what": ", ".join(waiting)}
        )
    kept = [one.commitment.reference for one in facts.promises if one.state == CommitmentState.DONE]
    if kept:
        return Ground(evidence={"evidence": kept[-1]})
    return Ground(
        lacks=_("Show that it is carried out: say how in 'Why', and give the link to a document that shows it.")
    )


def lapses(facts: ItemFacts, source: ItemStep, at: datetime) -> Ground:
    """By a decision that was taken since it applied, of the council or else of whoever had decided it."""
    since = facts.applies_since
    bodies = {DecidingBody.COUNCIL}
    if not any(one.body == DecidingBody.COUNCIL and one.decided_on <= since for one in facts.decided):
        bodies.add(DecidingBody.EXECUTIVE)
    decision = next(
        (
            one
            for one in reversed(facts.decided)
            if one.decided_on > since and one.body in bodies and one.verdict in CARRIED
        ),
        None,
    )
    if decision is None:
        return Ground(
            lacks=_(
                "Record the decision by which it ends first, under Decisions; or say why it ends without one, and give the link "
                "to the document that says so."
            )
        )
    publication = next((one for one in reversed(facts.publications) if one.decision_id == decision.pk), None)
    authority = Authority.COUNCIL if decision.body == DecidingBody.COUNCIL else Authority.EXECUTIVE
    return Ground(evidence={"evidence": decision.reference, "publication": publication}, authority=authority)


def has_no_round(facts: ItemFacts, source: ItemStep, at: datetime) -> Ground:
    if facts.rounds:
        return Ground(_("There is a round about this item: what comes after it follows by itself."))
    return Ground()


def was_not_decided(facts: ItemFacts, source: ItemStep, at: datetime) -> Ground:
    """Only before the council decided, and by a letter: recorded as a paper about the item, or shown by its link."""
    vote = facts.last_vote
    # One that was put off, as a tie is, is not decided.
    is_decided = any(one.body == DecidingBody.COUNCIL and one.verdict != Verdict.DEFERRED for one in facts.decided)
    if is_decided or (vote is not None and vote.outcome in SETTLED):
        return Ground(_("The council decided on it already: what it decided is not withdrawn any more."))
    letter = facts.paper(PaperKind.WITHDRAWAL)
    if letter is None:
        return Ground(
            lacks=_("Record the letter of withdrawal first, as a paper about this item; or give the link to it.")
        )
    return Ground(evidence={"paper": letter})


def has_ended(consultation_round: ConsultationRound, at: datetime) -> bool:
    phases = list(consultation_round.phases.all())
    return bool(phases) and all(phase.has_ended(at) for phase in phases if phase.kind != PhaseKind.ANSWER)
