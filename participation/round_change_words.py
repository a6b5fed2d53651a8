"""What was changed of a round that runs, in a sentence for everybody."""

from django.utils.translation import gettext as _

from base.instants import until
from participation.box_rules import is_opened
from participation.enums import RoundChangeKind
from participation.models import RoundChange


def headline(change: RoundChange) -> str:
    if change.kind == RoundChangeKind.EXTENDED:
        return _("Longer: '%(phase)s' goes on %(until)s.") % {
            "phase": change.get_phase_kind_display(),
            "until": until(change.ends_after),
        }
    if change.kind == RoundChangeKind.OPTION and change.subject is not None:
        return _("Withdrawn from the ballot paper: %(option)s. It counts as if nobody had marked it.") % {
            "option": f"{change.subject.reference.string} {change.subject.public_label}"
            if change.subject.is_visible
            else change.subject.reference.string
        }
    if change.kind == RoundChangeKind.CANCELLED and is_opened(change.consultation_round):
        return _(
            "Cancelled: this round is over. Its ballots had been opened by then; what was in them decides nothing."
        )
    return {
        RoundChangeKind.PAUSED: _("Paused: nobody can do anything in this round until it goes on."),
        RoundChangeKind.RESUMED: _("It goes on again."),
        RoundChangeKind.CANCELLED: _("Cancelled: this round is over. Ballots that were cast are never opened."),
    }[RoundChangeKind(change.kind)]
