"""Single transferable vote: seats in proportion, by one order of preference from each voter.

``stv`` has its arithmetic and its readings of a ballot as parameters. ``stv-scottish`` is that of the Scottish Local
Government Elections Order 2007: Droop's quota, one surplus at a time and the largest first, five decimals and the rest
ignored, ties by the most recent count that tells them apart.
"""

from .method import Method, Parameter, Setting, Settings
from .outcome import Line, Number, Outcome, Reason, ReasonKind
from .profile import RANKED, Profile
from .ranking import EQUAL, RANK_REASONS, SKIPPED, overstep
from .ties import BY_LIST_ORDER, TieChain
from .transfers import Transfers

ELECTED = ReasonKind(
    "reached-quota", "First preferences: {score}. Elected in count {count} with {votes}; {quota} were needed."
)
ELECTED_LAST = ReasonKind(
    "last-seats",
    "First preferences: {score}. Elected in count {count} with {votes}: no more were left than there were seats.",
)
EXCLUDED = ReasonKind(
    "excluded", "First preferences: {score}. Had the fewest votes, {votes}, and was excluded in count {count}."
)
NOT_ELECTED = ReasonKind(
    "seats-full", "First preferences: {score}. Had {votes} in count {count}, when the last seat was filled."
)
NOT_RANKED = ReasonKind("nobody-chose-it", "Nobody chose it, so it cannot win.")
NO_BALLOTS = ReasonKind("no-ballots", "No ballot was counted, so nothing wins.")
QUOTA = ReasonKind(
    "quota", "{ballots} ballots for {seats} to be chosen: {quota} votes are needed to be certain of being chosen."
)
SPENT = ReasonKind("non-transferable", "At the end {non_transferable} votes had no further preference to go to.")
UNREADABLE = ReasonKind(
    "unreadable",
    "{unreadable} ballots could not be read by the rules: they begin with a rank that is missing or shared.",
)
ROUNDED = ReasonKind("lost-in-rounding", "Rounding lost {remainder} votes.")
REASONS = (
    ELECTED,
    ELECTED_LAST,
    EXCLUDED,
    NOT_ELECTED,
    NOT_RANKED,
    NO_BALLOTS,
    QUOTA,
    SPENT,
    UNREADABLE,
    ROUNDED,
    *RANK_REASONS,
)

EARLIER = Parameter(
    "earlier_counts",
    "in which order other counts are looked at to settle a tie, before the tie rules",
    "backward",
    ("backward", "forward", "ignore"),
)
PARAMETERS = (
    Parameter("quota", "how many votes elect", "droop", ("droop", "droop-exact", "hare")),
    Parameter(
        "decimals",
        "how many decimals a vote is divided into, the rest truncated; exact without it",
        lowest=0,
        highest=12,
    ),
    Parameter("surpluses", "whether surpluses move one in a count or all", "one-by-one", ("one-by-one", "together")),
    Parameter(
        "idle_surpluses",
        "whether a surplus that can change nothing (of 0, or after the last seat) still has a count",
        "skip",
        ("skip", "count"),
    ),
    Parameter(
        "below_quota",
        "whether the last seats go to those who are left below the quota",
        "elect",
        ("elect", "leave-empty"),
    ),
    SKIPPED,
    EQUAL,
    EARLIER,
)
SCOTTISH: dict[str, Setting] = {
    "quota": "droop",
    "decimals": 5,
    "surpluses": "one-by-one",
    "idle_surpluses": "skip",
    "below_quota": "elect",
    "skipped_ranks": "stop",
    "equal_ranks": "stop",
    "earlier_counts": "backward",
}


def stv(profile: Profile, ties: TieChain, settings: Settings) -> Outcome:
    return outcome("stv", profile, Transfers(profile, ties, settings))


def scottish(profile: Profile, ties: TieChain, _settings: Settings) -> Outcome:
    return outcome("stv-scottish", profile, Transfers(profile, ties, SCOTTISH))


def outcome(rule: str, profile: Profile, done: Transfers) -> Outcome:
    cost = profile.costs()
    scores = dict.fromkeys(cost, 0) | (done.first if done.ballots else {})
    places = {option: place for place, option in enumerate(done.elected, start=1)}
    lines = []
    for option in cost:
        reason = _fate(option, scores[option], done) if done.ballots else Reason(NO_BALLOTS)
        lines.append(Line(option, scores[option], cost[option], places.get(option), reason))
    return Outcome(
        rule=rule,
        winners=tuple(done.elected),
        scores=scores,
        cost=sum(cost[option] for option in done.elected),
        ties=tuple(done.met),
        tie_rules=done.tie_rules,
        lines=tuple(lines),
        course=_course(done, profile.voters - done.ballots),
        counts=tuple(done.counts),
    )


def _fate(option: str, score: int, done: Transfers) -> Reason:
    for count in done.counts:
        if option in count.elected:
            numbers: dict[str, Number] = {"score": score, "count": count.number, "votes": count.votes[option]}
            by_quota = option in done.reached
            return Reason(ELECTED, numbers | {"quota": count.quota}) if by_quota else Reason(ELECTED_LAST, numbers)
    if option in done.excluded:
        number = done.excluded[option]
        last = done.counts[number - 2].votes[option]
        return Reason(EXCLUDED, {"score": score, "votes": last, "count": number})
    last_count = done.counts[-1]
    if option in last_count.votes:
        return Reason(NOT_ELECTED, {"score": score, "votes": last_count.votes[option], "count": last_count.number})
    return Reason(NOT_RANKED)


def _course(done: Transfers, unreadable: int) -> tuple[Reason, ...]:
    told = [Reason(UNREADABLE, {"unreadable": unreadable})] if unreadable else []
    if not done.ballots:
        return tuple(told)
    end = done.counts[-1]
    said = [Reason(QUOTA, {"ballots": done.ballots, "seats": done.seats, "quota": done.counts[0].quota})]
    said += told
    if end.non_transferable:
        said.append(Reason(SPENT, {"non_transferable": end.non_transferable}))
    if end.remainder:
        said.append(Reason(ROUNDED, {"remainder": end.remainder}))
    return tuple(said)


METHODS = (
    Method(
        "stv",
        (RANKED,),
        spends=False,
        fills_seats=True,
        ties=BY_LIST_ORDER,
        reasons=REASONS,
        counted=stv,
        parameters=PARAMETERS,
        overstep=overstep,
    ),
    Method(
        "stv-scottish",
        (RANKED,),
        spends=False,
        fills_seats=True,
        ties=BY_LIST_ORDER,
        reasons=REASONS,
        counted=scottish,
        fixed=SCOTTISH,
    ),
)
