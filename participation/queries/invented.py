"""Ballots that nobody cast, for a rehearsal: drawn from a number, the same each time, and what several ways of counting make of them.

Never of a vote that was held: a second winner after the fact helps nobody.
"""

from collections.abc import Mapping, Sequence
from random import Random
from types import SimpleNamespace

from participation.ballot_rules import kind_of, refusal_of_choices, refusal_of_method, settings_of, takes_neutral
from participation.enums import TieRule
from participation.method_words import METHODS
from participation.models import ConsultationRound, Subject
from participation.queries.ballot import options_of
from participation.tally.lot import by_lot, seed
from participation.tally.outcome import Outcome
from participation.tally.profile import APPROVAL, POINTS, RANKED, Option, Profile, ballot, grouped
from participation.tally.rules import METHODS_BY_NAME, method
from participation.tally.ties import CHAINS

VOTERS, GROUPS, MOST_MARKS = 300, 3, 8
# Of so many ballots one is blank.
ONE_BLANK_IN = 40
# To divide where the rules name no number.
USUAL_POINTS = 10


def may_be_invented(consultation_round: ConsultationRound) -> bool:
    """Not once anybody can have voted: from then on the figures are for what people cast."""
    if consultation_round.ballot_frozen_at is not None or consultation_round.is_stopped:
        return False
    return not consultation_round.poll_book.exists() and options_of(consultation_round).exists()


def invented_profile(consultation_round: ConsultationRound, subjects: Sequence[Subject], number: int) -> Profile:
    """Ballots that fit the rules of the round: of voters in groups that like the same, each with likings of their own."""
    drawn = Random(f"{consultation_round.reference.string}:{number}")  # noqa: S311 - no secret: anybody draws the same
    options = {subject.pk: subject for subject in subjects}
    groups = [{key: drawn.random() for key in options} for _group in range(GROUPS)]
    sizes = [1 + drawn.random() for _group in groups]
    ballots = []
    for _voter in range(VOTERS):
        (group,) = drawn.choices(groups, weights=sizes)
        liking = {key: group[key] + drawn.gauss(0, 0.2) for key in options}
        is_blank = drawn.randrange(ONE_BLANK_IN) == 0
        choices = {} if is_blank else _marked(consultation_round, options, liking)
        ballots.append(ballot((options[key].reference.string, value) for key, value in choices.items()))
    return Profile(
        options=tuple(Option(one.reference.string, one.cost or 0) for one in subjects),
        kind=kind_of(consultation_round),
        ballots=grouped(ballots),
        budget=consultation_round.budget if consultation_round.has_budget else None,
        seats=consultation_round.seats,
    )


def invented_outcomes(consultation_round: ConsultationRound, profile: Profile, number: int) -> dict[str, Outcome]:
    """By way of counting what comes out: the one of the round first, then those that can count the same ballots."""
    chain = CHAINS[consultation_round.tie_rule]
    if TieRule(consultation_round.tie_rule).draws:
        chain = by_lot(seed("", str(number)), chain.rules[:-1])
    own = method(consultation_round.method)
    outcomes = {own.name: own.count(profile, chain, settings_of(consultation_round))}
    for name in METHODS:
        other, rules = METHODS_BY_NAME[name], _as_if(consultation_round, name)
        if name in outcomes or other.spends != own.spends or refusal_of_method(rules):
            continue
        settings = settings_of(rules)
        if kind_of(rules) is profile.kind and not any(other.overstep(one, settings) for one in profile.ballots):
            outcomes[name] = other.count(profile, chain, settings)
    return outcomes


def _as_if(consultation_round: ConsultationRound, name: str) -> SimpleNamespace:
    """The rules of a round that is counted another way, as that is usually done."""
    kept = ("budget", "max_choices", "seats", "points", "rare_pattern")
    return SimpleNamespace(
        method=name, settings={}, **{one: getattr(consultation_round, one) for one in kept} | {"rare_pattern": ""}
    )


def _marked(
    consultation_round: ConsultationRound, options: Mapping[int, Subject], liking: Mapping[int, float]
) -> dict[int, int]:
    """What somebody marks who likes options so much, as far as the rules permit."""
    kind, order = kind_of(consultation_round), sorted(liking, key=liking.__getitem__, reverse=True)
    if kind is POINTS:
        return _points(consultation_round, options, order)
    if kind in (APPROVAL, RANKED):
        wanted = [key for key in order if liking[key] > 0.5][:MOST_MARKS] or order[:1]
        values = dict.fromkeys(wanted, 1)
    else:
        values = {key: _stance(consultation_round, liking[key]) for key in order}
    choices: dict[int, int] = {}
    for key, value in values.items():
        more = choices | {key: len(choices) + 1 if kind is RANKED else value}
        if not refusal_of_choices(consultation_round, options, more):
            choices = more
    return choices


def _stance(consultation_round: ConsultationRound, liking: float) -> int:
    if takes_neutral(consultation_round) and 0.4 < liking < 0.6:
        return 0
    return 1 if liking > 0.5 else -1


def _points(
    consultation_round: ConsultationRound, options: Mapping[int, Subject], order: Sequence[int]
) -> dict[int, int]:
    """Everything there is to give: divided over three at most where that fits, and as evenly over more or fewer where not."""
    given = consultation_round.points or USUAL_POINTS
    for lines in (3, 2, 1, *range(4, len(order) + 1)):
        share, rest = divmod(given, lines)
        spread = {key: share + (place < rest) for place, key in enumerate(order[:lines])}
        choices = {key: value for key, value in spread.items() if value}
        if not refusal_of_choices(consultation_round, options, choices):
            return choices
    return {}
