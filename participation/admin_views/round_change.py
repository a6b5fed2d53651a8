from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from base import clock
from base.admin_views import DeskView
from base.refusal import Refusal
from participation.actions.round_change import (
    cancel_round,
    extend_phase,
    pause_round,
    resume_round,
    withdraw_option,
)
from participation.certification_rules import refusal_to_cancel
from participation.forms.round_change import ExtendForm, OptionForm, ReasonForm, ResumeForm
from participation.models import ConsultationRound
from participation.phase_words import overlaps_and_gaps
from participation.queries.ballot import options_of
from participation.queries.consultation_round import round_by_reference
from participation.queries.round_change import shown_changes
from participation.queries.tally_sheet import newest_sheet
from participation.round_change_rules import (
    refusal_to_change_anything,
    refusal_to_pause,
)
from participation.rules import COUNT


class RoundChangesView(DeskView):
    """What a clerk changes of a round that runs: longer, paused, resumed, cancelled, an option withdrawn. Each with a reason."""

    permission = COUNT
    page_title = gettext_lazy("Extend, pause or cancel")
    header_icon = "history"
    template_name = "participation/admin/round_changes.html"

    def get(self, request: HttpRequest, reference: str) -> HttpResponse:
        return self._desk(200, self._round())

    def post(self, request: HttpRequest, reference: str) -> HttpResponse:
        consultation_round, act = self._round(), request.POST.get("act", "")
        found = self._forms(consultation_round, act, request.POST)
        form = found.get(act)
        if form is None:
            # What was possible when the screen was read may not be any more.
            return self._desk(409, consultation_round)
        if not form.is_valid():
            return self._desk(422, consultation_round, found)
        try:
            self._do(act, consultation_round, form)
        except Refusal as refusal:
            form.add_error(None, refusal.sentence)
            return self._desk(409, consultation_round, found)
        messages.success(
            request, _("Done. It stands on the page of the round with its reason, and followers are told.")
        )
        return redirect("round_changes", reference)

    def _do(self, act: str, consultation_round: ConsultationRound, form: Any) -> None:
        said = {"reason": form.cleaned_data["reason"], "by": self.request.user, "at": clock.now()}
        if act == "extend":
            given = {name: form.cleaned_data[name] for name in ("phase", "ends_at")}
            extend_phase(consultation_round=consultation_round, **given, **said)
        elif act == "pause":
            pause_round(consultation_round=consultation_round, **said)
        elif act == "resume":
            resume_round(consultation_round=consultation_round, ends=form.ends, **said)
        elif act == "cancel":
            cancel_round(consultation_round=consultation_round, **said)
        elif act == "option":
            withdraw_option(subject=form.cleaned_data["subject"], **said)

    def _forms(self, consultation_round: ConsultationRound, act: str = "", data: Any = None) -> dict[str, forms.Form]:
        """Those of what can be done now, by act."""

        def sent(name: str) -> Any:
            return data if name == act else None

        found: dict[str, forms.Form] = {}
        if not refusal_to_cancel(consultation_round, newest_sheet(consultation_round)):
            found["cancel"] = ReasonForm(sent("cancel"), prefix="cancel")
        if refusal_to_change_anything(consultation_round):
            return found
        now = clock.now()
        paused_at = consultation_round.paused_at
        running = [one for one in consultation_round.open_phases(paused_at or now) if one.ends_at is not None]
        options = options_of(consultation_round) if consultation_round.ballot_frozen_at else None
        voting = consultation_round.voting
        if running:
            found["extend"] = ExtendForm(sent("extend"), phases=running)
        if paused_at is not None:
            found["resume"] = ResumeForm(sent("resume"), phases=running, paused_for=now - paused_at)
        elif not refusal_to_pause(consultation_round, now):
            found["pause"] = ReasonForm(sent("pause"), prefix="pause")
        if options is not None and voting is not None and voting in running:
            found["option"] = OptionForm(sent("option"), options=options)
        return found

    def _desk(
        self, status: int, consultation_round: ConsultationRound, found: dict[str, forms.Form] | None = None
    ) -> HttpResponse:
        found = self._forms(consultation_round) if found is None else found
        return self.desk(
            status,
            consultation_round=consultation_round,
            refusal=refusal_to_change_anything(consultation_round),
            notes=overlaps_and_gaps(consultation_round.phases.all()),
            changes=shown_changes(consultation_round),
            forms=found,
            # Errors that belong to no field, of whichever form was sent.
            refused=[error for form in found.values() if form.is_bound for error in form.non_field_errors()],
        )

    def _round(self) -> ConsultationRound:
        found = round_by_reference(self.kwargs["reference"])
        if found is None:
            raise Http404
        return found

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        reference = self.kwargs["reference"]
        return [
            *self.breadcrumbs_items,
            {"url": reverse("rounds_desk"), "label": _("Rounds and counts")},
            {"url": reverse("round_desk", args=[reference]), "label": reference},
            {"url": "", "label": self.page_title},
        ]
