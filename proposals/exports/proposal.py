"""The life of a proposal for machines. Who wrote, supported, moved or merged it is not in it: roles speak."""

from collections.abc import Sequence
from typing import Any

from base.links import whole
from base.models import PublishedVersion
from participation.enums import State
from participation.models import StateEvent, Subject
from participation.queries.paper_support import supports_on_paper
from participation.queries.request import RequestStanding


def life(
    subject: Subject, state: State, versions: Sequence[PublishedVersion], standing: RequestStanding | None = None
) -> dict[str, Any]:
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
        **({"request": _request(standing)} if standing is not None else {}),
        "timeline": sorted([*steps, *changes], key=lambda step: step["at"]),
    }


def _request(standing: RequestStanding) -> dict[str, Any]:
    subject, ordinance = standing.subject, standing.ordinance
    return {
        "instrument": ordinance.instrument,
        "ordinance": ordinance.name,
        "ordinance_address": ordinance.url,
        "applies_from": ordinance.applies_from.isoformat(),
        "body": ordinance.body,
        "support_needed": subject.support_needed,
        "support_until": subject.support_until.isoformat() if subject.support_until is not None else None,
        "due_on": standing.due_on.isoformat() if standing.due_on is not None else None,
    }


def _step(event: StateEvent) -> dict[str, Any]:
    step = {
        "at": event.at.isoformat(),
        "state": event.state,
        "ground": event.ground,
        "reason": event.reason,
        "on": event.on.isoformat() if event.on is not None else "",
        "document": event.document,
        "department": event.department,
        "addressee": event.addressee,
        "went_to": event.went_to.string if event.went_to is not None else "",
    }
    return {name: value for name, value in step.items() if value}
