"""For, neutral or against each option.

``for-against``: the options with most in favour, less those against, win the seats. What has not more for than against
cannot win. Of equals the one with fewer against goes first, and only then the tie rules. ``for-against-each``: every option
is settled by itself, and adopted when more are for it than against. Neutral is an answer and is published; it changes no
result. No mark is no answer.
"""

from fractions import Fraction

from .method import Method, Parameter, Settings
from .outcome import Line, Outcome, Reason, ReasonKind
from .profile import STANCES, Profile
from .seats import Merit, Standing, Told, filled
from .stances import Stances, stances
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
ADOPTED = ReasonKind(
    "more-for", "For: {in_favour}, neutral: {neutral}, against: {against}; more for than against, so it is adopted."
)
REJECTED = ReasonKind(
    "not-adopted",
    "For: {in_favour}, neutral: {neutral}, against: {against}; not more for than against, so it is not adopted.",
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


def count_each(profile: Profile, ties: TieChain, _settings: Settings) -> Outcome:
    found, ranks, costs = stances(profile), ties.ranks(profile), profile.costs()
    adopted = [option for option, one in found.items() if one.net > 0]
    winners = tuple(sorted(adopted, key=lambda option: (-found[option].net, found[option].against, ranks[option])))
    places = {option: place for place, option in enumerate(winners, start=1)}

    def fate(one: Stances) -> Reason:
        if not profile.voters:
            return Reason(TOLD.no_ballots)
        return Reason(ADOPTED if one.net > 0 else REJECTED, one.numbers())

    return Outcome(
        rule="for-against-each",
        winners=winners,
        scores={option: one.net for option, one in found.items()},
        cost=sum(costs[option] for option in winners),
        ties=(),
        tie_rules=ties.names,
        lines=tuple(
            Line(option, one.net, costs[option], places.get(option), fate(one)) for option, one in found.items()
        ),
    )


METHODS = (
    Method(
        "for-against",
        kinds=(STANCES,),
        spends=False,
        fills_seats=True,
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
    Method(
        "for-against-each",
        kinds=(STANCES,),
        spends=False,
        ties=BY_LIST_ORDER,
        reasons=(ADOPTED, REJECTED, TOLD.no_ballots),
        counted=count_each,
        can_tie=False,
    ),
)
