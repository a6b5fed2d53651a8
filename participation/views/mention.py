from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from base import clock
from base.write_limit import unlimited
from participation.actions.mention import allow_mentions, stop_mentions
from participation.mention_links import person_to_stop


@never_cache
@unlimited
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """The link of the mail: a page with one button, and at once where a mail program posts it (RFC 8058)."""
    person = person_to_stop(token)
    if person is None:
        raise Http404
    if request.method == "POST":
        stop_mentions(by=person, at=clock.now())
    return render(request, "participation/mention_stop.html", {"is_stopped": request.method == "POST"})


@login_required
@require_POST
def own(request: HttpRequest) -> HttpResponse:
    """From one's own page: mails about mentions on or off."""
    if request.POST.get("mentions") == "no":
        stop_mentions(by=request.user, at=clock.now())
        messages.success(request, _("You get no mail any more when somebody names you in a comment."))
    else:
        allow_mentions(by=request.user)
        messages.success(request, _("You get a mail again when somebody names you in a comment."))
    return redirect("my_page")
