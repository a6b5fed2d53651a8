import uuid
from datetime import datetime
from typing import Any

from django.db import transaction

from base.canonical import normalised
from base.models import Reference
from participation.models import ConsultationRound, Draft


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
) -> Draft:
    """Keeps what was typed, as typed and unchecked: no rule may lose it. One row per form that somebody began.

    A draft that has become something stays as it was then.
    """
    owner = by if by.is_authenticated else None
    # The script keeps a form while somebody presses its button: whoever comes first makes the row, the other finds it.
    draft, _created = Draft.objects.select_for_update().get_or_create(
        key=key or uuid.uuid4(),
        defaults={"form": form, "consultation_round": consultation_round, "language": language, "saved_at": at},
    )
    if draft.became_id is not None or (draft.owner_id is not None and draft.owner_id != getattr(owner, "pk", None)):
        return draft
    draft.owner = owner or draft.owner
    draft.data = normalised(data)
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
