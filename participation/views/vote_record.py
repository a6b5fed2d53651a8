"""The record of a vote, as a page and as an accessible PDF of the same."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from base import clock
from base.instants import last_minute
from base.links import whole
from base.queries.published_version import version_in_force
from base.views.paper import pdf_response
from participation.certification_rules import refusal_to_object
from participation.count_words import outcome_lines, paper_record, record_facts, standing_words, tie_lines
from participation.queries.certification import standing_of
from participation.queries.lot import lot_of
from participation.queries.round_change import shown_changes
from participation.queries.vote_record import record_of
from participation.rule_words import tie_words
from participation.views.vote import closed_by_the_clock

# So many options are told; of a long list what was chosen comes first, and the rest stands on the page of the result.
MOST_LINES = 20


@require_safe
def vote_record(request: HttpRequest, reference: str) -> HttpResponse:
    return render(request, "participation/vote_record.html", _context(reference))


@require_safe
def vote_record_pdf(request: HttpRequest, reference: str) -> HttpResponse:
    """Drawn once for what it says: the same record is the same bytes."""
    html = render_to_string("participation/vote_record_paper.html", _context(reference))
    return pdf_response(html, f"{reference}-record.pdf")


def _context(reference: str) -> dict[str, Any]:
    consultation_round, now = closed_by_the_clock(reference), clock.now()
    record = record_of(consultation_round) if consultation_round is not None else None
    if consultation_round is None or record is None:
        raise Http404
    voting = consultation_round.voting
    published_at = consultation_round.result_published_at
    is_public = published_at is not None and published_at <= now
    standing = standing_of(consultation_round, now) if is_public else None
    sheet = record.sheet if is_public else None
    outcome = outcome_lines(sheet) if sheet is not None else []
    return {
        "ties": tie_lines(sheet) if sheet is not None else [],
        "tie_rule_words": tie_words(consultation_round) if sheet is not None else "",
        "lot": lot_of(sheet) if sheet is not None else None,
        "outcome": outcome[:MOST_LINES],
        "outcome_left": len(outcome[MOST_LINES:]),
        "consultation_round": consultation_round,
        "round_text": version_in_force(consultation_round.reference_id, str(get_language())),
        "record": record,
        "ended_at": last_minute(voting.ends_at) if voting is not None and voting.ends_at is not None else None,
        "changes": shown_changes(consultation_round),
        # How many came is said after the close, what was in the box once the result is public.
        "is_closed": record.box.closed_at is not None,
        "is_public": is_public,
        "facts": record_facts(record, is_public=is_public),
        "paper_record": paper_record(record),
        "standing": standing,
        "standing_words": standing_words(standing) if standing is not None else "",
        "can_object": is_public and not refusal_to_object(consultation_round, record.sheet, now),
        "address": whole(consultation_round.reference.get_absolute_url()),
    }
