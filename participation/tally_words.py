"""What a count says of itself, in the reader's language. The sentences of `participation.tally` are the message ids."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from base.words import rounded
from participation.tally import equal_shares, equal_shares_completed, equal_shares_points, single, stv, support, yes_no
from participation.tally.outcome import Reason
from participation.tally.rules import METHODS_BY_NAME
from participation.tally.ties import EARLIER_COUNTS, LIST_ORDER, LOT, RULES

# Figures of a reason that are amounts; the count itself knows no currency.
MONEY = frozenset(
    {
        "after",
        "before",
        "budget",
        "chosen",
        "cost",
        "left",
        "missing",
        "most",
        "next_cost",
        "per_point",
        "share",
        "short",
        "together",
        "units",
    }
)
# Our ballot papers stand in the order of the numbers that everybody sees beside the titles.
TIE_SENTENCES = {rule.name: rule.sentence for rule in (*RULES, EARLIER_COUNTS, LOT)} | {
    LIST_ORDER.name: gettext_noop("the one with the lowest number goes first")
}

# What the sentences of equal shares are to a resident: whose money it is, how much was paid and by how many. A sheet keeps what its
# count said.
PLAIN = {
    equal_shares.SHARE.sentence: gettext_noop(
        "Each of those who chose something ({voters}) had an equal part of the budget of {budget} to give to what they chose: {share}. "
        "Nobody got or paid this money themselves; the count works out what it would buy."
    ),
    equal_shares.RAISED.sentence: gettext_noop(
        "Since that did not use up the budget, it was counted again with {units} more for each: {share}. With one euro more "
        "still, what is chosen would cost {next_cost}, over the budget of {budget}."
    ),
    equal_shares.NO_ROOM.sentence: gettext_noop(
        "It stayed at that. With one euro more for each, what is chosen would cost {next_cost}, over the budget of {budget}."
    ),
    equal_shares.NOT_RAISED.sentence: gettext_noop(
        "Everything that was chosen costs {chosen} together. That fits the budget of {budget}, so nobody was given more."
    ),
    equal_shares.BOUGHT.sentence: gettext_noop(
        "Of those who chose it ({supporters}), {payers} paid for it from their part: {most_by} of them {most} each, and who "
        "had less left gave all of that. After it they had {left} left together."
    ),
    equal_shares_points.BOUGHT.sentence: gettext_noop(
        "Of those who gave it points ({supporters}), {payers} paid for it from their part: {per_point} for each point, and "
        "who had less left gave all of that. After it they had {left} left together."
    ),
    equal_shares.OUT_OF_REACH.sentence: gettext_noop(
        "Those who chose it ({supporters}) had {together} of their parts left together. It costs {cost}, which is {missing} "
        "more, so they could not pay for it."
    ),
    equal_shares_points.OUT_OF_REACH.sentence: gettext_noop(
        "Those who gave it points ({supporters}) had {together} of their parts left together. It costs {cost}, which is "
        "{missing} more, so they could not pay for it."
    ),
    equal_shares_completed.LEFT_BY_SHARES.sentence: gettext_noop(
        "After that {left} of the budget of {budget} was left. For what had most votes or points and still fitted, {cost} of it "
        "was used."
    ),
}
# Where everybody who paid for it paid as much.
ALIKE = gettext_noop(
    "Of those who chose it ({supporters}), {payers} paid for it from their part: {most} each. After it they had {left} left "
    "together."
)

# Sentences that name several of something, by the figure that says how many: as they are of one. A sheet keeps what its count
# said, so it is put right here.
OF_ONE = {
    ALIKE: (
        "payers",
        gettext_noop(
            "Voters who chose it: {supporters}. One voter paid for it from their own part: {most}. After it {left} of that "
            "part was left."
        ),
    ),
    PLAIN[equal_shares_points.BOUGHT.sentence]: (
        "payers",
        gettext_noop(
            "Voters who gave it points: {supporters}. One voter paid for it from their own part: {per_point} for each point. "
            "After it {left} of that part was left."
        ),
    ),
    PLAIN[equal_shares.OUT_OF_REACH.sentence]: (
        "supporters",
        gettext_noop(
            "One voter chose it and had {together} of their part left. It costs {cost}, which is {missing} more, so that was "
            "not enough."
        ),
    ),
    PLAIN[equal_shares_points.OUT_OF_REACH.sentence]: (
        "supporters",
        gettext_noop(
            "One voter gave it points and had {together} of their part left. It costs {cost}, which is {missing} more, so "
            "that was not enough."
        ),
    ),
    equal_shares_completed.FUNDED.sentence: (
        "supporters",
        gettext_noop(
            "One voter chose it and had {together} left, {missing} less than it costs. Of the rest of the budget, which goes "
            "by most votes or points, {before} was left at its turn, so it was funded."
        ),
    ),
    equal_shares_completed.TOO_DEAR.sentence: (
        "supporters",
        gettext_noop(
            "One voter chose it and had {together} left, {missing} less than it costs. Of the rest of the budget, which goes "
            "by most votes or points, {left} was left at its turn, {short} too little."
        ),
    ),
    stv.SPENT.sentence: (
        "non_transferable",
        gettext_noop("At the end {non_transferable} vote had no further preference to go to."),
    ),
    stv.UNREADABLE.sentence: (
        "unreadable",
        gettext_noop(
            "{unreadable} ballot could not be read by the rules: it begins with a rank that is missing or shared."
        ),
    ),
    stv.ROUNDED.sentence: ("remainder", gettext_noop("Rounding lost {remainder} vote.")),
    stv.QUOTA.sentence: (
        "quota",
        gettext_noop(
            "Ballots: {ballots}, to be chosen: {seats}; {quota} vote is needed to be certain of being chosen."
        ),
    ),
    stv.ELECTED.sentence: (
        "quota",
        gettext_noop("First preferences: {score}. Elected in count {count} with {votes}; {quota} was needed."),
    ),
    single.MAJORITY.sentence: (
        "needed",
        gettext_noop("Votes that were needed: {needed} of {voters}, which is more than half."),
    ),
    single.NO_MAJORITY.sentence: (
        "needed",
        gettext_noop("Votes: {score}; {needed} was needed, which is more than half."),
    ),
    support.ENOUGH.sentence: ("threshold", gettext_noop("Support: {score}; {threshold} was enough.")),
    yes_no.ADOPTED.sentence: (
        "needed",
        gettext_noop("Yes: {in_favour}, no: {against}; at least {needed} time yes was needed."),
    ),
    yes_no.TURNOUT.sentence: ("cast", gettext_noop("{cast} ballot was cast; blank: {blank}.")),
    yes_no.QUORUM.sentence: ("quorum", gettext_noop("At least {quorum} ballot was needed for a valid result.")),
}


def reason_words(rule: str, reason: Mapping[str, Any] | None, labels: Mapping[str, str]) -> str:
    """`reason` as a tally sheet keeps it: `{code, numbers, sentence}`; the kept English where the code is unknown."""
    if reason is None:
        return ""
    declared = METHODS_BY_NAME[rule].reasons if rule in METHODS_BY_NAME else ()
    sentence = next((kind.sentence for kind in declared if kind.code == reason["code"]), None)
    if sentence is None:
        return str(reason["sentence"])
    figures = reason["numbers"]
    paid_alike = sentence == equal_shares.BOUGHT.sentence and figures["payers"] == figures["most_by"]
    sentence = ALIKE if paid_alike else PLAIN.get(sentence, sentence)
    name, of_one = OF_ONE.get(sentence, ("", ""))
    if figures.get(name) == 1:
        sentence = of_one
    numbers = {
        name: f"€\u00a0{figure_words(value, labels)}" if name in MONEY else figure_words(value, labels)
        for name, value in figures.items()
    }
    return _(sentence).format(**numbers)


def course_words(rule: str, outcome: Mapping[str, Any], labels: Mapping[str, str]) -> list[str]:
    """What an outcome, as a tally sheet keeps it, says of the count as a whole."""
    return [reason_words(rule, reason, labels) for reason in outcome["explanation"]["course"]]


def words_by_option(rule: str, outcome: Mapping[str, Any], labels: Mapping[str, str]) -> dict[str, str]:
    """With which figures each option was chosen or not."""
    reasons = {one["option"]: one for one in outcome["explanation"]["options"]}
    return {option: reason_words(rule, reason, labels) for option, reason in reasons.items()}


def overstep_words(rule: str, reason: Reason, labels: Mapping[str, str]) -> str:
    """Where a ballot goes beyond the rules; no figure in it is an amount."""
    told = {"code": reason.code, "numbers": dict(reason.numbers), "sentence": reason.sentence}
    return reason_words(rule, told, labels)


def tie_words(tie: Mapping[str, Any], labels: Mapping[str, str]) -> str:
    """`tie` as a tally sheet keeps it: `{step, options, settled_by}`, and `about` where the count goes by rounds."""
    names = [f"{quoted(labels[option])} ({option})" if option in labels else option for option in tie["options"]]
    together = _("%(first)s and %(last)s") % {"first": ", ".join(names[:-1]), "last": names[-1]}
    rules = ", ".join(_(TIE_SENTENCES[name]) for name in tie["settled_by"] if name in TIE_SENTENCES)
    sentences = {
        "seat": _("%(options)s were equal when a seat was to be given in round %(step)d of the count."),
        "surplus": _(
            "%(options)s had as many votes too much in round %(step)d of the count, when one of them went on first."
        ),
        "exclusion": _("%(options)s were equal when one of them was to fall off in round %(step)d of the count."),
    }
    sentence = sentences.get(tie.get("about", ""), _("%(options)s were equal when place %(step)d was to be given."))
    said = sentence % {"options": together, "step": tie["step"]}
    if not rules:
        return said
    return f"{said} " + _("The rule: %(rules)s.") % {"rules": rules}


def quoted(title: str) -> str:
    """A title between the quotation marks of the reader's language."""
    return _("“%(title)s”") % {"title": title}


def figure_words(value: Any, labels: Mapping[str, str]) -> str:
    """A figure with the reader's separators, a fraction to two decimals, an option by its name."""
    if isinstance(value, str):
        if value in labels:
            return quoted(labels[value])
        top, _slash, bottom = value.partition("/")
        if not (top.lstrip("-").isdecimal() and bottom.isdecimal()):
            return value
        return rounded(Fraction(int(top), int(bottom)), 2)
    return str(number_format(value, force_grouping=True))
