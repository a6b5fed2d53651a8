"""What a round lays down for a ballot: of which kind it is, what it may mark, and why one is refused."""

from collections.abc import Mapping
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from base.templatetags.components import money
from participation.enums import TieRule
from participation.method_words import parameter_label
from participation.models import ConsultationRound, Subject
from participation.tally.method import Method, Parameter, Setting, TallyRefused
from participation.tally.profile import POINTS, RANKED, STANCES, BallotKind, Option, Profile, approve, ballot
from participation.tally.rules import METHODS_BY_NAME, method
from participation.tally_words import overstep_words
from participation.verify.verify import MERGEABLE
from participation.voting_enums import RarePattern

MOST = "most"
"""The parameter that a column of its own holds: how many marks a ballot has, or how many points."""


def kind_of(rules: Any) -> BallotKind:
    """The kind of a round's ballots. A method that counts ticks and points counts points where there are some to divide.

    `rules` is a ConsultationRound, or the RoundRules of one that is not in force.
    """
    kinds = method(rules.method).kinds
    return POINTS if rules.points is not None and POINTS in kinds else kinds[0]


def settings_of(rules: Any) -> dict[str, Setting]:
    """Every parameter of the round's method. Raises TallyRefused for what cannot be."""
    return method(rules.method).settings(_stated(rules))


def seats_of(rules: Any) -> int | None:
    """How many are chosen: one where the round states no number, and None where the way of counting knows no number."""
    return (rules.seats or 1) if method(rules.method).fills_seats else None


def whole_settings(rules: Any) -> dict[str, Setting]:
    """What a round keeps of its method: each parameter by name, with its default where nothing is stated; but no limit."""
    if rules.method not in METHODS_BY_NAME:
        return dict(rules.settings)
    defaults = {one.name: one.default for one in asked_parameters(method(rules.method))}
    return defaults | {name: value for name, value in rules.settings.items() if value is not None}


def asked_parameters(counting: Method) -> list[Parameter]:
    """Those that the rules of a round state beside its limits."""
    return [parameter for parameter in counting.parameters if parameter.name != MOST]


def _stated(rules: Any) -> dict[str, Setting]:
    stated = {name: value for name, value in rules.settings.items() if value is not None}
    if any(parameter.name == MOST for parameter in method(rules.method).parameters):
        stated[MOST] = rules.points if kind_of(rules) is POINTS else rules.max_choices
    return stated


def refusal_of_method(rules: Any) -> str:
    """Why a round cannot be counted as its rules have it."""
    if not rules.method:
        return ""
    counting = METHODS_BY_NAME.get(rules.method)
    if counting is None:
        return _("There is no way of counting with this name. Choose one from the list.")
    if counting.spends and not rules.budget:
        return _("Give the budget in whole euros: this way of counting divides one.")
    if rules.points is not None and POINTS not in counting.kinds:
        return _("This way of counting knows no points to divide: leave the points empty, or choose one that does.")
    if rules.rare_pattern == RarePattern.MERGED and rules.method not in MERGEABLE:
        return _(
            "This way of counting needs every ballot whole, so none can be published merged: choose that ballots are published as they were marked."
        )
    known = {parameter.name for parameter in asked_parameters(counting)}
    if unknown := sorted(rules.settings.keys() - known):
        return _("This way of counting has no '%(name)s'.") % {"name": unknown[0]}
    stated = _stated(rules)
    for parameter in counting.parameters:
        if parameter.mistake(stated.get(parameter.name, parameter.default)):
            return _mistake_words(parameter, kind_of(rules))
    if kind_of(rules) is POINTS and highest_points(rules) is None:
        # A file of votes may know no highest mark; in a vote here one voter would outvote all others.
        return _(
            "Say how many points one option can get at most, or how many points a ballot has to divide. Without it one voter outvotes everybody else."
        )
    try:
        # Nobody has voted yet: a count of nothing shows whether the method and the numbers go together.
        paper = (Option("a"), Option("b"))
        counting.count(Profile(paper, kind_of(rules), {}, rules.budget, rules.seats), settings=stated)
    except TallyRefused:
        return _(
            "This way of counting chooses one. Leave empty how many can be chosen, or choose a way that chooses several."
        )
    return ""


def refusal_of_lot(rules: Any) -> str:
    """Nobody may choose after the close what a lot is drawn with."""
    if rules.method and TieRule(rules.tie_rule).draws and not rules.public_draw.strip():
        return _(
            "Name the public value that the lot is drawn with, for example: the winning number of the state lottery of 10 December."
        )
    return ""


def _mistake_words(parameter: Parameter, kind: BallotKind) -> str:
    if parameter.name == MOST:
        if kind is POINTS:
            return _("Say how many points a ballot has to divide: this way of counting needs that.")
        return _("Say how many marks a ballot can have at most: this way of counting needs that.")
    if parameter.choices:
        return _("“%(what)s”: choose one of the answers.") % {"what": parameter_label(parameter)}
    return _("“%(what)s”: give a whole number from %(lowest)s to %(highest)s.") % {
        "what": parameter_label(parameter),
        "lowest": number_format(parameter.lowest, force_grouping=True),
        "highest": number_format(parameter.highest, force_grouping=True),
    }


def reading_of(rules: Any) -> dict[str, Setting]:
    """How a ballot is read and counted, whether the round lays it down or the method itself."""
    return {**method(rules.method).fixed, **settings_of(rules)}


def marks_one(rules: Any) -> bool:
    """Whether a ballot of ticks holds one at most."""
    several = approve(["a", "b"])
    return rules.max_choices == 1 or method(rules.method).overstep(several, settings_of(rules)) is not None


def highest_points(rules: Any) -> int | None:
    """How many points one line of a ballot can get at most. Without a limit None: no round goes in force so any more."""
    most_each = rules.settings.get("most_each")
    limits = [int(limit) for limit in (most_each, rules.points) if limit is not None]
    return min(limits, default=None)


def takes_neutral(rules: Any) -> bool:
    """Whether an answer to an option can be neutral, beside for and against."""
    return method(rules.method).overstep(ballot([("a", 0)]), settings_of(rules)) is None


def is_question(subject: Subject) -> bool:
    """Whether it is what the municipality itself asks to answer with yes or no, for or against, and nobody's proposal."""
    asked = subject.consultation_round
    return bool(asked.method) and not asked.collects and subject.author_id is None and kind_of(asked) is STANCES


def adopts(consultation_round: ConsultationRound) -> bool:
    """Whether each question on the paper is settled by itself, by who is for and who against."""
    return kind_of(consultation_round) is STANCES and not method(consultation_round.method).can_tie


def is_yes_or_no(consultation_round: ConsultationRound) -> bool:
    return kind_of(consultation_round) is STANCES and not takes_neutral(consultation_round)


def refusal_of_choices(
    consultation_round: ConsultationRound, options: Mapping[int, Subject], choices: Mapping[int, int]
) -> str:
    """Why a ballot does not fit the rules of its round; `choices` are values per subject, `options` the ballot paper."""
    if any(key not in options for key in choices):
        return _(
            "This ballot names something that is not on the ballot paper. Open the ballot paper again and choose anew."
        )
    kind = kind_of(consultation_round)
    marks = ballot((options[key].reference.string, value) for key, value in choices.items())
    if kind.mistake(marks) or (kind is POINTS and any(value == 0 for _option, value in marks)):
        return _kind_words(kind)
    if kind is POINTS and consultation_round.points is not None and sum(choices.values()) > consultation_round.points:
        return _("You gave %(given)d points and have %(points)d. Take some away.") % {
            "given": sum(choices.values()),
            "points": consultation_round.points,
        }
    most = consultation_round.max_choices
    if most is not None and len(choices) > most:
        return _("You marked %(marked)d; you can mark %(most)d at most. Take %(over)d away.") % {
            "marked": len(choices),
            "most": most,
            "over": len(choices) - most,
        }
    places = min(len(options), most or len(options))
    if kind is RANKED and any(value > places for value in choices.values()):
        return _("There are %(most)d places on this ballot paper. Choose one of those.") % {"most": places}
    if consultation_round.has_budget and consultation_round.within_budget and consultation_round.budget is not None:
        cost = sum(options[key].cost or 0 for key in choices)
        if cost > consultation_round.budget:
            return _("Your choice costs %(cost)s and there is %(budget)s. Take something away.") % {
                "cost": money(cost),
                "budget": money(consultation_round.budget),
            }
    overstep = method(consultation_round.method).overstep(marks, settings_of(consultation_round))
    if overstep is None:
        return ""
    labels = {subject.reference.string: subject.public_label for subject in options.values()}
    return overstep_words(consultation_round.method, overstep, labels)


def _kind_words(kind: BallotKind) -> str:
    words = {
        "approval": _("Something on the ballot paper is ticked or it is not; points cannot be given in this round."),
        "points": _("Points are whole numbers from 1 up. Leave out what gets none."),
        "ranked": _("Places are whole numbers from 1 up. Leave open what gets no place."),
        "stances": _("An answer is for, neutral or against. Leave open what gets none."),
    }
    return words.get(kind.name, _("Something on this ballot cannot be read. Look it through once more."))
