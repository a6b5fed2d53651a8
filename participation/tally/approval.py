"""Approval: the options that most ballots approve win the seats; one seat where their number is not stated."""

from .method import Method, Settings
from .outcome import Outcome, ReasonKind
from .profile import APPROVAL, Profile
from .seats import Told, filled, standing
from .ties import BY_LIST_ORDER, TieChain

TOLD = Told(
    won=ReasonKind("among-most-approved", "Approvals: {score}; place {place} of {seats} to be filled."),
    beaten=ReasonKind("seats-taken", "Approvals: {score}; the last seat took {needed}."),
    lost_tie=ReasonKind(
        "lost-tie", "Approvals: {score}, as many as the last seat took; the tie rule put others first."
    ),
    cannot_win=ReasonKind("nobody-chose-it", "Nobody chose it, so it cannot win."),
    no_ballots=ReasonKind("no-ballots", "No ballot was counted, so nothing wins."),
)


def count(profile: Profile, ties: TieChain, _settings: Settings) -> Outcome:
    return filled("approval", profile, ties, standing(profile.scores()), TOLD)


METHODS = (
    Method(
        "approval",
        kinds=(APPROVAL,),
        spends=False,
        fills_seats=True,
        ties=BY_LIST_ORDER,
        reasons=TOLD.all,
        counted=count,
    ),
)
