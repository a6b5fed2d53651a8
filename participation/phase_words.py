"""What an editor should know of the phases of a round: which run at the same time, and when nothing is open."""

from collections.abc import Iterable
from itertools import combinations
from typing import Any

from django.utils.translation import gettext as _

from base.instants import moment
from participation.enums import PhaseKind


def overlaps_and_gaps(phases: Iterable[Any]) -> list[str]:
    """A sentence each; `phases` have a kind, a start and an end that is exclusive or None."""
    known = sorted((one for one in phases if one.starts_at is not None), key=lambda one: one.starts_at)
    return [*_overlaps(known), *_gaps(known)]


def _overlaps(phases: list[Any]) -> list[str]:
    said = []
    for first, second in combinations(phases, 2):
        ends = [one.ends_at for one in (first, second) if one.ends_at is not None]
        if first.ends_at is not None and first.ends_at <= second.starts_at:
            continue
        words = {"first": _label(first), "second": _label(second), "start": moment(second.starts_at)}
        if ends:
            words["end"] = moment(min(ends))
            said.append(_("'%(first)s' and '%(second)s' run at the same time: from %(start)s to %(end)s.") % words)
        else:
            said.append(_("'%(first)s' and '%(second)s' run at the same time: from %(start)s on.") % words)
    return said


def _gaps(phases: list[Any]) -> list[str]:
    said, latest = [], None
    for number, phase in enumerate(phases):
        if number and latest is not None and latest < phase.starts_at:
            said.append(
                _("Nothing is open from %(start)s to %(end)s, before '%(phase)s' begins.")
                % {"start": moment(latest), "end": moment(phase.starts_at), "phase": _label(phase)}
            )
        if phase.ends_at is None:
            return said
        latest = max(latest or phase.ends_at, phase.ends_at)
    return said


def _label(phase: Any) -> str:
    return str(PhaseKind(phase.kind).label)
