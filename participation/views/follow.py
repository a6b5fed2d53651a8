"""Following a thing by mail: asking, and what the links of the mails lead to.

Nobody needs a cookie for it. Who is signed in is guarded by the token of the form, as everywhere; who is not can do nothing
here in somebody else's name: an address is confirmed by mail, and a link is signed.
"""

from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from base import clock
from base.client_address import client_address
from base.models import Reference
from base.refusal import Refusal
from base.write_limit import unlimited
from participation.actions.follow import (
    ask_to_follow,
    confirm_follow,
    follow_again,
    follow_as_person,
    stop_follows,
    stop_own_follows,
)
from participation.follow_links import again_value, key_to_confirm, keys_to_stop, stopped_before
from participation.forms.follow import FollowForm
from participation.queries.follow import (
    Followed,
    follow_of_key,
    followed_thing,
    followed_things,
    follows_of_keys,
    follows_person,
)
from participation.tasks import send_confirmation

ONE_CLICK = ("List-Unsubscribe", "One-Click")


def follow_block(request: HttpRequest, reference: Reference | None) -> dict[str, Any]:
    """For `components/follow.html`, on every page of a thing; nothing where it has no reference yet or is not public."""
    if reference is None or not reference.is_public:
        return {"follow": None}
    return {
        "follow": {
            "url": reverse("follow", args=[reference.string]),
            "feed_url": reverse("feed", args=[reference.string]),
            "is_following": follows_person(request.user, reference),
            "form": None if request.user.is_authenticated else FollowForm(),
        }
    }


@never_cache
@csrf_exempt
@sensitive_post_parameters("address")
@require_http_methods(["GET", "HEAD", "POST"])
def follow(request: HttpRequest, string: str) -> HttpResponse:
    thing = followed_thing(string, str(get_language()))
    if thing is None:
        if not Reference.objects.filter(string=string.upper(), is_public=True).exists():
            raise Http404
        refusal = _("This cannot be followed now: no text of it is in force.")
        return render(request, "participation/follow_confirm.html", {"refusal": refusal}, status=HTTPStatus.GONE)
    if request.user.is_authenticated:
        return _follow_as_person(request, thing)
    form, status = FollowForm(), HTTPStatus.OK
    if request.method == "POST":
        form = FollowForm(request.POST)
        status = HTTPStatus.UNPROCESSABLE_ENTITY
        if form.is_valid():
            try:
                asked = ask_to_follow(
                    reference=thing.reference,
                    address=form.cleaned_data["address"],
                    language=str(get_language()),
                    client=client_address(request),
                    at=clock.now(),
                )
            except Refusal as refusal:
                form.add_error(None, refusal.sentence)
                status = HTTPStatus.TOO_MANY_REQUESTS
            else:
                if asked is not None:
                    send_confirmation.enqueue(asked.pk)
                return redirect(f"{reverse('follow', args=[thing.reference.string])}?asked")
    context = {"thing": thing, "form": form, "is_asked": "asked" in request.GET and not form.is_bound}
    return render(request, "participation/follow_page.html", context, status=status)


@csrf_protect
def _follow_as_person(request: HttpRequest, thing: Followed) -> HttpResponse:
    """One button: follow, or stop. Opened without it, as after signing in, the page shows that button."""
    if request.method == "POST":
        if request.POST.get("follow") == "no":
            stop_own_follows(by=request.user, reference=thing.reference)
            messages.success(request, _("You do not follow this any more."))
        else:
            follow_as_person(reference=thing.reference, language=str(get_language()), by=request.user, at=clock.now())
            messages.success(request, _("You follow this now. We mail you when something happens to it."))
        return redirect(thing.reference.get_absolute_url())
    context = {"thing": thing, "is_following": follows_person(request.user, thing.reference)}
    return render(request, "participation/follow_page.html", context)


@never_cache
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """The link of the mail. Programs that look into mail open it too: only the button on its page confirms."""
    found = follow_of_key(key_to_confirm(token))
    refusal = "" if found else _("This link is too old, not complete, or you stopped following. Ask for a new mail.")
    if found is not None and request.method == "POST":
        try:
            found = confirm_follow(key=found.key, at=clock.now())
        except Refusal as refused:
            refusal = refused.sentence
    thing = _things([found.reference_id]).get(found.reference_id) if found else None
    if thing is None:
        refusal = refusal or _("This cannot be followed, because it is not public.")
    context = {"refusal": refusal, "thing": thing, "is_confirmed": bool(found and found.confirmed_at)}
    status = HTTPStatus.GONE if refusal else HTTPStatus.OK
    return render(request, "participation/follow_confirm.html", context, status=status)


@never_cache
@unlimited
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """The link to stop: a page with one button, or at once where a mail program posts what RFC 8058 says."""
    keys = keys_to_stop(token)
    if not keys:
        raise Http404
    name, value = ONE_CLICK
    if request.method == "POST" and request.POST.get(name) == value:
        stop_follows(keys=keys)
        return HttpResponse(_("You do not follow this any more."), content_type="text/plain; charset=utf-8")
    follows = follows_of_keys(keys)
    titles = _things([one.reference_id for one in follows])
    context: dict[str, Any] = {
        "things": [(one.reference, titles.get(one.reference_id)) for one in follows],
        "is_stopped": not follows,
    }
    if request.method == "POST" and follows:
        context |= {"is_stopped": True, "again": again_value(stop_follows(keys=keys))}
    return render(request, "participation/follow_stop.html", context)


@never_cache
@csrf_exempt
@sensitive_post_parameters("again")
@require_POST
def again(request: HttpRequest) -> HttpResponse:
    """The button on the page that says that one stopped: stopped by mistake, one is back without another mail."""
    follows = follow_again(stopped=stopped_before(request.POST.get("again", "")), at=clock.now())
    things = _things([one.reference_id for one in follows])
    context = {"things": list(things.values()), "is_again": True}
    status = HTTPStatus.OK if things else HTTPStatus.GONE
    return render(request, "participation/follow_stop.html", context, status=status)


@login_required
@require_POST
def stop_own(request: HttpRequest) -> HttpResponse:
    """From one's own page: one thing by its reference, or everything."""
    string = request.POST.get("reference", "")
    reference = Reference.objects.filter(string=string).first() if string else None
    if string and reference is None:
        raise Http404
    stop_own_follows(by=request.user, reference=reference)
    messages.success(request, _("You do not follow this any more.") if string else _("You follow nothing any more."))
    return redirect("my_page")


def _things(references: list[int]) -> dict[int, Followed]:
    return followed_things(references, str(get_language()))
