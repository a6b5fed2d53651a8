"""The register of citations as open data."""

from typing import TypeVar

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from base.links import whole
from home.exports.citation import as_data, csv_lines
from home.queries.citation import redacted_rows, register_rows, rows_after

PER_PAGE = 100
Answer = TypeVar("Answer", bound=HttpResponseBase)


@require_safe
def citations_json(request: HttpRequest) -> HttpResponse:
    """A hundred rows from behind the one that `after` names, and the address of the next hundred."""
    after = request.GET.get("after", "0")
    if not (after.isascii() and after.isdecimal() and len(after) <= 18):
        reason = _("'after' is the number of a row, such as the last one you have.")
        return _open(JsonResponse({"refusal": reason}, status=400))
    rows = rows_after(int(after), count=PER_PAGE + 1)
    page = rows[:PER_PAGE]
    following = whole(f"{reverse('citations_json')}?after={page[-1].pk}") if len(rows) > PER_PAGE else None
    told = {
        "license": settings.TEXT_LICENSE,
        "citations": [as_data(row) for row in page],
        "next": following,
        "redacted": redacted_rows(),
    }
    return _open(JsonResponse(told, json_dumps_params={"ensure_ascii": False, "indent": 2}))


@require_safe
def citations_csv(request: HttpRequest) -> StreamingHttpResponse:
    """All rows, handed out as they are read."""
    rows = register_rows().iterator(chunk_size=500)
    response = StreamingHttpResponse(csv_lines(rows), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="citations.csv"'
    return _open(response)


def _open(response: Answer) -> Answer:
    response["Access-Control-Allow-Origin"] = "*"
    return response
