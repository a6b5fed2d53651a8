from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from base import clock
from base.admin_views import FormDeskView
from participation.actions.voting_help import set_voting_help
from participation.admin_views.consultation_round import RoundsView
from participation.forms.voting_letter import HelpForm
from participation.models import VotingHelp
from participation.rules import COUNT


class VotingHelpView(FormDeskView):
    """Telephone, desk and help point, as every voting page and every letter says them."""

    permission = COUNT
    page_title = gettext_lazy("Help with voting")
    header_icon = "help"
    template_name = "participation/admin/voting_help.html"
    form_class = HelpForm

    def get_initial(self) -> dict[str, Any]:
        return {
            f"{field}_{one.language}": getattr(one, field)
            for one in VotingHelp.objects.all()
            for field in ("telephone", "desk", "help_point")
        }

    def act(self, form: Any) -> HttpResponse:
        set_voting_help(texts=form.texts(), by=self.request.user, at=clock.now())
        done = _("It stands on every voting page, and in letters that are made from now on.")
        return self.done(done, "voting_help")

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *self.breadcrumbs_items,
            {"url": reverse("rounds_desk"), "label": RoundsView.page_title},
            {"url": "", "label": self.page_title},
        ]
