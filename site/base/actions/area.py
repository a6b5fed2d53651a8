from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from base.actions.audit_entry import record
from base.geometry import Geometry, refusal_of_outline
from base.models import Area
from base.refusal import Refusal, refuse_if


@dataclass(frozen=True)
class AreaOutline:
    """A neighbourhood as a file has it."""

    code: str
    name: str
    outline: Geometry


@transaction.atomic
def import_areas(*, areas: Sequence[AreaOutline], by: Any, at: datetime) -> list[Area]:
    """Adds neighbourhoods, and gives those that are known by their code the name and the outline of the file. All or none;
    none is taken away.
    """
    refuse_if("" if areas else _("This file has no neighbourhoods."))
    codes = [one.code for one in areas]
    written = []
    for one in areas:
        sentence = refusal_of_outline(one.outline)
        if not one.code or len(one.code) > 20 or not one.name or len(one.name) > 80:
            sentence = _("It has no code of at most 20 characters, or no name of at most 80.")
        elif codes.count(one.code) > 1:
            sentence = _("Its code stands there twice.")
        if sentence:
            raise Refusal(
                _("Neighbourhood '%(name)s': %(why)s") % {"name": one.name[:80] or one.code[:20], "why": sentence}
            )
        values = {"name": one.name, "outline": one.outline}
        written.append(Area.objects.update_or_create(code=one.code, defaults=values)[0])
    record(act="areas_imported", about="neighbourhoods", by=by, at=at, codes=codes)
    return written
