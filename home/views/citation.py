"""Citations of parties: read by everybody, registered, changed and withdrawn by a party's representatives."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from base import clock
from base.models import PublishedVersion, Reference
from base.queries.published_version import history, rows_of_version, version_in_force
from base.refusal import Refusal
from home.actions.citation import change_citation, register_citation, withdraw_citation
from home.forms.citation import CitationForm, initial_of
from home.models import Citation
from home.queries.citation import citations_of, current_citation, history_of, lines, positions_on
from home.queries.party import nearest_freeze, party_by_slug, represented_parties
from home.rules import announcement_of, refusal_of_position, refusal_of_version, refusal_to_alter, refusal_to_represent

PER_PAGE = 24


@require_safe
def citations(request: HttpRequest, string: str) -> HttpResponse:
    """Everything that cites an item, or all of one party; by the alphabet or by the date."""
    reference, order = _reference(string), _order(request)
    found, of_party = citations_of(reference.pk, order), None
    if slug := request.GET.get("party", ""):
        of_party = party_by_slug(slug)
        if of_party is None:
            raise Http404
        found = found.filter(party=of_party)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    context = _about(reference) | {"page_obj": page, "order": order, "of_party": of_party}
    return render(request, "home/citations.html", context)


@require_safe
def positions(request: HttpRequest, string: str) -> HttpResponse:
    """What parties say of an item, side by side and each in its own words, by the alphabet or by the date."""
    reference, order, now = _reference(string), _order(request), clock.now()
    page = Paginator(positions_on(reference.pk, order), PER_PAGE).get_page(request.GET.get("page"))
    context = _about(reference) | {
        "page_obj": page,
        "lines": lines(page),
        "order": order,
        "announcement": announcement_of(nearest_freeze(now), now),
    }
    return render(request, "home/positions.html", context)


def _reference(string: str) -> Reference:
    """Of something that was published."""
    versions = history(string.upper())
    if not versions:
        raise Http404
    return versions[0].reference


def _about(reference: Reference) -> dict[str, Any]:
    return {"reference": reference, "text": version_in_force(reference.pk, str(get_language()))}


def _order(request: HttpRequest) -> str:
    return "date" if request.GET.get("order") == "date" else "name"


@require_safe
def citation(request: HttpRequest, key: UUID) -> HttpResponse:
    """One citation with everything that was said before it."""
    rows = history_of(key)
    if not rows:
        raise Http404
    current = rows[-1]
    is_own = current.party in represented_parties(request.user)
    context = {
        "citation": current,
        "line": lines([current])[0],
        "earlier": rows[-2::-1],
        "first": rows[0],
        "may_change": is_own and not current.is_withdrawn,
    }
    return render(request, "home/citation.html", context)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def register(request: HttpRequest, string: str, label: str, language: str) -> HttpResponse:
    """The form of a representative. What was typed stays in it where the register refuses."""
    version = _version(string, label, language)
    parties, now = represented_parties(request.user), clock.now()
    if not parties:
        return render(request, "home/citation_refused.html", {"version": version}, status=403)
    freeze = refusal_of_position(nearest_freeze(now), now)
    refusal = refusal_of_version(version)
    if request.method != "POST":
        form = CitationForm(
            version=version,
            parties=parties,
            is_frozen=bool(freeze),
            initial={"passage": request.GET.get("passage", "")},
        )
        return _form(request, form, version, freeze, refusal)
    form = CitationForm(request.POST, version=version, parties=parties, is_frozen=bool(freeze))
    if form.is_valid():
        try:
            made = register_citation(
                party=form.party_chosen(),
                document=form.document(),
                words=form.words(),
                stand=form.stand(str(get_language())),
                key=form.cleaned_data["key"],
                by=request.user,
                at=now,
            )
        except Refusal as refused:
            form.add_error(None, refused.sentence)
        else:
            messages.success(request, _("Registered. This is how everybody sees it."))
            return redirect(made)
    return _form(request, form, version, freeze, refusal, status=422)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, key: UUID) -> HttpResponse:
    """The same form, filled in; `version` names another version of the item that is cited from now on."""
    current = _own(request, key)
    now = clock.now()
    asked = request.POST.get("version") or request.GET.get("version") or current.version.label
    version = _other_version(current, asked)
    freeze = refusal_of_position(nearest_freeze(now), now)
    refusal = refusal_to_alter(current) or refusal_of_version(version)
    given: dict[str, Any] = {
        "version": version,
        "parties": [current.party],
        "citation": current,
        "is_frozen": bool(freeze),
    }
    if request.method != "POST":
        form = CitationForm(initial=initial_of(current), **given)
        return _form(request, form, version, freeze, refusal, citation=current)
    form = CitationForm(request.POST, **given)
    if form.is_valid():
        try:
            change_citation(
                # What the form began from: whoever else changed it meanwhile must not be written over unseen.
                citation=_row(current, request.POST.get("row", "")),
                document=form.document(),
                words=form.words(),
                stand=form.stand(str(get_language())),
                by=request.user,
                at=now,
            )
        except Refusal as refused:
            form.add_error(None, refused.sentence)
        else:
            messages.success(request, _("Changed. What it said before can still be read below."))
            return redirect(current)
    return _form(request, form, version, freeze, refusal, status=422, citation=current)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest, key: UUID) -> HttpResponse:
    current = _own(request, key)
    if request.method == "POST":
        try:
            withdraw_citation(citation=current, by=request.user, at=clock.now())
        except Refusal as refused:
            messages.error(request, refused.sentence)
        else:
            messages.success(request, _("Withdrawn. It stays in the register, marked as withdrawn."))
        return redirect(current)
    return render(request, "home/citation_withdraw.html", {"citation": current})


def _form(
    request: HttpRequest,
    form: CitationForm,
    version: PublishedVersion,
    freeze: str,
    refusal: str,
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    context = {"form": form, "version": version, "freeze": freeze, "refusal": refusal, **more}
    return render(request, "home/citation_form.html", context, status=status)


def _version(string: str, label: str, language: str) -> PublishedVersion:
    version = rows_of_version(string.upper(), label).get(language)
    if version is None or version.is_withdrawn:
        raise Http404
    return version


def _other_version(current: Citation, label: str) -> PublishedVersion:
    """Another version of what is cited, in the language that is cited where it has it."""
    number, _dot, correction = label.partition(".")
    if not number.isdecimal() or not (correction or "0").isdecimal() or len(label) > 12:
        raise Http404
    rows = rows_of_version(current.version.reference.string, label)
    if not rows:
        raise Http404
    return rows.get(current.version.language) or next(iter(rows.values()))


def _own(request: HttpRequest, key: UUID) -> Citation:
    """A citation of a party that the reader represents; of another it is not theirs to change."""
    current = current_citation(key)
    if current is None:
        raise Http404
    if refusal_to_represent(request.user, current.party):
        raise PermissionDenied
    return current


def _row(current: Citation, number: str) -> Citation:
    """The row of this citation that a form began from."""
    if not number.isascii() or not number.isdecimal() or len(number) > 18:
        return current
    return next((row for row in history_of(current.key) if row.pk == int(number)), current)
