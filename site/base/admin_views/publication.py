from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from wagtail.admin.views.pages.workflow import WorkflowActionView
from wagtail.models import Page

from base.models import CitablePage
from base.queries.record import refused_publications

APPROVE = "approve"


def tell_of_refused_publication(request: HttpRequest, page: Page) -> None:
    """Where the record did not follow the page, the editor reads why."""
    if not isinstance(page, CitablePage):
        return
    for entry in refused_publications(page):
        reason = _("Something went wrong; whoever manages the server finds it in the log.")
        if entry.detail.get("language") == get_language():
            reason = entry.detail["reason"]
        messages.error(
            request,
            _("The page was published, but not all of it came into force: %(reason)s") % {"reason": reason},
        )


def tell_of_refused_approval(request: HttpRequest, page: Page) -> None:
    """After somebody approved a step of a workflow: the last one publishes."""
    page = Page.objects.get(pk=page.pk).specific
    if not page.workflow_in_progress:
        tell_of_refused_publication(request, page)


class ApprovalView(WorkflowActionView):
    """Wagtail's own, where a step of a workflow is taken outside the form of the page, in which no hook is called."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response: HttpResponse = super().post(request, *args, **kwargs)
        if self.action_name == APPROVE:
            tell_of_refused_approval(request, self.object)
        return response
