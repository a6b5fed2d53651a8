from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods

from base import clock
from base.refusal import Refusal
from participation.actions.reaction import find_helpful, take_helpful_back
from participation.queries.comment import comment_by_pk
from participation.rules import can_see
from participation.views.draft import sign_in_first


@require_http_methods(["GET", "HEAD", "POST"])
def helpful(request: HttpRequest, number: int) -> HttpResponse:
    """Says that a comment helps or takes that back, and leads back to it. A visit only leads back, past signing in.

    Whoever is not signed in has no form with a token, for that would need a cookie: their button is such a visit.
    """
    comment = comment_by_pk(number)
    if comment is None or not (can_see(request.user, comment) and can_see(request.user, comment.subject)):
        raise Http404
    place = comment.get_absolute_url()
    if not request.user.is_authenticated:
        return sign_in_first(place)
    if request.method == "POST":
        try:
            if request.POST.get("helpful") == "no":
                take_helpful_back(comment=comment, by=request.user)
            else:
                find_helpful(comment=comment, by=request.user, at=clock.now())
        except Refusal as refusal:
            messages.error(request, refusal.sentence)
        back = request.POST.get("back", "")
        if back.startswith("/") and url_has_allowed_host_and_scheme(back, allowed_hosts=None):
            place = f"{back}#comment-{comment.pk}"
    return redirect(place)
