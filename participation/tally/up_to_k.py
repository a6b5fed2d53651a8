"""Up to k: a ballot marks at most so many options as the rules state, and most votes win the seats."""

from .method import Method, Parameter, Settings
from .outcome import Outcome, Reason, ReasonKind
from .profile import APPROVAL, Ballot, Profile
from .seats import filled, standing
from .single import TOLD
from .ties import BY_LIST_ORDER, TieChain

TOO_MANY = ReasonKind("too-many", "Choose {limit} at most; {marked} are marked.")


def overstep(ballot: Ballot, settings: Settings) -> Reason | None:
    most = int(settings["most"] or 0)
    return Reason(TOO_MANY, {"limit": most, "marked": len(ballot)}) if len(ballot) > most else None


def count(profile: Profile, ties: TieChain, _settings: Settings) -> Outcome:
    return filled("up-to-k", profile, ties, standing(profile.scores()), TOLD)


METHODS = (
    Method(
        "up-to-k",
        kinds=(APPROVAL,),
        spends=False,
        fills_seats=True,
        ties=BY_LIST_ORDER,
        reasons=(*TOLD.all, TOO_MANY),
        counted=count,
        parameters=(Parameter("most", "how many options a ballot may mark", required=True),),
        overstep=overstep,
    ),
)
