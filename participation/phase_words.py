"""What an editor should know of the phases of a round: which run at the same time, and when nothing is open."""

from collections.abc import Iterable
from itertools import combinations
from typing import Any

from django.utils.translation import gettext as _

from base.instants import moment, until
from participation.enums import PhaseKind
from participation.round_plan import PhasePlan


def overlaps_and_gaps(phases: Iterable[Any]) -> list[str]:
    """A sentence each; `phases` have a kind, a start and an end that is exclusive or None."""
    known = sorted((one for one in phases if one.starts_at is not None), key=lambda one: one.starts_at)
    return [*_overlaps(known), *_gaps(known)]


def moved_ends(typed: Iterable[PhasePlan], lawful: Iterable[PhasePlan]) -> list[str]:
    """Of each phase whose end is by law another than was typed, what it became; `lawful` in the order of `typed`."""
    said = []
    for one, other in zip(typed, lawful, strict=True):
        words = {"phase": _label(other), "typed": until(one.ends_at), "until": until(other.ends_at)}
        if one.ends_at is None and other.ends_at is not None:
            said.append(_("'%(phase)s' has no end of its own: it lasts as short as the law allows, %(until)s.") % words)
        elif one.ends_at != other.ends_at:
            said.append(
                _(
                    "'%(phase)s' was typed as %(typed)s. By law the last day of a term counts whole and is no weekend or holiday, so it is %(until)s. Say that day in the notice too."
                )
                % words
            )
    return said


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
