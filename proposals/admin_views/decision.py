from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from base import clock
from base.admin_views import DeskView
from base.refusal import Refusal
from proposals.actions.decision import RECORD, record_decision
from proposals.forms.decision import DecisionForm
from proposals.queries.decision import latest_decisions


class DecisionsView(DeskView):
    """What was recorded, newest first, and the form for the next. A record is never changed; a correction is new."""

    permission = RECORD
    page_title = gettext_lazy("Decisions")
    header_icon = "doc-full"
    template_name = "proposals/admin/decisions.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        form = DecisionForm(
            initial={"consultation_round": request.GET.get("round"), "corrects": request.GET.get("corrects")}
        )
        return self.desk(form=form, decisions=latest_decisions()[:100])

    def post(self, request: HttpRequest) -> HttpResponse:
        form = DecisionForm(request.POST)
        if form.is_valid():
            try:
                decision = record_decision(
                    text=form.text(),
                    consultation_round=form.cleaned_data["consultation_round"],
                    about=form.cleaned_data["about"],
                    corrects=form.cleaned_data["corrects"],
                    by=request.user,
                    at=clock.now(),
                )
            except Refusal as refusal:
                form.add_error(None, refusal.sentence)
            else:
                done = _(
                    "Recorded as %(reference)s. Now publish the next version of the agenda item and choose this decision there."
                )
                messages.success(request, done % {"reference": decision.reference.string})
                return redirect("decisions_desk")
        return self.desk(422, form=form, decisions=latest_decisions()[:100])
