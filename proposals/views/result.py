"""The published result of a vote: its page, and the same as files for programs."""

import csv

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.rehearsal import is_rehearsal
from base import clock
from base.queries.published_version import version_in_force
from base.refusal import Refusal
from base.spreadsheet import defused
from participation.actions.tally_sheet import show_invented
from participation.count_words import standing_words
from participation.enums import Eligibility
from participation.exports.ballots import CountedBallots, forms_of, written
from participation.queries.ballot import profile_of
from participation.queries.certification import standing_of
from participation.queries.invented import may_be_invented
from participation.queries.lot import closing_head, lot_of
from participation.queries.result_bundle import bundle_of
from participation.queries.round_change import shown_changes
from participation.queries.turnout import turnout_by_channel
from participation.rule_words import force_words, nobody_was_checked
from proposals.queries.decision import decisions_on
from proposals.queries.dossier import refusal_of_dossier
from proposals.queries.response_document import document_of
from proposals.queries.result import Result, result_of
from proposals.queries.thread import round_thread
from proposals.views.consultation_round import round_or_404
from proposals.views.words import result_words, standing_of_result

FILES = {"pb": "text/plain", "blt": "text/plain", "csv": "text/csv"}


@require_safe
def result(request: HttpRequest, reference: str) -> HttpResponse:
    is_invented = _show_invented(request, reference)
    try:
        found = result_or_refusal(reference)
    except Refusal as refusal:
        return refused(request, reference, refusal)
    about, lot = found.consultation_round.about, lot_of(found.sheet)
    subjects = {line.subject.reference.string: line.subject for line in found.lines}
    text = version_in_force(found.consultation_round.reference_id, str(get_language()))
    decisions = decisions_on(found.consultation_round)
    standing = standing_of(found.consultation_round, clock.now())
    context = result_words(found) | {
        "standing": standing,
        "count_words": standing_words(standing) if standing is not None else "",
        "result": found,
        "channels": turnout_by_channel(found.consultation_round),
        "consultation_round": found.consultation_round,
        "round_text": text,
        "crumbs": [
            {
                "label": text.title if text else found.consultation_round.title,
                "url": found.consultation_round.reference.get_absolute_url(),
                "lang": (text or found.consultation_round).language,
            }
        ],
        "item_text": version_in_force(about.pk, str(get_language())) if about else None,
        "decisions": decisions,
        "standing_words": standing_of_result(found.consultation_round, decisions, text.content if text else {}),
        "files": _files(found),
        "force_words": force_words(found.consultation_round),
        # Of what was taken over from elsewhere the site does not know who could vote.
        "unchecked_words": nobody_was_checked()
        if standing is not None and found.consultation_round.eligibility == Eligibility.SIGNED_IN
        else "",
        "bundle": bundle_of(found.sheet),
        "has_dossier": not refusal_of_dossier(found.consultation_round, clock.now()),
        "closing_head": closing_head(found.consultation_round),
        "lot": lot,
        "lot_order": [subjects[one] for one in lot.order if one in subjects] if lot else [],
        "changes": shown_changes(found.consultation_round),
        "stations": round_thread(
            found.consultation_round, decisions, clock.now(), document_of(found.consultation_round)
        ),
    }
    if is_invented:
        # Who could vote is known, and who did is nobody.
        context |= {"is_invented": True, "turnout_words": "", "channels": [], "files": [], "has_dossier": False}
    return render(request, "proposals/result.html", context)


def _show_invented(request: HttpRequest, reference: str) -> bool:
    """In a rehearsal of the time after a vote that has not begun, what the page will look like: on ballots that nobody cast."""
    if not is_rehearsal(request):
        return False
    held = round_or_404(reference)
    voting = held.voting
    if voting is None or not voting.has_ended(clock.now()) or not may_be_invented(held):
        return False
    show_invented(consultation_round=held, at=voting.ends_at or clock.now())
    return True


@require_safe
def result_json(request: HttpRequest, reference: str) -> HttpResponse:
    try:
        found = result_or_refusal(reference)
    except Refusal as refusal:
        return JsonResponse({"refusal": refusal.sentence}, status=409)
    return JsonResponse(found.as_data(), json_dumps_params={"indent": 2, "ensure_ascii": False})


@require_safe
def result_csv(request: HttpRequest, reference: str) -> HttpResponse:
    """UTF-8 with a byte order mark, so that a spreadsheet reads it; cells that look like formulas are defused."""
    try:
        found = result_or_refusal(reference)
    except Refusal as refusal:
        return HttpResponse(refusal.sentence, content_type="text/plain; charset=utf-8", status=409)
    response = HttpResponse("\ufeff", content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{reference}{found.consultation_round.mark}.csv"'
    writer = csv.writer(response)
    writer.writerow(["reference", "title", "score", "cost", "chosen", "place"])
    for line in found.lines:
        shown = defused(line.subject.public_label)
        writer.writerow(
            [line.subject.reference.string, shown, line.score, line.cost or 0, int(line.is_chosen), line.place or ""]
        )
    return response


@require_safe
def ballot_file(request: HttpRequest, reference: str, form: str) -> HttpResponse:
    """The ballots of a published count, as another program reads them."""
    try:
        found = result_or_refusal(reference)
    except Refusal as refusal:
        return HttpResponse(refusal.sentence, content_type="text/plain; charset=utf-8", status=409)
    if form not in forms_of(found.consultation_round):
        raise Http404(_("These ballots have no such form."))
    counted = CountedBallots(
        title=found.consultation_round.title,
        language=found.consultation_round.language,
        rule=found.sheet.rule,
        profile=profile_of(found.consultation_round),
        labels={line.subject.reference.string: line.subject.public_label for line in found.lines},
        winners=found.sheet.outcome["winners"],
    )
    response = HttpResponse(written(counted, form), content_type=f"{FILES[form]}; charset=utf-8")
    marked = f"{reference}{found.consultation_round.mark}"
    name = f"{marked}-ballots.csv" if form == "csv" else f"{marked}.{form}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _files(found: Result) -> list[dict[str, str]]:
    labels = {
        "pb": _("The ballots in Pabulib's form (.pb)"),
        "blt": _("The ballots for programs that count rankings (.blt)"),
        "csv": _("The ballots as a table (CSV)"),
    }
    reference = found.consultation_round.reference.string
    return [
        {"label": labels[form], "url": reverse(f"ballots_{form}", args=[reference])}
        for form in forms_of(found.consultation_round)
    ]


def result_or_refusal(reference: str) -> Result:
    consultation_round = round_or_404(reference)
    found = result_of(consultation_round, clock.now())
    if found is None:
        raise Refusal(_("The result of this vote has not been published yet. Nobody sees a count before that."))
    return found


def refused(request: HttpRequest, reference: str, refusal: Refusal) -> HttpResponse:
    """The page that says why there is no result to see."""
    context = {"refusal": refusal.sentence, "reference": reference}
    return render(request, "proposals/result_refused.html", context, status=409)
