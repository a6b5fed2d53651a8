"""The rules of a round in people's words: facts at a glance, and sentences that promise something."""

from collections.abc import Sequence
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from base.instants import beginning, until
from base.templatetags.components import money
from participation.ballot_rules import MOST, asked_parameters, reading_of, seats_of
from participation.enums import Eligibility, Force, TieRule
from participation.method_words import PARAMETERS, choice_label, parameter_label
from participation.models import ConsultationRound
from participation.queries.lot import draws_lot
from participation.queries.round_rules import criteria_of
from participation.roll_source import criterion_in_words
from participation.tally.rules import method
from participation.voting_enums import OptionOrder, PaperEntry, PaperRule, RarePattern


def rule_facts(consultation_round: ConsultationRound) -> list[dict[str, str]]:
    """The rules of the vote, each as a fact; nothing where there is no vote."""
    if not consultation_round.method:
        return []
    facts = [
        (_("Who may vote"), consultation_round.get_eligibility_display()),
        *counting_facts(consultation_round),
        (_("Force of the result"), consultation_round.get_force_display()),
    ]
    return [{"label": label, "value": value} for label, value in facts]


def counting_facts(rules: Any) -> list[tuple[str, str]]:
    """What the rules of a vote lay down to count with, each with its label: money, numbers, what is enough, ties.

    `rules` are a ConsultationRound, or the RulesPlan of one that is not in force.
    """
    budget = rules.budget if method(rules.method).spends else None
    facts = [
        (_("Budget"), "" if budget is None else money(budget)),
        (_("Marks at most"), _grouped(rules.max_choices) if rules.max_choices else ""),
        (_("Points per ballot"), _grouped(rules.points) if rules.points else ""),
        (_("How many are chosen"), _grouped(seats) if (seats := seats_of(rules)) else ""),
        *_method_facts(rules),
        (_("How a tie falls"), tie_words(rules)),
        (_("What the lot is drawn with"), draw_words(rules)),
    ]
    return [(label, value) for label, value in facts if value]


def tie_words(rules: Any) -> str:
    """How a tie falls; nothing where none can decide what is chosen."""
    return str(TieRule(rules.tie_rule).label) if method(rules.method).can_tie else ""


def draw_words(rules: Any) -> str:
    """What a lot is drawn with and how that is written; nothing where none is drawn."""
    if not draws_lot(rules):
        return ""
    return _("%(draw)s. Only its letters and digits count, the letters as capitals.") % {
        "draw": rules.public_draw.strip().rstrip(".")
    }


def _method_facts(rules: Any) -> list[tuple[str, str]]:
    """What the round laid down of what its method leaves open, and what the method settles itself."""
    stated = reading_of(rules)
    declared = {one.name: one for one in asked_parameters(method(rules.method))}
    facts = []
    for name in stated:
        if name == MOST:
            continue
        label = parameter_label(declared[name]) if name in declared else str(PARAMETERS[name])
        # What follows the semicolon helps who fills it in.
        label = label.partition(";")[0]
        value = stated[name]
        words = "" if value is None else _grouped(value) if isinstance(value, int) else choice_label(value)
        facts.append((label[:1].upper() + label[1:], words))
    return facts


def force_words(rules: Any) -> str:
    """What the result is worth, in a sentence; the decision or mandate that says so is linked beside it."""
    return {
        Force.ADVICE: _("The result is advice: college or council decides, and says why if it decides otherwise."),
        Force.FOLLOWED_UNLESS: _(
            "The result is advice. The council said beforehand that it follows it, unless it gives its reasons in public."
        ),
        Force.MANDATED: _("The result is final, within the budget that college or council mandated beforehand."),
    }[Force(rules.force)]


def order_words(rules: Any) -> str:
    """In which order a voter finds the options on the site, said where they stand."""
    return {
        OptionOrder.DRAWN: _(
            "The lines stand in an order that was drawn for you, so that nothing stands first for everybody. Each has its number."
        ),
        OptionOrder.NUMBER: _("The lines stand in the order of their numbers, the same for everybody."),
        OptionOrder.ALPHABET: _("The lines stand in the order of the alphabet, the same for everybody."),
    }[OptionOrder(rules.option_order)]


def paper_words(rules: Any) -> str:
    """How ballots on paper and by telephone are entered."""
    return {
        PaperEntry.TWICE: _(
            "Each ballot on paper or by telephone is entered by two people, who do not see what the other wrote."
        ),
        PaperEntry.SAMPLE: _(
            "Each ballot on paper or by telephone is entered once. Of each batch a drawn sample (1 in 10, and 10 at least) is entered again by somebody else: if one paper differs, the whole batch is."
        ),
    }[PaperEntry(rules.paper_entry)]


def roll_sentences(consultation_round: ConsultationRound) -> list[str]:
    """Who is on the electoral roll: a sentence for each source of it."""
    return [criterion_in_words(one) for one in criteria_of(consultation_round)]


def unchecked_words() -> str:
    """What it means that everybody who signs in may vote."""
    return _(
        "Nobody checks who signs in: not whether they live here, and not whether they voted before. Whoever has several mail addresses can vote several times."
    )


def nobody_was_checked() -> str:
    """The same, beside the result of such a vote."""
    return _(
        "Nobody checked who signed in: not whether they live here, and not whether they voted before. Whoever has several mail addresses could vote several times."
    )


def _who_votes(rules: Any, on_roll: Sequence[str]) -> list[str]:
    if rules.eligibility == Eligibility.SIGNED_IN:
        return [
            _("Everybody who is signed in can vote."),
            unchecked_words(),
            _("Each mail address has one ballot, and can replace it until voting is over: the newest counts."),
        ]
    return [
        _("Only who is on the electoral roll can vote."),
        *on_roll,
        _("Each person has one ballot, and can replace it until voting is over: the newest counts."),
    ]


def _on_paper_too(rules: Any) -> list[str]:
    """The order of the options; and of a vote with a roll, in which alone papers can come in, what becomes of those."""
    order = OptionOrder(rules.option_order)
    if rules.eligibility != Eligibility.ROLL:
        on_site = {
            OptionOrder.DRAWN: _("Each voter finds the options in an order of their own, that was drawn."),
            OptionOrder.NUMBER: _("The options stand by number."),
            OptionOrder.ALPHABET: _("The options stand by alphabet."),
        }
        return [on_site[order]]
    on_both = {
        OptionOrder.DRAWN: _(
            "On the site each voter finds the options in an order of their own, that was drawn. On paper they stand by number."
        ),
        OptionOrder.NUMBER: _("The options stand by number, on the site and on paper."),
        OptionOrder.ALPHABET: _("The options stand by alphabet, on the site and on paper."),
    }
    both = _("If somebody votes on the site and on paper, this counts: %(rule)s.")
    return [both % {"rule": PaperRule(rules.paper_rule).label}, paper_words(rules), on_both[order]]


def promises(rules: Any, voting: Any, on_roll: Sequence[str] = ()) -> list[str]:
    """What a voter can rely on beside the way of counting, a sentence each.

    `rules` are a ConsultationRound with its phase of voting, or the RulesPlan of one that is not in force with its plan; `on_roll`
    says who is on its roll.
    """
    return [
        _("You can vote from %(start)s, %(until)s.")
        % {"start": beginning(voting.starts_at), "until": until(voting.ends_at)},
        *_who_votes(rules, on_roll),
        *_on_paper_too(rules),
        _("Nobody sees a count before the result is published, staff included. They do see how many people voted."),
        _("After voting is over everybody can look up by receipt whether their ballot is in the box."),
        _("With the result the ballots are published: %(pattern)s.")
        % {"pattern": RarePattern(rules.rare_pattern).label},
        _("An option can be withdrawn while people vote, with its reason. It counts as if nobody had marked it."),
        # Whatever it is: a box that nobody can open may be made anew before anybody has voted, and the rules stand fast.
        _(
            "If the key of the ballot box is lost, or too many of its parts, nobody can open the box, and the vote is held again."
        ),
        objection_words(rules),
    ]


def objection_words(rules: Any) -> str:
    """How long people can object to the count."""
    days = rules.objection_days
    if not days:
        return _("There is no term to object to the count.")
    return ngettext(
        "You can object to the count within %(days)d day after it is public.",
        "You can object to the count within %(days)d days after it is public.",
        days,
    ) % {"days": days}


def _grouped(value: int) -> str:
    return str(number_format(value, force_grouping=True))
