from django.http import Http404, HttpRequest

from participation.models import Subject
from participation.queries.co_author import is_leading_author


def led_or_404(request: HttpRequest, subject: Subject | None) -> Subject:
    """What only who leads its authors may open; for everybody else there is nothing here."""
    if subject is None or not is_leading_author(request.user, subject):
        raise Http404
    return subject
