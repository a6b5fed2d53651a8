from django.http import Http404, HttpRequest

from participation.models import Subject
from participation.queries.co_author import is_leading_author
from participation.queries.subject import was_public
from participation.rules import can_see


def led_or_404(request: HttpRequest, subject: Subject | None) -> Subject:
    """What only who leads its authors may open; for everybody else there is nothing here."""
    if subject is None or not is_leading_author(request.user, subject):
        raise Http404
    return subject


def known_or_404(request: HttpRequest, subject: Subject | None) -> Subject:
    """Of what never was public nobody but its author and the moderators learns from its number that it is there."""
    if subject is None or not (can_see(request.user, subject) or was_public(subject)):
        raise Http404
    return subject
