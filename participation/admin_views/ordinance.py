from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from base import clock
from base.admin_views import FormDeskView
from participation.actions.ordinance import SET_ORDINANCE, end_ordinance, record_ordinance
from participation.admin_views.state_event import RequestsView
from participation.forms.ordinance import OrdinanceEndForm, OrdinanceForm
from participation.models import Ordinance
from participation.queries.ordinance import ordinances
from participation.request_words import ordinance_facts


class OrdinancesView(FormDeskView):
    """What the ordinances lay down for initiatives and challenges, and what they will; recorded anew where it changes."""

    permission = SET_ORDINANCE
    page_title = gettext_lazy("Ordinances")
    header_icon = "doc-full"
    template_name = "participation/admin/ordinances.html"
    form_class = OrdinanceForm

    def get_initial(self) -> dict[str, Any]:
        """What the ordinance that is to be recorded anew lays down."""
        if not (number := self.request.GET.get("as", "")).isdecimal():
            return {}
        known = ordinances().filter(pk=int(number)).first() if len(number) < 10 else None
        if known is None:
            raise Http404
        return OrdinanceForm.initial_of(known)

    def act(self, form: Any) -> HttpResponse:
        ordinance = record_ordinance(
            consultation_round=form.cleaned_data["consultation_round"],
            text=form.text(),
            by=self.request.user,
            at=clock.now(),
        )
        return self.done(_("%(name)s is recorded.") % {"name": ordinance.name}, "ordinances_desk")

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        today = timezone.localtime(clock.now()).date()
        known = list(ordinances())
        # Of each round the first that applies already is what holds.
        holding: dict[int, int] = {}
        for one in known:
            if one.applies_from <= today and not _is_taken_back(one):
                holding.setdefault(one.consultation_round_id, one.pk)
        rows = [
            (one, ordinance_facts(one), one.pk in holding.values() and not one.has_ended(clock.now())) for one in known
        ]
        return super().get_context_data(rows=rows, **context)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *self.breadcrumbs_items,
            {"url": reverse("requests_desk"), "label": RequestsView.page_title},
            {"url": "", "label": self.page_title},
        ]


def _is_taken_back(ordinance: Ordinance) -> bool:
    end = getattr(ordinance, "end", None)
    return end is not None and end.ends_from is None


class OrdinanceEndView(FormDeskView):
    """Lets one ordinance end from a day on, or takes it back."""

    permission = SET_ORDINANCE
    page_title = gettext_lazy("End an ordinance, or take it back")
    header_icon = "doc-full"
    template_name = "participation/admin/ordinance_end.html"
    form_class = OrdinanceEndForm

    @cached_property
    def ordinance(self) -> Ordinance:
        return get_object_or_404(ordinances(), pk=self.kwargs["pk"])

    def act(self, form: Any) -> HttpResponse:
        end = end_ordinance(ordinance=self.ordinance, by=self.request.user, at=clock.now(), **form.cleaned_data)
        done = _("It applies no more from that day.") if end.ends_from else _("It is taken back: it never applied.")
        return self.done(done, "ordinances_desk")

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        return super().get_context_data(ordinance=self.ordinance, **context)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *self.breadcrumbs_items,
            {"url": reverse("ordinances_desk"), "label": OrdinancesView.page_title},
            {"url": "", "label": self.page_title},
        ]
