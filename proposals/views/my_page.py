from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache

from accounts.views.my_page import my_page as account_page
from participation.queries.contribution import own_ballots, own_comments, own_drafts
from proposals.queries.proposal import own_subjects


@never_cache
@login_required
def my_page(request: HttpRequest) -> HttpResponse:
    """Somebody's own page: what they began, handed in and said, and that they voted (never what)."""
    person = request.user
    context = {
        "drafts": own_drafts(person),
        "subjects": own_subjects(person)[:50],
        "comments": own_comments(person)[:50],
        "ballots": own_ballots(person),
    }
    response: HttpResponse = account_page(request, template="proposals/my_page.html", context=context)
    return response
