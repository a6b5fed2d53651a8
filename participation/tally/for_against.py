"""For, neutral or against each option: the options with most in favour, less those against, win the seats.

What has not more for than against cannot win. Of equals the one with fewer against goes first, and only then the tie
rules. Neutral is an answer and is published; it changes no result. No mark is no answer.
"""

from fractions import Fraction

from .method import Method, Parameter, Settings
from .outcome import Outcome, ReasonKind
from .profile import STANCES, Profile
from .seats import Merit, Standing, Told, filled
from .stances import stances
from .ties import BY_LIST_ORDER, TieChain

TOLD = Told(
    won=ReasonKind(
        "most-in-favour",
        "For: {in_favour}, neutral: {neutral}, against: {against}; place {place} of {seats} to be filled.",
    ),
    beaten=ReasonKind("seats-taken", "For: {in_favour}, neutral: {neutral}, against: {against}; others stood better."),
    lost_tie=ReasonKind(
        "lost-tie",
        "For: {in_favour}, neutral: {neutral}, against: {against}; as good as the last seat, but the tie rule put others "
        "first.",
    ),
    cannot_win=ReasonKind(
        "not-more-for",
        "For: {in_favour}, neutral: {neutral}, against: {against}; not more for than against, so it cannot win.",
    ),
    no_ballots=ReasonKind("no-ballots", "No ballot was counted, so nothing wins."),
)


def count(profile: Profile, ties: TieChain, settings: Settings) -> Outcome:
    found = stances(profile)
    by_share = settings["measure"] == "share"
    merits: dict[str, Merit] = {
        option: (Fraction(one.in_favour, one.decided) if by_share else one.net, -one.against)
        for option, one in found.items()
        if one.net > 0
    }
    stands = Standing(
        scores={option: one.net for option, one in found.items()},
        merits=merits,
        numbers={option: one.numbers() for option, one in found.items()},
    )
    return filled("for-against", profile, ties, stands, TOLD)


METHODS = (
    Method(
        "for-against",
        kinds=(STANCES,),
        spends=False,
        ties=BY_LIST_ORDER,
        reasons=TOLD.all,
        counted=count,
        parameters=(
            Parameter(
                "measure",
                "whether options stand by those for less those against, or by the share of those for",
                "net",
                ("net", "share"),
            ),
        ),
    ),
)
