from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache

from home.queries.citation import outdated_of
from home.queries.party import represented_parties
from proposals.views.my_page import my_page as participants_page


@never_cache
@login_required
def my_page(request: HttpRequest) -> HttpResponse:
    """Somebody's own page; whoever represents a party also finds it here, and what changed of what it cites."""
    parties = represented_parties(request.user)
    context = {"parties": parties, "outdated": outdated_of(parties)}
    response: HttpResponse = participants_page(request, template="home/my_page.html", context=context)
    return response
