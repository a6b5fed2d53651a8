from http import HTTPStatus

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from proposals.models import PaperDocument


@require_safe
def paper_document(request: HttpRequest, number: int) -> HttpResponseBase:
    """The document itself of a council paper, as it was kept; 410 once it was destroyed."""
    found = PaperDocument.objects.filter(paper=number).first() if number < 2**63 else None
    if found is None:
        raise Http404
    if found.destroyed_at is not None:
        words = _("Words of this document had to be destroyed, and it with them.")
        return HttpResponse(words, content_type="text/plain; charset=utf-8", status=HTTPStatus.GONE)
    try:
        file = found.file.open("rb")
    except OSError as error:
        raise Http404 from error
    response = FileResponse(file, as_attachment=True, filename=str(found), content_type=found.content_type)
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
