"""Support threshold: everything that enough people support is chosen; reaching the number is enough."""

from .method import Method, Parameter, Settings
from .outcome import Line, Outcome, Reason, ReasonKind
from .profile import APPROVAL, Profile
from .ties import BY_LIST_ORDER, TieChain

ENOUGH = ReasonKind("enough-support", "Support: {score}; {threshold} were enough.")
TOO_LITTLE = ReasonKind("too-little-support", "Support: {score}; {short} fewer than the {threshold} that were needed.")


def count(profile: Profile, ties: TieChain, settings: Settings) -> Outcome:
    threshold = int(settings["threshold"] or 0)
    scores, costs, ranks = profile.scores(), profile.costs(), ties.ranks(profile)
    enough = [option for option in scores if scores[option] >= threshold]
    winners = tuple(sorted(enough, key=lambda option: (-scores[option], ranks[option])))
    places = {option: place for place, option in enumerate(winners, start=1)}

    def reason(score: int) -> Reason:
        if score >= threshold:
            return Reason(ENOUGH, {"score": score, "threshold": threshold})
        return Reason(TOO_LITTLE, {"score": score, "threshold": threshold, "short": threshold - score})

    return Outcome(
        rule="support-threshold",
        winners=winners,
        scores=scores,
        cost=sum(costs[option] for option in winners),
        ties=(),
        tie_rules=ties.names,
        lines=tuple(
            Line(option, scores[option], costs[option], places.get(option), reason(scores[option])) for option in scores
        ),
    )


METHODS = (
    Method(
        "support-threshold",
        kinds=(APPROVAL,),
        spends=False,
        ties=BY_LIST_ORDER,
        reasons=(ENOUGH, TOO_LITTLE),
        counted=count,
        parameters=(Parameter("threshold", "how many must support an option", required=True),),
        can_tie=False,
    ),
)
