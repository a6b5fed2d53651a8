from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from base import clock
from base.admin_views import DeskView
from base.refusal import Refusal
from proposals.actions.reach import Figure, set_population
from proposals.forms.reach import PopulationForm
from proposals.imports.population import read_figures
from proposals.models import PopulationFigure
from proposals.rules import SET_POPULATION


class PopulationView(DeskView):
    """The figures of the municipality that a dossier puts beside whom a round reached."""

    permission = SET_POPULATION
    page_title = gettext_lazy("Population")
    header_icon = "group"
    template_name = "proposals/admin/population.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        return self._shown(PopulationForm())

    def post(self, request: HttpRequest) -> HttpResponse:
        form = PopulationForm(request.POST, request.FILES)
        if form.is_valid():
            try:
                number = set_population(
                    figures=_figures(form),
                    counted_on=form.cleaned_data["counted_on"],
                    source=form.cleaned_data["source"],
                    by=request.user,
                    at=clock.now(),
                )
            except Refusal as refusal:
                form.add_error(None, refusal.sentence)
            else:
                messages.success(request, _("%(number)d figures are kept.") % {"number": number})
                return redirect("population")
        return self._shown(form, 422)

    def _shown(self, form: PopulationForm, status: int = 200) -> HttpResponse:
        figures = PopulationFigure.objects.select_related("area").order_by("-counted_on", "area__name", "age_band")
        return self.desk(status, form=form, refused=form.non_field_errors(), figures=list(figures[:200]))


def _figures(form: PopulationForm) -> list[Figure]:
    """Of a file where there is one; otherwise what was typed."""
    file: Any = form.cleaned_data["file"]
    if file is not None:
        return read_figures(file.read())
    typed = [
        Figure(form.cleaned_data[name], age, area)
        for name, _label, area, age in form.asked()
        if form.cleaned_data[name] is not None
    ]
    if not typed:
        raise Refusal(_("Type at least one figure, or choose a file."))
    return typed
