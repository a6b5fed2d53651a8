"""What was changed of a round that runs, in a sentence for everybody."""

from django.utils.translation import gettext as _

from base.instants import beginning, until
from participation.ballot_rules import kind_of
from participation.box_rules import is_opened
from participation.enums import PhaseKind, RoundChangeKind
from participation.models import ConsultationRound, RoundChange
from participation.round_plan import PhasePlan
from participation.tally.profile import RANKED


def headline(change: RoundChange) -> str:
    if change.kind == RoundChangeKind.EXTENDED:
        return _("Longer: '%(phase)s' goes on %(until)s.") % {
            "phase": change.get_phase_kind_display(),
            "until": until(change.ends_after),
        }
    if change.kind == RoundChangeKind.MOVED:
        times = PhasePlan(change.phase_kind, change.starts_after or change.at, change.ends_after)
        return _("Later along with it: %(phase)s.") % {"phase": times_words(times)}
    if change.kind == RoundChangeKind.OPTION and change.subject is not None:
        said = _("Withdrawn from the ballot paper: %(option)s. It counts as if nobody had marked it.")
        if kind_of(change.consultation_round) is RANKED:
            said += " " + _("On each ballot what stood below it moves up.")
        return said % {
            "option": f"{change.subject.reference.string} {change.subject.public_label}"
            if change.subject.is_visible
            else change.subject.reference.string
        }
    if change.kind == RoundChangeKind.CANCELLED:
        return f"{_('Cancelled: this round is over.')} {cancelled_words(change.consultation_round)}"
    return {
        RoundChangeKind.PAUSED: _("Paused: nobody can do anything in this round until it goes on."),
        RoundChangeKind.RESUMED: _("It goes on again."),
    }[RoundChangeKind(change.kind)]


def times_words(plan: PhasePlan) -> str:
    """When a phase is, with its name."""
    return _("'%(phase)s' is from %(start)s, %(until)s") % {
        "phase": PhaseKind(plan.kind).label,
        "start": beginning(plan.starts_at),
        "until": until(plan.ends_at),
    }


def cancelled_words(consultation_round: ConsultationRound) -> str:
    """What becomes of what came in, once a round is cancelled."""
    words = []
    if consultation_round.is_formal:
        words.append(
            _(
                "The municipality keeps the formal views that came in, decides nothing on them in this round and does not answer them. If it goes on with the plan it announces a new term: send yours again then."
            )
        )
    elif consultation_round.lets_people_speak:
        words.append(_("What people handed in or said stays as it is, and nothing is decided on it in this round."))
    if is_opened(consultation_round):
        words.append(_("Its ballots had been opened by then; what was in them decides nothing."))
    elif consultation_round.method:
        words.append(_("Ballots that were cast are never opened."))
    return " ".join(words)
