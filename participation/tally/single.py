"""Single choice: one mark a ballot, and most votes win; where the rules ask a majority, more than half of them.

Without a majority nobody wins: what follows (a second round between the first two, usually) is another round.
"""

from dataclasses import replace

from .method import Method, Parameter, Settings
from .outcome import Outcome, Reason, ReasonKind
from .profile import APPROVAL, Ballot, Profile
from .seats import Told, filled, standing
from .ties import BY_LIST_ORDER, TieChain

TOLD = Told(
    won=ReasonKind("among-most-votes", "Votes: {score}; place {place} of {seats} to be filled."),
    beaten=ReasonKind("seats-taken", "Votes: {score}; the last seat took {needed}."),
    lost_tie=ReasonKind("lost-tie", "Votes: {score}, as many as the last seat took; the tie rule put others first."),
    cannot_win=ReasonKind("nobody-chose-it", "Nobody chose it, so it cannot win."),
    no_ballots=ReasonKind("no-ballots", "No ballot was counted, so nothing wins."),
)
ONE_ONLY = ReasonKind("one-only", "Choose one; {marked} are marked.")
MAJORITY = ReasonKind("majority", "{needed} of {voters} votes were needed, which is more than half.")
NO_MAJORITY = ReasonKind("no-majority", "Votes: {score}; {needed} were needed, which is more than half.")


def overstep(ballot: Ballot, _settings: Settings) -> Reason | None:
    return Reason(ONE_ONLY, {"marked": len(ballot)}) if len(ballot) > 1 else None


def count(profile: Profile, ties: TieChain, settings: Settings) -> Outcome:
    scores = profile.scores()
    outcome = filled("single", profile, ties, standing(scores), TOLD)
    if settings["win_by"] == "most" or not profile.voters:
        return outcome
    needed = profile.voters // 2 + 1
    course = (Reason(MAJORITY, {"needed": needed, "voters": profile.voters}),)
    if max(scores.values()) >= needed:
        return replace(outcome, course=course)
    lines = tuple(
        replace(line, place=None, reason=Reason(NO_MAJORITY, {"score": line.score, "needed": needed}))
        if line.score
        else line
        for line in outcome.lines
    )
    return replace(outcome, winners=(), cost=0, ties=(), lines=lines, course=course)


METHODS = (
    Method(
        "single",
        kinds=(APPROVAL,),
        spends=False,
        fills_seats=True,
        ties=BY_LIST_ORDER,
        reasons=(*TOLD.all, ONE_ONLY, MAJORITY, NO_MAJORITY),
        counted=count,
        parameters=(Parameter("win_by", "how many votes win", "most", ("most", "majority")),),
        overstep=overstep,
    ),
)
