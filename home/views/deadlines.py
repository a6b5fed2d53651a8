from django.contrib.auth import get_user_model
from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from base import clock
from home.exports.deadlines import deadlines
from home.item_life import MOVE_ITEM
from home.waiting import waiting

SALT = "home.deadlines"


def deadlines_path(person: object) -> str:
    """The address of somebody's own calendar: whoever has it reads it, for as long as they keep the right."""
    return reverse("deadlines", args=[signing.Signer(salt=SALT).sign(str(person.key))])  # type: ignore[attr-defined]


@never_cache
@require_safe
def calendar(request: HttpRequest, token: str) -> HttpResponse:
    try:
        key = signing.Signer(salt=SALT).unsign(token)
    except signing.BadSignature:
        raise Http404 from None
    person = get_user_model().objects.filter(key=key, is_active=True).first()
    if person is None or not person.has_perm(MOVE_ITEM):
        raise Http404
    now = clock.now()
    body = deadlines(waiting(now), at=now)
    return HttpResponse(body, content_type="text/calendar; charset=utf-8")
