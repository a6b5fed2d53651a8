"""What can be changed of a round that runs, and when. Each rule returns a refusal as a sentence, or nothing."""

from datetime import datetime, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from base.instants import moment, until
from participation.ballot_rules import MOST, seats_of, settings_of
from participation.enums import PhaseKind, RoundChangeKind
from participation.models import ConsultationRound, Phase, Subject
from participation.queries.ballot import is_ballot_due, options_of

# More at a time is a slip in the month or the year, and an end is never taken back.
LONGEST = timedelta(weeks=13)


def vote_in_past() -> str:
    return _("Voting cannot begin in the past. Give it a start from now on.")


def cancelled_on(at: datetime) -> str:
    return _("This round was cancelled on %(moment)s.") % {"moment": moment(at)}


def refusal_of_stop(consultation_round: ConsultationRound) -> str:
    """Why nobody can do anything in a round now, whatever its phases say."""
    if consultation_round.cancelled_at is not None:
        return f"{cancelled_on(consultation_round.cancelled_at)} {_('Why stands on its page.')}"
    if consultation_round.paused_at is not None:
        return _(
            "This round is paused since %(moment)s. Until it goes on nobody can do anything in it; the reason stands on its page."
        ) % {"moment": moment(consultation_round.paused_at)}
    return ""


def refusal_without_reason(reason: str) -> str:
    return "" if reason.strip() else _("Say why: everybody reads the reason.")


def refusal_to_change_anything(consultation_round: ConsultationRound) -> str:
    if consultation_round.cancelled_at is not None:
        return refusal_of_stop(consultation_round)
    if consultation_round.result_published_at is not None:
        return _(
            "The result of this round is public. Until it is certified the round can be cancelled; nothing else of it changes."
        )
    return ""


def has_vote_begun(consultation_round: ConsultationRound, at: datetime) -> bool:
    """Whether ballots may lie in the box, also where nobody acted since to freeze the paper: from then on one person alone ends
    it for nobody.
    """
    return consultation_round.ballot_frozen_at is not None or is_ballot_due(consultation_round, at)


def refusal_to_extend(consultation_round: ConsultationRound, phase: Phase, ends_at: datetime, at: datetime) -> str:
    """A phase that was open when a round was paused is open still."""
    asked_at = consultation_round.paused_at or at
    words = {"phase": phase.get_kind_display()}
    if not phase.has_begun(asked_at):
        return _("The phase '%(phase)s' has not begun: change it on the page of the round.") % words
    if phase.ends_at is None:
        return _("The phase '%(phase)s' has no end, so it needs no later one.") % words
    if phase.has_ended(asked_at) or (phase.kind == PhaseKind.VOTE and consultation_round.is_sealed):
        return _("The phase '%(phase)s' is over. Its end stands fast.") % words
    if ends_at <= phase.ends_at:
        return _("The phase '%(phase)s' goes on %(until)s. It can be made longer, not shorter.") % {
            **words,
            "until": until(phase.ends_at),
        }
    return ""


def refusal_of_length(phase: Phase, ends_at: datetime) -> str:
    if phase.ends_at is None or ends_at <= phase.ends_at + LONGEST:
        return ""
    return _(
        "That would go on %(until)s: look at the month and the year. A phase is made 13 weeks longer at most, each time; it is never made shorter again."
    ) % {"until": until(ends_at)}


def refusal_to_pause(consultation_round: ConsultationRound, at: datetime) -> str:
    if consultation_round.paused_at is not None:
        return _("This round is paused already.")
    if consultation_round.is_formal:
        return _("The term of a formal round runs by law: it is extended, not paused.")
    running = consultation_round.open_phases(at)
    if not running or (consultation_round.voting in running and consultation_round.is_sealed):
        return _("Nothing is open in this round now, so there is nothing to pause.")
    return ""


def refusal_to_resume(consultation_round: ConsultationRound, ends: dict[int, datetime], at: datetime) -> str:
    if consultation_round.paused_at is None:
        return _("This round is not paused.")
    for phase in consultation_round.phases.all():
        if consultation_round.paused_at < phase.starts_at <= at:
            return _(
                "The phase '%(phase)s' would have begun during the pause. Give it a later start on the page of the round first."
            ) % {"phase": phase.get_kind_display()}
    for phase in consultation_round.open_phases(consultation_round.paused_at):
        end = ends.get(phase.pk, phase.ends_at)
        if end is not None and end <= at:
            return _("The phase '%(phase)s' would be over at once. Give it a later end.") % {
                "phase": phase.get_kind_display()
            }
    return ""


def refusal_to_withdraw_option(consultation_round: ConsultationRound, subject: Subject, at: datetime) -> str:
    if sentence := refusal_to_change_anything(consultation_round):
        return sentence
    voting = consultation_round.voting
    if voting is None or not has_vote_begun(consultation_round, at):
        return _("Voting has not begun: keep it off the ballot paper instead.")
    if voting.has_ended(consultation_round.paused_at or at) or consultation_round.is_sealed:
        return _("Voting is over, so what was voted on stands. Who decides can still decide otherwise, with reasons.")
    if subject.ballot_line is None:
        return _("This is not on the ballot paper.")
    if subject.round_changes.filter(kind=RoundChangeKind.OPTION).exists():
        return _("This option was withdrawn before.")
    needed = seats_of(consultation_round) or 1
    if options_of(consultation_round).count() <= needed:
        return ngettext(
            "Without this option fewer than %(needed)d would be left, and nothing to choose. Cancel the round instead.",
            "Without this option fewer would be left than the %(needed)d that are chosen. Cancel the round instead.",
            needed,
        ) % {"needed": needed}
    stated = settings_of(consultation_round)
    if stated.get("spend") == "all" and stated.get(MOST) is not None:
        return _(
            "In this vote a ballot gives all its points: without this option those that marked it could not be counted."
        )
    return ""
