from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.rehearsal import COOKIE, LASTS, LINK_LASTS, may_rehearse, read, signed


@never_cache
@require_safe
def rehearsal(request: HttpRequest, token: str) -> HttpResponse:
    """Begins a rehearsal where its signed link leads."""
    found = read(token, LINK_LASTS)
    if found is None or not may_rehearse(request.user, found.role):
        return render(request, "accounts/rehearsal_refused.html", status=403)
    response = redirect(found.path)
    # Signed anew: an hour from now, whenever the link was made.
    response.set_cookie(COOKIE, signed(found), max_age=LASTS, httponly=True, samesite="Lax", secure=request.is_secure())
    return response


@never_cache
@require_safe
def stop(request: HttpRequest) -> HttpResponse:
    response = redirect("/")
    response.delete_cookie(COOKIE, samesite="Lax")
    return response
