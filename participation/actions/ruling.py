from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from base.actions.audit_entry import record
from base.actions.reference import show_reference
from base.refusal import refuse_if
from participation.actions.ballot import freeze_ballot, hold_paper
from participation.enums import Moderation, RulingKind
from participation.models import Comment, Ruling, Subject
from participation.rules import refusal_to_moderate, refusal_to_rule_on
from participation.signals import subject_ruled

STATE_AFTER = {RulingKind.PUBLISH: Moderation.VISIBLE, RulingKind.HIDE: Moderation.HIDDEN}


@transaction.atomic
def rule_on(
    *, target: Subject | Comment, kind: RulingKind, by: Any, at: datetime, ground: str = "", reason: str = ""
) -> Ruling:
    """A moderator's ruling on somebody's words; the words themselves are never changed. Hiding needs ground and reason.

    Sends `subject_ruled`, on which the page of a subject is published or taken from view.
    """
    refuse_if(refusal_to_moderate(by))
    about = target if isinstance(target, Subject) else target.subject
    freeze_ballot(consultation_round=about.consultation_round, at=at)
    if isinstance(target, Subject):
        # What is ruled before the paper is frozen counts for it, what is ruled after it does not: never half. The round is
        # held before the subject, as the freezing does.
        hold_paper(consultation_round=about.consultation_round)
    # Its author may withdraw it at this moment: one of the two comes first.
    refuse_if(refusal_to_rule_on(type(target).objects.select_for_update().get(pk=target.pk)))
    if kind == RulingKind.HIDE:
        refuse_if("" if ground and reason.strip() else _("Say on which ground and why: the author is told."))
    ruling = Ruling.objects.create(
        subject=target if isinstance(target, Subject) else None,
        comment=target if isinstance(target, Comment) else None,
        kind=kind,
        ground=ground,
        reason=reason.strip(),
        by=by,
        at=at,
    )
    target.moderation = STATE_AFTER[kind]
    target.save(update_fields=["moderation"])
    if isinstance(target, Subject):
        show_reference(reference=target.reference, is_public=target.is_visible)
    record(act=f"ruled_{kind}", about=about.reference, by=by, at=at, ground=ground, ruling=ruling.pk)
    if isinstance(target, Subject):
        subject_ruled.send(sender=Subject, subject=target, ruling=ruling, by=by, at=at)
    return ruling
