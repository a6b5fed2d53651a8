"""Rules that settle ties: named, chained, the same every time. Chance enters from outside alone, by ``lot``."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from .profile import Option, Profile


@dataclass(frozen=True, slots=True)
class Contender:
    """An option in a tie. ``place`` is its place on the ballot paper, from 0."""

    option: Option
    votes: int
    place: int


@dataclass(frozen=True, slots=True)
class TieRule:
    """``key``: the lower goes first. ``sentence`` says so in words."""

    name: str
    key: Callable[[Contender], int]
    sentence: str


LOWER_COST = TieRule("lower-cost", lambda one: one.option.cost, "the one that costs less goes first")
HIGHER_COST = TieRule("higher-cost", lambda one: -one.option.cost, "the one that costs more goes first")
HIGHER_VOTES = TieRule("higher-votes", lambda one: -one.votes, "the one on more ballots goes first")
LIST_ORDER = TieRule("list-order", lambda one: one.place, "the one that stands higher on the ballot paper goes first")
EARLIER_COUNTS = TieRule(
    "earlier-counts", lambda _one: 0, "the one that had more votes in another count of the same ballots goes first"
)
"""Of methods that go by rounds, which look at it themselves before any other rule."""

LOT = TieRule("lot", lambda _one: 0, "the one that was drawn first by lot goes first")
"""Leaves all equal until it is drawn: ``lot.by_lot`` puts the drawn one in its place."""

RULES = (LOWER_COST, HIGHER_COST, HIGHER_VOTES, LIST_ORDER)


@dataclass(frozen=True, slots=True)
class TieChain:
    """Rules tried one after the other. The last one is LIST_ORDER, a lot or another that leaves no two equal."""

    rules: tuple[TieRule, ...]

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(rule.name for rule in self.rules)

    def key(self, contender: Contender) -> tuple[int, ...]:
        return tuple(rule.key(contender) for rule in self.rules)

    def ranks(self, profile: Profile) -> dict[str, int]:
        """Per option its rank if all options were tied, from 0. Raises ValueError if the chain leaves two equal."""
        votes = profile.votes()
        keys = {
            option.id: self.key(Contender(option, votes[option.id], place))
            for place, option in enumerate(profile.options)
        }
        if len(set(keys.values())) < len(keys):
            raise ValueError(
                f"The tie rules {', '.join(self.names)} leave two options equal; end them with list-order."
            )
        return {option: rank for rank, option in enumerate(sorted(keys, key=keys.__getitem__))}

    def used(self, profile: Profile, tied: Iterable[str]) -> tuple[str, ...]:
        """The names of the rules that it took to put these options in order."""
        wanted, votes = set(tied), profile.votes()
        contenders = [
            Contender(option, votes[option.id], place)
            for place, option in enumerate(profile.options)
            if option.id in wanted
        ]
        return tuple(dict.fromkeys(self._deciding(sorted(contenders, key=self.key))))

    def _deciding(self, ordered: Sequence[Contender]) -> Iterable[str]:
        pairs = list(pairwise(ordered))
        for rule in self.rules:
            if any(self._first_difference(one, other) is rule for one, other in pairs):
                yield rule.name

    def _first_difference(self, one: Contender, other: Contender) -> TieRule:
        return next(rule for rule in self.rules if rule.key(one) != rule.key(other))


BY_LIST_ORDER = TieChain((LIST_ORDER,))
BY_LOWER_COST = TieChain((LOWER_COST, LIST_ORDER))

CHAINS = {rule.name: BY_LIST_ORDER if rule is LIST_ORDER else TieChain((rule, LIST_ORDER)) for rule in RULES}
CHAINS |= {LOT.name: TieChain((LOT,)), f"{LOWER_COST.name}+{LOT.name}": TieChain((LOWER_COST, LOT))}
"""A chain by the name of its first rule; what that leaves equal, the order of the ballot paper settles, or a lot where it is named."""
