from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt

from accounts.views.next_path import safe_next_path


@never_cache
@csrf_exempt
def staff_door(request: HttpRequest) -> HttpResponse:
    """Stands where Wagtail and Django have login pages of their own: leads to ours and reads nothing that was posted."""
    next_path = safe_next_path(request, request.GET.get("next", ""))
    query = f"?{urlencode({'next': next_path})}" if next_path else ""
    return redirect(f"{reverse('sign_in')}{query}")
