from http import HTTPStatus
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.actions.user import change_display_name
from accounts.forms.user import DisplayNameForm
from accounts.models import User
from accounts.queries.organisation import memberships_of
from accounts.queries.residency import residency_of
from accounts.roles import ENTER_ADMIN
from base import clock
from base.refusal import Refusal


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def my_page(
    request: HttpRequest, template: str = "accounts/my_page.html", context: dict[str, Any] | None = None
) -> HttpResponse:
    """The page of somebody who is signed in. A package above gives its own template and context to add what they made."""
    assert isinstance(request.user, User)  # noqa: S101 - login_required saw to it
    status = HTTPStatus.OK
    form = DisplayNameForm(
        initial={"display_name": request.user.display_name, "is_minor": request.user.minor_said_on is not None}
    )
    if request.method == "POST":
        form = DisplayNameForm(request.POST)
        if form.is_valid():
            try:
                change_display_name(
                    person=request.user,
                    display_name=form.cleaned_data["display_name"],
                    is_minor=form.cleaned_data["is_minor"],
                    by=request.user,
                    at=clock.now(),
                )
                return redirect("my_page")
            except Refusal as refusal:
                form.add_error("display_name", refusal.sentence)
        status = HTTPStatus.UNPROCESSABLE_ENTITY
    standing = {
        "residency": residency_of(request.user, timezone.localdate(clock.now())),
        "memberships": memberships_of(request.user),
        "may_enter_admin": request.user.has_perm(ENTER_ADMIN),
    }
    return render(request, template, {**(context or {}), **standing, "form": form}, status=status)
