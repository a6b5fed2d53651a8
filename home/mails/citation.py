from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from base.links import whole
from base.models import PublishedVersion
from home.enums import QuoteCheck
from home.models import Citation, Party
from home.quotation import checked


def newer_version_mail(
    *, party: Party, person: Any, citations: Sequence[Citation], version: PublishedVersion
) -> EmailMultiAlternatives:
    """'You cite version 3, now 5', in the language in which the party cites, with what changed and whether a quote still
    stands."""
    cited_in = citations[0].version.language
    language = cited_in if cited_in in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
    with translation.override(language):
        context = {
            "party": party,
            "version": version,
            "reference": version.reference.string,
            "title": version.content.get("title", ""),
            "cited": [_told(citation, version) for citation in citations],
            "party_url": whole(party.get_absolute_url()),
            "city_name": settings.CITY_NAME,
            "language": language,
        }
        # A subject is one line.
        subject = " ".join(render_to_string("home/mail/newer_version_subject.txt", context).split())
        mail = EmailMultiAlternatives(
            subject=subject,
            body=render_to_string("home/mail/newer_version.txt", context).strip() + "\n",
            to=[person.email],
            headers={"Auto-Submitted": "auto-generated", "Content-Language": language},
        )
        mail.attach_alternative(render_to_string("home/mail/newer_version.html", context), "text/html")
    return mail


def _told(citation: Citation, version: PublishedVersion) -> dict[str, Any]:
    string = version.reference.string
    same_language = citation.version.language == version.language
    quote_check = checked(version, citation.quote) if citation.quote and same_language else ""
    return {
        "citation": citation,
        "label": citation.version.label,
        "difference_url": whole(reverse("difference", args=[string, citation.version.label, version.label])),
        "quote_stands": quote_check in (QuoteCheck.EXACT, QuoteCheck.NEARLY),
        "quote_gone": quote_check == QuoteCheck.NOT_FOUND,
    }
