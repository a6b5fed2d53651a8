from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from accounts.operator import OPERATOR
from base import clock
from base.refusal import Refusal
from home.actions.agenda import AgendaItemText, lay_agenda, put_on_agenda
from home.management.agenda_item import named_item
from home.models import AgendaItemPage
from participation.tally.budget_file import BudgetFile
from participation.tally.method import TallyRefused
from participation.tally.pabulib import PabulibError, load
from participation.tally.rules import METHODS_BY_NAME
from participation.tally.terminal import visible
from proposals.actions.budget import CountedBudget, EarlierBudget, take_over_budget
from proposals.imports.budget import DEFAULT_RULE, earlier_budget, has_possible_days


class Command(BaseCommand):
    help = (
        "Takes a participatory budget over from a Pabulib file: a round on the agenda with its proposals, every ballot cast, "
        "counted, and the result published. An error writes nothing. See docs/data-formats.md."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", metavar="FILE", type=Path, help="a participatory budget in Pabulib's .pb form")
        parser.add_argument(
            "--rule",
            choices=sorted(name for name, one in METHODS_BY_NAME.items() if one.spends or name == "approval"),
            help=f"the rule to count by; without it the one that the file names, or else {DEFAULT_RULE}",
        )
        parser.add_argument(
            "--under",
            metavar="LEA-…",
            help="the agenda item that the round is about; without it an item of its own is put on the agenda",
        )

    def handle(self, *args: Any, file: Path, rule: str | None, under: str | None, **options: Any) -> None:
        now = clock.now()
        try:
            read = load(file)
            language = settings.LANGUAGE_CODE
            budget = earlier_budget(read, path=file, rule=rule, language=language, at=now)
            with transaction.atomic():
                item = named_item(under) if under else new_item(budget, language)
                # What goes wrong is told in the language of the shell.
                with override("en"):
                    counted = take_over_budget(budget=budget, parent=item, by=OPERATOR, at=now)
        except (PabulibError, TallyRefused) as error:
            raise CommandError(visible(f"{file}: {error}"), returncode=2) from error
        except OSError as error:
            raise CommandError(f"{file} cannot be read: {error.strerror or error}.", returncode=2) from error
        except Refusal as refusal:
            raise CommandError(visible(refusal.sentence)) from refusal
        why = "as asked" if rule else "as the file says" if read.rule else "since the file names none of ours"
        lines = report(read, budget, counted, why, has_possible_days(read, now))
        self.stdout.write("\n".join(visible(line) for line in lines))


def new_item(budget: EarlierBudget, language: str) -> AgendaItemPage:
    """An item about nothing but this budget, dated as the call for its proposals."""
    with override(language):
        text = AgendaItemText(
            title=budget.text.title,
            summary=budget.text.summary,
            problem=budget.text.background or f"<p>{budget.text.summary}</p>",
            responsible=_("Taken over from a file"),
        )
        agenda = lay_agenda(by=OPERATOR, at=clock.now())
        return put_on_agenda(agenda=agenda, text=text, by=OPERATOR, at=budget.collects_at)


def report(file: BudgetFile, budget: EarlierBudget, counted: CountedBudget, why: str, has_days: bool) -> Iterator[str]:
    """What a person compares with the file: scores, winners in order, cost, ties, the result that the file states."""
    sheet = counted.sheet
    strings = {identifier: subject.reference.string for identifier, subject in counted.subjects.items()}
    scores = counted.scores
    yield f"{budget.text.title}: {sheet.consultation_round.reference.string}, about {sheet.consultation_round.about}"
    yield f"{len(strings)} proposals, {sheet.cast} ballots ({sheet.blank} blank), budget {file.budget} {file.meta.get('currency', '')}".rstrip()
    yield f"Rule: {sheet.rule}, {why}; ties: {sheet.tie_rule}"
    if not has_days:
        yield f"The file gives no days of the vote that can be: it is dated {budget.opens_at:%Y-%m-%d} to {budget.closes_at:%Y-%m-%d}."
    yield ""
    column, stated = stated_scores(file)
    differing = [identifier for identifier, score in stated.items() if score != scores[identifier]]
    if not stated:
        yield "The file states no scores to compare with."
    elif not differing:
        yield f"Scores: all {len(stated)} as in the file's column {column}."
    for identifier in differing:
        yield f"Score of {identifier}: {scores[identifier]} by its ballots, {stated[identifier]} in the file's column {column}."
    yield ""
    yield f"Funded, in order ({len(counted.winners)} for {sheet.cost}):" if counted.winners else "Nothing is funded."
    labels = {identifier: subject.label for identifier, subject in counted.subjects.items()}
    costs = {project.id: project.cost for project in file.projects}
    for place, identifier in enumerate(counted.winners, start=1):
        yield f"{place:>3}. {identifier} ({strings[identifier]})  {labels[identifier]}: score {scores[identifier]}, cost {costs[identifier]}"
    yield ""
    yield "Not funded, by score:"
    for identifier in sorted(scores, key=lambda one: -scores[one]):
        if identifier not in counted.winners:
            yield f"   - {identifier} ({strings[identifier]})  {labels[identifier]}: score {scores[identifier]}, cost {costs[identifier]}"
    yield ""
    yield f"Ties that had to be settled: {len(counted.ties)}"
    for tie in counted.ties:
        yield f"   {' before '.join(tie)}"
    yield from difference_lines(file, counted)
    if file.warnings:
        yield ""
        yield "About the file:"
        yield from (f"   {warning}" for warning in file.warnings)


def stated_scores(file: BudgetFile) -> tuple[str, dict[str, int]]:
    """The column that ranks, as the file states it: score where it has one, otherwise votes."""
    points = {project.id: project.score for project in file.projects if project.score is not None}
    votes = {project.id: project.votes for project in file.projects if project.votes is not None}
    return ("score", points) if points else ("votes", votes)


def difference_lines(file: BudgetFile, counted: CountedBudget) -> Iterator[str]:
    difference = file.difference_of(counted.winners)
    yield ""
    if difference is None:
        yield "The file states no result to compare with."
    elif not difference.only_official and not difference.only_counted:
        yield "The result that the file states is the same."
    else:
        yield "The result that the file states differs from this count:"
        yield f"   only in the file: {', '.join(difference.only_official) or 'none'}"
        yield f"   only here: {', '.join(difference.only_counted) or 'none'}"
