"""Signing in: the address, the code or the link of the mail, and who one is at that address."""

import logging
from http import HTTPStatus
from smtplib import SMTPException
from typing import Any

from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import Login
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods

from accounts.actions.sign_in_request import ask_to_sign_in, confirm_code, finish_sign_in, open_link
from accounts.forms.sign_in_request import AddressForm, CodeForm
from accounts.forms.user import DisplayNameForm
from accounts.mails.sign_in_request import sign_in_mail
from accounts.models import SignInRequest, User
from accounts.queries.sign_in_request import sign_in_request_of_link
from accounts.queries.user import active_people_at, demo_people
from accounts.rules import refusal_of_inactive, refusal_to_finish, refusal_to_join, refusal_to_use
from accounts.views.next_path import safe_next_path
from base import clock
from base.client_address import client_address
from base.mail_sink import newest_mail
from base.refusal import Refusal

logger = logging.getLogger(__name__)

# In the session of the browser that asked, and of the one that showed the address to be theirs.
ASKED = "sign_in_asked"
SHOWN = "sign_in_shown"

# Why allauth's own sign-in by code is not used: it keeps the code in the session of the asking browser, so no link can
# work in another one; it looks for one account by a unique address, so two people cannot share one; and it has no way
# to let a newcomer in without a page that says so. What follows on our steps is allauth's: the record of the method,
# `perform_login` with its stages (a second factor, when there is one), its signals and its adapter.


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    next_path = safe_next_path(request, request.POST.get("next", "") or request.GET.get("next", ""))
    if request.method != "POST":
        form = AddressForm(initial={"next": next_path})
        return _address_page(request, form)
    form = AddressForm(request.POST)
    if not form.is_valid():
        return _address_page(request, form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        asked = ask_to_sign_in(
            email=form.cleaned_data["email"],
            next_path=next_path,
            language=get_language() or settings.LANGUAGE_CODE,
            client=client_address(request),
            by=request.user,
            at=clock.now(),
        )
        sign_in_mail(asked).send()
    except Refusal as refusal:
        form.add_error(None, refusal.sentence)
        return _address_page(request, form, status=HTTPStatus.TOO_MANY_REQUESTS)
    except (SMTPException, OSError):
        logger.exception("A sign-in mail could not be handed over")
        form.add_error(None, _("The mail cannot be sent at this moment. Try again in a few minutes."))
        return _address_page(request, form, status=HTTPStatus.SERVICE_UNAVAILABLE)
    request.session[ASKED] = asked.sign_in_request.pk
    return redirect("sign_in_code")


@never_cache
@sensitive_post_parameters("code")
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in_code(request: HttpRequest) -> HttpResponse:
    asked = _request_in_session(request, ASKED)
    if asked is None:
        return redirect("sign_in")
    if request.method != "POST":
        return _code_page(request, CodeForm(), asked)
    form = CodeForm(request.POST)
    if not form.is_valid():
        return _code_page(request, form, asked, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        shown = confirm_code(sign_in_request=asked, code=form.cleaned_data["code"], by=request.user, at=clock.now())
    except Refusal as refusal:
        form.add_error("code", refusal.sentence)
        return _code_page(request, form, asked, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    return _go_on(request, shown)


@never_cache
@sensitive_variables("secret")
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in_link(request: HttpRequest, secret: str) -> HttpResponse:
    """The link of the mail. Programs that look into mail open it too: only the button on its page uses it up."""
    sentence = ""
    if request.method == "POST":
        try:
            return _go_on(request, open_link(secret=secret, by=request.user, at=clock.now()))
        except Refusal as refusal:
            sentence = refusal.sentence
    known = sign_in_request_of_link(secret)
    if known is not None and known.used_at is not None and getattr(request.user, "email", "") == known.email:
        return render(request, "accounts/sign_in_link.html", {"is_signed_in": True, "next": known.next_path})
    if known is None:
        sentence = sentence or _("This link is not complete or too old. Copy all of it, or ask for a new mail.")
    else:
        sentence = sentence or refusal_to_use(known, clock.now())
    status = HTTPStatus.GONE if sentence else HTTPStatus.OK
    context = {"sign_in_request": known, "refusal": sentence, "next": known.next_path if known else ""}
    return render(request, "accounts/sign_in_link.html", context, status=status)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in_person(request: HttpRequest) -> HttpResponse:
    """Who one is at the address that was shown to be theirs: one of its people, or somebody new."""
    shown = _request_in_session(request, SHOWN)
    if shown is None:
        return redirect("sign_in")
    if sentence := refusal_to_finish(shown, clock.now()):
        return _person_page(request, shown, DisplayNameForm(), refusal=sentence)
    if request.method != "POST":
        return _person_page(request, shown, DisplayNameForm())
    key = request.POST.get("person", "")
    form = DisplayNameForm(None if key else request.POST)
    if not key and not form.is_valid():
        return _person_page(request, shown, form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    person = next((person for person in active_people_at(shown.email) if str(person.key) == key), None)
    if key and person is None:
        return redirect("sign_in_person")
    try:
        person = finish_sign_in(
            sign_in_request=shown,
            person=person,
            display_name="" if key else form.cleaned_data["display_name"],
            is_minor=not key and form.cleaned_data["is_minor"],
            by=request.user,
            at=clock.now(),
        )
    except Refusal as refusal:
        if not key:
            form.add_error("display_name", refusal.sentence)
            return _person_page(request, shown, form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
        return _person_page(request, shown, form, refusal=refusal.sentence)
    return _log_in(request, person, shown)


def _request_in_session(request: HttpRequest, name: str) -> SignInRequest | None:
    return SignInRequest.objects.filter(pk=request.session.get(name, 0)).first()


def _go_on(request: HttpRequest, shown: SignInRequest) -> HttpResponse:
    """From an address that was shown to be theirs to the person. What the session holds now is worth a new key."""
    request.session.pop(ASKED, None)
    request.session.cycle_key()
    request.session[SHOWN] = shown.pk
    return redirect("sign_in_person")


def _log_in(request: HttpRequest, person: User, shown: SignInRequest) -> HttpResponse:
    request.session.pop(SHOWN, None)
    record_authentication(request, person, method="code", email=person.email)
    login = Login(user=person, email=person.email, redirect_url=shown.next_path or None)
    return perform_login(request, login)


def _address_page(request: HttpRequest, form: AddressForm, status: int = HTTPStatus.OK) -> HttpResponse:
    next_path = str(form["next"].value() or "")
    context: dict[str, Any] = {"form": form, "next": next_path}
    if settings.DEMO:
        context["demo_people"] = demo_people()
    return render(request, "accounts/sign_in.html", context, status=status)


def _code_page(request: HttpRequest, form: CodeForm, asked: SignInRequest, status: int = HTTPStatus.OK) -> HttpResponse:
    context: dict[str, Any] = {"form": form, "sign_in_request": asked}
    if settings.DEMO:
        mail = newest_mail(to=asked.email)
        context["demo_mail"] = mail.shown() if mail else None
    return render(request, "accounts/sign_in_code.html", context, status=status)


def _person_page(
    request: HttpRequest, shown: SignInRequest, form: DisplayNameForm, refusal: str = "", status: int = HTTPStatus.OK
) -> HttpResponse:
    people = active_people_at(shown.email)
    if not people:
        refusal = refusal or refusal_of_inactive(User.objects.at_address(shown.email))
    if refusal:
        status = HTTPStatus.FORBIDDEN
    context = {
        "sign_in_request": shown,
        "people": people,
        "join_refusal": refusal_to_join(shown.email) if people else "",
        "form": form,
        "refusal": refusal,
        "next": shown.next_path,
    }
    return render(request, "accounts/sign_in_person.html", context, status=status)
