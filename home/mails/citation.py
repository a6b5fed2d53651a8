from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.urls import reverse
from django.utils import translation

from base.links import whole
from base.mail import written_mail
from base.models import PublishedVersion
from base.queries.published_version import changes_between
from home.enums import QuoteCheck
from home.models import Citation, Party
from home.quotation import checked


def newer_version_mail(
    *, party: Party, person: Any, citations: Sequence[Citation], version: PublishedVersion
) -> EmailMultiAlternatives:
    """'You cite version 3, now 5', in the language in which the party cites, with what changed and whether a quote still
    stands."""
    oldest = min((one.version for one in citations), key=lambda one: one.place)
    cited_in = citations[0].version.language
    language = cited_in if cited_in in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
    with translation.override(language):
        context = {
            "party": party,
            "version": version,
            "reference": version.reference.string,
            "title": version.content.get("title", ""),
            "notes": changes_between(oldest, version),
            "cited": [_told(citation, version) for citation in citations],
            "party_url": whole(party.get_absolute_url()),
        }
    return written_mail("home/mail/newer_version", context, to=person.email, language=language)


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
