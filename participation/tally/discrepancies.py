"""Where a budget file and its ballots disagree, and the ballots still say what they say: told, not refused."""

import re
from collections.abc import Callable

from .budget_file import BudgetFile
from .profile import POINTS, RANKED, Ballot


def discrepancies(file: BudgetFile) -> list[str]:
    """One sentence for each limit that ballots break, each column that they do not add up to, each unreadable date."""
    said = _limits_broken(file) + _columns_wrong(file)
    for key, day in (("date_begin", file.begins_on), ("date_end", file.ends_on)):
        if file.meta.get(key) and day is None:
            said.append(f"META states a {key} that is not a date: {file.meta[key]}.")
    return said


def _limits_broken(file: BudgetFile) -> list[str]:
    cost = {project.id: project.cost for project in file.projects}
    measures: list[tuple[str, Callable[[Ballot], list[int]], str]] = [
        ("length", lambda marks: [len(marks)], "a number of choices"),
        ("sum_cost", lambda marks: [sum(cost[mark.option] for mark in marks)], "a total cost"),
    ]
    if file.kind is POINTS:
        measures += [
            ("points", lambda marks: [mark.value for mark in marks], "points"),
            ("sum_points", lambda marks: [sum(mark.value for mark in marks)], "a sum of points"),
        ]
    said: list[str] = []
    for measure, values, words in measures:
        for bound, sign in (("min", -1), ("max", 1)):
            key = f"{bound}_{measure}"
            stated = file.meta.get(key, "")
            if not stated:
                continue
            if not re.fullmatch(r"[0-9]{1,15}", stated):
                said.append(f"META states a {key} that is not a whole number: {stated}.")
                continue
            limit = int(stated)
            broken = [vote for vote in file.votes if any((value - limit) * sign > 0 for value in values(vote.ballot))]
            if broken:
                side = "above" if sign > 0 else "below"
                said.append(
                    f"{len(broken)} of {len(file.votes)} ballots have {words} {side} the file's own {key} of {limit}; "
                    f"the first stands on line {broken[0].line}."
                )
    return said


def _columns_wrong(file: BudgetFile) -> list[str]:
    if file.kind is RANKED:
        return []
    profile = file.profile()
    said: list[str] = []
    marked = {project.id: 0 for project in file.projects}
    for marks, times in profile.ballots.items():
        for mark in marks:
            marked[mark.option] += times
    for column, recounted in (("votes", marked), ("score", profile.scores())):
        for project in file.projects:
            stated = project.votes if column == "votes" else project.score
            if stated is not None and stated != recounted[project.id]:
                by_ballots = recounted[project.id]
                said.append(f"Project {project.id} has {column} {stated} in the file and {by_ballots} by its ballots.")
    return said
