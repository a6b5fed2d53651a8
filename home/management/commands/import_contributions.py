from argparse import ArgumentParser, ArgumentTypeError
from collections.abc import Iterator, Sequence
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from accounts.operator import OPERATOR
from base import clock
from base.refusal import Refusal
from home.actions.agenda import AgendaItemText, lay_agenda, put_on_agenda
from home.management.agenda_item import named_item
from participation.enums import PhaseKind
from participation.models import ConsultationRound
from participation.queries.consultation_round import round_by_reference
from participation.round_plan import PhasePlan, RulesPlan
from participation.tally.terminal import visible
from proposals.actions.consultation_round import RoundText, add_round
from proposals.actions.contribution import TakenOver, take_over_contributions
from proposals.actions.proposal import EarlierProposal
from proposals.imports.contribution import (
    CommentRow,
    Sifted,
    Treatment,
    read_comments,
    read_proposals,
    sift,
)
from proposals.imports.table import TableError

SOURCE = "Decide Madrid"


class Command(BaseCommand):
    help = (
        "Takes proposals and the comments on them over from two tables, as Decide Madrid hands them out: nothing lost, "
        "nothing invented. An error writes nothing. See docs/data-formats.md."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("proposals", metavar="PROPOSALS.csv", type=Path, help="the proposals, one a row")
        parser.add_argument("comments", metavar="COMMENTS.csv", type=Path, help="the comments on them, one a row")
        where = parser.add_mutually_exclusive_group()
        where.add_argument(
            "--round", metavar="RND-…", help="the round to take them into; without it a round of their own is made"
        )
        where.add_argument(
            "--under",
            metavar="LEA-…",
            help="the agenda item that a round of their own is about; without it an item of its own is put on the agenda",
        )
        parser.add_argument(
            "--source",
            type=source,
            default=SOURCE,
            help="the place they come from, in at most 60 characters; its identifiers are taken over once (%(default)s)",
        )
        parser.add_argument(
            "--language", type=language, default="es", help="the language they are written in (%(default)s)"
        )
        parser.add_argument(
            "--orphans",
            choices=[one.value for one in Treatment],
            default=Treatment.KEEP.value,
            help="comments that answer one that is not there: keep them as first comments, or skip them (%(default)s)",
        )
        parser.add_argument(
            "--empty",
            choices=[one.value for one in Treatment],
            default=Treatment.KEEP.value,
            help="comments without text: keep or skip them; what answers a skipped one is an orphan (%(default)s)",
        )

    def handle(self, *args: Any, proposals: Path, comments: Path, **options: Any) -> None:
        now = clock.now()
        try:
            target = named_round(options["round"]) if options["round"] else None
            page_language = target.language if target else settings.LANGUAGE_CODE
            with override(page_language):
                subjects = read_file(proposals, read_proposals, language=options["language"], at=now)
                identifiers = {one.provenance.identifier for one in subjects}
                if not subjects:
                    raise Refusal(f"{proposals} holds no proposals.")
                rows = read_file(comments, read_comments, proposals=identifiers, language=options["language"], at=now)
            sifted = sift(rows, orphans=Treatment(options["orphans"]), empty=Treatment(options["empty"]))
            with transaction.atomic():
                if target is None:
                    with override(page_language):
                        target = new_round(subjects, rows, options["source"], options["under"])
                # What goes wrong is told in the language of the shell.
                with override("en"):
                    taken = take_over_contributions(
                        consultation_round=target,
                        proposals=subjects,
                        comments=sifted.comments,
                        source=options["source"],
                        by=OPERATOR,
                        at=now,
                    )
        except OSError as error:
            raise CommandError(f"{error.filename} cannot be read: {error.strerror or error}.", returncode=2) from error
        except Refusal as refusal:
            raise CommandError(visible(refusal.sentence)) from refusal
        self.stdout.write("\n".join(visible(line) for line in report(target, taken, rows, sifted, comments)))


def read_file(path: Path, reader: Any, **options: Any) -> Any:
    try:
        return reader(path.read_bytes(), file=path.name, **options)
    except TableError as error:
        raise CommandError(visible(f"{path}: {error}"), returncode=2) from error


def source(text: str) -> str:
    if not text.strip() or len(text) > 60:
        raise ArgumentTypeError("a name of at most 60 characters")
    return text.strip()


def language(text: str) -> str:
    if not text.replace("-", "").isalpha() or len(text) > 12:
        raise ArgumentTypeError("the code of a language, such as es or pt-br")
    return text.lower()


def named_round(reference: str) -> ConsultationRound:
    consultation_round = round_by_reference(reference)
    if consultation_round is None:
        raise Refusal(f"There is no round {reference}. Look its reference up at its page.")
    return consultation_round


def new_round(
    proposals: Sequence[EarlierProposal], rows: Sequence[CommentRow], origin: str, under: str | None
) -> ConsultationRound:
    """A round without a vote that lasted from the day of the first contribution to the day of the last."""
    moments = [proposal.submitted_at for proposal in proposals] + [row.comment.posted_at for row in rows]
    begins, ends = day_begins(min(moments)), day_begins(max(moments)) + timedelta(days=1)
    title = _("Proposals from %(source)s") % {"source": origin}
    summary = _(
        "%(proposals)d proposals and %(comments)d comments. People wrote them elsewhere; here they can be read."
    ) % {
        "proposals": len(proposals),
        "comments": len(rows),
    }
    if under:
        item = named_item(under)
    else:
        text = AgendaItemText(
            title=title, summary=summary, problem=f"<p>{summary}</p>", responsible=_("Taken over from a file")
        )
        item = put_on_agenda(agenda=lay_agenda(by=OPERATOR, at=clock.now()), text=text, by=OPERATOR, at=begins)
    return add_round(
        parent=item,
        text=RoundText(title=title, summary=summary),
        rules=RulesPlan(title=title, language=item.content_language),
        phases=[
            PhasePlan(kind=kind, starts_at=begins, ends_at=ends) for kind in (PhaseKind.COLLECT, PhaseKind.SUPPORT)
        ],
        at=begins,
    )


def day_begins(moment: datetime) -> datetime:
    return timezone.make_aware(datetime.combine(timezone.localtime(moment).date(), time.min))


def report(
    consultation_round: ConsultationRound, taken: TakenOver, rows: Sequence[CommentRow], sifted: Sifted, comments: Path
) -> Iterator[str]:
    strings = [subject.reference.string for subject in taken.subjects]
    yield f"{consultation_round.title}: {consultation_round.reference.string}"
    yield f"{len(strings)} proposals taken over, {strings[0]} to {strings[-1]}"
    yield f"{len(taken.comments)} of {len(rows)} comments taken over, {sifted.skipped} skipped"
    for title, notes in (("Answers whose parent is missing", sifted.orphans), ("Comments without text", sifted.empty)):
        yield ""
        yield f"{title}: {len(notes)}"
        yield from (f"   {comments.name}, {note}" for note in notes)
