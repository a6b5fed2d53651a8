from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from base import clock
from base.admin_views import DeskView
from base.refusal import Refusal
from proposals.actions.commitment import KEEP, add_milestone, make_commitment, record_spending, record_step
from proposals.forms.commitment import CommitmentForm, MilestoneForm, SpendingForm, StepForm
from proposals.queries.commitment import CommitmentStanding, commitment_standing, commitments, promised, standings


class CommitmentsView(DeskView):
    """The register of promises, what is late first, and the form for the next."""

    permission = KEEP
    page_title = gettext_lazy("Promises")
    header_icon = "tasks"
    template_name = "proposals/admin/commitments.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        chosen = {name: request.GET.get(name) for name in ("decision", "paper", "about")}
        return self._register(CommitmentForm(initial=chosen))

    def post(self, request: HttpRequest) -> HttpResponse:
        form = CommitmentForm(request.POST)
        if not form.is_valid():
            return self._register(form, 422)
        try:
            made = make_commitment(text=form.commitment_text(), by=request.user, at=clock.now(), **form.about_what())
        except Refusal as refusal:
            form.add_error(None, refusal.sentence)
            return self._register(form, 409)
        messages.success(
            request, _("Recorded as %(reference)s, for everybody to read.") % {"reference": made.reference}
        )
        return redirect("commitment_desk", made.reference.string)

    def _register(self, form: CommitmentForm, status: int = 200) -> HttpResponse:
        today = timezone.localtime(clock.now()).date()
        rows = standings(commitments())
        rows.sort(key=lambda one: (one.state.is_over, one.due_on))
        return self.desk(
            status, form=form, rows=[(one, one.is_late(today)) for one in rows], figures=promised(rows, today)
        )


class CommitmentView(DeskView):
    """One promise: what became of it, and a form for each thing that can be recorded."""

    permission = KEEP
    page_title = gettext_lazy("Promise")
    header_icon = "tasks"
    template_name = "proposals/admin/commitment.html"

    def get(self, request: HttpRequest, reference: str) -> HttpResponse:
        return self._desk(200, self._standing(reference))

    def post(self, request: HttpRequest, reference: str) -> HttpResponse:
        standing, act = self._standing(reference), request.POST.get("act", "")
        forms_here = self._forms(standing, act, request.POST)
        if act not in forms_here:
            raise Http404
        form = forms_here[act]
        if not form.is_valid():
            return self._desk(422, standing, forms_here)
        try:
            self._acts()[act](standing, form)
        except Refusal as refusal:
            form.add_error(None, refusal.sentence)
            return self._desk(409, standing, forms_here)
        messages.success(request, _("Recorded. It stands on the page of the promise."))
        return redirect("commitment_desk", reference)

    def _acts(self) -> dict[str, Callable[[CommitmentStanding, Any], object]]:
        def of(standing: CommitmentStanding) -> dict[str, Any]:
            return {"commitment": standing.commitment, "by": self.request.user, "at": clock.now()}

        return {
            "step": lambda standing, form: record_step(
                step=form.cleaned_data["step"],
                milestone=form.cleaned_data["milestone"],
                told=form.told(),
                **of(standing),
            ),
            "milestone": lambda standing, form: add_milestone(**form.cleaned_data, **of(standing)),
            "spending": lambda standing, form: record_spending(**form.cleaned_data, **of(standing)),
        }

    def _forms(self, standing: CommitmentStanding, act: str = "", data: Any = None) -> dict[str, forms.Form]:
        """Each with its own names of fields: several stand on one screen."""

        def given(name: str) -> Any:
            return data if name == act else None

        today = {"happened_on": timezone.localtime(clock.now()).date()}
        return {
            "step": StepForm(given("step"), prefix="step", standing=standing, initial=today),
            "milestone": MilestoneForm(given("milestone"), prefix="milestone"),
            "spending": SpendingForm(given("spending"), prefix="spending"),
        }

    def _desk(
        self, status: int, standing: CommitmentStanding, bound: dict[str, forms.Form] | None = None
    ) -> HttpResponse:
        today = timezone.localtime(clock.now()).date()
        return self.desk(
            status, standing=standing, is_late=standing.is_late(today), forms=bound or self._forms(standing)
        )

    def _standing(self, reference: str) -> CommitmentStanding:
        standing = commitment_standing(reference)
        if standing is None:
            raise Http404
        return standing
