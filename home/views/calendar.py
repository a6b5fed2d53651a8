from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from base import clock
from base.models import Reference
from home.exports.calendar import item_calendar
from home.queries.agenda import agenda_entry
from home.queries.item_life import way_of


@require_safe
def dates(request: HttpRequest, string: str) -> HttpResponse:
    """The dates of an agenda item as iCalendar: to be subscribed to, since it follows the item."""
    reference = Reference.objects.filter(string=string.upper(), kind="LEA").first()
    entry = agenda_entry(reference, str(get_language())) if reference is not None else None
    if entry is None:
        raise Http404
    now, title = clock.now(), str(entry.content.get("title", ""))
    way = way_of(entry.reference, now)
    coming = way.told if way is not None else None
    body = item_calendar(entry.reference, title, entry.rounds, entry.decisions, coming, at=now)
    response = HttpResponse(body, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'inline; filename="{entry.reference.string}.ics"'
    return response
