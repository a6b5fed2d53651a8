from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from base.mail_sink import mail_of, mails


@never_cache
@require_safe
def demo_mails(request: HttpRequest) -> HttpResponse:
    """The mails that a demonstration did not send. Nowhere else do these pages exist."""
    only_in_a_demonstration()
    return render(request, "base/demo_mails.html", {"mails": mails()})


@never_cache
@require_safe
def demo_mail(request: HttpRequest, name: str) -> HttpResponse:
    only_in_a_demonstration()
    mail = mail_of(name)
    if mail is None:
        raise Http404
    return render(request, "base/demo_mail.html", {"mail": mail.shown()})


def only_in_a_demonstration() -> None:
    if not settings.DEMO:
        raise Http404
