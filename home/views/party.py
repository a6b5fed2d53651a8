from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from base import clock
from home.enums import PartyKind
from home.models import Party
from home.queries.citation import citations_of_party, lines, outdated_of
from home.queries.party import nearest_freeze, party_by_slug, represented_parties
from home.rules import announcement_of
from proposals.queries.council import votes_of

PER_PAGE = 50
VOTES = 20


@require_safe
def parties(request: HttpRequest) -> HttpResponse:
    """Everybody in the register, by the alphabet: never by size."""
    now = clock.now()
    page = Paginator(Party.objects.by_name(), PER_PAGE).get_page(request.GET.get("page"))
    announcement = announcement_of(nearest_freeze(now), now)
    return render(request, "home/parties.html", {"page_obj": page, "announcement": announcement})


@require_safe
def party(request: HttpRequest, slug: str) -> HttpResponse:
    """All that a party cites. Its representatives also read here what changed since they cited it."""
    found = party_by_slug(slug)
    if found is None:
        raise Http404
    now = clock.now()
    page = Paginator(citations_of_party(found), PER_PAGE).get_page(request.GET.get("page"))
    is_own = found in represented_parties(request.user)
    context = {
        "party": found,
        "crumbs": [{"label": _("Who cites the agenda"), "url": reverse("parties")}],
        "page_obj": page,
        "lines": lines(page),
        "is_own": is_own,
        "votes": votes_of(found.name, VOTES) if found.kind == PartyKind.PARTY else [],
        "outdated": outdated_of([found]) if is_own else [],
        "announcement": announcement_of(nearest_freeze(now), now),
    }
    return render(request, "home/party.html", context)
