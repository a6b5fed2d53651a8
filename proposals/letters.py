"""The receipts that are mailed, of a proposal and of a formal view, and the words that their senders read elsewhere too."""

from collections.abc import Iterator
from datetime import datetime

from django.utils import translation
from django.utils.translation import gettext as _

from base.instants import day, moment, span, until
from base.links import whole
from base.queries.published_version import version_in_force
from participation.enums import Moderation, PhaseKind
from participation.hold_words import hold_words
from participation.letters import LetterText, known
from participation.mail_enums import LetterKind
from participation.models import ConsultationRound, Subject
from participation.moderation_rules import read_before
from participation.queries.co_author import mailed_author
from participation.queries.state_event import state_of
from participation.request_words import next_words
from proposals.enums import Timing
from proposals.models import FormalView, ProposalPage, ViewSender
from proposals.queries.kind import promise_of
from proposals.response_rules import promised_day
from proposals.view_links import receipt_path


def receipt_of_proposal(subject: Subject, at: datetime) -> Iterator[LetterText]:
    """To who handed it in: its number, whether it is public, what comes next and by when. Nothing where staff did it for somebody,
    who is asked whether it is theirs, nor of what its author took back meanwhile."""
    author = mailed_author(subject)
    if author is None or subject.moderation == Moderation.WITHDRAWN:
        return
    language = known(subject.language)
    with translation.override(language):
        received = _("We received your proposal: %(reference)s")
        if subject.ordinance_id:
            received = _("We received your request: %(reference)s")
        yield LetterText(
            kind=LetterKind.HANDED_IN,
            what=str(subject.pk),
            to=author.email,
            language=language,
            headline=received % {"reference": subject.reference.string},
            paragraphs=[
                f"“{subject.label}”",
                _("Received: %(moment)s.") % {"moment": moment(subject.submitted_at)},
                *_read_first(subject),
                *(_next_of_request(subject, at) if subject.ordinance_id else _next_of_proposal(subject, language, at)),
                _("You get this mail because you made this proposal."),
            ],
            links=[(_("Read your proposal:"), whole(subject.reference.get_absolute_url()))],
        )


def _read_first(subject: Subject) -> list[str]:
    """Whether everybody can read it; of what a moderator hid since there is a mail of its own."""
    if subject.is_visible:
        return [_("It is public: everybody can read it.")]
    if subject.moderation != Moderation.AWAITING:
        return []
    hold = subject.holds.first()
    waits = _("A moderator reads it first, %(until)s.") % {"until": until(read_before(subject.submitted_at))}
    return [hold_words(hold) if hold else waits, _("You get a mail when it is public, and otherwise why it is not.")]


def _next_of_request(subject: Subject, at: datetime) -> list[str]:
    ordinance = subject.ordinance
    coming = next_words(ordinance, state_of(subject, at)) if ordinance is not None else ""
    said = [_("What comes next: %(what)s.") % {"what": coming}] if coming else []
    if coming and subject.support_until is not None:
        said.append(_("Support can be given %(until)s.") % {"until": until(subject.support_until)})
    return said


def _next_of_proposal(subject: Subject, language: str, at: datetime) -> list[str]:
    """What the text of its round promises, and the phases that are still to come."""
    consultation_round = subject.consultation_round
    kind = ProposalPage.objects.filter(translation_key=subject.reference.translation_key).values_list("kind", flat=True)
    promise = promise_of(version_in_force(consultation_round.reference_id, language), kind.first() or "")
    said = []
    if promise is not None:
        facts = [
            (_("What happens next"), promise.what_happens_next),
            (_("By when"), promise.by_when),
            (_("Who looks at it"), promise.department),
        ]
        said = ["\n".join(f"{label}: {words}" for label, words in facts if words)]
    return said + _phases_to_come(consultation_round, at)


def _phases_to_come(consultation_round: ConsultationRound, at: datetime) -> list[str]:
    if consultation_round.is_standing or consultation_round.cancelled_at is not None:
        return []
    phases = [
        one
        for one in consultation_round.phases.all()
        if one.kind not in (PhaseKind.INFORM, PhaseKind.COLLECT) and not one.has_ended(at)
    ]
    lines = [f"{one.get_kind_display()}: {span(one.starts_at, one.ends_at)}" for one in phases]
    said = ["\n".join([_("What comes next in this round:"), *lines])] if lines else []
    answered_by = {"day": day(promised_day(consultation_round, at), weekday=True)}
    return [*said, _("The municipality answers what was said in this round by %(day)s.") % answered_by]


def timing_words(view: FormalView) -> list[str]:
    """Whether it came in the term, and what that means; a sentence each."""
    term = view.consultation_round.term
    words = []
    if view.came_to:
        words.append(
            _("It first came to %(body)s, which sent it on. The day on which it came there counts.")
            % {"body": view.came_to}
        )
    if view.timing == Timing.EARLY:
        words.append(_("It came before the term began. It counts as if it came on the first day."))
    elif view.timing == Timing.LATE and term is not None:
        words.append(
            _("It came after the term, which ran %(until)s. It is registered as late, with the reason if there is one.")
            % {"until": until(term.ends_at)}
        )
        words.append(
            _("The law does not oblige the municipality to weigh it. Whether it does, and why, stands in its answer.")
        )
    else:
        words.append(_("It came within the term. The municipality must weigh it before it decides, and answers it."))
    return words


def receipt_of_view(view: FormalView) -> Iterator[LetterText]:
    """Nothing for who gave no mail address, and nothing over the limit: a program may have typed the addresses of strangers.
    Name, address and the view itself stand in no mail."""
    sender = ViewSender.objects.filter(formal_view=view, formal_view__is_over_limit=False).exclude(mail="").first()
    if sender is None:
        return
    language = known(view.language)
    with translation.override(language):
        yield LetterText(
            kind=LetterKind.VIEW,
            what=str(view.pk),
            to=sender.mail,
            language=language,
            headline=_("We received your formal view %(number)s") % {"number": view.reference.string},
            paragraphs=[
                _("It is about: %(title)s") % {"title": view.consultation_round.title},
                _("Received: %(moment)s.") % {"moment": moment(view.received_at)},
                *timing_words(view),
                _("Your name and address are not published. Only the clerk can read them."),
            ],
            links=[(_("Your receipt, to read and to print:"), whole(receipt_path(view)))],
        )
