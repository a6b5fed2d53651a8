"""Instant run-off: who has least is excluded until somebody has more than half of the ballots that still count."""

from .method import Method, Setting, Settings, TallyRefused
from .outcome import Outcome
from .profile import RANKED, Profile
from .ranking import EQUAL, SKIPPED, overstep
from .stv import EARLIER, REASONS, outcome
from .ties import BY_LIST_ORDER, TieChain
from .transfers import Transfers

RULES: dict[str, Setting] = {
    "quota": "majority",
    "decimals": 0,
    "surpluses": "one-by-one",
    "idle_surpluses": "skip",
    "below_quota": "elect",
}
"""The transferable vote's parameters that one seat leaves no choice of: nothing is divided, no surplus moves."""


def count(profile: Profile, ties: TieChain, settings: Settings) -> Outcome:
    if (profile.seats or 1) > 1:
        raise TallyRefused(f"The rule irv fills one seat, not {profile.seats}; stv fills more.")
    return outcome("irv", profile, Transfers(profile, ties, {**RULES, **settings}))


METHODS = (
    Method(
        "irv",
        kinds=(RANKED,),
        spends=False,
        fills_seats=True,
        ties=BY_LIST_ORDER,
        reasons=REASONS,
        counted=count,
        parameters=(SKIPPED, EQUAL, EARLIER),
        overstep=overstep,
    ),
)
