"""The opened ballots as files that other programs count: byte for byte the same at every export, with no voter in them.

Equal ballots stand together, in an order of their marks: the order in which they were cast is in no file.
"""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter

from participation.ballot_rules import kind_of
from participation.models import ConsultationRound
from participation.tally.budget_file import RULES
from participation.tally.profile import POINTS, RANKED, Ballot, Profile
from participation.voting_enums import RarePattern


@dataclass(frozen=True)
class CountedBallots:
    """A counted round: its title, the titles of the options by their identifiers, and who won."""

    title: str
    language: str
    rule: str
    profile: Profile
    labels: Mapping[str, str]
    winners: Sequence[str]


def forms_of(consultation_round: ConsultationRound) -> list[str]:
    """In which forms its ballots can be had: all as a table, budgets and rankings as others count them."""
    if consultation_round.rare_pattern == RarePattern.MERGED:
        # Those forms hold every ballot whole: by the rules only the bundle, which merges, has them.
        return []
    forms = ["pb"] if consultation_round.has_budget else []
    return [*forms, *(["blt"] if kind_of(consultation_round) is RANKED else []), "csv"]


def written(counted: CountedBallots, form: str) -> bytes:
    return {"pb": _pabulib, "blt": _blt, "csv": _table}[form](counted).encode()


def _table(counted: CountedBallots) -> str:
    """A line per different ballot: how often it was cast, and its mark for each option by its number."""
    options = [option.id for option in counted.profile.options]
    rows = [
        [times, *(dict(marks).get(option, "") for option in options)] for marks, times in _in_order(counted.profile)
    ]
    return _rows([["count", *options], *rows], ",")


def _blt(counted: CountedBallots) -> str:
    """As `participation/tally/blt.py` reads it: `=` is a shared place, `-` one that was skipped."""
    profile = counted.profile
    number = {option.id: str(place) for place, option in enumerate(profile.options, start=1)}
    lines = [f"{len(profile.options)} {profile.seats or 1}"]
    for marks, times in _in_order(profile):
        ranks: list[str] = []
        for rank, shared in groupby(sorted(marks, key=attrgetter("value")), key=attrgetter("value")):
            ranks += ["-"] * (rank - 1 - len(ranks))
            ranks.append("=".join(number[mark.option] for mark in shared))
        lines.append(" ".join([str(times), *ranks, "0"]))
    lines += ["0", *(f'"{option.id} {_plain(counted.labels[option.id])}"' for option in profile.options)]
    # The title is the only place of this form for words.
    title = " ".join([_plain(counted.title), *([_emptied(profile)] if profile.emptied else [])])
    return "\n".join([*lines, f'"{title}"', ""])


def _pabulib(counted: CountedBallots) -> str:
    """As pabulib.org/format has it. A blank ballot has no form there: those are told in words."""
    profile = counted.profile
    votes, scores = profile.votes(), profile.scores()
    given = [marks for marks, times in _in_order(profile) for _ in range(times) if marks]
    has_points = profile.kind is POINTS
    left_out = [
        *([f"{profile.blank} more ballots were blank."] if profile.blank else []),
        *([_emptied(profile)] if profile.emptied else []),
    ]
    meta = [
        ("description", _plain(counted.title)),
        ("language", counted.language),
        ("num_projects", len(profile.options)),
        ("num_votes", len(given)),
        ("budget", profile.budget),
        ("vote_type", "scoring" if has_points else "approval"),
        ("rule", {ours: theirs for theirs, ours in RULES.items()}.get(counted.rule, counted.rule)),
        *([("comment", " ".join(left_out))] if left_out else []),
    ]  # fmt: skip
    projects = [
        (
            option.id,
            option.cost,
            votes[option.id],
            *([scores[option.id]] if has_points else []),
            _plain(counted.labels[option.id]),
            int(option.id in counted.winners),
        )
        for option in profile.options
    ]
    columns = ["project_id", "cost", "votes", *(["score"] if has_points else []), "name", "selected"]
    rows = [
        (
            voter,
            ",".join(mark.option for mark in marks),
            *([",".join(str(mark.value) for mark in marks)] if has_points else []),
        )
        for voter, marks in enumerate(given, start=1)
    ]
    parts: list[list[Iterable[object]]] = [
        [("META",), ("key", "value"), *meta],
        [("PROJECTS",), columns, *projects],
        [("VOTES",), ("voter_id", "vote", *(["points"] if has_points else [])), *rows],
    ]
    return "".join(_rows(part, ";") for part in parts)


def _emptied(profile: Profile) -> str:
    return f"{profile.emptied} of the ballots without a mark here marked only what was withdrawn during the vote."


def _in_order(profile: Profile) -> list[tuple[Ballot, int]]:
    return sorted(profile.ballots.items())


def _rows(rows: Iterable[Iterable[object]], delimiter: str) -> str:
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter, lineterminator="\n").writerows(rows)
    return text.getvalue()


def _plain(text: str) -> str:
    """On one line, and without the quotes that end a name in a .blt file."""
    return " ".join(text.split()).replace('"', "'")
