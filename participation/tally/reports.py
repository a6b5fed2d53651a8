"""A count as lines of text for a shell."""

from collections.abc import Iterator, Mapping
from fractions import Fraction

from .budget_file import BudgetFile
from .outcome import Line, Number, Outcome, plain
from .ranked_file import RankedFile
from .terminal import visible


def budget_report(file: BudgetFile, outcome: Outcome, why: str) -> Iterator[str]:
    names = {project.id: visible(project.name) for project in file.projects}
    lines = {line.option: line for line in outcome.lines}

    def told(line: Line) -> Iterator[str]:
        place = f"{line.place:>3}." if line.place else "   -"
        yield f"{place} {visible(line.option)}  {names[line.option]}"
        yield f"     score {line.score}, cost {line.cost}. {visible(line.reason.sentence)}"

    yield visible(file.meta.get("description", "")) or "Participatory budget"
    yield f"{len(file.projects)} projects, {len(file.votes)} ballots, budget {file.budget}"
    yield f"Rule: {outcome.rule} ({why})"
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
    yield from _ties(outcome, "step")
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


def ranked_report(file: RankedFile, outcome: Outcome, seats: int, why: str) -> Iterator[str]:
    yield visible(file.title) or "Ranked ballots"
    yield f"{len(file.options)} options, {sum(file.ballots.values())} ballots, seats: {seats}"
    yield f"Rule: {outcome.rule} ({why})"
    for reason in outcome.course:
        yield visible(reason.sentence)
    for count in outcome.counts:
        yield ""
        of = " and ".join(map(visible, count.of))
        what = {"first-preferences": "first preferences", "surplus": f"the surplus of {of}"}
        yield f"Count {count.number}: {what.get(count.event, f'{of} is excluded')}"
        yield from _table(count.moved, count.votes)
        for name, figure in (("non-transferable", count.non_transferable), ("lost in rounding", count.remainder)):
            if figure:
                yield f"   {_exactly(figure):>14}  {'':>14}  ({name})"
        if count.elected:
            yield f"   Elected: {', '.join(map(visible, count.elected))}"
    yield ""
    yield "Elected, in order:" if outcome.winners else "Nobody is elected."
    lines = sorted(outcome.lines, key=lambda line: (line.place is None, line.place or 0))
    for line in lines:
        place = f"{line.place:>3}." if line.place else "   -"
        yield f"{place} {visible(line.option)}. {visible(line.reason.sentence)}"
    yield ""
    yield from _ties(outcome, "count")


def _table(moved: Mapping[str, Number], votes: Mapping[str, Number]) -> Iterator[str]:
    for option, figure in votes.items():
        change = f"+{_exactly(moved[option])}" if option in moved else ""
        yield f"   {_exactly(figure):>14}  {change:>14}  {visible(option)}"


def _exactly(number: Number) -> str:
    """With all its decimals where it has no more than twelve, otherwise rounded to two."""
    if isinstance(number, Fraction) and number.denominator > 1 and 10**12 % number.denominator == 0:
        whole, rest = divmod(number.numerator * 10**12 // number.denominator, 10**12)
        return f"{whole}.{rest:012}".rstrip("0")
    return plain(number)


def _ties(outcome: Outcome, step: str) -> Iterator[str]:
    yield f"Ties that had to be settled: {len(outcome.ties)} (rule: {', then '.join(outcome.tie_rules)})"
    for tie in outcome.ties:
        tied = " before ".join(visible(option) for option in tie.options)
        yield f"   At {step} {tie.step}: {tied}, by {', then '.join(tie.settled_by)}."
