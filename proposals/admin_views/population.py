from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from base import clock
from base.admin_views import FormDeskView
from proposals.actions.reach import set_population
from proposals.forms.reach import PopulationForm
from proposals.models import PopulationFigure
from proposals.rules import SET_POPULATION


class PopulationView(FormDeskView):
    """The figures of the municipality that a dossier puts beside whom a round reached."""

    permission = SET_POPULATION
    page_title = gettext_lazy("Population")
    header_icon = "group"
    template_name = "proposals/admin/population.html"
    form_class = PopulationForm

    def act(self, form: Any) -> HttpResponse:
        number = set_population(
            figures=form.cleaned_data["figures"],
            counted_on=form.cleaned_data["counted_on"],
            source=form.cleaned_data["source"],
            by=self.request.user,
            at=clock.now(),
        )
        return self.done(_("%(number)d figures are kept.") % {"number": number}, "population")

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        figures = PopulationFigure.objects.select_related("area").order_by(
            "-counted_on", "-entered_at", "area__name", "age_band"
        )
        return super().get_context_data(figures=list(figures[:200]), **context)
