from django.contrib.auth import get_user_model
from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from base import clock
from home.exports.deadlines import deadlines
from home.item_life import MOVE_ITEM
from home.queries.item_life import items, ways_of
from participation.queries.request import request_standings
from proposals.models import ResponseDocument
from proposals.queries.commitment import commitments, standings
from proposals.queries.motion import motions_waiting

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
    documents = ResponseDocument.objects.filter(published_at=None).select_related("reference", "consultation_round")
    ways, promises = ways_of(items(), now).values(), standings(commitments())
    body = deadlines(ways, documents, promises, motions_waiting(), request_standings(now), at=now)
    return HttpResponse(body, content_type="text/calendar; charset=utf-8")
