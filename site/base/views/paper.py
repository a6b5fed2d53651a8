from hashlib import sha256

from django.core.cache import cache
from django.http import HttpResponse

from base.pdf import pdf_of
from base.refusal import Refusal

A_DAY = 24 * 60 * 60


def pdf_response(html: str, name: str) -> HttpResponse:
    """A page as an accessible PDF, drawn once for what it says: the same page is the same bytes. Status 503, in words,
    where the server cannot draw."""
    key = f"pdf-{sha256(html.encode()).hexdigest()}"
    drawn = cache.get(key)
    if drawn is None:
        try:
            drawn = pdf_of(html)
        except Refusal as refusal:
            return HttpResponse(refusal.sentence, content_type="text/plain; charset=utf-8", status=503)
        cache.set(key, drawn, A_DAY)
    return HttpResponse(
        drawn, content_type="application/pdf", headers={"Content-Disposition": f'inline; filename="{name}"'}
    )
