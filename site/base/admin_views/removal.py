from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from base import clock
from base.actions.removal import (
    ASK_REDACTION,
    ask_redaction,
    ask_withdrawal,
    refusal_to_confirm,
    take_back,
)
from base.admin_views import DeskView, FormsDeskView
from base.forms.removal import RedactionForm, WithdrawalForm, fields_to_redact
from base.models import PublishedVersion, Redaction
from base.queries.published_version import rows_of_version
from base.queries.removal import places_besides
from base.refusal import Refusal
from base.removal_kinds import removal_kind, removal_kinds
from base.version_words import shown_parts

PER_PAGE = 50


class VersionsView(DeskView):
    """What was published, newest first, and what waits for a second person."""

    permission = ASK_REDACTION
    page_title = gettext_lazy("Published versions")
    header_icon = "history"
    template_name = "base/admin/versions.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        wanted = request.GET.get("q", "").strip()
        versions = PublishedVersion.objects.select_related("reference", "withdrawal").order_by("-published_at", "-pk")
        if wanted:
            versions = versions.filter(reference__string__icontains=wanted)
        return self.desk(
            wanted=wanted,
            page_of_versions=Paginator(versions, PER_PAGE).get_page(request.GET.get("p")),
            waiting=[
                (
                    kind,
                    [(one, places_besides(one) if isinstance(one, Redaction) else []) for one in together],
                    # What was asked in one act is confirmed in one.
                    refusal_to_confirm(together[0], request.user, kind.right),
                )
                for kind in removal_kinds()
                for together in kind.waiting()
            ],
        )


class VersionView(FormsDeskView):
    """One version: its words, its hash, and the two ways in which it can be taken away."""

    permission = ASK_REDACTION
    page_title = gettext_lazy("Published version")
    header_icon = "history"
    template_name = "base/admin/version.html"

    @cached_property
    def version(self) -> PublishedVersion:
        return get_object_or_404(PublishedVersion.objects.select_related("reference"), pk=self.kwargs["pk"])

    def get_forms(self) -> dict[str, Form]:
        return {
            "redact": RedactionForm(self.sent("redact"), names=fields_to_redact(self.version)),
            "withdraw": WithdrawalForm(self.sent("withdraw")),
        }

    def act(self, form: Any) -> HttpResponse:
        given = dict(form.cleaned_data)
        about: dict[str, Any] = {"version": self.version, "by": self.request.user, "at": clock.now()}
        if isinstance(form, RedactionForm):
            ask_redaction(fields=given.pop("fields_to_destroy"), **given, **about)
        else:
            ask_withdrawal(**given, **about)
        return self.done(_("Asked. It is carried out when a second person confirms it."), "versions_desk")

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        version = self.version
        return super().get_context_data(
            version=version,
            parts=shown_parts(version, frozenset(one.field for one in version.redactions.all() if one.is_confirmed)),
            others=[
                one
                for one in rows_of_version(version.reference.string, version.label, hidden_too=True).values()
                if one.pk != version.pk and not one.is_withdrawn
            ],
            **context,
        )

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *self.breadcrumbs_items,
            {"url": reverse("versions_desk"), "label": VersionsView.page_title},
            {"url": "", "label": self.page_title},
        ]


class ConfirmView(DeskView):
    """The second person: confirms what was asked in one act, or drops it."""

    permission = ASK_REDACTION
    http_method_names = ["post"]

    def post(self, request: HttpRequest, kind: str, pk: int) -> HttpResponse:
        found = removal_kind(kind)
        if found is None:
            raise Http404
        removal = get_object_or_404(found.model, pk=pk)
        who: dict[str, Any] = {"by": request.user, "at": clock.now()}
        try:
            if request.POST.get("act") == "confirm":
                found.settle(removal, lambda one: found.confirm(**{kind: one}, **who))
                messages.success(request, _("Confirmed and carried out."))
            else:
                found.settle(removal, lambda one: take_back(removal=one, **who))
                messages.success(request, _("Dropped. The audit trail keeps that it was asked."))
        except Refusal as refusal:
            messages.error(request, refusal.sentence)
        return redirect("versions_desk")
