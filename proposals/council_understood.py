"""What was understood of a paper, a vote or a meeting in the council's information system, as plain values."""

from dataclasses import asdict, dataclass, field
from functools import cached_property
from typing import Any


@dataclass
class UnderstoodGroup:
    name: str
    in_favour: int = 0
    against: int = 0
    abstained: int = 0
    absent: int = 0


@dataclass
class UnderstoodPoint:
    """A point on the agenda of a meeting, with the addresses and the numbers of its papers."""

    title: str
    addresses: list[str] = field(default_factory=list)
    numbers: list[str] = field(default_factory=list)

    @property
    def called(self) -> str:
        """Its title, or else what is known of its papers."""
        return self.title or ", ".join(self.numbers or self.addresses)


@dataclass
class Understood:
    """What was read, in our words; what was not there is empty. `published` is the outcome as the source says it, `results`
    what that is in our words (proposals.council_enums.CouncilOutcome), `totals` its numbers of members by what they did.
    `body` and `agenda` are of a meeting alone. `left` names what is in it and was not understood."""

    source: str = ""
    kind: str = ""
    body: str = ""
    number: str = ""
    title: str = ""
    dated_on: str = ""
    url: str = ""
    municipality: str = ""
    published: str = ""
    results: list[str] = field(default_factory=list)
    totals: dict[str, int] = field(default_factory=dict)
    groups: list[UnderstoodGroup] = field(default_factory=list)
    agenda: list[UnderstoodPoint] = field(default_factory=list)
    left: list[str] = field(default_factory=list)

    @property
    def tells_of_vote(self) -> bool:
        return bool(self.results or self.totals)

    @property
    def is_meeting(self) -> bool:
        return bool(self.body)

    @cached_property
    def addresses(self) -> set[str]:
        """Of all papers on the agenda."""
        return {one for point in self.agenda for one in point.addresses}

    @cached_property
    def numbers(self) -> set[str]:
        """Of all papers on the agenda, whatever their capitals."""
        return {one.casefold() for point in self.agenda for one in point.numbers}

    def as_data(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def of_data(cls, data: dict[str, Any]) -> "Understood":
        groups = [UnderstoodGroup(**row) for row in data["groups"]]
        agenda = [UnderstoodPoint(**row) for row in data.get("agenda", [])]
        return cls(**data | {"groups": groups, "agenda": agenda})
