"""Mails to somebody of what was written down about them, in the language of the city: nobody knows theirs."""

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.urls import reverse
from django.utils import translation

from accounts.models import Membership, User
from base.links import whole
from base.mail import written_mail


def residency_mail(person: User) -> EmailMultiAlternatives:
    return _about("residency", person.email, {})


def residency_moved_mail(person: User) -> EmailMultiAlternatives:
    return _about("residency_moved", person.email, {})


def membership_mail(membership: Membership) -> EmailMultiAlternatives:
    return _about("membership", membership.email, {"organisation": membership.organisation.name})


def _about(template: str, to: str, context: dict[str, str]) -> EmailMultiAlternatives:
    language = settings.LANGUAGE_CODE
    with translation.override(language):
        link = whole(reverse("my_page"))
    return written_mail(f"accounts/mail/{template}", context | {"link": link}, to=to, language=language)
