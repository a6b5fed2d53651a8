from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from accounts.actions.residency import end_residency
from accounts.models import User
from base import clock


@login_required
@require_POST
def remove_residency(request: HttpRequest) -> HttpResponse:
    assert isinstance(request.user, User)  # noqa: S101 - login_required saw to it
    end_residency(person=request.user, by=request.user, at=clock.now())
    return redirect("my_page")
