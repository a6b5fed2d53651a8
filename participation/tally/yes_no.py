"""Yes or no to each option, or blank: adopted is what has the share of yes that the rules ask of all yes and no.

Exactly half is not a majority; exactly two thirds are two thirds. A blank ballot and an option left open count for turnout
only. Where fewer ballots were cast than the rules ask, nothing is adopted.
"""

from .method import Method, Parameter, Settings
from .outcome import Line, Number, Outcome, Reason, ReasonKind
from .profile import STANCES, Ballot, Profile
from .stances import Stances, stances
from .ties import BY_LIST_ORDER, TieChain

ADOPTED = ReasonKind("adopted", "Yes: {in_favour}, no: {against}; at least {needed} times yes were needed.")
REJECTED = ReasonKind("rejected", "Yes: {in_favour}, no: {against}; at least {needed} times yes were needed.")
NO_QUORUM = ReasonKind(
    "no-quorum", "Yes: {in_favour}, no: {against}; too few ballots were cast for the result to be valid."
)
NO_ANSWERS = ReasonKind("no-answers", "Nobody said yes or no, so it is not adopted.")
NO_BALLOTS = ReasonKind("no-ballots", "No ballot was counted, so nothing wins.")
TURNOUT = ReasonKind("turnout", "{cast} ballots were cast, {blank} of them blank.")
QUORUM = ReasonKind("quorum", "At least {quorum} ballots were needed for a valid result.")
YES_OR_NO = ReasonKind("yes-or-no", "Answer yes or no, or leave it open to vote blank.")

SHARES = {"more-than-half": (1, 2), "two-thirds": (2, 3), "three-quarters": (3, 4)}


def overstep(ballot: Ballot, _settings: Settings) -> Reason | None:
    return None if all(value for _, value in ballot) else Reason(YES_OR_NO)


def count(profile: Profile, ties: TieChain, settings: Settings) -> Outcome:
    found = stances(profile)
    ranks = ties.ranks(profile)
    cast = sum(profile.ballots.values())
    quorum = settings["quorum"]
    valid = quorum is None or cast >= int(quorum)

    def needed(one: Stances) -> int:
        top, bottom = SHARES[str(settings["needed"])]
        return one.decided // 2 + 1 if bottom == 2 else -(-one.decided * top // bottom)

    def fate(one: Stances) -> Reason:
        if not profile.voters:
            return Reason(NO_BALLOTS)
        if not one.decided:
            return Reason(NO_ANSWERS)
        numbers: dict[str, Number] = {"in_favour": one.in_favour, "against": one.against}
        if not valid:
            return Reason(NO_QUORUM, numbers)
        return Reason(ADOPTED if one.in_favour >= needed(one) else REJECTED, numbers | {"needed": needed(one)})

    fates = {option: fate(one) for option, one in found.items()}
    adopted = [option for option in found if fates[option].kind is ADOPTED]
    winners = tuple(sorted(adopted, key=lambda option: (-found[option].in_favour, ranks[option])))
    places = {option: place for place, option in enumerate(winners, start=1)}
    scores = {option: one.in_favour for option, one in found.items()}
    costs = profile.costs()
    course = [Reason(TURNOUT, {"cast": cast, "blank": profile.blank})]
    if quorum is not None:
        course.append(Reason(QUORUM, {"quorum": int(quorum)}))
    return Outcome(
        rule="yes-no",
        winners=winners,
        scores=scores,
        cost=sum(costs[option] for option in winners),
        ties=(),
        tie_rules=ties.names,
        lines=tuple(Line(option, scores[option], costs[option], places.get(option), fates[option]) for option in found),
        course=tuple(course),
    )


METHODS = (
    Method(
        "yes-no",
        kinds=(STANCES,),
        spends=False,
        ties=BY_LIST_ORDER,
        reasons=(ADOPTED, REJECTED, NO_QUORUM, NO_ANSWERS, NO_BALLOTS, TURNOUT, QUORUM, YES_OR_NO),
        counted=count,
        parameters=(
            Parameter("needed", "which share of all yes and no must be yes", "more-than-half", tuple(SHARES)),
            Parameter("quorum", "how many ballots must be cast, blank ones among them, for a valid result"),
        ),
        overstep=overstep,
        can_tie=False,
    ),
)
