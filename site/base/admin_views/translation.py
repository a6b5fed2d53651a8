from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.models import Page

from base import clock
from base.actions.published_version import confirm_translation
from base.forms.translation import TranslationCheckForm
from base.models import CitablePage
from base.queries.translation import Lag, lag_of
from base.refusal import Refusal


class TranslationCheckView(WagtailAdminTemplateMixin, View):
    """A translation that is older than its source: whoever may publish it says that it still fits the newer text."""

    page_title = gettext_lazy("Check of a translation")
    header_icon = "wagtail-localize-language"
    template_name = "base/admin/translation_check.html"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        page, lag = self._lagging(pk)
        return self._desk(page, lag, TranslationCheckForm(number=lag.source.number))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        page, lag = self._lagging(pk)
        form = TranslationCheckForm(request.POST, number=lag.source.number)
        if form.is_valid():
            try:
                version = confirm_translation(
                    page=page, number=form.cleaned_data["number"], by=request.user, at=clock.now()
                )
            except Refusal as refusal:
                form.add_error(None, refusal.sentence)
            else:
                done = _("The translation belongs to version %(number)s now.")
                messages.success(request, done % {"number": version.label})
                return redirect("wagtailadmin_pages:edit", pk)
        return self._desk(page, lag, form, 422)

    def _lagging(self, pk: int) -> tuple[CitablePage, Lag]:
        page = get_object_or_404(Page, pk=pk).specific
        if not page.permissions_for_user(self.request.user).can_publish():
            raise PermissionDenied
        lag = lag_of(page) if isinstance(page, CitablePage) else None
        if lag is None:
            raise Http404
        return page, lag

    def _desk(self, page: CitablePage, lag: Lag, form: TranslationCheckForm, status: int = 200) -> HttpResponse:
        context: dict[str, Any] = self.get_context_data(page=page, lag=lag, form=form)
        return self.render_to_response(context, status=status)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.breadcrumbs_items, {"url": "", "label": self.get_page_title()}]
