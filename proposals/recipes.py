"""Four kinds of rounds that a clerk can set up by a few answers; what is not asked is filled in as it is usually done."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from participation.enums import PhaseKind, TieRule
from participation.round_plan import PhasePlan


@dataclass(frozen=True)
class Recipe:
    """`spans` are the phases that are asked, in their order, `asks` what is asked besides; `usual` is filled in. `texts` stand in
    the fields that are asked, to be changed."""

    name: str
    label: Any
    meaning: Any
    spans: tuple[PhaseKind, ...]
    asks: tuple[str, ...] = ()
    texts: dict[str, Any] = field(default_factory=dict)
    usual: dict[str, Any] = field(default_factory=dict)
    # Ways of counting that it can be changed to, the usual one first.
    methods: tuple[str, ...] = ()

    @property
    def votes(self) -> bool:
        return PhaseKind.VOTE in self.spans

    def text(self, name: str, language: str) -> str:
        """A usual text in a language of the site; nothing where the recipe has none of this name."""
        with override(language):
            return str(self.texts.get(name, ""))

    def in_language(self, name: str, typed: str, language: str) -> str:
        """What was typed; a usual text that nobody changed in the language of the page that it is for."""
        usual = {self.text(name, code) for code, _name in settings.LANGUAGES if name in self.texts}
        return self.text(name, language) if _plain(typed) in map(_plain, usual) else typed


def _plain(text: str) -> str:
    return " ".join(text.split())


# True whatever the result is worth: that stands with the rules of the vote.
RESULT_AND_DECISION = _(
    "The result comes on this page. What it is worth stands in the rules of the vote. What is decided afterwards comes here too, with the reasons."
)
RECIPES = {
    recipe.name: recipe
    for recipe in (
        Recipe(
            "react",
            _("React to a text"),
            _("People react to the paragraphs of an agenda item, and the municipality answers. There is no vote."),
            (PhaseKind.DISCUSS,),
            texts={
                "summary": _(
                    "Read the text and say what you think of it, paragraph by paragraph. Then the municipality answers."
                ),
                "open_to_influence": _("The text itself: what is in it, what should go and what is missing."),
                "what_happens_next": _(
                    "The municipality answers what people said, and says what it changes and why. The answers stand on this page."
                ),
            },
        ),
        Recipe(
            "choose",
            _("Collect ideas and choose"),
            _("People hand in proposals. Then everybody marks what they find good, and what has most marks is chosen."),
            (PhaseKind.COLLECT, PhaseKind.VOTE),
            ("seats",),
            {
                "summary": _("Do you have an idea? Hand it in. Then everybody chooses from what came in."),
                "open_to_influence": _("Which proposals are made, and which of them are chosen."),
                "what_happens_next": RESULT_AND_DECISION,
            },
            {"tie_rule": TieRule.LIST_ORDER},
            ("approval", "stv-scottish"),
        ),
        Recipe(
            "budget",
            _("Divide a budget"),
            _("People hand in plans, departments say what they cost, and everybody votes which plans get money."),
            (PhaseKind.COLLECT, PhaseKind.VOTE),
            ("budget",),
            {
                "summary": _(
                    "Think of a plan, and choose together which plans get money. First the municipality says what each plan costs."
                ),
                "open_to_influence": _("Which plans are made, and which of them get money."),
                "what_happens_next": RESULT_AND_DECISION,
            },
            {"tie_rule": TieRule.LOWER_COST},
            ("equal-shares-add1u", "greedy"),
        ),
        Recipe(
            "yes-no",
            _("Yes or no"),
            _("People say yes or no to one question, or to several, which the municipality puts on the ballot paper."),
            (PhaseKind.VOTE,),
            (),
            {
                "summary": _(
                    "Say what you think of what stands on the ballot paper. Each question is counted by itself."
                ),
                "open_to_influence": _("Whether what stands on the ballot paper goes ahead."),
                "what_happens_next": RESULT_AND_DECISION,
            },
            {"tie_rule": TieRule.LIST_ORDER},
            ("yes-no", "for-against-each"),
        ),
    )
}
# How long each span usually is, in days; between collecting and voting plans are examined.
USUAL_DAYS = {PhaseKind.DISCUSS: 28, PhaseKind.COLLECT: 28, PhaseKind.VOTE: 14}
EXAMINED_FOR, BEGINS_IN = 21, 14


def usual_days(recipe: Recipe, today: date) -> dict[PhaseKind, tuple[date, date]]:
    """First and last day of each span, from a Monday on."""
    first, found = today + timedelta(days=BEGINS_IN), {}
    first += timedelta(days=-first.weekday() % 7)
    for kind in recipe.spans:
        last = first + timedelta(days=USUAL_DAYS[kind] - 1)
        found[kind] = (first, last)
        first = last + timedelta(days=1 + EXAMINED_FOR)
    return found


def phases_between(days: Mapping[PhaseKind, tuple[date, date]], at: datetime | None = None) -> list[PhasePlan]:
    """Phases from the first moment of a first day until the last of a last day; where time is left before the vote the
    municipality examines what came in. A vote whose first day is that of `at` begins at the next full hour.
    """
    plans = [
        PhasePlan(kind, _first_moment(kind, first, at), _midnight(last + timedelta(days=1)))
        for kind, (first, last) in days.items()
    ]
    plans.sort(key=lambda plan: plan.starts_at)
    whole = list(plans)
    for first, then in pairwise(plans):
        if first.kind == PhaseKind.COLLECT and first.ends_at is not None and first.ends_at < then.starts_at:
            whole.append(PhasePlan(PhaseKind.ASSESS, first.ends_at, then.starts_at))
    return sorted(whole, key=lambda plan: plan.starts_at)


def days_of(plans: Sequence[PhasePlan]) -> dict[PhaseKind, tuple[date, date]]:
    """First and last day of each phase that a recipe asks; nothing where the phases are no whole days as those of a recipe."""
    days = {}
    for plan in plans:
        if plan.ends_at is None:
            return {}
        if plan.kind in USUAL_DAYS:
            last = timezone.localdate(plan.ends_at) - timedelta(days=1)
            days[PhaseKind(plan.kind)] = (timezone.localdate(plan.starts_at), last)
    if _by_day(plans) != _by_day(phases_between(days)):
        return {}
    return days


def _by_day(plans: Sequence[PhasePlan]) -> list[tuple[str, date, datetime | None]]:
    return [(plan.kind, timezone.localdate(plan.starts_at), plan.ends_at) for plan in plans]


def _first_moment(kind: PhaseKind, first: date, at: datetime | None) -> datetime:
    if at is None or kind != PhaseKind.VOTE or first != timezone.localdate(at):
        return _midnight(first)
    return timezone.localtime(at).replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
