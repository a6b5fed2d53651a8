"""A method of counting, as each module of this package declares it."""

from collections.abc import Callable
from dataclasses import dataclass

from .outcome import Outcome, ReasonKind
from .profile import BallotKind, Profile
from .ties import TieChain


class TallyRefused(ValueError):
    """This method cannot count this profile; the message says why in a sentence."""


@dataclass(frozen=True, slots=True)
class Method:
    """``reasons`` lists every reason the method can give, so that a translation can be checked for completeness."""

    name: str
    kinds: tuple[BallotKind, ...]
    spends: bool
    ties: TieChain
    reasons: tuple[ReasonKind, ...]
    counted: Callable[[Profile, TieChain], Outcome]

    def refusal(self, profile: Profile) -> str:
        """Why this method cannot count this profile, or ""."""
        if profile.kind not in self.kinds:
            kinds = " or ".join(kind.name for kind in self.kinds)
            return f"The rule {self.name} counts {kinds} ballots; these are {profile.kind.name} ballots."
        if self.spends and profile.budget is None:
            return f"The rule {self.name} needs a budget to spend."
        return ""

    def count(self, profile: Profile, ties: TieChain | None = None) -> Outcome:
        """The outcome, with ties settled by ``ties`` or by the method's own chain. Raises TallyRefused."""
        if refusal := self.refusal(profile):
            raise TallyRefused(refusal)
        return self.counted(profile, ties or self.ties)
