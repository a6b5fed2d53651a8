from dataclasses import asdict, dataclass, replace
from http import HTTPStatus
from itertools import groupby
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from base.difference import KEPT, FieldDifference, differences
from base.links import whole
from base.models import PublishedVersion
from base.queries.published_version import changes_between, rows_of_version
from base.templatetags.components import language_name

AROUND = 1


@require_safe
def difference(request: HttpRequest, string: str, old: str, new: str) -> HttpResponse:
    """What changed between two versions, in words as well as in colour."""
    before, after = _both(string, old, new)
    if isinstance(before, Missing) or isinstance(after, Missing):
        return _nothing_to_compare(request, before, after)
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
    if isinstance(before, Missing) or isinstance(after, Missing):
        sentences = [one.sentence for one in (before, after) if isinstance(one, Missing)]
        told = {"refusal": " ".join(sentences), "elsewhere": [whole(one["url"]) for one in _elsewhere(before, after)]}
        return JsonResponse(told, status=_status(before, after), json_dumps_params={"ensure_ascii": False})
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


@dataclass(frozen=True)
class Missing:
    """A version that has no text in the language in which it is asked for: it was withdrawn, or never out in it."""

    reference: str
    label: str
    language: str
    withdrawn: PublishedVersion | None
    shared: list[str]

    @property
    def sentence(self) -> str:
        words = {"label": self.label, "language": language_name(self.language)}
        if self.withdrawn is not None:
            return _("Version %(label)s was withdrawn in %(language)s.") % words
        return _("Version %(label)s was not published in %(language)s.") % words


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


def _both(string: str, old: str, new: str) -> "tuple[PublishedVersion | Missing, PublishedVersion | Missing]":
    """Both versions in one language: the reader's where either has it, otherwise one that both have."""
    both = [rows_of_version(string.upper(), label) for label in (old, new)]
    if not all(both):
        raise Http404
    language = str(get_language())
    if not any(language in rows for rows in both):
        language = next(iter(_shared(both)), next(iter(both[1])))
    before, after = (
        rows[language]
        if language in rows and not rows[language].is_withdrawn
        else Missing(string.upper(), label, language, rows.get(language), _shared(both))
        for rows, label in zip(both, (old, new), strict=True)
    )
    return before, after


def _shared(both: list[dict[str, PublishedVersion]]) -> list[str]:
    """The languages in which both can be read."""
    before, after = both
    return [code for code in after if code in before and not before[code].is_withdrawn and not after[code].is_withdrawn]


def _nothing_to_compare(
    request: HttpRequest, before: PublishedVersion | Missing, after: PublishedVersion | Missing
) -> HttpResponse:
    context = {
        "reference": before.reference,
        "sides": [before, after],
        "elsewhere": _elsewhere(before, after),
    }
    return render(request, "base/no_difference.html", context, status=_status(before, after))


def _status(*sides: PublishedVersion | Missing) -> int:
    """410 where one was withdrawn, 404 where one never was."""
    is_gone = any(isinstance(one, Missing) and one.withdrawn is not None for one in sides)
    return HTTPStatus.GONE if is_gone else HTTPStatus.NOT_FOUND


def _elsewhere(before: PublishedVersion | Missing, after: PublishedVersion | Missing) -> list[dict[str, str]]:
    """The same difference in the languages that have both versions."""
    found = []
    for code in next(one.shared for one in (before, after) if isinstance(one, Missing)):
        if code in dict(settings.LANGUAGES):
            with override(code):
                url = reverse("difference", args=[str(before.reference), before.label, after.label])
            found.append({"code": code, "url": url})
    return found
