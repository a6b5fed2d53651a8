from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from base.actions.audit_entry import record
from base.actions.reference import show_reference
from base.refusal import Refusal, refuse_if
from participation.actions.ballot import freeze_ballot, hold_paper
from participation.actions.merge import end_merges
from participation.actions.state_event import write_state
from participation.enums import Moderation, RulingKind, State
from participation.models import Claim, Comment, Report, Ruling, Subject
from participation.models.about import of, subject_of
from participation.moderation_rules import (
    refusal_of_open_appeal,
    refusal_of_reasons,
    refusal_of_seen,
    refusal_to_moderate,
    refusal_to_rule_on,
    refusal_to_take_back,
)
from participation.queries.moderation import Seen
from participation.signals import subject_ruled

STATE_AFTER = {RulingKind.PUBLISH: Moderation.VISIBLE, RulingKind.HIDE: Moderation.HIDDEN}


@transaction.atomic
def rule_on(
    *,
    target: Subject | Comment,
    kind: RulingKind,
    by: Any,
    at: datetime,
    ground: str = "",
    reason: str = "",
    seen: Seen | None = None,
) -> Ruling:
    """A moderator's ruling on somebody's words; the words themselves are never changed. Hiding needs ground and reason, and
    so does leaving what was reported: the ruling answers every report that is open. `seen` is what the moderator had before
    them.

    Sends `subject_ruled`, on which the page of a subject is published or taken from view.
    """
    refuse_if(refusal_to_moderate(by))
    held = hold_target(target=target, at=at)
    refuse_if(refusal_to_rule_on(by, held, at) or refusal_of_open_appeal(held))
    refuse_if(refusal_of_seen(held, seen))
    refuse_if(refusal_of_reasons(held, kind, ground, reason))
    ground = ground if kind == RulingKind.HIDE else ""
    return write_ruling(target=target, kind=kind, after=STATE_AFTER[kind], ground=ground, reason=reason, by=by, at=at)


def rule_on_all(
    *, targets: Sequence[tuple[Subject | Comment, Seen | None]], **ruling: Any
) -> tuple[list[Ruling], list[tuple[Subject | Comment, str]]]:
    """One ruling on each of several things. What cannot be ruled on is told with the reason, and stops none of the others."""
    written: list[Ruling] = []
    refused: list[tuple[Subject | Comment, str]] = []
    for target, seen in targets:
        try:
            written.append(rule_on(target=target, seen=seen, **ruling))
        except Refusal as refusal:
            refused.append((target, refusal.sentence))
    return written, refused


@transaction.atomic
def take_ruling_back(*, ruling: Ruling, reason: str, by: Any, at: datetime, seen: Seen | None = None) -> Ruling:
    """Undoes the ruling that stands by a new one, which brings back the state it ended. Whoever was told is told of this."""
    refuse_if(refusal_to_moderate(by))
    target = ruling.target
    held = hold_target(target=target, at=at)
    refuse_if(refusal_to_rule_on(by, held, at) or refusal_of_open_appeal(held))
    refuse_if(refusal_of_seen(held, seen) or refusal_to_take_back(held, ruling))
    refuse_if("" if reason.strip() else _("Say why: whoever was told of the ruling is told of this."))
    after = Moderation(ruling.state_before)
    hidden_before = held.rulings.exclude(ground="").exclude(pk=ruling.pk).last()
    return write_ruling(
        target=target,
        kind=RulingKind.TAKE_BACK,
        after=after,
        ground=hidden_before.ground if after == Moderation.HIDDEN and hidden_before else "",
        reason=reason,
        by=by,
        at=at,
        takes_back=ruling,
    )


def hold_target(*, target: Subject | Comment, at: datetime) -> Subject | Comment:
    """The row as it is, held until the transaction ends: its author may withdraw it at this moment, another rule on it."""
    about = subject_of(target)
    freeze_ballot(consultation_round=about.consultation_round, at=at)
    if isinstance(target, Subject):
        # What is ruled before the paper is frozen counts for it, what is ruled after it does not: never half. The round is
        # held before the subject, as the freezing does.
        hold_paper(consultation_round=about.consultation_round)
    held: Subject | Comment = type(target).objects.select_for_update().get(pk=target.pk)
    return held


def write_ruling(
    *,
    target: Subject | Comment,
    kind: RulingKind,
    after: Moderation,
    ground: str,
    reason: str,
    by: Any,
    at: datetime,
    takes_back: Ruling | None = None,
) -> Ruling:
    """The row, and what follows from it. The caller holds the target and has asked whether it may be."""
    before = type(target).objects.values_list("moderation", flat=True).get(pk=target.pk)
    standing = target.rulings.last()
    ruling = Ruling.objects.create(
        **of(target),
        kind=kind,
        ground=ground,
        reason=reason.strip(),
        state_before=before,
        takes_back=takes_back,
        by=by,
        at=at,
    )
    target.moderation = after
    target.save(update_fields=["moderation"])
    about = subject_of(target)
    if isinstance(target, Subject):
        show_reference(reference=target.reference, is_public=target.is_visible)
        if not target.is_visible:
            end_merges(subject=target, by=by, at=at)
        if target.is_visible and not target.state_events.filter(state=State.PUBLISHED).exists():
            write_state(subject=target, source=State.MODERATION, state=State.PUBLISHED, by=by, at=at)
    # Reports that an earlier ruling answered follow it to what replaces it on an objection or by taking it back.
    Report.objects.open().filter(**of(target)).update(ruling=ruling)
    if standing is not None and (takes_back is not None or standing.appeals.open().exists()):
        Report.objects.filter(ruling=standing).update(ruling=ruling)
    Claim.objects.filter(**of(target)).delete()
    record(act=f"ruled_{kind}", about=about.reference, by=by, at=at, ground=ground, ruling=ruling.pk)
    if isinstance(target, Subject):
        subject_ruled.send(sender=Subject, subject=target, ruling=ruling, by=by, at=at)
    return ruling
