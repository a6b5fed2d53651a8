"""How many are for, neutral and against each option."""

from dataclasses import dataclass

from .outcome import Number
from .profile import Profile


@dataclass(slots=True)
class Stances:
    in_favour: int = 0
    neutral: int = 0
    against: int = 0

    @property
    def net(self) -> int:
        return self.in_favour - self.against

    @property
    def decided(self) -> int:
        return self.in_favour + self.against

    def numbers(self) -> dict[str, Number]:
        return {"in_favour": self.in_favour, "neutral": self.neutral, "against": self.against}


def stances(profile: Profile) -> dict[str, Stances]:
    found = {option.id: Stances() for option in profile.options}
    for ballot, times in profile.ballots.items():
        for option, value in ballot:
            if value > 0:
                found[option].in_favour += times
            elif value < 0:
                found[option].against += times
            else:
                found[option].neutral += times
    return found
