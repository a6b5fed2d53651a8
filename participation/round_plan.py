"""What a round lays down beforehand, before it is in force."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import ROUND_CEILING, Decimal
from typing import Any

from base.instants import as_much_later
from participation.enums import CommentScreening, Eligibility, Force, OutsideHours, PhaseKind, Screening, TieRule
from participation.formal_term import end_of_term
from participation.voting_enums import OptionOrder, PaperEntry, PaperRule, RarePattern


@dataclass(frozen=True)
class RulesPlan:
    """What a round lays down beforehand. Money in whole euros, the share of the population in percent; with a share the
    threshold is the number that it comes to.
    """

    title: str
    language: str
    is_standing: bool = False
    method: str = ""
    settings: dict[str, Any] = field(default_factory=dict)
    budget: int | None = None
    max_choices: int | None = None
    seats: int | None = None
    within_budget: bool = True
    points: int | None = None
    tie_rule: str = TieRule.LOWER_COST
    public_draw: str = ""
    eligibility: str = Eligibility.SIGNED_IN
    screening: str = Screening.BEFORE
    comment_screening: str = CommentScreening.AFTER
    hours: list[list[Any]] = field(default_factory=list)
    outside_hours: str = OutsideHours.HOLD
    force: str = Force.ADVICE
    force_decision: str = ""
    objection_days: int = 7
    paper_rule: str = PaperRule.WEB_FIRST
    paper_entry: str = PaperEntry.TWICE
    option_order: str = OptionOrder.DRAWN
    rare_pattern: str = RarePattern.AS_IS
    asks_stance: bool = False
    is_discussed: bool = False
    is_evaluation: bool = False
    support_threshold: int | None = None
    support_share: Decimal | None = None
    population: int | None = None
    population_on: date | None = None
    questions: list[dict[str, Any]] = field(default_factory=list)
    is_formal: bool = False
    notice: str = ""
    laid_out: str = ""


@dataclass(frozen=True)
class PhasePlan:
    """A span to put in force; the end is exclusive, None is open."""

    kind: str
    starts_at: datetime
    ends_at: datetime | None = None

    def later(self, before: datetime, after: datetime) -> "PhasePlan":
        """As much later as an end was moved."""
        ends_at = as_much_later(self.ends_at, before, after) if self.ends_at is not None else None
        return PhasePlan(self.kind, as_much_later(self.starts_at, before, after), ends_at)


# What a ballot means: from the moment voting begins nobody changes it.
FROZEN_BY_VOTING = (
    "method",
    "settings",
    "budget",
    "max_choices",
    "seats",
    "within_budget",
    "points",
    "tie_rule",
    "public_draw",
    "eligibility",
    "force",
    "force_decision",
    "objection_days",
    "paper_rule",
    "paper_entry",
    "option_order",
    "rare_pattern",
)

# Who supports must know how many are needed: from the moment supporting begins nobody changes it.
FROZEN_BY_SUPPORTING = ("support_threshold", "support_share", "population", "population_on")


def supports_needed(share: Decimal | None, population: int | None) -> int | None:
    """How many people a share (percent) of a population is, rounded up."""
    if not share or not population:
        return None
    return int((share * population / 100).to_integral_value(ROUND_CEILING))


def lawful_phases(rules: RulesPlan, phases: Sequence[PhasePlan]) -> list[PhasePlan]:
    """The phases with the term of a formal round as the law has it end; without an end it lasts as short as it may."""
    return [
        replace(phase, ends_at=end_of_term(phase.starts_at, phase.ends_at))
        if rules.is_formal and phase.kind == PhaseKind.DISCUSS
        else phase
        for phase in phases
    ]
