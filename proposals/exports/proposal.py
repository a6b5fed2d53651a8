"""The life of a proposal for machines. Who wrote, supported, moved or merged it is not in it: roles speak."""

from collections.abc import Sequence
from typing import Any

from base.links import whole
from base.models import PublishedVersion
from participation.enums import State
from participation.models import StateEvent, Subject
from participation.queries.paper_support import supports_on_paper


def life(subject: Subject, state: State, versions: Sequence[PublishedVersion]) -> dict[str, Any]:
    steps = [_step(event) for event in subject.state_events.all() if event.state != State.WITHDRAWN]
    changes = [
        {"at": one.published_at.isoformat(), "version": one.label, "reason": one.change_note} for one in versions[1:]
    ]
    return {
        "reference": subject.reference.string,
        "address": whole(subject.reference.lasting_address),
        "round": subject.consultation_round.reference.string,
        "state": state.value,
        "part_of": subject.merged_into.reference.string if subject.merged_into is not None else None,
        "supports": subject.supports_in_all,
        "supports_on_paper": supports_on_paper(subject) if subject.earlier_supports else 0,
        "comments": subject.visible_comments,
        "timeline": sorted([*steps, *changes], key=lambda step: step["at"]),
    }


def _step(event: StateEvent) -> dict[str, Any]:
    step = {
        "at": event.at.isoformat(),
        "state": event.state,
        "ground": event.ground,
        "reason": event.reason,
        "department": event.department,
        "addressee": event.addressee,
        "went_to": event.went_to.string if event.went_to is not None else "",
    }
    return {name: value for name, value in step.items() if value}
