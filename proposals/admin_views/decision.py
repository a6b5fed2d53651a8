from collections.abc import Callable
from typing import Any

from django.forms import model_to_dict
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from base import clock
from base.admin_views import FormDeskView
from base.exports.table import Rows
from proposals.actions.decision import RECORD, DecisionText, draft_decision, record_decision
from proposals.admin_views.onward import to_way
from proposals.council_enums import SETTLING
from proposals.forms.decision import ABOUT, DecisionForm
from proposals.queries.decision import CARRIED, latest_decisions, votes_behind
from proposals.queries.motion import amendments_undecided
from proposals.queries.response_document import document_of
from proposals.views.words import round_text

# What the form of a correction begins with: as it was recorded.
WORDS = ["consultation_round", "about", *DecisionText.__annotations__]


class DecisionsView(FormDeskView):
    """What was recorded, newest first, and the form for the next, which is looked through before it is public. A record is
    never changed; a correction is new."""

    permission = RECORD
    page_title = gettext_lazy("Decisions")
    header_icon = "doc-full"
    template_name = "proposals/admin/decisions.html"
    form_class = DecisionForm

    def get_initial(self) -> dict[str, Any]:
        initial = {"consultation_round": self.request.GET.get("round")}
        initial |= {name: self.request.GET.get(name) for name in ("about", "corrects")}
        pk = initial["corrects"] or ""
        wrong = latest_decisions().filter(pk=pk).first() if pk.isdecimal() and len(pk) < 19 else None
        return initial | (model_to_dict(wrong, WORDS) if wrong is not None else {})

    def act(self, form: Any) -> HttpResponse:
        given: dict[str, Any] = {name: form.cleaned_data[name] for name in ABOUT}
        given |= {"text": form.text(), "by": self.request.user, "at": clock.now()}
        if "sure" not in self.request.POST:
            return self._looked_through(form, given)
        decision = record_decision(**given)
        done = _("Recorded as %(reference)s.") % {"reference": decision.reference.string}
        if decision.verdict in CARRIED:
            done += " " + _("Now publish the next version of the agenda item and choose this decision there.")
        return self.done(done, "decisions_desk", onward=to_way(decision.about))

    def _looked_through(self, form: Any, given: dict[str, Any]) -> HttpResponse:
        draft = draft_decision(**given)
        self.template_name = "proposals/admin/decision_check.html"
        decision = draft.decision
        round_ = decision.consultation_round
        votes = votes_behind(decision)
        document = document_of(round_) if round_ is not None else None
        return self.desk(
            form=form,
            draft=draft,
            decision=decision,
            round_text=round_text(round_, "nl") if round_ is not None else None,
            is_unanswered=round_ is not None and (document is None or document.published_at is None),
            votes=votes,
            undecided=[
                one for vote in votes if vote.paper.kind in SETTLING for one in amendments_undecided(vote.paper)
            ],
        )

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        return super().get_context_data(decisions=latest_decisions()[:100], **context)

    def get_tables(self) -> dict[str, Callable[[], Rows]]:
        return {"decisions": self._table}

    def _table(self) -> Rows:
        yield [
            pgettext("of a record", "Number"),
            _("Decision"),
            _("Who decided"),
            _("About"),
            _("Round"),
            _("Verdict"),
            _("On"),
            _("Reasons"),
        ]
        for one in latest_decisions():
            yield [
                *(one.reference.string, one.title, one.get_body_display(), one.about.string if one.about else ""),
                one.consultation_round.reference.string if one.consultation_round else "",
                *(one.get_verdict_display(), one.decided_on, one.reasons),
            ]
