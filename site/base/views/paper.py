from django.http import HttpResponse

from base.drawn import drawn_once
from base.refusal import Refusal


def pdf_response(html: str, name: str) -> HttpResponse:
    """A page as an accessible PDF. Status 503, in words, where the server cannot draw."""
    try:
        drawn = drawn_once(html, name)
    except Refusal as refusal:
        return HttpResponse(refusal.sentence, content_type="text/plain; charset=utf-8", status=503)
    return HttpResponse(
        drawn, content_type="application/pdf", headers={"Content-Disposition": f'inline; filename="{name}"'}
    )
