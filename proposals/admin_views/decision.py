from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from base import clock
from base.admin_views import FormDeskView
from proposals.actions.decision import RECORD, record_decision
from proposals.forms.decision import DecisionForm
from proposals.queries.decision import latest_decisions


class DecisionsView(FormDeskView):
    """What was recorded, newest first, and the form for the next. A record is never changed; a correction is new."""

    permission = RECORD
    page_title = gettext_lazy("Decisions")
    header_icon = "doc-full"
    template_name = "proposals/admin/decisions.html"
    form_class = DecisionForm

    def get_initial(self) -> dict[str, Any]:
        return {"consultation_round": self.request.GET.get("round"), "corrects": self.request.GET.get("corrects")}

    def act(self, form: Any) -> HttpResponse:
        about = {name: form.cleaned_data[name] for name in ("consultation_round", "about", "corrects")}
        decision = record_decision(text=form.text(), **about, by=self.request.user, at=clock.now())
        done = _(
            "Recorded as %(reference)s. Now publish the next version of the agenda item and choose this decision there."
        )
        return self.done(done % {"reference": decision.reference.string}, "decisions_desk")

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        return super().get_context_data(decisions=latest_decisions()[:100], **context)
