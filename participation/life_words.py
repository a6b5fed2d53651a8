"""A step in the life of a proposal in words, the same on its timeline and in mails. The role speaks, never a person."""

from django.conf import settings
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from base.instants import day, last_minute
from participation.enums import State
from participation.models import StateEvent, Subject
from participation.queries.subject import support_count


def headline(event: StateEvent) -> str:
    return _("%(reference)s: %(state)s") % {
        "reference": event.subject.reference.string,
        "state": State(event.state).label,
    }


def explained(event: StateEvent) -> list[str]:
    """By which department, on which ground, whereto, when and why; the author's own reason of withdrawing is not among it."""
    by = [_("By: %(department)s.") % {"department": event.department}] if event.department else []
    reason = [event.reason] if event.reason else []
    return [] if event.state == State.WITHDRAWN else [*by, *facts_of_step(event), *reason]


def written(event: StateEvent) -> str:
    """What was written with it: by which department and why."""
    return "" if event.state == State.WITHDRAWN else ": ".join(filter(None, [event.department, event.reason]))


def written_in(event: StateEvent) -> str:
    """The language of that: the author's where they took the step themselves."""
    is_own = event.by_id is not None and event.by_id == event.subject.author_id
    return event.subject.language if is_own else settings.LANGUAGE_CODE


def facts_of_step(event: StateEvent, *, with_day: bool = True) -> list[str]:
    """The rest, in the reader's language. `with_day` where nothing beside it says on which day it was."""
    if event.state == State.WITHDRAWN:
        return []
    said = []
    if event.ground:
        said.append(_("Ground: %(ground)s.") % {"ground": event.get_ground_display()})
    if event.addressee:
        said.append(_("Forwarded to: %(addressee)s.") % {"addressee": event.addressee})
    if event.went_to is not None and event.state == State.MERGED:
        said.append(_("It is part of proposal %(reference)s now.") % {"reference": event.went_to.string})
    elif event.went_to is not None:
        said.append(_("Taken up by agenda item %(reference)s.") % {"reference": event.went_to.string})
    if event.state == State.EXPIRED:
        said += _of_too_little(event.subject)
    if event.on is not None and with_day:
        said.append(_("On: %(day)s.") % {"day": day(event.on, weekday=True)})
    return said


def _of_too_little(subject: Subject) -> list[str]:
    """Of a request whose time to collect support is over."""
    needed, ended = subject.support_needed, subject.support_until
    if needed is None or ended is None:
        return []
    words = {
        "needed": number_format(needed, force_grouping=True),
        "number": number_format(support_count(subject), force_grouping=True),
        "day": day(last_minute(ended), weekday=True),
    }
    said = ngettext(
        "It needed %(needed)s declaration of support by %(day)s, and has %(number)s.",
        "It needed %(needed)s declarations of support by %(day)s, and has %(number)s.",
        needed,
    )
    return [said % words, _("So it is not handed over to the municipality. Whoever started it can start it anew.")]
