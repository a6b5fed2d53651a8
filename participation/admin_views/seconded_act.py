from typing import Any

from django import forms
from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from base import clock
from base.admin_views import FormDeskView
from participation.actions.seconded_act import confirm_act, take_act_back
from participation.admin_views.certification import CountDesk
from participation.models import BoxHolder, SecondedAct
from participation.queries.seconded_act import waiting_acts
from participation.seconded_rules import refusal_to_second


class SecondedActsView(FormDeskView, CountDesk):
    """What one person asked for in a round, and somebody else confirms; either says that it is not done."""

    page_title = gettext_lazy("Waits for a second person")
    header_icon = "group"
    template_name = "participation/admin/seconded_acts.html"
    form_class = forms.Form

    def act(self, form: Any) -> HttpResponse:
        act: SecondedAct = self._asked()
        who: dict[str, Any] = {"by": self.request.user, "at": clock.now()}
        if self.request.POST.get("act") == "confirm":
            confirm_act(act=act, **who)
            done = _("It is confirmed and done.")
        else:
            take_act_back(act=act, **who)
            done = _("It is not done, and waits for nobody any more.")
        return self.done(done, "seconded_desk", self.kwargs["reference"])

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        consultation_round = self.round()
        acts = list(waiting_acts(consultation_round))
        parts = BoxHolder.objects.filter(box__consultation_round=consultation_round).select_related("person")
        holders = {str(one.pk): one.person for one in parts} if any(act.about for act in acts) else {}
        return super().get_context_data(
            consultation_round=consultation_round,
            acts=[(act, holders.get(act.about), refusal_to_second(act, self.request.user)) for act in acts],
            **context,
        )

    def _asked(self) -> SecondedAct:
        key = self.request.POST.get("seconded", "")
        found = waiting_acts(self.round()).filter(pk=key).first() if key.isdecimal() else None
        if found is None:
            raise Http404
        return found
