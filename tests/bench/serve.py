"""The site as the bench serves it, and beside it a bare view: gunicorn tests.bench.serve:application."""

import os

from django.core.wsgi import get_wsgi_application
from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.views.decorators.csrf import csrf_exempt

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.test")
application = get_wsgi_application()

from django.conf import settings  # noqa: E402 - what follows needs the site

from base import clock  # noqa: E402
from base.models import AuditEntry  # noqa: E402
from config import urls  # noqa: E402

settings.ROOT_URLCONF = __name__


@csrf_exempt
def insert_one_row(request: HttpRequest) -> HttpResponse:
    AuditEntry.objects.create(at=clock.now(), act="bare", about="insert")
    return HttpResponse(status=204)


def insert_one_row_signed_in(request: HttpRequest) -> HttpResponse:
    """As bare, for somebody who is known and whose form is theirs: what every view that writes for a person begins with."""
    AuditEntry.objects.create(at=clock.now(), act="bare", about="insert", by=request.user)
    return HttpResponse(status=204)


urlpatterns = [
    path("bare/", insert_one_row),
    path("bare/signed-in/", insert_one_row_signed_in),
    *urls.urlpatterns,
]
