from dataclasses import asdict, dataclass, replace
from itertools import groupby
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from base.difference import KEPT, FieldDifference, differences
from base.links import whole
from base.models import PublishedVersion
from base.queries.published_version import changes_between, rows_of_version

AROUND = 1


@require_safe
def difference(request: HttpRequest, string: str, old: str, new: str) -> HttpResponse:
    """What changed between two versions, in words as well as in colour."""
    before, after = _both(string, old, new)
    found = differences(before, after)
    context = {
        "old": before,
        "new": after,
        "changed": [_shortened(one) for one in found if one.state != KEPT],
        "kept": [one for one in found if one.state == KEPT],
        "language": after.language,
        "notes": changes_between(before, after),
    }
    return render(request, "base/difference.html", context)


@require_safe
def difference_json(request: HttpRequest, string: str, old: str, new: str) -> HttpResponse:
    before, after = _both(string, old, new)
    found = differences(before, after)
    return JsonResponse(
        {
            "reference": before.reference.string,
            "language": after.language,
            "old": {"version": before.label, "sha256": before.sha256, "address": whole(before.lasting_address)},
            "new": {"version": after.label, "sha256": after.sha256, "address": whole(after.lasting_address)},
            "fields": [_told(one) for one in found],
        },
        json_dumps_params={"ensure_ascii": False, "indent": 2},
    )


@dataclass(frozen=True)
class Skipped:
    """Passages in a row that are the same in both, and far from what changed."""

    count: int
    state: str = "skipped"


def _shortened(found: FieldDifference) -> FieldDifference:
    """What changed with a passage around it, so that nobody looks for it in a long text."""
    passages = found.passages
    near = {
        place + step for place, one in enumerate(passages) if one.state != KEPT for step in range(-AROUND, AROUND + 1)
    }
    shown: list[Any] = []
    for is_near, run in groupby(enumerate(passages), key=lambda one: one[0] in near):
        rows = [passage for _place, passage in run]
        shown += rows if is_near or len(rows) == 1 else [Skipped(len(rows))]
    return replace(found, passages=shown)


def _told(found: FieldDifference) -> dict[str, object]:
    return asdict(found) | {"label": str(found.label)}


def _both(string: str, old: str, new: str) -> tuple[PublishedVersion, PublishedVersion]:
    """Both versions in one language: the reader's where both have it, otherwise one that both have."""
    before, after = (
        {code: row for code, row in rows_of_version(string.upper(), label).items() if not row.is_withdrawn}
        for label in (old, new)
    )
    shared = [code for code in (str(get_language()), *after) if code in before and code in after]
    if shared:
        return before[shared[0]], after[shared[0]]
    if not before or not after:
        raise Http404
    return next(iter(before.values())), next(iter(after.values()))
