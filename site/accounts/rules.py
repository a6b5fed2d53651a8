"""Who may sign in, and how. Each rule returns a refusal as a sentence, or nothing where the way is free."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.conf import settings
from django.utils.translation import gettext as _

from accounts.models import SignInRequest, User
from base.counter import Counter
from base.instants import clock

HOUR = 60 * 60


def asked_of_address() -> Counter:
    """Mails to one address: enough for a household, too few to flood a mailbox."""
    return Counter("address", settings.SIGN_IN["mails_per_address_per_hour"], HOUR)


def asked_from_client() -> Counter:
    """Mails asked from one place: a library or a school is one place."""
    return Counter("client", settings.SIGN_IN["mails_per_client_per_hour"], HOUR)


def wrong_codes() -> Counter:
    """Wrong codes for one address, whoever typed them: six digits must not be found by trying for days."""
    return Counter("wrong", settings.SIGN_IN["wrong_codes_per_address_per_day"], 24 * HOUR)


def refusal_to_ask(is_within_address: bool, is_within_client: bool, at: datetime) -> str:
    """Counted before; says nothing about whether the address has an account."""
    if not is_within_address:
        return _(
            "Many mails were asked for this address in a short time. Use the newest one, or ask again after %(time)s."
        ) % {"time": clock(asked_of_address().free_at(at))}
    if not is_within_client:
        return _("Many mails were asked from where you are in a short time. Try again after %(time)s.") % {
            "time": clock(asked_from_client().free_at(at))
        }
    return ""


def refusal_to_use(sign_in_request: SignInRequest, at: datetime) -> str:
    """Why neither code nor link of this request signs anybody in."""
    if sign_in_request.used_at is not None:
        return _("This mail was used already; each works once. Ask for a new one.")
    if sign_in_request.has_expired(at):
        return _("This mail is older than %(minutes)d minutes and no longer works. Ask for a new one.") % {
            "minutes": settings.SIGN_IN["minutes"]
        }
    return ""


def refusal_of_code(sign_in_request: SignInRequest, at: datetime) -> str:
    """Why no code can be given now; whether it is the right one is seen afterwards."""
    if sentence := refusal_to_use(sign_in_request, at):
        return sentence
    if sign_in_request.attempts_left == 0:
        return _("A wrong code was typed too often. The link in the mail still works; or ask for a new mail.")
    if wrong_codes().is_full(sign_in_request.email, at=at):
        return _("Too many wrong codes were typed for this address today. Use the link in the mail instead.")
    return ""


def refusal_of_wrong_code(sign_in_request: SignInRequest) -> str:
    if sign_in_request.attempts_left == 0:
        return _("That is not the code, and this was the last try. The link in the mail still works.")
    return _("That is not the code. Look in the newest mail and type the six digits. Tries left: %(left)d.") % {
        "left": sign_in_request.attempts_left
    }


def refusal_to_finish(sign_in_request: SignInRequest, at: datetime) -> str:
    if sign_in_request.used_at is None:
        return _("First type the code of the mail, or open its link.")
    if sign_in_request.finished_at is not None:
        return _("This mail was used already; each works once. Ask for a new one.")
    if at >= sign_in_request.used_at + timedelta(minutes=settings.SIGN_IN["minutes"]):
        return _("You took longer than %(minutes)d minutes. Ask for a new mail.") % {
            "minutes": settings.SIGN_IN["minutes"]
        }
    return ""


def refusal_of_person(sign_in_request: SignInRequest, person: User) -> str:
    if person.email != sign_in_request.email:
        return _("That account has another mail address. Sign in with that address.")
    return refusal_of_inactive([person])


def refusal_of_inactive(people: Iterable[User]) -> str:
    """A closed account cannot sign in, nor make another at its address."""
    people = list(people)
    if people and not any(person.is_active for person in people):
        return _("This account is closed. Write to %(contact)s if that is not right.") % {
            "contact": settings.CITY_CONTACT
        }
    return ""


def refusal_to_join(email: str) -> str:
    """Why nobody new can come in at an address. Closed accounts count: closing one makes no room for the next."""
    most = settings.SIGN_IN["accounts_per_address"]
    if User.objects.at_address(email).count() < most:
        return ""
    return _(
        "This address has %(most)d accounts, and that is the most. Use another mail address, or write to %(contact)s."
    ) % {"most": most, "contact": settings.CITY_CONTACT}


def refusal_of_name(display_name: str) -> str:
    if "@" in display_name:
        return _("Everybody will see this name, so do not use a mail address. A first name or nickname is fine.")
    if len(display_name) < 2:
        return _("Type a name of at least two characters. A first name or nickname is fine.")
    return refusal_of_signs(display_name)


def refusal_of_signs(name: str) -> str:
    """Also of those that turn the reading direction, or cannot be seen."""
    if name.isprintable():
        return ""
    return _("This name has characters that cannot be shown. Type it again with letters alone.")
