from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from base import clock
from base.admin_views import DeskView
from base.refusal import Refusal
from participation.actions.consultation_round import publish_result
from participation.actions.subject import keep_off_ballot
from participation.actions.tally_sheet import count_round
from participation.box_rules import refusal_of_unready, refusal_of_untested
from participation.count_words import turnout_words
from participation.doubles import refusal_of_doubles
from participation.models import ConsultationRound, Subject, TallySheet
from participation.queries.ballot import as_shown, ballot_subjects, withdrawn_keys
from participation.queries.consultation_round import RoundStanding, round_by_reference, standing
from participation.queries.lot import draws_lot, lot_of
from participation.rules import COUNT, refusal_to_count
from participation.tally_words import course_words, tie_words, words_by_option


@dataclass(frozen=True)
class RoundRow:
    consultation_round: ConsultationRound
    standing: RoundStanding

    @property
    def box_refusal(self) -> str:
        """What of a vote's box is still to be done before anybody can vote."""
        return refusal_of_untested(self.consultation_round) if self.consultation_round.method else ""


def _sheet_words(sheet: TallySheet | None) -> dict[str, Any]:
    """What a clerk looks through before the result is public: of each option what its count rests on."""
    if sheet is None:
        return {}
    lines = list(sheet.lines.select_related("subject__reference"))
    labels = {line.subject.reference.string: line.subject.public_label for line in lines}
    words = words_by_option(sheet.rule, sheet.outcome, labels)
    return {
        "sheet_lines": [(line, words.get(line.subject.reference.string, "")) for line in lines],
        "course": course_words(sheet.rule, sheet.outcome, labels),
        "ties": [tie_words(tie, labels) for tie in sheet.outcome["ties"]],
        "lot": lot_of(sheet),
    }


class RoundsView(DeskView):
    """Every round with where it is and what the clerk can do."""

    permission = COUNT
    page_title = gettext_lazy("Rounds and counts")
    header_icon = "history"
    template_name = "participation/admin/rounds.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        now = clock.now()
        rounds = ConsultationRound.objects.with_phases().order_by("-put_in_force_at", "-pk")
        return self.desk(rows=[RoundRow(one, standing(one, now)) for one in rounds])


class RoundView(DeskView):
    """One round for the clerk: its phases, its ballot paper, its turnout; counting and publishing the result."""

    permission = COUNT
    page_title = gettext_lazy("Round")
    header_icon = "history"
    template_name = "participation/admin/round.html"

    def get(self, request: HttpRequest, reference: str) -> HttpResponse:
        return self._desk(reference, 200)

    def _desk(self, reference: str, status: int, refusal: str = "") -> HttpResponse:
        consultation_round = self._round(reference)
        now = clock.now()
        sheet = consultation_round.tally_sheets.order_by("-number").first()
        paper_stands_fast = consultation_round.voting is not None and consultation_round.voting.has_begun(now)
        has_paper = bool(consultation_round.method)
        return self.desk(
            status,
            refusal=refusal,
            typed=self.request.POST,
            consultation_round=consultation_round,
            standing=standing(consultation_round, now),
            lines=as_shown(consultation_round, ballot_subjects(consultation_round)) if has_paper else [],
            doubles=refusal_of_doubles(consultation_round) if has_paper and not paper_stands_fast else "",
            off=consultation_round.subjects.visible().exclude(kept_off_because="").select_related("reference"),
            paper_stands_fast=paper_stands_fast,
            turnout_words=turnout_words(consultation_round),
            withdrawn=withdrawn_keys(consultation_round) if has_paper else set(),
            box_refusal=refusal_of_unready(consultation_round),
            draws_lot=has_paper and draws_lot(consultation_round),
            count_refusal=refusal_to_count(consultation_round, now),
            sheet=sheet,
            **_sheet_words(sheet),
        )

    def post(self, request: HttpRequest, reference: str) -> HttpResponse:
        consultation_round = self._round(reference)
        act = request.POST.get("act")
        try:
            if act == "count":
                count_round(
                    consultation_round=consultation_round,
                    by=request.user,
                    at=clock.now(),
                    public_value=request.POST.get("public_value", ""),
                )
                messages.success(request, _("Counted. Look the sheet through, then publish the result."))
            elif act == "publish":
                publish_result(consultation_round=consultation_round, by=request.user, at=clock.now())
                messages.success(request, _("The result is public."))
            elif act == "paper":
                keep_off_ballot(
                    subject=self._subject(consultation_round, request.POST.get("subject", "")),
                    reason=request.POST.get("reason", ""),
                    by=request.user,
                    at=clock.now(),
                )
                messages.success(request, _("The ballot paper was changed."))
        except Refusal as refusal:
            return self._desk(reference, 409, refusal.sentence)
        return redirect("round_desk", reference)

    def _round(self, reference: str) -> ConsultationRound:
        consultation_round = round_by_reference(reference)
        if consultation_round is None:
            raise Http404
        return consultation_round

    def _subject(self, consultation_round: ConsultationRound, reference: str) -> Subject:
        subject = consultation_round.subjects.filter(reference__string=reference).first()
        if subject is None:
            raise Http404
        return subject

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *self.breadcrumbs_items,
            {"url": reverse("rounds_desk"), "label": RoundsView.page_title},
            {"url": "", "label": self.kwargs["reference"]},
        ]
