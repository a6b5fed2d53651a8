"""When staff may enter what somebody said on paper, by telephone or at a meeting."""

from datetime import date, datetime, timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from base.instants import day
from base.refusal import Refusal
from participation.box_rules import refusal_to_fill_paper
from participation.entry import Entry
from participation.enums import ENTERED, Act, State
from participation.models import ConsultationRound, PaperSupport, Subject
from participation.rules import refusal_of_merged, refusal_of_phase
from participation.support_rules import refusal_of_settled

ENTER = "participation.enter_subject"


def refusal_to_enter(person: Any, consultation_round: ConsultationRound, entry: Entry, act: Act, at: datetime) -> str:
    """What came in while it could counts, also when it is entered later."""
    if not person.has_perm(ENTER):
        return _("Only who has that task enters what came in on paper, by telephone or at a meeting.")
    if entry.channel not in ENTERED:
        return _("Say by which way it came in.")
    if entry.received_at > at:
        return _("That moment is still to come. When did it come in?")
    if sentence := refusal_of_phase(consultation_round, act, entry.received_at):
        return _("It came in outside the time for it. %(why)s") % {"why": sentence}
    return ""


def refusal_of_paper(consultation_round: ConsultationRound, at: datetime) -> str:
    if sentence := refusal_to_fill_paper(consultation_round, at):
        return sentence
    voting = consultation_round.voting
    if voting is not None and voting.has_begun(at):
        return _("Voting has begun: the ballot paper stands fast, and nothing can be added to it.")
    return ""


def refusal_to_count_list(person: Any, subject: Subject, received_at: datetime, at: datetime) -> str:
    """When a signed list of support counts: as support given on the web at the moment it came in."""
    if not person.has_perm(ENTER):
        return _("Only who has that task enters what came in on paper, by telephone or at a meeting.")
    if not subject.is_visible or subject.is_text_of_round:
        return _("This proposal is not public: support for it cannot be counted.")
    if received_at > at:
        return _("That moment is still to come. When did it come in?")
    public_on = _public_on(subject)
    if timezone.localtime(received_at).date() < public_on:
        return _(
            "This became public on %(day)s: what people signed before that day is not support for it. Look at the day."
        ) % {"day": day(public_on)}
    if sentence := refusal_of_settled(subject) or refusal_of_merged(subject):
        return sentence
    if sentence := refusal_of_phase(subject.consultation_round, Act.SUPPORT, received_at):
        return _("It came in outside the time for it. %(why)s") % {"why": sentence}
    return ""


def _public_on(subject: Subject) -> date:
    published = subject.state_events.filter(state=State.PUBLISHED).order_by("at", "pk").first()
    return timezone.localtime(published.at if published is not None else subject.submitted_at).date()


class CountedAlready(Refusal):
    """A list of that day with as many signatures stands already; whoever enters it says whether it is another one."""


def refusal_of_scan(subject: Subject, sha256: str) -> str:
    """The same paper is one list, however often it is scanned in."""
    known = PaperSupport.objects.filter(subject=subject, scan__sha256=sha256, replaced_by=None).first()
    if known is None:
        return ""
    return _("This scan was counted already: the list of %(day)s, %(number)d signatures.") % {
        "day": day(known.received_at),
        "number": known.signatures,
    }


def stands_already(found: PaperSupport) -> str:
    """Of a list of the same day with as many signatures, for whoever enters it."""
    start = timezone.localtime(found.received_at).replace(hour=0, minute=0, second=0, microsecond=0)
    of_day = PaperSupport.objects.filter(received_at__gte=start, received_at__lt=start + timedelta(days=1))
    if not of_day.filter(subject=found.subject, signatures=found.signatures, replaced_by=None).exists():
        return ""
    return _("A list of %(day)s with %(number)d signatures stands already. Tick this only if it is another list.") % {
        "day": day(found.received_at),
        "number": found.signatures,
    }


def refusal_to_correct_list(person: Any, row: PaperSupport) -> str:
    if not person.has_perm(ENTER):
        return _("Only who has that task enters what came in on paper, by telephone or at a meeting.")
    return _("This row was corrected before. Correct the newest.") if hasattr(row, "replaced_by") else ""


def refusal_of_list(signatures: int, checked: int) -> str:
    if signatures < 1:
        return _("A list has one signature or more.")
    return _("No more can be right than were signed.") if checked > signatures else ""
