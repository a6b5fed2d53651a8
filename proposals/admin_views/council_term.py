from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from base import clock
from base.admin_views import FormDeskView
from proposals.actions.council_term import KEEP_TERMS, begin_term
from proposals.forms.council import TermForm
from proposals.queries.council import terms, votes_of_other_groups


class CouncilTermsView(FormDeskView):
    """The groups of the council by term, the form for the next or for a correction, and the votes that rest on other groups."""

    permission = KEEP_TERMS
    page_title = gettext_lazy("Groups of the council")
    header_icon = "group"
    template_name = "proposals/admin/council_terms.html"
    form_class = TermForm

    def get_initial(self) -> dict[str, Any]:
        return _term_to_correct(self.request)

    def act(self, form: Any) -> HttpResponse:
        begin_term(by=self.request.user, at=clock.now(), **form.cleaned_data)
        onward = [(reverse("council_papers_desk"), _("Council papers"))]
        return self.done(_("Recorded."), "council_terms_desk", onward=onward)

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        return super().get_context_data(terms=terms(), votes=votes_of_other_groups(), **context)


def _term_to_correct(request: HttpRequest) -> dict[str, Any]:
    """What stands there now, for the form of its correction."""
    pk = request.GET.get("corrects", "")
    wrong = terms().filter(pk=pk).first() if pk.isdecimal() and len(pk) < 19 else None
    if wrong is None:
        return {}
    lines = "\n".join(f"{group.name} {group.seats}" for group in wrong.groups.all())
    return {"starts_on": wrong.starts_on, "groups": lines, "corrects": wrong.pk}
