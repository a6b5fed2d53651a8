"""Participatory budgets in Pabulib's ``.pb`` form (pabulib.org/format): read whole, or refused with line and column.

Three sections, META, PROJECTS and VOTES, each with a row of column names, in UTF-8 with or without a byte order mark.

Refused, because the count could not be trusted: bytes that are not UTF-8, a section or column that is missing or
doubled, a row with more or fewer cells than its header, a key of META stated twice, a budget or cost that is not a
whole number from 0 up, a vote type that is not known, a project or voter that occurs twice, a vote for an unknown
project, twice for the same one or, under choose-1, for several, more or fewer points than choices, points that are
not whole numbers from 0 up, and a num_projects or num_votes that is not the number of rows.

Noted as a warning, because real files do it and the ballots still say what they say: ballots outside the file's own
limits (min_length, max_length, min_sum_cost, max_sum_cost, min_points, max_points, min_sum_points, max_sum_points),
a votes or score column that the ballots do not add up to, an unreadable date, and an absent num_projects or num_votes.

What the file tells about voters (age, sex and the like) is not kept.
"""

import re
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO

from .budget_file import BudgetFile, Project, Vote
from .cells import PabulibError, Row, rows
from .discrepancies import discrepancies
from .profile import APPROVAL, POINTS, RANKED, Ballot, ballot

__all__ = ["BudgetFile", "PabulibError", "Project", "Vote", "load", "read"]

SPELLINGS = {
    "META": {"number_of_projects": "num_projects", "number_of_votes": "num_votes", "type_of_vote": "vote_type"},
    "PROJECTS": {"id": "project_id", "project": "project_id", "projectid": "project_id", "title": "name"},
    "VOTES": {"id": "voter_id", "voter": "voter_id", "voterid": "voter_id", "votes": "vote", "choices": "vote"},
}
NEEDED = {"META": ("key", "value"), "PROJECTS": ("project_id", "cost"), "VOTES": ("voter_id", "vote")}
SECTIONS = tuple(NEEDED)
VOTE_TYPES = ("approval", "choose-1", "ordinal", "cumulative", "scoring")


def load(path: Path) -> BudgetFile:
    """Raises PabulibError, or OSError where the file cannot be opened."""
    with path.open("rb") as stream:
        return read(stream)


def read(stream: BinaryIO) -> BudgetFile:
    """All or nothing. Raises PabulibError."""
    return _Reader().read(stream)


class _Reader:
    def __init__(self) -> None:
        self.section = ""
        self.columns: list[str] = []
        self.last = Row("", 1)
        self.meta: dict[str, tuple[str, Row]] = {}
        self.projects: dict[str, Project] = {}
        self.voters: dict[str, Vote] = {}
        self.known: dict[tuple[str, str], Ballot] = {}
        self.vote_type = ""

    def read(self, stream: BinaryIO) -> BudgetFile:
        for row in rows(stream):
            self.last = row
            title = row.cells[0].strip().upper()
            if title in SECTIONS and not any(row.cells[1:]):
                self._begin(title, row)
            elif not self.section:
                raise row.error("The file does not begin with META; is this a .pb file?")
            elif not self.columns:
                self._name_columns(row)
            else:
                self._fit(row)
                self._take(row)
        if self.section != "VOTES" or not self.columns:
            missing = next((one for one in SECTIONS if SECTIONS.index(one) > self._index()), "VOTES")
            raise self.last.error(f"The file ends without a complete {missing} section.", len(self.last.cells))
        return self._finished()

    def _index(self) -> int:
        return SECTIONS.index(self.section) if self.section else -1

    def _begin(self, title: str, row: Row) -> None:
        if self.section and not self.columns:
            raise row.error(f"The {self.section} section has no row of column names.")
        due = SECTIONS[self._index() + 1] if self._index() + 1 < len(SECTIONS) else None
        if title != due:
            raise row.error(
                f"{title} stands out of order; a file has META, PROJECTS and VOTES once each, in that order."
            )
        if title == "PROJECTS":
            self.vote_type = self._stated("vote_type").lower()
            if self.vote_type not in VOTE_TYPES:
                raise self._meta_error("vote_type", f"The vote type must be one of {', '.join(VOTE_TYPES)}.")
            budget, at = self.meta.get("budget", ("", row))
            if not budget:
                raise row.error("META states no budget.")
            self.budget = _whole(budget, "The budget", at, 1)
        self.section, self.columns = title, []

    def _name_columns(self, row: Row) -> None:
        columns = [_normal(cell) for cell in row.cells]
        while columns and not columns[-1]:
            columns.pop()
        for spelling, column in SPELLINGS[self.section].items():
            if spelling in columns and column not in columns:
                columns[columns.index(spelling)] = column
        for index, column in enumerate(columns):
            if not column:
                raise row.error("A column has no name.", index)
            if column in columns[:index]:
                raise row.error(f"The column {column} stands there twice.", index)
        for column in NEEDED[self.section]:
            if column not in columns:
                raise row.error(f"The {self.section} section has no column {column}.", len(row.cells))
        if self.section == "META" and columns != ["key", "value"]:
            raise row.error("The columns of META are key and value.")
        if self.section == "VOTES" and self.vote_type in ("cumulative", "scoring") and "points" not in columns:
            raise row.error(f"{self.vote_type.capitalize()} votes need a column points.", len(row.cells))
        self.columns = columns

    def _fit(self, row: Row) -> None:
        while len(row.cells) > len(self.columns) and not row.cells[-1]:
            row.cells.pop()
        if len(row.cells) != len(self.columns):
            extra = min(len(row.cells), len(self.columns))
            raise row.error(
                f"The row has {len(row.cells)} cells where its section has {len(self.columns)} columns; "
                "a cell that holds a semicolon stands in quotes.",
                extra,
            )

    def _take(self, row: Row) -> None:
        {"META": self._take_meta, "PROJECTS": self._take_project, "VOTES": self._take_vote}[self.section](row)

    def _take_meta(self, row: Row) -> None:
        key = _normal(row.cells[0])
        key = SPELLINGS["META"].get(key, key)
        if not key:
            raise row.error("A value in META has no key.")
        if key in self.meta:
            raise row.error(f"META states {key} twice, first on line {self.meta[key][1].line}.")
        self.meta[key] = (row.cells[1].strip(), row)

    def _take_project(self, row: Row) -> None:
        cells = dict(zip(self.columns, row.cells, strict=True))
        index = self.columns.index
        project = cells.pop("project_id").strip()
        if not project or "," in project:
            raise row.error("A project needs an identifier without a comma.", index("project_id"))
        if project in self.projects:
            first = self.projects[project].line
            raise row.error(f"The project {project} occurs twice, first on line {first}.", index("project_id"))
        whole = {
            column: _whole(cells.pop(column), f"The {column} of project {project}", row, index(column))
            for column in ("cost", "votes", "score", "selected")
            if cells.get(column, "").strip() or column == "cost"
        }
        if whole.get("selected", 0) > 2:
            raise row.error("A project is selected 0, 1 or 2.", index("selected"))
        name = cells.pop("name", "")
        other = {column: cell for column, cell in cells.items() if column not in ("votes", "score", "selected")}
        self.projects[project] = Project(
            id=project,
            name=name if name.strip() else project,
            cost=whole["cost"],
            line=row.line,
            votes=whole.get("votes"),
            score=whole.get("score"),
            selected=whole.get("selected"),
            other=other,
        )

    def _take_vote(self, row: Row) -> None:
        at_voter, at_vote = self.columns.index("voter_id"), self.columns.index("vote")
        voter, vote = row.cells[at_voter].strip(), row.cells[at_vote]
        if not voter:
            raise row.error("A vote needs the identifier of a voter.", at_voter)
        if voter in self.voters:
            raise row.error(f"The voter {voter} occurs twice, first on line {self.voters[voter].line}.", at_voter)
        points = row.cells[self.columns.index("points")] if self._has_points() else ""
        marked = self.known.get((vote, points))
        if marked is None:
            marked = self.known[vote, points] = self._marked(row, vote, points)
        self.voters[voter] = Vote(voter, marked, row.line)

    def _has_points(self) -> bool:
        return "points" in self.columns and self.vote_type in ("ordinal", "cumulative", "scoring")

    def _marked(self, row: Row, vote: str, points: str) -> Ballot:
        at_vote = self.columns.index("vote")
        chosen: dict[str, int] = {}
        for choice, offset in _items(vote):
            if choice not in self.projects:
                said = f"The vote is for {choice}, which is not among the projects." if choice else "A choice is empty."
                raise row.error(said, at_vote, offset)
            if choice in chosen:
                raise row.error(f"The vote names {choice} twice.", at_vote, offset)
            if chosen and self.vote_type == "choose-1":
                raise row.error("A choose-1 vote names one project.", at_vote, offset)
            chosen[choice] = 1 if self.vote_type == "approval" else len(chosen) + 1
        if self._has_points():
            at_points = self.columns.index("points")
            given = [_whole(point, "The number of points", row, at_points, offset) for point, offset in _items(points)]
            if len(given) != len(chosen):
                raise row.error(f"The vote names {len(chosen)} projects and gives {len(given)} points.", at_points)
            chosen = dict(zip(chosen, given, strict=True))
        return ballot(chosen.items())

    def _stated(self, key: str) -> str:
        return self.meta[key][0] if key in self.meta else ""

    def _meta_error(self, key: str, sentence: str) -> PabulibError:
        return self.meta[key][1].error(sentence, 1) if key in self.meta else self.last.error(f"META states no {key}.")

    def _finished(self) -> BudgetFile:
        warnings: list[str] = []
        for key, number in (("num_projects", len(self.projects)), ("num_votes", len(self.voters))):
            if not self._stated(key):
                warnings.append(f"META states no {key}.")
                continue
            if _whole(self._stated(key), key, self.meta[key][1], 1) != number:
                raise self._meta_error(key, f"META states {key} {self._stated(key)}, but the file has {number}.")
        kind = POINTS if self._has_points() else RANKED if self.vote_type == "ordinal" else APPROVAL
        file = BudgetFile(
            meta={key: value for key, (value, _) in self.meta.items()},
            budget=self.budget,
            kind=kind,
            projects=tuple(self.projects.values()),
            votes=tuple(self.voters.values()),
            warnings=(),
        )
        return replace(file, warnings=(*warnings, *discrepancies(file)))


def _normal(name: str) -> str:
    return re.sub(r"[\s\-]+", "_", name.strip().lower())


def _whole(text: str, what: str, row: Row, index: int, offset: int = 0) -> int:
    found = re.fullmatch(r"([+-]?[0-9]{1,15})(?:\.0*)?", text.strip())
    if not found:
        raise row.error(
            f"{what} must be a whole number of at most 15 digits, not {text.strip() or 'nothing'}.", index, offset
        )
    if int(found[1]) < 0:
        raise row.error(f"{what} cannot be negative.", index, offset)
    return int(found[1])


def _items(cell: str) -> list[tuple[str, int]]:
    """The parts of a list with commas, and where each begins. An empty cell has none."""
    if not cell.strip():
        return []
    items, at = [], 0
    for part in cell.split(","):
        items.append((part.strip(), at + len(part) - len(part.lstrip())))
        at += len(part) + 1
    return items
