"""A method of counting, as each module of this package declares it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from .outcome import Outcome, Reason, ReasonKind
from .profile import Ballot, BallotKind, Profile
from .ties import TieChain

Setting: TypeAlias = int | str | None
Settings: TypeAlias = Mapping[str, Setting]
"""What the rules of a round state for a method, by the names of its parameters."""


class TallyRefused(ValueError):
    """This method cannot count this profile; the message says why in a sentence."""


@dataclass(frozen=True, slots=True)
class Parameter:
    """Something that the rules of a round state for a method, with ``meaning`` in words.

    One of ``choices``, or where there are none a whole number from ``lowest`` to ``highest``. With ``default`` None it
    can be left open, which is no limit, unless it is ``required``.
    """

    name: str
    meaning: str
    default: Setting = None
    choices: tuple[str, ...] = ()
    lowest: int = 1
    highest: int = 10**9
    required: bool = False

    def mistake(self, value: Setting) -> str:
        if value is None:
            return f"The rules must state {self.name}: {self.meaning}." if self.required else ""
        if self.choices:
            return "" if value in self.choices else f"{self.name} is one of {', '.join(self.choices)}, not {value}."
        if not isinstance(value, int) or not self.lowest <= value <= self.highest:
            return f"{self.name} is a whole number from {self.lowest} to {self.highest}, not {value}."
        return ""


def _no_limits(_ballot: Ballot, _settings: Settings) -> Reason | None:
    return None


@dataclass(frozen=True, slots=True)
class Method:
    """``reasons`` lists every reason the method can give, so that a translation can be checked for completeness.

    ``overstep`` says where a ballot of the right kind goes beyond what the rules of the round permit. ``fixed``: what other
    methods have as a parameter and this one settles itself. ``can_tie``: whether a tie can decide what is chosen; where each option
    is settled by its own votes it cannot. ``fills_seats``: whether so many options are chosen as the rules state, one where they
    state no number.
    """

    name: str
    kinds: tuple[BallotKind, ...]
    spends: bool
    ties: TieChain
    reasons: tuple[ReasonKind, ...]
    counted: Callable[[Profile, TieChain, Settings], Outcome]
    parameters: tuple[Parameter, ...] = ()
    overstep: Callable[[Ballot, Settings], Reason | None] = _no_limits
    fixed: Settings = field(default_factory=dict)
    can_tie: bool = True
    fills_seats: bool = False

    def settings(self, stated: Settings | None = None) -> dict[str, Setting]:
        """Every parameter with what is stated for it or its default. Raises TallyRefused for what cannot be."""
        stated = stated or {}
        known = [parameter.name for parameter in self.parameters]
        for name in stated:
            if name not in known:
                raise TallyRefused(f"The rule {self.name} has no {name}; it has {', '.join(known) or 'no parameters'}.")
        full = {one.name: one.default if stated.get(one.name) is None else stated[one.name] for one in self.parameters}
        for parameter in self.parameters:
            if mistake := parameter.mistake(full[parameter.name]):
                raise TallyRefused(mistake)
        return full

    def refusal(self, profile: Profile) -> str:
        """Why this method cannot count this profile, or ""."""
        if profile.kind not in self.kinds:
            kinds = " or ".join(kind.name for kind in self.kinds)
            return f"The rule {self.name} counts {kinds} ballots; these are {profile.kind.name} ballots."
        if self.spends and profile.budget is None:
            return f"The rule {self.name} needs a budget to spend."
        return ""

    def count(self, profile: Profile, ties: TieChain | None = None, settings: Settings | None = None) -> Outcome:
        """The outcome, with ties settled by ``ties`` or by the method's own chain. Raises TallyRefused."""
        if refusal := self.refusal(profile):
            raise TallyRefused(refusal)
        stated = self.settings(settings)
        for ballot in profile.ballots:
            if overstep := self.overstep(ballot, stated):
                raise TallyRefused(overstep.sentence)
        return self.counted(profile, ties or self.ties, stated)
