from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from base.actions.published_version import is_translation
from base.actions.reference import allot_reference
from base.models import CitablePage, Reference
from base.refusal import Refusal
from participation.actions.consultation_round import PhasePlan, RoundRules, put_in_force
from participation.models import ConsultationRound
from proposals.models import ConsultationRoundPage


def put_page_in_force(*, page: ConsultationRoundPage, by: Any, at: datetime) -> ConsultationRound | None:
    """Puts the rules on a round's page in force. A translation carries text only: nothing happens.

    Raises Refusal where the rules do not hang together or the state of the round forbids the change.
    """
    if is_translation(page):
        return None
    return put_in_force(
        reference=allot_reference(kind=page.reference_kind, translation_key=page.translation_key, at=at),
        about=agenda_item_of(page),
        rules=rules_of(page),
        phases=phases_of(page),
        by=by,
        at=at,
    )


def rules_of(page: ConsultationRoundPage) -> RoundRules:
    return RoundRules(
        title=page.title,
        language=page.content_language,
        is_standing=page.is_standing,
        method=page.method,
        budget=page.budget,
        max_choices=page.max_choices,
        seats=page.seats,
        within_budget=page.within_budget,
        points=page.points,
        tie_rule=page.tie_rule,
        eligibility=page.eligibility,
        screening=page.screening,
        force=page.force,
    )


def phases_of(page: ConsultationRoundPage) -> list[PhasePlan]:
    rows = page.phase_rows.all()
    plans = [PhasePlan(kind=row.kind, starts_at=row.starts_at, ends_at=row.ends_at) for row in rows]
    return sorted(plans, key=lambda plan: plan.starts_at)


def agenda_item_of(page: ConsultationRoundPage) -> Reference | None:
    """The reference of the item the round is about; a standing round is about none."""
    if page.is_standing:
        return None
    parent = page.get_parent()
    item = parent.specific if parent is not None else None
    if not isinstance(item, CitablePage):
        return None
    reference = item.reference
    if reference is None:
        raise Refusal(_("Publish the agenda item first: the round is about it."))
    return reference
