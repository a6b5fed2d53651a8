from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from base.instants import day
from base.queries.published_version import version_in_force
from participation.views.follow import follow_block
from proposals.models import CouncilVote, Decision
from proposals.queries.decision import belonging_to, versions_caused_by
from proposals.views.words import round_text


@require_safe
def decision(request: HttpRequest, reference: str) -> HttpResponse:
    found = (
        Decision.objects.select_related(
            "reference", "about", "consultation_round__reference", "corrects__reference", "corrected_by__reference"
        )
        .filter(reference__string=reference)
        .first()
    )
    if found is None:
        raise Http404
    language = str(get_language())
    belonging = belonging_to(found)
    in_english = language == "en" and bool(found.title_en)
    context = {
        **follow_block(request, found.reference),
        "decision": found,
        "title": found.title_en if in_english else found.title,
        "reasons": (found.reasons_en if in_english and found.reasons_en else found.reasons),
        "text_language": "en" if in_english else "nl",
        "item_text": version_in_force(found.about_id, language) if found.about_id else None,
        "round_text": round_text(found.consultation_round, language),
        "votes": [(one, *_heads(one)) for one in belonging.votes],
        "publications": belonging.publications,
        "promises": [(one, *one.said_in(language)) for one in belonging.commitments],
        "document": belonging.document,
        "caused": versions_caused_by(found, language),
        "facts": [
            {"label": _("Decided by"), "value": found.get_body_display()},
            {"label": _("On"), "value": day(found.decided_on)},
            {"label": _("Verdict"), "value": found.get_verdict_display()},
        ],
        "crumbs": [{"label": _("What became of it?"), "url": reverse("outcomes")}],
    }
    return render(request, "proposals/decision.html", context)


def _heads(vote: CouncilVote) -> tuple[int, int]:
    """How many were for, and against."""
    groups = list(vote.groups.all())
    return sum(one.in_favour for one in groups), sum(one.against for one in groups)
