from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from base import clock
from base.admin_views import FormDeskView
from proposals.actions.council_difference import accept_difference
from proposals.actions.council_reading import set_aside
from proposals.actions.council_vote import RECORD_VOTE
from proposals.council_tasks import look_at_council
from proposals.forms.council import DifferenceForm
from proposals.queries.council_difference import Difference, differences, watched


class DifferencesView(FormDeskView):
    """What the council's information system says otherwise now: accepted as a correction, or left with the reason."""

    permission = RECORD_VOTE
    page_title = gettext_lazy("Changed in the information system")
    header_icon = "doc-full"
    template_name = "proposals/admin/council_differences.html"
    form_class = DifferenceForm

    @cached_property
    def asked(self) -> Difference:
        """Known by what it is of and by what was read: a newer reading is another difference."""
        found = next((one for one in differences() if one.key == self.request.POST.get("of", "")), None)
        if found is None:
            raise Http404
        return found

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if "look" in request.POST:
            look_at_council.enqueue()
            sentence = _("It is being looked at. What changed stands here as soon as it is read.")
            return self.done(sentence, "council_differences_desk")
        return super().post(request, *args, **kwargs)

    def act(self, form: Any) -> HttpResponse:
        by: dict[str, Any] = {"reason": form.cleaned_data["reason"], "by": self.request.user, "at": clock.now()}
        if "accept" in self.request.POST:
            accept_difference(difference=self.asked, **by)
            sentence = _("Recorded as a correction: %(what)s.")
        else:
            set_aside(reading=self.asked.reading, **by)
            sentence = _("Left as it was recorded: %(what)s.")
        return self.done(sentence % {"what": self.asked.title}, "council_differences_desk")

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        sent = context.get("form")
        return super().get_context_data(
            rows=[
                (one, sent if sent and one.key == self.asked.key else DifferenceForm(auto_id=f"{one.key}-%s"))
                for one in differences()
            ],
            watched=len(watched()),
            hosts=list(settings.COUNCIL_SOURCES),
            **context,
        )
