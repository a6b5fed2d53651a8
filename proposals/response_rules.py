"""Who may answer what was said in a round, and when. A refusal is a sentence; nothing means it may."""

from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from base.two_people import refusal_of_same
from participation.enums import PERMITTED, PhaseKind
from participation.formal_term import last_day
from participation.models import ConsultationRound, Phase
from participation.round_change_rules import cancelled_on
from proposals.council_enums import AnswerVerdict
from proposals.models import LaterAnswer, ResponseDocument, ResponseRow
from proposals.queries.response_document import (
    document_of,
    numbers_written_by,
    others_who_approve,
    progress_of,
    silent_rounds,
    unanswered_contributions,
    wrote_intro,
)
from proposals.rules import READ_VIEWS

ANSWER = "proposals.answer_responsedocument"
APPROVE = "proposals.approve_responsedocument"


def intake_of(consultation_round: ConsultationRound) -> list[Phase]:
    """The phases in which people may say something or vote; while the municipality examines or answers nothing comes in."""
    return [phase for phase in consultation_round.phases.all() if PERMITTED[phase.kind]]


def answers_due(consultation_round: ConsultationRound, at: datetime) -> date:
    """The day by which what was said is answered: the last of the phase in which its page says so, or some weeks after."""
    answering = [phase for phase in consultation_round.phases.all() if phase.kind == PhaseKind.ANSWER]
    ends = [phase.ends_at for phase in answering if phase.ends_at is not None]
    if ends:
        return last_day(max(ends))
    closed = max((phase.ends_at for phase in intake_of(consultation_round) if phase.ends_at is not None), default=at)
    return timezone.localtime(closed).date() + timedelta(weeks=settings.ANSWER_WEEKS)


def promised_day(consultation_round: ConsultationRound, at: datetime) -> date:
    """The day that the document promises, or will."""
    document = getattr(consultation_round, "response_document", None)
    return document.due_on if document is not None else answers_due(consultation_round, at)


def owes_answers(consultation_round: ConsultationRound, at: datetime) -> bool:
    """Whether a round ended in which people could say something: not while more can come in, nor of a round that was cancelled or
    in which people only voted. Whether anybody did is not asked here."""
    if consultation_round.cancelled_at is not None or not consultation_round.lets_people_speak:
        return False
    return not refusal_of_open_round(consultation_round, at)


def nobody_reacted(consultation_round: ConsultationRound, at: datetime) -> bool:
    """Of a round that owes answers: there is nothing to answer, and nothing can come in any more."""
    return owes_answers(consultation_round, at) and bool(silent_rounds([consultation_round]))


def is_overdue(promised: date | None, at: datetime) -> bool:
    return promised is not None and promised < timezone.localtime(at).date()


def refusal_of_answerer(person: Any) -> str:
    return "" if person.has_perm(ANSWER) else _("Only who answers for the municipality does this.")


def refusal_of_view(person: Any, *, has_view: bool) -> str:
    """An answer to a formal view is written by who may read it."""
    if has_view and not person.has_perm(READ_VIEWS):
        return _("This row answers a formal view, which you may not read: a clerk writes its answer.")
    return ""


def refusal_of_open_round(consultation_round: ConsultationRound, at: datetime) -> str:
    """While a round runs there may come more; of one that was cancelled nothing is answered."""
    if consultation_round.cancelled_at is not None:
        stays = _("What people sent in stays as it is, and is not answered in this round.")
        return f"{cancelled_on(consultation_round.cancelled_at)} {stays}"
    if consultation_round.is_standing:
        return _("This round is always open: what comes in is answered one by one.")
    phases = intake_of(consultation_round)
    if not phases:
        return _("Nobody can say anything in this round: there is nothing to answer.")
    if not all(phase.has_ended(at) for phase in phases):
        return _("This round has not ended yet. Begin to answer when nothing more can come in.")
    return ""


def refusal_to_begin(consultation_round: ConsultationRound, at: datetime) -> str:
    if sentence := refusal_of_open_round(consultation_round, at):
        return sentence
    if document_of(consultation_round) is not None:
        return _("The answers of this round have been begun already.")
    return ""


def refusal_to_write(document: ResponseDocument) -> str:
    """Rows stand fast from when they are offered; what is published is corrected by new rows."""
    if document.published_at is not None:
        return _("These answers are public. Correct one by a new row, with the reason.")
    if document.offered_at is not None:
        return _("These answers are with who approves them. Ask to have them sent back first.")
    return ""


def refusal_of_row(row: ResponseRow, *, has_view: bool) -> str:
    """What is missing from an answer; nobody else reads what a formal view says."""
    if has_view and not row.summary.strip():
        return _("Say what was said: nobody else reads the formal view itself.")
    if not row.answer.strip():
        return _("Write the answer.")
    if not row.verdict:
        return _("Say what the municipality does with it.")
    if row.verdict == AnswerVerdict.NOT_ADOPTED and not row.reason.strip():
        return _("Say why it is not taken over.")
    if row.verdict != AnswerVerdict.NOT_ADOPTED and (row.reason.strip() or row.reason_en.strip()):
        return _("“Why not” is filled in, and it is not “not taken over”. Empty it, or choose that.")
    if row.verdict == AnswerVerdict.FORWARDED and not row.forwarded_to.strip():
        return _("Say to whom it was forwarded.")
    if row.verdict != AnswerVerdict.FORWARDED and row.forwarded_to.strip():
        return _("“Forwarded to” is filled in, and it is not “forwarded”. Empty it, or choose that.")
    if not row.department.strip():
        return _("Say which department answers.")
    return ""


def refusal_to_offer(document: ResponseDocument) -> str:
    if sentence := refusal_to_write(document):
        return sentence
    progress = progress_of(document)
    if progress.contributions == 0:
        return ""
    if progress.unplaced:
        return ngettext(
            "%(number)d contribution stands in no row yet. Everything that was said gets an answer.",
            "%(number)d contributions stand in no row yet. Everything that was said gets an answer.",
            progress.unplaced,
        ) % {"number": progress.unplaced}
    if left := progress.rows - progress.answered:
        return ngettext("%(number)d row has no answer yet.", "%(number)d rows have no answer yet.", left) % {
            "number": left
        }
    return ""


def refusal_to_send_back(person: Any, document: ResponseDocument) -> str:
    if not person.has_perm(APPROVE):
        return _("You may not approve answers. Ask the clerk.")
    if document.published_at is not None:
        return _("These answers are public already.")
    if document.offered_at is None:
        return _("These answers were not offered yet.")
    offered = _("You offered these answers yourself: somebody else approves them.")
    return refusal_of_same(document.offered_by, person, offered)


def refusal_to_approve(person: Any, document: ResponseDocument) -> str:
    """Nobody approves their own words, whoever offered them."""
    if sentence := refusal_to_send_back(person, document):
        return sentence
    if own := numbers_written_by(document, person):
        numbers = ", ".join(map(str, own[:20])) + (" …" if len(own) > 20 else "")
        said = ngettext(
            "You wrote answer %(numbers)s yourself: somebody who wrote none of these approves them. You can send them back.",
            "You wrote answers %(numbers)s yourself: somebody who wrote none of these approves them. You can send them back.",
            len(own),
        ) % {"numbers": numbers}
        return said if others_who_approve(document, APPROVE) else f"{said} {_nobody_else()}"
    if wrote_intro(document, person):
        return _(
            "You wrote what stands above the answers yourself: somebody who wrote none of it approves them. You can send them back."
        )
    return ""


def _nobody_else() -> str:
    return _(
        "Everybody who may approve wrote one of them. The way out: ask an administrator to give another colleague the role of "
        "clerk, or send them back, empty what one of you wrote, and let the other write that anew."
    )


def refusal_to_approve_later(person: Any, asked: LaterAnswer) -> str:
    """What is added to public answers takes two people, as those did: nobody makes their own words public."""
    if not person.has_perm(APPROVE):
        return _("You may not approve answers. Ask the clerk.")
    alone = _("You asked for this yourself: somebody else looks it through and makes it public.")
    if sentence := refusal_of_same(asked.asked_by, person, alone):
        return sentence
    if asked.corrects and ResponseRow.objects.filter(pk=asked.corrects.pk).written_by(person).exists():
        return _("You wrote in this answer yourself: somebody who did not makes its correction public.")
    return ""


def refusal_to_drop_later(person: Any, asked: LaterAnswer) -> str:
    if asked.asked_by_id == person.pk or person.has_perm(APPROVE):
        return ""
    return _("Who asked for this drops it, or who may approve answers.")


def refusal_to_be_answered(consultation_round: ConsultationRound) -> str:
    """Why a round cannot be called answered: everything that was said has its answer in public."""
    missing = unanswered_contributions(consultation_round)
    if not missing:
        return ""
    document = document_of(consultation_round)
    if document is None or document.published_at is None:
        return _("The answers to what people said are not public yet.")
    return ngettext(
        "%(number)d contribution has no answer yet.", "%(number)d contributions have no answer yet.", missing
    ) % {"number": missing}
