from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from base import clock
from base.admin_views import FormsDeskView
from participation.actions.round_change import (
    cancel_round,
    extend_phase,
    pause_round,
    resume_round,
)
from participation.actions.seconded_act import ask_second
from participation.box_rules import is_opened
from participation.certification_rules import refusal_to_cancel
from participation.forms.round_change import ExtendForm, OptionForm, ReasonForm, ResumeForm
from participation.models import ConsultationRound
from participation.phase_words import overlaps_and_gaps
from participation.queries.ballot import is_ballot_due, options_of
from participation.queries.consultation_round import round_by_reference
from participation.queries.round_change import shown_changes
from participation.queries.seconded_act import waiting_acts
from participation.queries.tally_sheet import newest_sheet
from participation.round_change_rules import (
    has_vote_begun,
    refusal_to_change_anything,
    refusal_to_pause,
)
from participation.rules import COUNT
from participation.voting_enums import SecondedKind


class RoundChangesView(FormsDeskView):
    """What a clerk changes of a round that runs: longer, paused, resumed, cancelled, an option withdrawn. Each with a reason."""

    permission = COUNT
    page_title = gettext_lazy("Extend, pause or cancel")
    header_icon = "history"
    template_name = "participation/admin/round_changes.html"

    @cached_property
    def consultation_round(self) -> ConsultationRound:
        found = round_by_reference(self.kwargs["reference"])
        if found is None:
            raise Http404
        return found

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.POST.get("act") not in self.forms:
            # What was possible when the screen was read may not be any more.
            return self.desk(409)
        return super().post(request, *args, **kwargs)

    def act(self, form: Any) -> HttpResponse:
        act, consultation_round, given = self.request.POST["act"], self.consultation_round, form.cleaned_data
        said = {"reason": given["reason"], "by": self.request.user, "at": clock.now()}
        if act == "extend":
            extend_phase(consultation_round=consultation_round, phase=given["phase"], ends_at=given["ends_at"], **said)
        elif act == "pause":
            pause_round(consultation_round=consultation_round, **said)
        elif act == "resume":
            resume_round(consultation_round=consultation_round, ends=form.ends, **said)
        elif act == "option":
            about = str(given["subject"].pk)
            ask_second(consultation_round=consultation_round, kind=SecondedKind.OPTION, about=about, **said)
            return self._asked()
        elif self._has_vote_begun():
            ask_second(consultation_round=consultation_round, kind=SecondedKind.CANCEL, **said)
            return self._asked()
        else:
            cancel_round(consultation_round=consultation_round, **said)
        done = _("Done. It stands on the page of the round with its reason, and followers are told.")
        return self.done(done, "round_changes", self.kwargs["reference"])

    def _has_vote_begun(self) -> bool:
        """Also where nothing has frozen the paper yet: the first act after that moment does."""
        return has_vote_begun(self.consultation_round) or is_ballot_due(self.consultation_round, clock.now())

    def _asked(self) -> HttpResponse:
        asked = _("It waits for a second person. Ask a colleague who may count to confirm it from their own account.")
        return self.done(asked, "round_changes", self.kwargs["reference"])

    def get_forms(self) -> dict[str, forms.Form]:
        """Those of what can be done now."""
        consultation_round = self.consultation_round
        found: dict[str, forms.Form] = {}
        if not refusal_to_cancel(consultation_round, newest_sheet(consultation_round)):
            found["cancel"] = ReasonForm(self.sent("cancel"), prefix="cancel")
        if refusal_to_change_anything(consultation_round):
            return found
        now = clock.now()
        paused_at = consultation_round.paused_at
        running = [one for one in consultation_round.open_phases(paused_at or now) if one.ends_at is not None]
        options = options_of(consultation_round) if consultation_round.ballot_frozen_at else None
        voting = consultation_round.voting
        if running:
            found["extend"] = ExtendForm(self.sent("extend"), phases=running)
        if paused_at is not None:
            found["resume"] = ResumeForm(self.sent("resume"), phases=running, paused_for=now - paused_at)
        elif not refusal_to_pause(consultation_round, now):
            found["pause"] = ReasonForm(self.sent("pause"), prefix="pause")
        if options is not None and voting is not None and voting in running:
            found["option"] = OptionForm(self.sent("option"), options=options)
        return found

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        return super().get_context_data(
            consultation_round=self.consultation_round,
            refusal=refusal_to_change_anything(self.consultation_round),
            notes=overlaps_and_gaps(self.consultation_round.phases.all()),
            changes=shown_changes(self.consultation_round),
            waiting=list(waiting_acts(self.consultation_round)),
            has_vote_begun=self._has_vote_begun(),
            is_opened=is_opened(self.consultation_round),
            **context,
        )

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        reference = self.kwargs["reference"]
        return [
            *self.breadcrumbs_items,
            {"url": reverse("rounds_desk"), "label": _("Rounds and counts")},
            {"url": reverse("round_desk", args=[reference]), "label": reference},
            {"url": "", "label": self.page_title},
        ]
