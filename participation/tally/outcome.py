"""What comes out of a count: the winners, and why. Values only; the web puts the reasons into people's languages."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TypeAlias

Number: TypeAlias = int | Fraction | str
"""A figure in a reason: whole, exact fraction, or the identifier of an option."""

Data: TypeAlias = dict[str, "Data"] | list["Data"] | str | int | bool | None


def plain(number: Number) -> str:
    """A figure for reading: whole numbers in full, fractions rounded half up to two decimals."""
    if not isinstance(number, Fraction):
        return str(number)
    if number.denominator == 1:
        return str(number.numerator)
    hundredths = (number * 200 + 1) // 2
    return f"{hundredths // 100}.{hundredths % 100:02}"


@dataclass(frozen=True, slots=True)
class ReasonKind:
    """A reason that a method can give. ``sentence`` is English with the numbers' names in braces."""

    code: str
    sentence: str


@dataclass(frozen=True)
class Reason:
    kind: ReasonKind
    numbers: Mapping[str, Number] = field(default_factory=dict)

    @property
    def code(self) -> str:
        return self.kind.code

    @property
    def sentence(self) -> str:
        return self.kind.sentence.format(**{name: plain(number) for name, number in self.numbers.items()})


@dataclass(frozen=True)
class Line:
    """One option's fate. ``place`` is its place among the winners, from 1; None for one that did not win."""

    option: str
    score: int
    cost: int
    place: int | None
    reason: Reason


@dataclass(frozen=True, slots=True)
class Tie:
    """Options that were equal at a step of the count, in the order in which the rules put them.

    ``step`` is the place among the winners that was being decided, from 1. ``settled_by`` names the rules it took.
    Where a count goes by rounds, ``step`` is the number of the count and ``about`` what was being decided: a "seat",
    whose "surplus" goes first, or an "exclusion", which befell the last of the options.
    """

    step: int
    options: tuple[str, ...]
    settled_by: tuple[str, ...]
    about: str = "place"

    def as_data(self) -> dict[str, Data]:
        data: dict[str, Data] = {
            "step": self.step,
            "options": list(self.options),
            "settled_by": list(self.settled_by),
        }
        return data if self.about == "place" else data | {"about": self.about}


@dataclass(frozen=True)
class Count:
    """One count of a method that goes by rounds: what happened, what it moved, and where everything stood then.

    ``event`` is "first-preferences", or the "surplus" or "exclusion" of the options ``of``; ``moved`` is what it gave to
    each other option. ``votes`` are of all that were not excluded, ``non_transferable`` and ``remainder`` (lost in
    rounding) since the beginning: the three together are always all ballots. ``elected`` in this count, in order.
    """

    number: int
    event: str
    of: tuple[str, ...]
    moved: Mapping[str, Number]
    votes: Mapping[str, Number]
    non_transferable: Number
    remainder: Number
    quota: Number
    elected: tuple[str, ...]

    def as_data(self) -> dict[str, Data]:
        return {
            "count": self.number,
            "event": self.event,
            "of": list(self.of),
            "moved": _figures(self.moved),
            "votes": _figures(self.votes),
            "non_transferable": _figure(self.non_transferable),
            "remainder": _figure(self.remainder),
            "quota": _figure(self.quota),
            "elected": list(self.elected),
        }


@dataclass(frozen=True)
class Outcome:
    """``winners`` in the order in which they won. ``lines`` in ballot-paper order, ``course`` about the whole count.

    ``scores`` are the recounted approvals or points, or the first preferences. ``share`` is what each voter could spend
    in the end, for methods that give voters money; otherwise None. ``counts``: for methods that go by rounds.
    """

    rule: str
    winners: tuple[str, ...]
    scores: Mapping[str, int]
    cost: int
    ties: tuple[Tie, ...]
    tie_rules: tuple[str, ...]
    lines: tuple[Line, ...]
    course: tuple[Reason, ...] = ()
    share: Fraction | None = None
    counts: tuple[Count, ...] = ()

    def as_data(self) -> dict[str, Data]:
        """For JSON: identifiers as strings, whole numbers as numbers, fractions as ``"42703/21"``."""
        counts: dict[str, Data] = {"counts": [count.as_data() for count in self.counts]} if self.counts else {}
        return {
            "rule": self.rule,
            "winners": list(self.winners),
            "scores": dict(self.scores),
            "cost": self.cost,
            "ties": [tie.as_data() for tie in self.ties],
            **counts,
            "explanation": {
                "tie_rules": list(self.tie_rules),
                "share": None if self.share is None else str(self.share),
                "course": [_reason_data(reason) for reason in self.course],
                "options": [
                    {
                        "option": line.option,
                        "score": line.score,
                        "cost": line.cost,
                        "place": line.place,
                        **_reason_data(line.reason),
                    }
                    for line in self.lines
                ],
            },
        }


def _reason_data(reason: Reason) -> dict[str, Data]:
    return {"code": reason.code, "numbers": _figures(reason.numbers), "sentence": reason.sentence}


def _figures(numbers: Mapping[str, Number]) -> dict[str, Data]:
    return {name: _figure(number) for name, number in numbers.items()}


def _figure(number: Number) -> str | int:
    if not isinstance(number, Fraction):
        return number
    return number.numerator if number.denominator == 1 else str(number)
