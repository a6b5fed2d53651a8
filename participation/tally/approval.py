"""Approval: the options that most ballots approve win the seats; one seat where their number is not stated."""

from .method import Method
from .outcome import Line, Outcome, Reason, ReasonKind, Tie
from .profile import APPROVAL, Profile
from .ties import BY_LIST_ORDER, TieChain

AMONG_MOST = ReasonKind("among-most-approved", "Approvals: {score}; place {place} of {seats} to be filled.")
SEATS_TAKEN = ReasonKind("seats-taken", "Approvals: {score}; the last seat took {needed}.")
TIED_OUT = ReasonKind("lost-tie", "Approvals: {score}, as many as the last seat took; the tie rule put others first.")
NO_VOTES = ReasonKind("nobody-chose-it", "Nobody chose it, so it cannot win.")
NO_BALLOTS = ReasonKind("no-ballots", "No ballot was counted, so nothing wins.")


def count(profile: Profile, ties: TieChain) -> Outcome:
    scores = profile.scores()
    ranks = ties.ranks(profile)
    seats = profile.seats or 1
    chosen = sorted(
        (option for option in scores if scores[option]), key=lambda option: (-scores[option], ranks[option])
    )
    winners = tuple(chosen[:seats])
    places = {option: place for place, option in enumerate(winners, start=1)}
    last = scores[winners[-1]] if winners else 0

    def reason(option: str) -> Reason:
        if not winners:
            return Reason(NO_BALLOTS)
        if not scores[option]:
            return Reason(NO_VOTES)
        if option in places:
            return Reason(AMONG_MOST, {"score": scores[option], "place": places[option], "seats": seats})
        if scores[option] == last:
            return Reason(TIED_OUT, {"score": scores[option]})
        return Reason(SEATS_TAKEN, {"score": scores[option], "needed": last})

    met: tuple[Tie, ...] = ()
    if len(chosen) > seats and scores[chosen[seats]] == last:
        tied = tuple(option for option in chosen if scores[option] == last)
        step = next(place for place, option in enumerate(chosen, start=1) if option == tied[0])
        met = (Tie(step, tied, ties.used(profile, tied)),)
    cost = profile.costs()
    return Outcome(
        rule="approval",
        winners=winners,
        scores=scores,
        cost=sum(cost[option] for option in winners),
        ties=met,
        tie_rules=ties.names,
        lines=tuple(
            Line(option, scores[option], cost[option], places.get(option), reason(option)) for option in scores
        ),
    )


METHODS = (
    Method(
        name="approval",
        kinds=(APPROVAL,),
        spends=False,
        ties=BY_LIST_ORDER,
        reasons=(AMONG_MOST, SEATS_TAKEN, TIED_OUT, NO_VOTES, NO_BALLOTS),
        counted=count,
    ),
)
