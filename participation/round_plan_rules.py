"""What can be put in force of a round, and when. Each rule returns a refusal as a sentence, or nothing."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from django.utils.translation import gettext as _

from base.instants import day, moment, span
from participation.ballot_rules import refusal_of_lot, refusal_of_method, whole_settings
from participation.enums import Eligibility, Force, PhaseKind
from participation.formal_term import last_day, shortest_term
from participation.hours import refusal_of_hours
from participation.models import ConsultationRound
from participation.queries.ballot import lacks_paper
from participation.round_change_rules import refusal_of_stop, vote_in_past
from participation.round_plan import (
    FROZEN_BY_SUPPORTING,
    FROZEN_BY_VOTING,
    PhasePlan,
    RulesPlan,
    lawful_phases,
    supports_needed,
)

# The phases of a round that is a discussion.
TALKING = {PhaseKind.DISCUSS, PhaseKind.INFORM, PhaseKind.ANSWER}


def refusal_to_put_in_force(
    known: ConsultationRound | None, rules: RulesPlan, phases: Sequence[PhasePlan], at: datetime
) -> str:
    """Why rules cannot be put in force at a moment; `known` is the round as it is, where it is in force already."""
    return refusal_of_rules(rules, phases) or (
        refusal_of_past(phases, at) if known is None else refusal_to_change(known, rules, phases, at)
    )


def refusal_of_past(phases: Sequence[PhasePlan], at: datetime) -> str:
    """Of a round that is not in force yet. What was said before there was this site is kept in a round of then, without a vote."""
    votes = [phase for phase in phases if phase.kind == PhaseKind.VOTE]
    if not votes:
        return ""
    ends = [phase.ends_at for phase in phases if phase.ends_at is not None and phase.ends_at <= at]
    if ends and len(ends) == len(phases):
        return _(
            "All phases of this round lie in the past: %(span)s. Nobody could take part. Move them to days from now on."
        ) % {"span": span(min(phase.starts_at for phase in phases), max(ends))}
    if votes[0].starts_at < at:
        # Its ballot paper would stand fast with nothing on it.
        return vote_in_past()
    return ""


def refusal_of_rules(rules: RulesPlan, phases: Sequence[PhasePlan]) -> str:
    """Whether rules hang together, whatever round they are for."""
    votes = [phase for phase in phases if phase.kind == PhaseKind.VOTE]
    if rules.is_discussed and {phase.kind for phase in phases} - TALKING:
        return _(
            "A discussion about the question itself has no proposals: give it phases 'Discuss' and 'Read along' only."
        )
    if not phases:
        return _("Give the round at least one phase: nobody can take part without one.")
    if len(votes) > 1:
        return _("A round has one vote at most. Make a second round for a second vote.")
    if votes and not rules.method:
        return _("Choose how votes are counted: this round has a phase in which people vote.")
    if rules.method and not votes:
        return _("Add a phase in which people vote, or choose 'No vote'.")
    if votes and votes[0].ends_at is None:
        return _("Say when voting is over: without an end nothing can be counted.")
    if any(number == 0 for number in (rules.max_choices, rules.seats, rules.points)):
        return _("Marks, seats and points are 1 or more. Leave empty what has no limit.")
    if sentence := refusal_of_method(rules) or refusal_of_force(rules) or refusal_of_lot(rules):
        return sentence
    shares = [rules.support_share, rules.population, rules.population_on]
    if any(shares) and not all(shares):
        return _("Give a share with the population and the day on which it was counted, or leave all three empty.")
    if rules.support_share and not 0 < rules.support_share <= 100:
        return _("A share of the population is more than 0 and at most 100 percent.")
    if all(shares) and rules.support_threshold != supports_needed(rules.support_share, rules.population):
        return _("Give the support that is needed as a number or as a share of the population, not as both.")
    if rules.support_threshold == 0:
        return _("Support that is needed is 1 or more. Leave it empty where none is.")
    if rules.support_threshold and not any(phase.kind == PhaseKind.SUPPORT for phase in phases):
        return _("Add a phase in which people support proposals, or leave the support that is needed empty.")
    if sentence := refusal_of_hours(rules.hours):
        return sentence
    labels = [question["label"] for question in rules.questions]
    if len(set(labels)) < len(labels):
        return _("Two extra questions have the same words. Ask each only once.")
    if any(question["kind"] == "choice" and len(question["choices"]) < 2 for question in rules.questions):
        return _("Give two answers or more to a question that is answered by choosing, each on a line of its own.")
    if rules.is_formal and (sentence := refusal_of_formal(rules, phases)):
        return sentence
    for phase in phases:
        if phase.ends_at is not None and phase.ends_at <= phase.starts_at:
            return _("The phase that starts on %(moment)s is over before it starts. Give it a later end.") % {
                "moment": moment(phase.starts_at)
            }
    return refusal_of_order(phases)


def refusal_of_order(phases: Sequence[PhasePlan]) -> str:
    votes = [phase for phase in phases if phase.kind == PhaseKind.VOTE]
    for first in phases:
        comes_before = votes and first.kind in {PhaseKind.COLLECT, PhaseKind.ASSESS}
        if comes_before and (first.ends_at is None or first.ends_at > votes[0].starts_at):
            return _("Proposals are collected and examined before the vote: end that phase before voting begins.")
    return ""


def refusal_of_force(rules: RulesPlan) -> str:
    """A result that is worth more than advice is so by somebody's decision, which anybody can read."""
    if not rules.method or rules.force == Force.ADVICE or rules.force_decision.strip():
        return ""
    if rules.force == Force.MANDATED:
        return _("Give the address of the mandate: the result is final only within a budget that was mandated.")
    return _("Give the address of the council's decision to follow the result: until it said so, the result is advice.")


def refusal_of_formal(rules: RulesPlan, phases: Sequence[PhasePlan]) -> str:
    """What a formal round misses. Its term does not run in law while the announcement or the laying out is not in order."""
    terms = [phase for phase in lawful_phases(rules, phases) if phase.kind == PhaseKind.DISCUSS]
    if rules.is_standing:
        return _("A formal round is about something and ends: it cannot be the standing round.")
    if rules.is_discussed:
        return _("A formal round takes formal views, and no discussion about the question itself.")
    if len(terms) != 1:
        return _("Give a formal round one phase 'Discuss': that is the term in which people give their formal view.")
    if not rules.notice.strip():
        return _("Give the number of the notice, for example gmb-2026-123456: the term begins once it was announced.")
    if not rules.laid_out.strip():
        return _("Say where and at which hours the documents lie for inspection: on the web alone is not enough.")
    shortest = shortest_term(terms[0].starts_at)
    ends_at = terms[0].ends_at
    if ends_at is None or ends_at < shortest:
        return _("A formal round lasts six weeks at least: end the phase 'Discuss' on %(day)s or later.") % {
            "day": day(last_day(shortest), weekday=True)
        }
    return ""


def refusal_to_change(known: ConsultationRound, rules: RulesPlan, phases: Sequence[PhasePlan], at: datetime) -> str:
    """What of a round in force can no longer change at a moment."""
    if known.cancelled_at is not None:
        return refusal_of_stop(known)
    now = at
    # Whoever froze the paper read a later clock: to them voting had begun. While a round is paused nothing begins.
    at = max(known.paused_at or at, known.ballot_frozen_at or known.paused_at or at)
    if known.is_discussed != rules.is_discussed:
        return _("A discussion stays one, and a round for proposals stays one. Make another round beside it.")
    has_begun = any(phase.has_begun(at) for phase in known.phases.all())
    if has_begun and known.is_evaluation != rules.is_evaluation:
        return _("This round has begun: whether it evaluates what was carried out stands fast. Make another round.")
    if has_begun and known.is_formal != rules.is_formal:
        return _("This round has begun: a formal round stays formal, and an informal one informal.")
    voting = known.voting
    if voting is not None and voting.has_begun(at):
        rules = replace(rules, settings=whole_settings(rules))
        for name in FROZEN_BY_VOTING:
            if getattr(known, name) != getattr(rules, name):
                return _(
                    "Voting began on %(moment)s; since then the rules of the vote stand fast. Put the old value back."
                ) % {"moment": moment(voting.starts_at)}
    elif any(plan.kind == PhaseKind.VOTE and plan.starts_at < max(at, now) for plan in phases):
        # The ballot paper of that moment is not known any more.
        return vote_in_past()
    if known.eligibility == Eligibility.ROLL != rules.eligibility and known.roll.exists():
        # Their letters would let them in beside their accounts.
        return _(
            "People are on the electoral roll of this vote, so only they vote. Make another round where everybody may vote."
        )
    supporting = [phase for phase in known.phases.all() if phase.kind == PhaseKind.SUPPORT and phase.has_begun(at)]
    if supporting and any(getattr(known, name) != getattr(rules, name) for name in FROZEN_BY_SUPPORTING):
        return _("Supporting began on %(moment)s; since then the support that is needed stands fast.") % {
            "moment": moment(supporting[0].starts_at)
        }
    for phase in known.phases.all():
        if not phase.has_begun(at):
            continue
        moved = [plan for plan in phases if plan.kind == PhaseKind.VOTE and plan.starts_at != phase.starts_at]
        if moved and phase.kind == PhaseKind.VOTE and lacks_paper(known, at):
            # With nothing to vote on it did not begin.
            if moved[0].starts_at < max(at, now):
                return vote_in_past()
            continue
        same = [plan for plan in phases if plan.kind == phase.kind and plan.starts_at == phase.starts_at]
        if not same:
            return _("The phase '%(phase)s' began on %(moment)s. It can no longer be moved or taken away.") % {
                "phase": phase.get_kind_display(),
                "moment": moment(phase.starts_at),
            }
        end = same[0].ends_at
        if phase.ends_at is None:
            if end is not None and end < at:
                return _("The phase '%(phase)s' is open: it can end now or later, not in the past.") % {
                    "phase": phase.get_kind_display()
                }
            continue
        if end is not None and end < phase.ends_at:
            return _("The phase '%(phase)s' has begun: it can be made longer, not shorter.") % {
                "phase": phase.get_kind_display()
            }
        if phase.has_ended(at) and end != phase.ends_at:
            return _("The phase '%(phase)s' is over. Its end stands fast.") % {"phase": phase.get_kind_display()}
        if end != phase.ends_at:
            return _(
                "The phase '%(phase)s' has begun. It is made longer under 'Rounds and counts', with a reason that everybody reads."
            ) % {"phase": phase.get_kind_display()}
    return ""
