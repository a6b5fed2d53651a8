from http import HTTPStatus

from allauth.account.internal.flows.logout import logout
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.session import renew
from base import clock


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def session_extend(request: HttpRequest) -> HttpResponse:
    """Posting renews the session and says until when it lasts; opening the page does so too, as every visit."""
    wants_json = request.headers.get("Accept", "").startswith("application/json")
    if not request.user.is_authenticated:
        if wants_json:
            sentence = _("You are no longer signed in. Sign in again in another tab; then send this page.")
            return JsonResponse({"refusal": sentence}, status=HTTPStatus.UNAUTHORIZED)
        return redirect(f"{reverse('sign_in')}?{urlencode({'next': request.path})}")
    if request.method == "POST":
        ends_at = renew(request.session, clock.now())
        if wants_json:
            return JsonResponse({"ends_at": ends_at.isoformat()})
        return redirect("session_extend")
    return render(request, "accounts/session.html")


@never_cache
@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    logout(request, show_message=False)
    return redirect("signed_out")


@require_GET
def signed_out(request: HttpRequest) -> HttpResponse:
    return render(request, "accounts/signed_out.html")
