import uuid
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Q

from base.actions.audit_entry import record
from base.canonical import normalised
from base.models import Reference
from participation.models import ConsultationRound, Draft, Subject


class DraftChanged(Exception):
    """Another window kept other words since this one was opened."""


@transaction.atomic
def save_draft(
    *,
    form: str,
    consultation_round: ConsultationRound,
    data: dict[str, Any],
    language: str,
    by: Any,
    at: datetime,
    key: uuid.UUID | None = None,
    seen: int | None = None,
    changes: Subject | None = None,
) -> Draft:
    """Keeps what was typed, as typed and unchecked: no rule may lose it. One row per form that somebody began.

    A draft that has become something stays as it was then. `seen` is the revision that the form was opened with: where
    another window kept other words since, nothing is overwritten and DraftChanged is raised.
    """
    data = normalised(data)
    owner = by if by.is_authenticated else None
    # The script keeps a form while somebody presses its button: whoever comes first makes the row, the other finds it.
    draft, created = Draft.objects.select_for_update().get_or_create(
        key=key or uuid.uuid4(),
        defaults={
            "form": form,
            "consultation_round": consultation_round,
            "changes": changes,
            "language": language,
            "saved_at": at,
        },
    )
    if draft.became_id is not None or (draft.owner_id is not None and draft.owner_id != getattr(owner, "pk", None)):
        return draft
    if not created and draft.data != data:
        if seen is not None and seen != draft.revision:
            raise DraftChanged
        draft.revision += 1
    draft.owner = owner or draft.owner
    draft.data = data
    draft.language = language
    draft.saved_at = at
    draft.save()
    return draft


@transaction.atomic
def claim_draft(*, draft: Draft, by: Any) -> Draft:
    """Makes somebody who is signed in and holds the key the owner of a draft that has none."""
    if draft.owner_id is None and by.is_authenticated:
        draft.owner = by
        draft.save(update_fields=["owner"])
    return draft


@transaction.atomic
def settle_draft(*, draft: Draft, became: Reference) -> Draft:
    """Ties the draft to what became of it, and lets the typed text go: it stands in the thing itself."""
    draft.became = became
    draft.data = {}
    draft.save(update_fields=["became", "data"])
    return draft


@transaction.atomic
def discard_draft(*, draft: Draft, by: Any, at: datetime) -> None:
    """Throws away what nobody handed in: by its owner, or once it was posted. What became of one keeps its row."""
    if draft.owner_id == by.pk and draft.became_id is None:
        record(act="draft_discarded", about=draft.consultation_round.reference, by=by, at=at, form=draft.form)
        draft.delete()


@transaction.atomic
def sweep_drafts(*, by: Any, at: datetime) -> int:
    """Deletes old drafts that stand on nobody's page: proposals without an owner, comments, reactions. Returns how many."""
    old = Draft.objects.filter(
        Q(owner__isnull=True) | Q(form__in=["comment", "annotation", "questionnaire"]),
        became__isnull=True,
        saved_at__lt=at - timedelta(days=settings.DRAFT_DAYS),
    )
    swept, _per_model = old.delete()
    if swept:
        record(act="drafts_swept", about="drafts", by=by, at=at, swept=swept)
    return swept
