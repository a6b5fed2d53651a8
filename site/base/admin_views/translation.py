from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.models import Page

from base import clock
from base.actions.published_version import confirm_translation
from base.admin_views import STAFF, FormDeskView
from base.forms.translation import TranslationCheckForm
from base.models import CitablePage
from base.queries.translation import Lag, lag_of


class TranslationCheckView(FormDeskView):
    """A translation that is older than its source: whoever may publish it says that it still fits the newer text."""

    permission = STAFF
    page_title = gettext_lazy("Check of a translation")
    header_icon = "wagtail-localize-language"
    template_name = "base/admin/translation_check.html"
    form_class = TranslationCheckForm

    @cached_property
    def lagging(self) -> tuple[CitablePage, Lag]:
        page = get_object_or_404(Page, pk=self.kwargs["pk"]).specific
        if not page.permissions_for_user(self.request.user).can_publish():
            raise PermissionDenied
        lag = lag_of(page) if isinstance(page, CitablePage) else None
        if lag is None:
            raise Http404
        return page, lag

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"number": self.lagging[1].source.number}

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        page, lag = self.lagging
        return super().get_context_data(page=page, lag=lag, **context)

    def act(self, form: Any) -> HttpResponse:
        version = confirm_translation(
            page=self.lagging[0], number=form.cleaned_data["number"], by=self.request.user, at=clock.now()
        )
        done = _("The translation belongs to version %(number)s now.") % {"number": version.label}
        return self.done(done, "wagtailadmin_pages:edit", self.kwargs["pk"])
