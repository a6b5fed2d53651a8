"""Counts a Pabulib file from the shell, without a database: ``python -m participation.tally FILE``.

Exit status 0 when counted, 2 with a sentence on standard error when not.
"""

import argparse
import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path

from .budget_file import BudgetFile
from .method import Method, TallyRefused
from .outcome import Line, Outcome
from .pabulib import PabulibError, load
from .rules import METHODS_BY_NAME, method
from .terminal import visible

DEFAULT_RULE = "greedy"


def main(arguments: list[str] | None = None) -> int:
    options = _parser().parse_args(arguments)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8")
    try:
        file = load(options.file)
        rule = method(options.rule or file.rule or DEFAULT_RULE)
        outcome = rule.count(file.profile())
    except PabulibError as error:
        return _complain(f"{options.file}: {error}")
    except TallyRefused as refusal:
        return _complain(f"{options.file}: {refusal}")
    except OSError as error:
        return _complain(f"{options.file} cannot be read: {error.strerror or error}.")
    try:
        if options.json:
            sys.stdout.write(json.dumps(outcome.as_data(), ensure_ascii=False, indent=2) + "\n")
        else:
            sys.stdout.writelines(f"{line}\n" for line in _report(file, rule, outcome, options.rule))
        sys.stdout.flush()
    except BrokenPipeError:
        # The reader has seen enough; without this Python would complain once more while it shuts down.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m participation.tally",
        description="Count the ballots of a Pabulib file and say why each project is funded or not.",
    )
    parser.add_argument("file", metavar="FILE", type=Path, help="a participatory budget in Pabulib's .pb form")
    parser.add_argument(
        "--rule",
        choices=sorted(METHODS_BY_NAME),
        help=f"the rule to count by; without it the one that the file names, or else {DEFAULT_RULE}",
    )
    parser.add_argument("--json", action="store_true", help="print JSON")
    return parser


def _complain(sentence: str) -> int:
    sys.stderr.write(visible(sentence) + "\n")
    return 2


def _report(file: BudgetFile, rule: Method, outcome: Outcome, asked: str | None) -> Iterator[str]:
    names = {project.id: visible(project.name) for project in file.projects}
    lines = {line.option: line for line in outcome.lines}

    def told(line: Line) -> Iterator[str]:
        place = f"{line.place:>3}." if line.place else "   -"
        yield f"{place} {visible(line.option)}  {names[line.option]}"
        yield f"     score {line.score}, cost {line.cost}. {visible(line.reason.sentence)}"

    yield visible(file.meta.get("description", "")) or "Participatory budget"
    yield f"{len(file.projects)} projects, {len(file.votes)} ballots, budget {file.budget}"
    yield f"Rule: {rule.name} ({_why(file, asked)})"
    for reason in outcome.course:
        yield visible(reason.sentence)
    yield ""
    yield "Funded, in order:" if outcome.winners else "Nothing is funded."
    for option in outcome.winners:
        yield from told(lines[option])
    lost = sorted((line for line in outcome.lines if not line.place), key=lambda line: -line.score)
    if lost:
        yield ""
        yield "Not funded, by score:"
    for line in lost:
        yield from told(line)
    yield ""
    yield f"Ties that had to be settled: {len(outcome.ties)} (rule: {', then '.join(outcome.tie_rules)})"
    for tie in outcome.ties:
        tied = " before ".join(visible(option) for option in tie.options)
        yield f"   At step {tie.step}: {tied}, by {', then '.join(tie.settled_by)}."
    difference = file.difference(outcome)
    if difference and (difference.only_official or difference.only_counted):
        yield ""
        yield "The result that the file states differs from this count:"
        for title, options in (("only in the file", difference.only_official), ("only here", difference.only_counted)):
            yield f"   {title}: {', '.join(map(visible, options)) or 'none'}"
    if file.warnings:
        yield ""
        yield "About the file:"
        for warning in file.warnings:
            yield f"   {visible(warning)}"


def _why(file: BudgetFile, asked: str | None) -> str:
    stated = visible(file.meta.get("rule", ""))
    if asked:
        return "as asked"
    if file.rule:
        return f"the file names {stated}"
    return f"the file names {stated}, which is not a rule known here" if stated else "the file names no rule"


if __name__ == "__main__":
    sys.exit(main())
