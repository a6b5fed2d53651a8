from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from base import clock
from base.admin_views import DeskView, FormDeskView, FormsDeskView
from participation.actions.count_objection import read_objector, rule_on_objections
from participation.actions.incident import enter_incident
from participation.actions.recount import begin_recount
from participation.actions.seconded_act import ask_second
from participation.actions.tally_sheet import correct_count
from participation.admin_views.consultation_round import RoundsView
from participation.certification_rules import (
    certification_of,
    is_certified,
    needs_second_to_correct,
    refusal_to_count_again,
    refusal_to_rule_on,
)
from participation.count_steps import steps_of
from participation.forms.certification import CertifyForm, CorrectForm, CountersignForm, IncidentForm
from participation.forms.count_objection import ObjectionRulingForm
from participation.models import ConsultationRound, CountObjection, Recount
from participation.queries.ballot_box import possible_holders
from participation.queries.certification import refusal_of_certificate
from participation.queries.lot import draws_lot, is_settled_by_lot, lot_of
from participation.queries.recount import last_recount
from participation.queries.seconded_act import waiting_acts
from participation.queries.tally_sheet import newest_sheet, set_aside_in
from participation.queries.vote_record import record_of
from participation.rules import COUNT
from participation.views.vote import vote_or_404
from participation.voting_enums import SecondedKind

SECONDS_BETWEEN_LOOKS = 5


class CountDesk(DeskView):
    """A screen about the count of one round."""

    permission = COUNT

    def round(self) -> ConsultationRound:
        return vote_or_404(self.kwargs["reference"])

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        reference = self.kwargs["reference"]
        return [
            *self.breadcrumbs_items,
            {"url": reverse("rounds_desk"), "label": RoundsView.page_title},
            {"url": reverse("round_desk", args=[reference]), "label": reference},
            {"url": "", "label": self.page_title},
        ]


class CertificationView(FormsDeskView, CountDesk):
    """Count and certify: every step of a vote after its close, what is done, and whom the next waits for."""

    page_title = gettext_lazy("Count and certify")
    header_icon = "check"
    template_name = "participation/admin/certification.html"

    def get_forms(self) -> dict[str, forms.Form]:
        consultation_round = self.round()
        incidents = consultation_round.incidents.filter(corrected_by__isnull=True)
        people = possible_holders().exclude(pk=self.request.user.pk)
        sheet = newest_sheet(consultation_round)
        draw = consultation_round.public_draw if sheet is not None and is_settled_by_lot(sheet) else ""
        return {
            "incident": IncidentForm(self.sent("incident"), incidents=incidents),
            "certify": CertifyForm(self.sent("certify"), people=people, draw=draw),
            "countersign": CountersignForm(self.sent("countersign"), draw=draw),
            "correct": CorrectForm(
                self.sent("correct"),
                readable=set_aside_in(consultation_round).exclude(marks=""),
                draws_lot=draws_lot(consultation_round),
            ),
        }

    def act(self, form: Any) -> HttpResponse:
        act, reference = self.request.POST["act"], self.kwargs["reference"]
        about: dict[str, Any] = {"consultation_round": self.round(), "by": self.request.user, "at": clock.now()}
        if act in ("certify", "countersign"):
            begin_recount(**about, **form.asked())
            return redirect("recount_desk", reference)
        if act == "incident":
            enter_incident(**about, **form.cleaned_data)
            return self.done(_("It stands in the record of the vote."), "certify_desk", reference)
        sheet = newest_sheet(about["consultation_round"])
        if sheet is not None and needs_second_to_correct(sheet, form.cleaned_data.get("public_value", "")):
            ask_second(**about, **form.asked(), kind=SecondedKind.CORRECT)
            asked = _("It waits for a second person: nothing is counted anew before somebody else confirms it.")
            return self.done(asked, "certify_desk", reference)
        corrected = correct_count(**about, **form.cleaned_data)
        done = (
            _("Counted again on tally sheet %(number)d: nothing changed. The result is provisional again.")
            if corrected.is_repeat
            else _("Counted anew on tally sheet %(number)d. The result is provisional again.")
        )
        return self.done(done % {"number": corrected.number}, "certify_desk", reference)

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        consultation_round, now = self.round(), clock.now()
        record = record_of(consultation_round)
        certification = certification_of(record.sheet) if record is not None else None
        refusal = refusal_of_certificate(consultation_round, now)
        can_sign = not refusal and certification is not None
        return super().get_context_data(
            consultation_round=consultation_round,
            record=record,
            steps=steps_of(consultation_round, now),
            certification=certification,
            certify_refusal=refusal,
            recount=last_recount(record.sheet, self.request.user) if record is not None and record.sheet else None,
            is_asked=can_sign
            and certification is not None
            and self.request.user.pk in (certification.asked_id, certification.deputy_id),
            may_ask=not refusal and (certification is None or certification.first_id == self.request.user.pk),
            waiting=waiting_acts(consultation_round, clock.now()),
            lot=lot_of(record.sheet) if record is not None and record.sheet is not None else None,
            is_certified=record is not None and is_certified(record.sheet),
            **context,
        )


class RecountView(CountDesk):
    """How far the recount is of who certifies. Until it is done the page comes anew by itself; nothing can be typed on it."""

    page_title = gettext_lazy("Counting again")
    header_icon = "rotate"
    template_name = "participation/admin/recount.html"

    def get(self, request: HttpRequest, reference: str) -> HttpResponse:
        recount = self._recount()
        if recount is None:
            return redirect("certify_desk", reference)
        is_late = not refusal_to_count_again(recount, clock.now())
        response = self.desk(consultation_round=recount.sheet.consultation_round, recount=recount, is_late=is_late)
        if recount.ended_at is None and not is_late:
            response["Refresh"] = str(SECONDS_BETWEEN_LOOKS)
        return response

    def _recount(self) -> Recount | None:
        sheet = newest_sheet(self.round())
        return last_recount(sheet, self.request.user) if sheet is not None else None


class ObjectionView(FormDeskView, CountDesk):
    """One objection to a count. Who objects is shown when it is asked, once, and that stays in the audit trail."""

    page_title = gettext_lazy("Objection to the count")
    header_icon = "help"
    template_name = "participation/admin/count_objection.html"
    form_class = ObjectionRulingForm

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.POST.get("act") != "sender":
            return super().post(request, *args, **kwargs)
        sender = read_objector(**self._about())
        response = self.desk(form=ObjectionRulingForm(others=self._others()), sender=sender, is_read=True)
        response["Cache-Control"] = "no-store"
        return response

    def act(self, form: Any) -> HttpResponse:
        given = dict(form.cleaned_data)
        both = [self._objection(), *given.pop("also", [])]
        rule_on_objections(objections=both, by=self.request.user, at=clock.now(), **given)
        return self.done(_("The ruling is public, without names."), "certify_desk", self.kwargs["reference"])

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        objection = self._objection()
        return super().get_context_data(objection=objection, ruling_refusal=refusal_to_rule_on(objection), **context)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"others": self._others()}

    def _others(self) -> QuerySet[CountObjection]:
        """Of the same count, that wait for a ruling too."""
        return self.round().count_objections.filter(ruled_at=None).exclude(number=self.kwargs["number"])

    def _about(self) -> dict[str, Any]:
        return {"objection": self._objection(), "by": self.request.user, "at": clock.now()}

    def _objection(self) -> CountObjection:
        found = self.round().count_objections.filter(number=self.kwargs["number"]).first()
        if found is None:
            raise Http404
        return found
