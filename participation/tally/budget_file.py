"""What a file of a participatory budget holds, once it is read: values, the same for every reader of such files."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from .outcome import Outcome
from .profile import Ballot, BallotKind, Option, Profile, grouped

RULES = {
    "greedy": "greedy",
    "equalshares": "equal-shares",
    "equalshares/add1": "equal-shares-add1",
    "equalshares/add1u": "equal-shares-add1u",
}
"""Rule as META names it → the rule of ours that it is."""

LANGUAGES = {"dutch": "nl", "english": "en", "polish": "pl", "french": "fr", "german": "de"}


@dataclass(frozen=True)
class Project:
    """``votes`` and ``score`` as the file states them, not recounted. ``selected``: 1 was funded, 0 was not, 2 has a
    story that the file tells elsewhere. ``other`` holds the remaining columns by name."""

    id: str
    name: str
    cost: int
    line: int
    votes: int | None = None
    score: int | None = None
    selected: int | None = None
    other: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Vote:
    voter: str
    ballot: Ballot
    line: int


@dataclass(frozen=True, slots=True)
class Difference:
    """Between the result that a file states and a count of it, in the order of the file."""

    only_official: tuple[str, ...]
    only_counted: tuple[str, ...]


@dataclass(frozen=True)
class BudgetFile:
    meta: Mapping[str, str]
    budget: int
    kind: BallotKind
    projects: tuple[Project, ...]
    votes: tuple[Vote, ...]
    warnings: tuple[str, ...]

    @property
    def rule(self) -> str | None:
        """The rule of ours that META names, if it does."""
        return RULES.get(self.meta.get("rule", "").lower().replace(" ", ""))

    @property
    def language(self) -> str:
        """Code of the language the projects are written in, as far as known: ``nl``, ``Dutch`` and so on; else ""."""
        stated = self.meta.get("language", "").strip().lower()
        return LANGUAGES.get(stated, stated if re.fullmatch("[a-z]{2}", stated) else "")

    @property
    def begins_on(self) -> date | None:
        return read_day(self.meta.get("date_begin", ""), last=False)

    @property
    def ends_on(self) -> date | None:
        return read_day(self.meta.get("date_end", ""), last=True)

    def profile(self, seats: int | None = None) -> Profile:
        return Profile(
            options=tuple(Option(project.id, project.cost) for project in self.projects),
            kind=self.kind,
            ballots=grouped(vote.ballot for vote in self.votes),
            budget=self.budget,
            seats=seats,
        )

    def difference(self, outcome: Outcome) -> Difference | None:
        """How an outcome differs from the result that the file states; None where it states none."""
        return self.difference_of(outcome.winners)

    def difference_of(self, winners: Iterable[str]) -> Difference | None:
        """The same of winners alone, by their identifiers in the file."""
        official = {project.id for project in self.projects if project.selected == 1}
        if not official:
            return None
        counted = set(winners)
        return Difference(
            tuple(one.id for one in self.projects if one.id in official - counted),
            tuple(one.id for one in self.projects if one.id in counted - official),
        )


def read_day(text: str, *, last: bool) -> date | None:
    """``1.1.2020``, ``2020-01-01``, ``01.2020`` or ``2020``; of a month or year its first or its last day."""
    found = re.fullmatch(r"(?:(?:(\d{1,2})[.\-/])?(\d{1,2})[.\-/])?(\d{4})", text.strip()) or re.fullmatch(
        r"(?P<y>\d{4})-(?P<m>\d{1,2})-(?P<d>\d{1,2})", text.strip()
    )
    if not found:
        return None
    day, month, year = (found["d"], found["m"], found["y"]) if "y" in found.groupdict() else found.groups()
    try:
        if day:
            return date(int(year), int(month), int(day))
        if not last:
            return date(int(year), int(month or 1), 1)
        month_after = int(month or 12) % 12 + 1
        return date.fromordinal(date(int(year) + (month_after == 1), month_after, 1).toordinal() - 1)
    except ValueError:
        return None
