from typing import Any

from django.forms import model_to_dict
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from base import clock
from base.admin_views import FormDeskView
from proposals.actions.official_publication import PUBLISH, record_publication
from proposals.admin_views.onward import to_way
from proposals.forms.council import PublicationForm
from proposals.models import OfficialPublication


class PublicationsView(FormDeskView):
    """Where decisions stood in the official gazette."""

    permission = PUBLISH
    page_title = gettext_lazy("Official publications")
    header_icon = "doc-full"
    template_name = "proposals/admin/official_publications.html"
    form_class = PublicationForm

    def get_initial(self) -> dict[str, Any]:
        return _publication_to_correct(self.request) or {"decision": self.request.GET.get("decision")}

    def act(self, form: Any) -> HttpResponse:
        made = record_publication(by=self.request.user, at=clock.now(), **form.cleaned_data)
        return self.done(_("Recorded."), "publications_desk", onward=to_way(made.decision.about))

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        shown = OfficialPublication.objects.filter(corrected_by=None).select_related("decision__reference")
        return super().get_context_data(publications=shown.order_by("-published_on", "-pk")[:100], **context)


def _publication_to_correct(request: HttpRequest) -> dict[str, Any]:
    """What stands there now, for the form of its correction."""
    pk = request.GET.get("corrects", "")
    wrong = OfficialPublication.objects.filter(pk=pk).first() if pk.isdecimal() and len(pk) < 19 else None
    if wrong is None:
        return {}
    shown = model_to_dict(wrong, ["decision", "number", "url", "published_on"])
    return shown | {"in_force_on": wrong.in_force_on if wrong.is_set_day else None, "corrects": wrong.pk}
