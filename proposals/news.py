from django.conf import settings
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from base.instants import day
from base.links import whole
from participation.news import Link, News, Paragraph, other
from proposals.models import Decision


def decision_news(what: str) -> News | None:
    """A decision (its reference); nothing where it was corrected since: the correction is told by itself."""
    decision = (
        Decision.objects.select_related("reference", "corrects__reference")
        .filter(reference__string=what, corrected_by__isnull=True)
        .first()
    )
    if decision is None:
        return None
    in_english = get_language() == "en" and bool(decision.title_en)
    title, written_in = (decision.title_en, "en") if in_english else (decision.title, settings.LANGUAGE_CODE)
    facts = {"body": decision.get_body_display(), "day": day(decision.decided_on)}
    paragraphs = [Paragraph(f"“{title}”", other(written_in)), Paragraph(_("Decided by: %(body)s, %(day)s.") % facts)]
    if decision.corrects is not None:
        corrected = _("It corrects decision %(decision)s.") % {"decision": decision.corrects.reference.string}
        paragraphs.append(Paragraph(corrected))
    address = whole(reverse("decision", args=[decision.reference.string]))
    headline = _("Decision %(decision)s: %(verdict)s") % {
        "decision": decision.reference.string,
        "verdict": decision.get_verdict_display(),
    }
    return News(headline, paragraphs, [Link(_("Read the decision and its reasons:"), address)])
