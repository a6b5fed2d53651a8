"""Facts and sentences of a round and its result, as the components want them."""

from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from base.citable import code_of
from base.templatetags.components import money
from participation.enums import Force, Method, TieRule
from participation.models import ConsultationRound
from proposals.enums import DecidingBody, ParticipationLevel
from proposals.queries.result import Result


def round_facts(content: dict[str, Any]) -> list[dict[str, str]]:
    facts = [
        (_("Your influence"), _label(ParticipationLevel, code_of(content, "level"))),
        (_("Who decides"), _label(DecidingBody, code_of(content, "who_decides"))),
    ]
    return [{"label": label, "value": value} for label, value in facts if value]


def rule_facts(consultation_round: ConsultationRound) -> list[dict[str, str]]:
    """The rules of the vote, each as a fact; nothing where there is no vote."""
    if not consultation_round.method:
        return []
    facts = [
        (_("Budget"), money(consultation_round.budget) if consultation_round.has_budget else ""),
        (_("Who may vote"), consultation_round.get_eligibility_display()),
        (_("Marks at most"), str(consultation_round.max_choices or "")),
        (_("How a tie falls"), consultation_round.get_tie_rule_display()),
        (_("Force of the result"), _label(Force, consultation_round.force)),
    ]
    return [{"label": label, "value": value} for label, value in facts if value]


def method_words(method: str) -> str:
    """The rule in one sentence, for somebody who never heard of it."""
    sentences = {
        Method.APPROVAL: _("Everybody marks what they find good. What has most marks comes first."),
        Method.GREEDY: _("What has most marks is funded first. What no longer fits the money left is skipped."),
        Method.GREEDY_STOP: _("What has most marks is funded first, until the first that does not fit the money left."),
        Method.EQUAL_SHARES: _(
            "Every voter gets an equal share of the money. A project is funded when those who marked it can pay it "
            "together; the one that takes least of each comes first."
        ),
        Method.EQUAL_SHARES_ADD1: _(
            "Every voter gets an equal share of the money. A project is funded when those who marked it can pay it "
            "together; the one that takes least of each comes first. The shares are raised, the same for everybody, for "
            "as long as the outcome fits the budget."
        ),
    }
    return sentences.get(Method(method), "")


def result_words(result: Result) -> dict[str, Any]:
    """The sentence first, then facts, then bars: everything the result page says besides the reasons."""
    sheet, consultation_round = result.sheet, result.consultation_round
    points = consultation_round.points is not None
    unit = _("points") if points else _("ballots")
    chosen_words = _("funded") if consultation_round.has_budget else _("chosen")
    valid = sheet.cast - sheet.blank
    facts = [
        (_("Voted"), _grouped(sheet.cast)),
        (_("Could vote"), _could_vote(result)),
        (_("Blank ballots"), _grouped(sheet.blank)),
        (_("Budget"), money(sheet.budget)),
        (_("Spent"), money(sheet.cost) if sheet.budget is not None else ""),
    ]
    rows = [
        {
            "label": line.subject.public_label,
            "lang": line.subject.language,
            "value": line.score,
            "value_words": _grouped(line.score),
            "note": money(line.cost) if consultation_round.has_budget else "",
            "chosen": line.is_chosen,
        }
        for line in result.lines
    ]
    return {
        "sentence": _sentence(result, valid),
        "facts": [{"label": label, "value": value} for label, value in facts if value],
        "bar_rows": rows,
        "bars_title": _("Count per option"),
        "unit": unit,
        "note_heading": _("Cost") if consultation_round.has_budget else "",
        "chosen_words": chosen_words,
        "rule_words": method_words(sheet.rule),
        "tie_rule_words": _label(TieRule, sheet.tie_rule),
    }


def _sentence(result: Result, valid: int) -> str:
    count = len(result.chosen)
    if not valid:
        return _("Nobody marked anything, so nothing was chosen.")
    voted = ngettext("%(count)s person voted.", "%(count)s people voted.", result.sheet.cast) % {
        "count": _grouped(result.sheet.cast)
    }
    if result.consultation_round.has_budget:
        funded = ngettext(
            "%(count)d proposal gets money: %(cost)s of %(budget)s.",
            "%(count)d proposals get money: %(cost)s of %(budget)s.",
            count,
        ) % {"count": count, "cost": money(result.sheet.cost), "budget": money(result.sheet.budget)}
        return f"{voted} {funded}"
    if count == 0:
        return voted + " " + _("Nothing was chosen.")
    first = _("Most marks went to “%(title)s”.") % {"title": result.chosen[0].subject.public_label}
    return f"{voted} {first}"


def _could_vote(result: Result) -> str:
    if result.consultation_round.eligibility == "roll":
        return ngettext("%(count)s person on the roll", "%(count)s people on the roll", result.roll) % {
            "count": _grouped(result.roll)
        }
    return str(result.consultation_round.get_eligibility_display())


def _grouped(value: int) -> str:
    return str(number_format(value, force_grouping=True))


def _label(choices: Any, value: Any) -> str:
    return str(choices(value).label) if value in choices.values else ""
