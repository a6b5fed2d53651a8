from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from base import clock
from base.admin_views import DeskView, FormDeskView
from base.exports.table import Rows
from base.refusal import Refusal
from participation.actions.ordinance import SET_ORDINANCE
from participation.actions.state_event import assess_proposal, move_proposal, publish_assessments
from participation.enums import AGREED, State
from participation.exports.state_event import proposals_table, requests_table
from participation.forms.state_event import STEP_FORMS, AssessmentForm, step_form
from participation.life import MOVE, refusal_to_assess_anew, refusal_to_move, steps_at_desk, transition
from participation.models import Assessment, Subject
from participation.queries.consultation_round import round_by_reference
from participation.queries.request import request_standings, standing_of
from participation.queries.state_event import PARTS, desk_subjects, events_of, state_of, waiting_assessments
from participation.queries.subject import subject_by_reference

PER_PAGE = 50
PART_LABELS = {
    "waiting": gettext_lazy("Waits for the municipality"),
    "supporting": gettext_lazy("Collects support"),
    "settled": gettext_lazy("Settled"),
}
STEP_LABELS = {
    State.INADMISSIBLE: gettext_lazy("Not admissible"),
    State.TAKEN: gettext_lazy("Take into the agenda"),
    State.FORWARDED: gettext_lazy("Forward"),
    State.NOT_TAKEN: gettext_lazy("Do not take over"),
    State.PUBLISHED: gettext_lazy("Take up again"),
    State.HANDED_OVER: gettext_lazy("Hand over for its author"),
    State.ADMITTED: gettext_lazy("Admissible"),
    State.ON_AGENDA: gettext_lazy("Put on the agenda"),
    State.TALKS: gettext_lazy("Write down what was talked about"),
    State.PUT_OFF: gettext_lazy("Put the decision off, once"),
    State.DISCUSSED: gettext_lazy("Discussed by the committee"),
    State.GRANTED: gettext_lazy("Agreed to"),
    State.REFUSED: gettext_lazy("Refused"),
    State.AGREEMENT: gettext_lazy("An agreement was made"),
    State.RUNNING: gettext_lazy("It is being carried out"),
    State.EVALUATED: gettext_lazy("It was evaluated"),
    State.STOPPED: gettext_lazy("It stops before its end"),
}


def _is_back(subject: Subject, source: State, step: State) -> bool:
    found = transition(source, step, subject.instrument)
    return found is not None and found.is_back


def _label(subject: Subject, source: State, step: State) -> str:
    if _is_back(subject, source, step):
        return _("Back to: %(state)s") % {"state": step.label}
    return str(STEP_LABELS[step])


class ProposalsView(DeskView):
    """The public proposals by what becomes of them: what waits and since when, and the assessments to make public."""

    permission = MOVE
    page_title = gettext_lazy("Proposals")
    header_icon = "form"
    template_name = "participation/admin/proposals.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        now, part = clock.now(), self._part()
        page = Paginator(desk_subjects(part, now), PER_PAGE).get_page(request.GET.get("page", "1"))
        return self.desk(
            parts=[(name, PART_LABELS[name], desk_subjects(name, now).count()) for name in PARTS],
            part=part,
            page=page,
            rows=[(subject, State(subject.state)) for subject in page],
            assessments=waiting_assessments(),
            now=now,
        )

    def get_tables(self) -> dict[str, Callable[[], Rows]]:
        return {"proposals": lambda: proposals_table(desk_subjects(self._part(), clock.now()))}

    def _part(self) -> str:
        part = self.request.GET.get("part", "")
        return part if part in PARTS else "waiting"

    def post(self, request: HttpRequest) -> HttpResponse:
        consultation_round = round_by_reference(request.POST.get("round", ""))
        if consultation_round is None:
            raise Http404
        try:
            events = publish_assessments(consultation_round=consultation_round, by=request.user, at=clock.now())
        except Refusal as refusal:
            messages.error(request, refusal.sentence)
        else:
            done = ngettext("%(number)d assessment is public.", "%(number)d assessments are public.", len(events))
            messages.success(request, done % {"number": len(events)})
        return redirect("proposals_desk")


class RequestsView(DeskView):
    """The citizens' initiatives and challenges: where each is, what comes next and by when; what is late first."""

    permission = MOVE
    page_title = gettext_lazy("Initiatives and challenges")
    header_icon = "form"
    template_name = "participation/admin/requests.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        now = clock.now()
        page = Paginator(request_standings(now), PER_PAGE).get_page(request.GET.get("page", "1"))
        return self.desk(page=page, now=now, may_set=request.user.has_perm(SET_ORDINANCE))

    def get_tables(self) -> dict[str, Callable[[], Rows]]:
        return {"requests": lambda: requests_table(request_standings(clock.now()))}


class ProposalView(FormDeskView):
    """One proposal or request for the clerk: its life, its assessment, and every step with why it is possible now or not."""

    permission = MOVE
    page_title = gettext_lazy("Proposal")
    header_icon = "form"
    template_name = "participation/admin/proposal.html"

    @cached_property
    def subject(self) -> Subject:
        subject = subject_by_reference(self.kwargs["reference"])
        if subject is None:
            raise Http404
        return subject

    def get_form(self, form_class: Any = None) -> forms.Form:
        """Of the step that was sent."""
        step = self.request.POST.get("step", "")
        if step not in {*STEP_FORMS, State.ASSESSED}:
            raise Http404
        return self._form(State(step), state_of(self.subject, clock.now()), self.request.POST)

    def act(self, form: Any) -> HttpResponse:
        subject, state, reference = self.subject, State(form.prefix), self.kwargs["reference"]
        about: dict[str, Any] = {"subject": subject, "by": self.request.user, "at": clock.now()}
        if state == State.ASSESSED:
            assess_proposal(**about, **form.cleaned_data)
            done = _("Written down. It becomes public with all assessments of this round.")
        else:
            after = {str(one.pk): one for one in events_of(subject)}.get(self.request.POST.get("after", ""))
            move_proposal(state=state, after=after, **about, **form.cleaned_data)
            done = _("%(reference)s is now: %(state)s") % {"reference": reference, "state": state.label}
        return self.done(done, "proposal_desk", reference)

    def _form(self, step: State, source: State, data: Any = None) -> forms.Form:
        """Each with its own names of fields: several stand on one screen."""
        if step == State.ASSESSED:
            known: Any = Assessment.objects.filter(subject=self.subject).values(
                "department", "feasible", "cost", "legal", "reason"
            )
            return AssessmentForm(data, prefix=step, initial=known.first())
        is_back = _is_back(self.subject, source, step)
        return step_form(step, is_back=is_back)(data, prefix=step, subject=self.subject)

    def get_context_data(self, form: Any = None, **context: Any) -> dict[str, Any]:
        subject, now, person = self.subject, clock.now(), self.request.user
        tried = form.prefix if form is not None else None
        source = state_of(subject, now)
        steps = [
            (step, _label(subject, source, step), refusal, form if step == tried else self._form(step, source))
            for step, refusal in steps_at_desk(person, subject, source, now)
            if step in STEP_FORMS
        ]
        assessment = Assessment.objects.filter(subject=subject).first()
        # What is asked is whether it could be, once something was found.
        subject.assessment = assessment or Assessment(subject=subject)
        return super().get_context_data(
            subject=subject,
            state=source,
            events=events_of(subject),
            standing=standing_of(subject, source, now),
            is_agreed=source in AGREED,
            assessment=assessment,
            assess_refusal=refusal_to_move(person, subject, source, State.ASSESSED, now)
            or refusal_to_assess_anew(assessment),
            assessment_form=form if tried == State.ASSESSED else self._form(State.ASSESSED, source),
            steps=steps,
            form=form,
            **context,
        )

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *self.breadcrumbs_items,
            {"url": reverse("requests_desk"), "label": RequestsView.page_title}
            if self.subject.ordinance_id
            else {"url": reverse("proposals_desk"), "label": ProposalsView.page_title},
            {"url": "", "label": self.kwargs["reference"]},
        ]
