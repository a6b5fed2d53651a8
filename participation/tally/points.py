"""Points: what gets most of them together wins the seats.

``points``: each option gets a mark of its own, up to a highest one. ``cumulative``: a ballot has so many points to divide,
which may be put together on one option as far as the rules permit; dots on a wall are the same thing.
"""

from .method import Method, Parameter, Settings
from .outcome import Outcome, Reason, ReasonKind
from .profile import POINTS, Ballot, Profile
from .seats import Told, filled, standing
from .ties import BY_LIST_ORDER, TieChain

TOLD = Told(
    won=ReasonKind("among-most-points", "Points: {score}; place {place} of {seats} to be filled."),
    beaten=ReasonKind("seats-taken", "Points: {score}; the last seat took {needed}."),
    lost_tie=ReasonKind("lost-tie", "Points: {score}, as many as the last seat took; the tie rule put others first."),
    cannot_win=ReasonKind("nobody-chose-it", "Nobody gave it points, so it cannot win."),
    no_ballots=ReasonKind("no-ballots", "No ballot was counted, so nothing wins."),
)
TOO_MANY_EACH = ReasonKind("too-many-points-each", "Give one of them {limit} points at most; {option} has {given}.")
TOO_MANY = ReasonKind("too-many-points", "Give {limit} points at most in all; this ballot gives {given}.")
TOO_FEW = ReasonKind("too-few-points", "Give all {limit} points; this ballot gives {given}.")

EACH = Parameter("most_each", "how many points one option can get from a ballot")


def overstep(ballot: Ballot, settings: Settings) -> Reason | None:
    each, most = settings["most_each"], settings.get("most")
    for option, value in ballot:
        if each is not None and value > int(each):
            return Reason(TOO_MANY_EACH, {"limit": int(each), "option": option, "given": value})
    given = sum(value for _, value in ballot)
    if most is not None and given > int(most):
        return Reason(TOO_MANY, {"limit": int(most), "given": given})
    if most is not None and settings["spend"] == "all" and 0 < given < int(most):
        return Reason(TOO_FEW, {"limit": int(most), "given": given})
    return None


def points(profile: Profile, ties: TieChain, _settings: Settings) -> Outcome:
    return filled("points", profile, ties, standing(profile.scores()), TOLD)


def cumulative(profile: Profile, ties: TieChain, _settings: Settings) -> Outcome:
    return filled("cumulative", profile, ties, standing(profile.scores()), TOLD)


METHODS = (
    Method(
        "points",
        kinds=(POINTS,),
        spends=False,
        fills_seats=True,
        ties=BY_LIST_ORDER,
        reasons=(*TOLD.all, TOO_MANY_EACH),
        counted=points,
        parameters=(EACH,),
        overstep=overstep,
    ),
    Method(
        "cumulative",
        kinds=(POINTS,),
        spends=False,
        fills_seats=True,
        ties=BY_LIST_ORDER,
        reasons=(*TOLD.all, TOO_MANY_EACH, TOO_MANY, TOO_FEW),
        counted=cumulative,
        parameters=(
            Parameter("most", "how many points a ballot has to divide", required=True),
            EACH,
            Parameter("spend", "whether a ballot that is not blank must give all its points", "some", ("some", "all")),
        ),
        overstep=overstep,
    ),
)
