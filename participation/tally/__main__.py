"""Counts a file from the shell, without a database: ``python -m participation.tally FILE``.

A participatory budget in Pabulib's ``.pb`` form, or ranked ballots as ``.blt`` or ``.csv``. Exit status 0 when counted, 2
with a sentence on standard error when not.
"""

import argparse
import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path

from . import blt, pabulib, ranked_csv
from .budget_file import BudgetFile
from .method import Method, Setting, TallyRefused
from .outcome import Outcome
from .pabulib import PabulibError
from .ranked_file import RankedFileError
from .reports import budget_report, ranked_report
from .rules import METHODS_BY_NAME, method
from .terminal import visible

DEFAULT_RULE, DEFAULT_RANKED_RULE = "greedy", "stv-scottish"


def main(arguments: list[str] | None = None) -> int:
    options = _parser().parse_args(arguments)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8")
    try:
        outcome, report = _counted(options)
    except (PabulibError, RankedFileError, TallyRefused) as error:
        return _complain(f"{options.file}: {error}")
    except OSError as error:
        return _complain(f"{options.file} cannot be read: {error.strerror or error}.")
    try:
        if options.json:
            sys.stdout.write(json.dumps(outcome.as_data(), ensure_ascii=False, indent=2) + "\n")
        else:
            sys.stdout.writelines(f"{line}\n" for line in report)
        sys.stdout.flush()
    except BrokenPipeError:
        # The reader has seen enough; without this Python would complain once more while it shuts down.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 0


def _counted(options: argparse.Namespace) -> tuple[Outcome, Iterator[str]]:
    path: Path = options.file
    readers = {".blt": blt.load, ".csv": ranked_csv.load}
    if reader := readers.get(path.suffix.lower()):
        file = reader(path)
        profile = file.profile(options.seats)
        rule = method(options.rule or DEFAULT_RANKED_RULE)
        outcome = rule.count(profile, settings=_settings(rule, options.set))
        why = "as asked" if options.rule else "the file names no rule"
        return outcome, ranked_report(file, outcome, profile.seats or 1, why)
    budget = pabulib.load(path)
    rule = method(options.rule or budget.rule or DEFAULT_RULE)
    outcome = rule.count(budget.profile(options.seats), settings=_settings(rule, options.set))
    return outcome, budget_report(budget, outcome, _why(budget, options.rule))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m participation.tally",
        description="Count the ballots of a file and say why each option is chosen or not.",
    )
    parser.add_argument(
        "file", metavar="FILE", type=Path, help="a participatory budget (.pb), or ranked ballots (.blt, .csv)"
    )
    parser.add_argument(
        "--rule",
        choices=sorted(METHODS_BY_NAME),
        help=f"the rule to count by; without it the one that the file names, or else {DEFAULT_RULE}, and "
        f"{DEFAULT_RANKED_RULE} for ranked ballots",
    )
    parser.add_argument("--seats", type=_seats, metavar="N", help="how many to choose; without it what the file states")
    parser.add_argument(
        "--set",
        action="append",
        default=[],
        metavar="NAME=VALUE",
        help="state a parameter of the rule, such as decimals=4; a name that it has not is answered with those it has",
    )
    parser.add_argument("--json", action="store_true", help="print JSON")
    return parser


def _seats(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= 10_000:
        raise argparse.ArgumentTypeError(f"the number of seats is a whole number from 1 up, not {text}")
    return int(text)


def _settings(rule: Method, stated: list[str]) -> dict[str, Setting]:
    settings: dict[str, Setting] = {}
    for one in stated:
        name, sign, value = one.partition("=")
        if not sign:
            raise TallyRefused(f"--set takes a name and a value, such as decimals=4, not {one}.")
        settings[name] = int(value) if value.isdecimal() else value
    return rule.settings(settings)


def _complain(sentence: str) -> int:
    sys.stderr.write(visible(sentence) + "\n")
    return 2


def _why(file: BudgetFile, asked: str | None) -> str:
    stated = visible(file.meta.get("rule", ""))
    if asked:
        return "as asked"
    if file.rule:
        return f"the file names {stated}"
    return f"the file names {stated}, which is not a rule known here" if stated else "the file names no rule"


if __name__ == "__main__":
    sys.exit(main())
