from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from base import characters
from base.actions.audit_entry import record
from base.refusal import refuse_if
from participation.actions.ruling import hold_target, write_ruling
from participation.enums import AppealOutcome, Moderation, RulingKind
from participation.models import Appeal, Report, Ruling
from participation.models.about import subject_of
from participation.moderation_rules import (
    refusal_of_reasons,
    refusal_of_seen,
    refusal_to_appeal,
    refusal_to_decide,
    refusal_to_moderate,
    refusal_to_rule_on,
)
from participation.queries.moderation import Seen


@transaction.atomic
def make_appeal(*, ruling: Ruling, report: Report | None, why: str, language: str, by: Any, at: datetime) -> Appeal:
    """The author's objection to a ruling; with `report`, that of who reported the words."""
    target = ruling.target
    # Of two at once, the other one reads what the first wrote.
    type(target).objects.select_for_update().get(pk=target.pk)
    refuse_if(refusal_to_appeal(by, ruling, report, at))
    refuse_if(_("Say why you do not agree.") if characters.is_blank(why) else "")
    appeal = Appeal.objects.create(
        ruling=ruling,
        report=report,
        person=by if by.is_authenticated else None,
        why=why.strip(),
        language=language,
        made_at=at,
        ruled_by=ruling.by,
    )
    about = subject_of(target)
    record(act="appeal_made", about=about.reference, by=None if report else by, at=at, appeal=appeal.pk)
    return appeal


@transaction.atomic
def decide_appeal(
    *,
    appeal: Appeal,
    outcome: AppealOutcome,
    reason: str,
    by: Any,
    at: datetime,
    ground: str = "",
    seen: Seen | None = None,
) -> Ruling:
    """Another moderator's answer to an objection, which is a ruling: it decides every objection to the same ruling."""
    refuse_if(refusal_to_moderate(by))
    ruling = appeal.ruling
    target = ruling.target
    held = hold_target(target=target, at=at)
    appeal = Appeal.objects.select_for_update(of=("self",)).get(pk=appeal.pk)
    refuse_if(refusal_to_decide(by, appeal) or refusal_to_rule_on(by, held, at))
    refuse_if(refusal_of_seen(held, seen))
    hides = held.is_visible is (outcome == AppealOutcome.OVERTURNED)
    kind = RulingKind.HIDE if hides else RulingKind.PUBLISH
    ground = (ground if held.is_visible else ruling.ground) if hides else ""
    refuse_if("" if reason.strip() else _("Say why: who objected is told, whichever way it goes."))
    refuse_if(refusal_of_reasons(held, kind, ground, reason))
    decision = write_ruling(
        target=target,
        kind=kind,
        after=Moderation.HIDDEN if hides else Moderation.VISIBLE,
        ground=ground,
        reason=reason,
        by=by,
        at=at,
    )
    ruling.appeals.open().update(outcome=outcome, decision=decision, decided_by=by, decided_at=at)
    about = subject_of(target)
    record(act=f"appeal_{outcome}", about=about.reference, by=by, at=at, appeal=appeal.pk, ruling=decision.pk)
    return decision
