from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.timesince import timesince
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from base import clock
from base.admin_views import DeskView, FormDeskView
from participation.actions.round_change import (
    cancel_round,
    extend_phase,
    longer,
    pause_round,
    resume_round,
)
from participation.actions.seconded_act import ask_second
from participation.box_rules import is_opened
from participation.certification_rules import refusal_to_cancel
from participation.enums import PhaseKind
from participation.forms.round_change import ExtendForm, OptionForm, ReasonForm, ResumeForm
from participation.models import ConsultationRound, Phase
from participation.phase_words import overlaps_and_gaps
from participation.queries.ballot import options_of
from participation.queries.consultation_round import round_by_reference
from participation.queries.electoral_roll import has_letters
from participation.queries.round_change import shown_changes, takes_two_to_cancel
from participation.queries.seconded_act import waiting_acts
from participation.queries.tally_sheet import newest_sheet
from participation.round_change_rules import has_vote_begun, refusal_to_change_anything, refusal_to_pause
from participation.round_change_words import cancelled_words, times_words
from participation.round_plan import PhasePlan
from participation.rules import COUNT
from participation.voting_enums import SecondedKind


@dataclass(frozen=True)
class Choice:
    """What can be done of a round, what comes of it, and what its button says."""

    act: str
    title: str
    sentences: str
    button: str


class OfRound(DeskView):
    """What a clerk changes of a round that runs: longer, paused, resumed, cancelled, an option withdrawn. Each with a reason."""

    permission = COUNT
    page_title = gettext_lazy("Extend, pause or cancel")
    header_icon = "history"

    @cached_property
    def consultation_round(self) -> ConsultationRound:
        found = round_by_reference(self.kwargs["reference"])
        if found is None:
            raise Http404
        return found

    @cached_property
    def choices(self) -> dict[str, Choice]:
        """By act, what can be done now."""
        held, now = self.consultation_round, clock.now()
        acts = []
        if not refusal_to_change_anything(held):
            if self.running:
                acts.append("extend")
            if held.paused_at is not None:
                acts.append("resume")
            elif not refusal_to_pause(held, now):
                acts.append("pause")
            if held.voting in self.running and has_vote_begun(held, now):
                acts.append("option")
        if not refusal_to_cancel(held, newest_sheet(held)):
            acts.append("cancel")
        return {act: self.choice(act) for act in acts}

    @cached_property
    def running(self) -> list[Phase]:
        """The phases with an end that are open, or were when it was paused."""
        held = self.consultation_round
        return [one for one in held.open_phases(held.paused_at or clock.now()) if one.ends_at is not None]

    def choice(self, act: str) -> Choice:
        by_two = _("You ask for it, and somebody else who may count confirms it.")
        if act == "extend":
            title, said = (
                _("Let a phase last longer"),
                _(
                    "It can be made longer, and never shorter. Later phases that would begin before its new end move along."
                ),
            )
            return Choice(act, title, said, _("Make it longer"))
        if act == "pause":
            said = _("Nobody can do anything in this round until you resume it. What was done stays.")
            return Choice(act, _("Pause"), said, _("Pause the round"))
        if act == "resume":
            said = _(
                "Each end is by itself as much later as the pause lasted. Choose a later one if people need more time. Later phases that would begin before that move along."
            )
            return Choice(act, _("Resume"), said, _("Resume the round"))
        if act == "option":
            said = _(
                "It stays on the ballot paper with your reason, and counts as if nobody had marked it. Who marked it can replace the ballot, unless it came in on paper and by the rules that one counts. So many options stay as are chosen."
            )
            return Choice(act, _("Withdraw an option"), f"{said} {by_two}", _("Ask to withdraw the option"))
        if act != "cancel":
            raise Http404
        said = f"{_('For good.')} {cancelled_words(self.consultation_round)}"
        if self.consultation_round.method and not is_opened(self.consultation_round):
            said += " " + _("After this, destroy the envelopes and the keys of the box.")
        if self.takes_two:
            return Choice(act, _("Cancel for good"), f"{said} {by_two}", _("Ask to cancel the round"))
        return Choice(act, _("Cancel for good"), said, _("Cancel the round for good"))

    @cached_property
    def takes_two(self) -> bool:
        return takes_two_to_cancel(self.consultation_round, clock.now())

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        return super().get_context_data(
            consultation_round=self.consultation_round,
            waiting=waiting_acts(self.consultation_round, clock.now()),
            **context,
        )


class RoundChangesView(OfRound):
    """What can be changed, to choose from, and what was."""

    template_name = "participation/admin/round_changes.html"

    @property
    def refusal(self) -> str:
        held = self.consultation_round
        stands = refusal_to_cancel(held, newest_sheet(held)) if held.result_published_at is not None else ""
        return stands or refusal_to_change_anything(held)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.desk(
            choices=self.choices.values(),
            refusal=self.refusal,
            notes=overlaps_and_gaps(self.consultation_round.phases.all()),
            no_pause=refusal_to_pause(self.consultation_round, clock.now())
            if self.consultation_round.is_formal
            else "",
            changes=shown_changes(self.consultation_round),
        )

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        reference = self.kwargs["reference"]
        return [
            *self.breadcrumbs_items,
            {"url": reverse("rounds_desk"), "label": _("Rounds and counts")},
            {"url": reverse("round_desk", args=[reference]), "label": reference},
            {"url": "", "label": self.page_title},
        ]


class RoundChangeView(OfRound, FormDeskView):
    """One change, with its form alone: nobody does another by mistake."""

    template_name = "participation/admin/round_change.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.kwargs["act"] not in self.choices:
            return redirect("round_changes", self.kwargs["reference"])
        return self.desk()

    def get_form(self, form_class: Any = None) -> forms.Form:
        """Also of what cannot be done any more since the screen was read: the act refuses it, and what was typed stays."""
        act, sent, held = self.choice(self.kwargs["act"]).act, self.request.POST or None, self.consultation_round
        if act == "extend":
            return ExtendForm(sent, phases=self.running)
        if act == "resume":
            now = clock.now()
            return ResumeForm(sent, phases=self.running, paused_for=now - (held.paused_at or now))
        if act == "option":
            return OptionForm(sent, options=options_of(held))
        return ReasonForm(sent)

    def _looked_through(self, form: Any, phase: Phase, typed: datetime) -> HttpResponse:
        """What longer comes to, in words: it is never taken back."""
        held = self.consultation_round
        found = longer(consultation_round=held, phase=phase, ends_at=typed, at=clock.now())
        plans = {one: PhasePlan(one.kind, one.starts_at, one.ends_at) for one in held.phases.all()}
        plans |= {phase: replace(plans[phase], ends_at=found.ends_at)} | dict(found.moved)
        is_vote_moved = any(one.kind == PhaseKind.VOTE for one, _plan in found.moved)
        return self.desk(
            form=form,
            phase=phase,
            ends_at=found.ends_at,
            longer=timesince(phase.ends_at, found.ends_at) if phase.ends_at is not None else "",
            is_moved=found.ends_at != typed,
            moved=[times_words(plan) for _phase, plan in found.moved],
            has_letters=is_vote_moved and has_letters(held),
            notes=overlaps_and_gaps(plans.values()),
        )

    def act(self, form: Any) -> HttpResponse:
        act, given = self.kwargs["act"], form.cleaned_data
        about: dict[str, Any] = {"consultation_round": self.consultation_round}
        said = {"reason": given["reason"], "by": self.request.user, "at": clock.now()}
        if act == "extend":
            if "sure" not in self.request.POST:
                return self._looked_through(form, given["phase"], given["ends_at"])
            extend_phase(**about, phase=given["phase"], ends_at=given["ends_at"], **said)
        elif act == "pause":
            pause_round(**about, **said)
        elif act == "resume":
            resume_round(**about, ends=form.ends, **said)
        elif act == "option":
            ask_second(**about, kind=SecondedKind.OPTION, about=str(given["subject"].pk), **said)
        elif self.takes_two:
            ask_second(**about, kind=SecondedKind.CANCEL, **said)
        else:
            cancel_round(**about, **said)
        done = _("Done. It stands on the page of the round with its reason, and followers are told.")
        if act == "option" or (act == "cancel" and self.takes_two):
            done = _(
                "It waits for a second person. Ask a colleague who may count to confirm it from their own account."
            )
        return self.done(done, "round_changes", self.kwargs["reference"])

    def get_page_title(self) -> str:
        return self.choice(self.kwargs["act"]).title

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        return super().get_context_data(choice=self.choice(self.kwargs["act"]), **context)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        reference = self.kwargs["reference"]
        return [
            *self.breadcrumbs_items,
            {"url": reverse("rounds_desk"), "label": _("Rounds and counts")},
            {"url": reverse("round_desk", args=[reference]), "label": reference},
            {"url": reverse("round_changes", args=[reference]), "label": self.page_title},
            {"url": "", "label": self.get_page_title()},
        ]
