from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import get_language, ngettext, override
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from base import clock
from base.languages import name_here
from base.models import SearchEntry
from base.queries.search import (
    LONGEST,
    Fragment,
    asked_words,
    fittest_first,
    found_entries,
    fragments,
    named_reference,
    numbers_by_kind,
    public_entries,
)
from base.search_kinds import SearchKind, Told, search_kind, search_kinds
from home.context import agenda_url

PER_PAGE = 20


@dataclass(frozen=True)
class Result:
    entry: SearchEntry
    kind: SearchKind
    told: Told
    fragment: Fragment
    # Of its words, where that is not the reader's.
    language: str


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Everything public by its words; the number of a thing leads to it."""
    words, now = asked_words(request.GET.get("q", "")), clock.now()
    if not words:
        return render(request, "home/search.html", {"words": "", "longest": LONGEST, "begin": _where_to_begin()})
    named = named_reference(words)
    if named is not None and public_entries(now).filter(reference=named, name=named.string).exists():
        return redirect(named)
    found = found_entries(words, str(get_language()), now)
    numbers = numbers_by_kind(found)
    kind = search_kind(request.GET.get("kind", ""))
    if kind is not None:
        found = found.filter(kind=kind.name)
    paginator = Paginator(fittest_first(found, words), PER_PAGE)
    # Counted with the kinds.
    paginator.count = numbers.get(kind.name, 0) if kind is not None else sum(numbers.values())
    page = paginator.get_page(request.GET.get("page"))
    asked = {"q": words} | ({"kind": kind.name} if kind is not None else {})
    context = {
        "words": words,
        "longest": LONGEST,
        "page_obj": page,
        "base_query": urlencode(asked),
        "results": _results(words, list(page), now),
        "number_words": _number_words(paginator.count),
        "kinds": _choices(words, numbers, kind),
        "chosen": kind,
        "everywhere": sum(numbers.values()),
        "elsewhere": _elsewhere(words),
        "begin": _where_to_begin(),
    }
    return render(request, "home/search.html", context)


def _results(words: str, entries: list[SearchEntry], at: datetime) -> list[Result]:
    marked = fragments(words, entries)
    by_kind: dict[str, list[SearchEntry]] = {}
    for entry in entries:
        by_kind.setdefault(entry.kind, []).append(entry)
    kinds = {kind.name: kind for kind in search_kinds()}
    told = {pk: one for name, some in by_kind.items() for pk, one in kinds[name].told(some, at).items()}
    # What was taken away since a moment ago is not there any more.
    return [
        Result(
            entry,
            kinds[entry.kind],
            told[entry.pk],
            marked[entry.pk],
            "" if entry.language == get_language() else entry.language,
        )
        for entry in entries
        if entry.pk in told and entry.pk in marked
    ]


def _choices(words: str, numbers: dict[str, int], chosen: SearchKind | None) -> list[dict[str, Any]]:
    """Everything, and each kind of which something was found, the most first: as the component for tags wants them."""
    everything = {
        "label": f"{_('Everything')} ({_number(sum(numbers.values()))})",
        "url": f"?{urlencode({'q': words})}",
        "current": chosen is None,
    }
    by_number = sorted(search_kinds(), key=lambda one: (-numbers.get(one.name, 0), str(one.plural)))
    return [everything] + [
        {
            "label": f"{one.plural} ({_number(numbers[one.name])})",
            "url": f"?{urlencode({'q': words, 'kind': one.name})}",
            "current": one == chosen,
        }
        for one in by_number
        if one.name in numbers
    ]


def _elsewhere(words: str) -> list[dict[str, str]]:
    """The same question on the site in its other languages."""
    links = []
    for code, _name in settings.LANGUAGES:
        if code != get_language():
            language = name_here(code)
            with override(code):
                links.append({"code": code, "name": language, "url": f"{reverse('search')}?{urlencode({'q': words})}"})
    return links


def _where_to_begin() -> list[tuple[str, str]]:
    return [
        (_("The agenda"), agenda_url()),
        (_("Rounds in which you can take part"), reverse("rounds")),
        (_("Proposals of residents"), reverse("all_proposals")),
        (_("What became of it?"), reverse("outcomes")),
        (_("Who cites the agenda"), reverse("parties")),
    ]


def _number_words(number: int) -> str:
    return ngettext("%(number)s result", "%(number)s results", number) % {"number": _number(number)}


def _number(number: int) -> str:
    return str(number_format(number, force_grouping=True))
