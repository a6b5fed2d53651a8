"""A step in the life of a proposal in words, the same on its timeline and in mails. The role speaks, never a person."""

from django.utils.translation import gettext as _

from base.instants import day
from participation.enums import State
from participation.models import StateEvent


def headline(event: StateEvent) -> str:
    return _("%(reference)s: %(state)s") % {
        "reference": event.subject.reference.string,
        "state": State(event.state).label,
    }


def explained(event: StateEvent) -> list[str]:
    """By which department, on which ground, whereto, when and why; the author's own reason of withdrawing is not among it."""
    if event.state == State.WITHDRAWN:
        return []
    said = []
    if event.department:
        said.append(_("By: %(department)s.") % {"department": event.department})
    if event.ground:
        said.append(_("Ground: %(ground)s.") % {"ground": event.get_ground_display()})
    if event.addressee:
        said.append(_("Forwarded to: %(addressee)s.") % {"addressee": event.addressee})
    if event.went_to is not None and event.state == State.MERGED:
        said.append(_("It is part of proposal %(reference)s now.") % {"reference": event.went_to.string})
    elif event.went_to is not None:
        said.append(_("Taken up by agenda item %(reference)s.") % {"reference": event.went_to.string})
    if event.on is not None:
        said.append(_("On: %(day)s.") % {"day": day(event.on, weekday=True)})
    return [*said, *([event.reason] if event.reason else [])]
