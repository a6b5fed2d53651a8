"""What a count found beside its winners, as tables: the figures of each option, and the rounds of a count by rounds."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from base.templatetags.components import money
from participation.ballot_rules import is_yes_or_no, kind_of
from participation.models import ConsultationRound
from participation.tally.profile import POINTS, RANKED, STANCES
from participation.tally_words import MONEY, figure_words, quoted
from proposals.queries.result import Result, ResultLine

Cell = dict[str, Any]


@dataclass(frozen=True)
class CountRound:
    """One round of a count: what happened in it, in sentences."""

    number: int
    sentences: list[str]


def unit_of(consultation_round: ConsultationRound) -> str:
    """What the bars of a result count."""
    kind = kind_of(consultation_round)
    if kind is STANCES:
        return _("times yes") if is_yes_or_no(consultation_round) else _("times for")
    if kind is RANKED:
        return _("first places")
    return _("points") if kind is POINTS else _("ballots")


def bar_value(line: ResultLine) -> int:
    """Of for and against what is for; never below nothing, which no bar can show."""
    return int(line.numbers.get("in_favour", max(line.score, 0)))


def bar_note(line: ResultLine, consultation_round: ConsultationRound) -> str:
    """What stands beside a bar of for and against."""
    if "against" not in line.numbers:
        return ""
    against = figure_words(line.numbers["against"], {})
    if is_yes_or_no(consultation_round):
        return _("no: %(count)s") % {"count": against}
    neutral = figure_words(line.numbers.get("neutral", 0), {})
    return _("against: %(against)s, neutral: %(neutral)s") % {"against": against, "neutral": neutral}


def score_words(consultation_round: ConsultationRound, score: int) -> str:
    """How an option fared, for who reads of it alone."""
    kind = kind_of(consultation_round)
    shown = {"count": figure_words(abs(score), {})}
    if kind is RANKED:
        return ngettext("%(count)s first place", "%(count)s first places", score) % shown
    if kind is POINTS:
        return ngettext("%(count)s point", "%(count)s points", score) % shown
    if kind is STANCES and is_yes_or_no(consultation_round):
        return ngettext("%(count)s time yes", "%(count)s times yes", score) % shown
    if kind is STANCES:
        return (_("%(count)s more for than against") if score >= 0 else _("%(count)s more against than for")) % shown
    return ngettext("%(count)s vote", "%(count)s votes", score) % shown


def figure_table(result: Result, chosen_words: str) -> dict[str, Any] | None:
    """Per option the figures that its reason gives, as far as they have a heading; None where there are none.

    For a budget that is who paid for what, and by how much a project missed it.
    """
    yes_no = is_yes_or_no(result.consultation_round)
    headings = {
        "in_favour": _("Yes") if yes_no else _("For"),
        "neutral": _("Neutral"),
        "against": _("No") if yes_no else _("Against"),
        **({"needed": _("Needed")} if yes_no else {}),
        "payers": _("Paid for it"),
        "most": _("Each paid at most"),
        "per_point": _("Each paid for a point"),
        "together": _("Together they had"),
        "before": _("Left at its turn"),
        "missing": _("Too little"),
    }
    # What falls short at its turn had as much left as is said of what was funded.
    rows = [line.numbers | ({"before": line.numbers["left"]} if _fell_short(line) else {}) for line in result.lines]
    columns = [name for name in headings if any(name in numbers for numbers in rows)]
    if not columns:
        return None
    has_cost = result.consultation_round.has_budget
    table = [
        [
            _named(line, chosen_words),
            *([_cell(money(line.cost))] if has_cost else []),
            *(_cell(_shown(name, numbers[name]) if name in numbers else "–") for name in columns),
        ]
        for line, numbers in zip(result.lines, rows, strict=True)
    ]
    return {
        "caption": _("Who paid for what") if {"payers"} & set(columns) else _("The figures of each"),
        "headings": [
            {"label": _("What")},
            *([{"label": _("Cost"), "numeric": True}] if has_cost else []),
            *({"label": headings[name], "numeric": True} for name in columns),
        ],
        "rows": table,
    }


def _named(line: ResultLine, chosen_words: str) -> Cell:
    label = line.subject.public_label
    return {"text": f"{label} ({chosen_words})" if line.is_chosen else label, "lang": line.subject.language}


def _fell_short(line: ResultLine) -> bool:
    return "missing" in line.numbers and "left" in line.numbers


def rounds_table(result: Result, labels: Mapping[str, str], languages: Mapping[str, str]) -> dict[str, Any] | None:
    """Of a count by rounds: where every option stood after each, and what each round gave it; None for other counts."""
    counts = result.sheet.outcome.get("counts", [])
    if not counts:
        return None
    options = sorted(counts[0]["votes"], key=lambda option: _last_round(counts, option), reverse=True)
    rows = [
        [
            {"text": labels.get(option, option), "lang": languages.get(option, "")},
            *(_cell(_standing(count, option)) for count in counts),
        ]
        for option in options
    ]
    for name, words in (("non_transferable", _("Nowhere further to go")), ("remainder", _("Lost in rounding"))):
        if any(count[name] for count in counts):
            rows.append([{"text": words}, *(_cell(figure_words(count[name], {})) for count in counts)])
    if len({count["quota"] for count in counts}) > 1:
        rows.append([{"text": _("Votes needed")}, *(_cell(figure_words(count["quota"], {})) for count in counts)])
    return {
        "caption": _("Votes after each round of the count, and what that round brought"),
        "headings": [
            {"label": _("What")},
            *({"label": _("Round %(number)d") % {"number": count["count"]}, "numeric": True} for count in counts),
        ],
        "rows": rows,
    }


def count_rounds(result: Result, labels: Mapping[str, str]) -> list[CountRound]:
    return [
        CountRound(count["count"], [_event(count, labels), *_elected(count, labels)])
        for count in result.sheet.outcome.get("counts", [])
    ]


def _event(count: Mapping[str, Any], labels: Mapping[str, str]) -> str:
    names = _names(count["of"], labels)
    sentences = {
        "first-preferences": _("Every ballot goes to what has the first place on it."),
        "surplus": _("%(names)s had more votes than were needed: what was left over goes on to what stands next."),
        "exclusion": _("%(names)s had the fewest votes and falls off: these ballots go on to what stands next."),
    }
    return sentences.get(count["event"], "%(names)s") % {"names": names}


def _elected(count: Mapping[str, Any], labels: Mapping[str, str]) -> list[str]:
    return (
        [_("Chosen in this round: %(names)s.") % {"names": _names(count["elected"], labels)}]
        if count["elected"]
        else []
    )


def _names(options: list[str], labels: Mapping[str, str]) -> str:
    return ", ".join(quoted(labels.get(option, option)) for option in options)


def _standing(count: Mapping[str, Any], option: str) -> str:
    """The votes with what came or went, such as `12 (+3)`."""
    if option not in count["votes"]:
        return "–"
    votes = figure_words(count["votes"][option], {})
    moved = count["moved"].get(option, 0)
    if not moved or count["event"] == "first-preferences":
        return votes
    return f"{votes} (+{figure_words(moved, {})})"


def _last_round(counts: list[Mapping[str, Any]], option: str) -> tuple[int, int]:
    """The longer in the count the higher; among those the earlier elected."""
    elected = next((count["count"] for count in counts if option in count["elected"]), len(counts) + 1)
    return sum(option in count["votes"] for count in counts), -elected


def _shown(name: str, value: Any) -> str:
    figure = figure_words(value, {})
    return f"€\u00a0{figure}" if name in MONEY else figure


def _cell(text: str) -> Cell:
    return {"text": text, "numeric": True}
