from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from base.refusal import refuse_if
from participation.models import Comment, Origin, Subject
from participation.rules import refusal_to_take_over_twice


@dataclass(frozen=True)
class Provenance:
    """What a taken-over thing was called where it came from, and its record there as JSON values."""

    identifier: str
    record: dict[str, Any]


@transaction.atomic
def keep_origins(
    *, source: str, kind: str, origins: Sequence[tuple[Provenance, Subject | Comment | None]]
) -> list[Origin]:
    """Keeps where things came from. A source's record is taken over once: the database holds it."""
    refuse_if(refusal_to_take_over_twice(source, kind, [provenance.identifier for provenance, _thing in origins]))
    return Origin.objects.bulk_create(
        [
            Origin(
                source=source,
                kind=kind,
                identifier=provenance.identifier,
                record=provenance.record,
                subject=thing if isinstance(thing, Subject) else None,
                comment=thing if isinstance(thing, Comment) else None,
            )
            for provenance, thing in origins
        ],
        batch_size=500,
    )
