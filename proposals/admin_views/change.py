from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from base import clock
from base.admin_views import DeskView
from base.refusal import Refusal
from base.templatetags.components import money
from base.version_words import place_words
from participation.forms.ruling import HideForm
from participation.models import Change
from participation.queries.change import waiting_changes
from participation.rules import MODERATE
from proposals.actions.change import publish_change, refuse_change, texts_of_changes
from proposals.actions.proposal import ProposalText, place_of, texts_of

PER_PAGE = 20


@dataclass(frozen=True)
class Part:
    """A part of the text as it is public, and as its author wants it."""

    label: str
    before: str
    after: str


class ChangesView(DeskView):
    """The new texts of public proposals that wait for a moderator, each beside the text of now."""

    permission = MODERATE
    page_title = gettext_lazy("Changed proposals")
    header_icon = "edit"
    template_name = "proposals/admin/changes.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        return self._desk(200)

    def post(self, request: HttpRequest) -> HttpResponse:
        key = request.POST.get("change", "")
        change = waiting_changes().filter(pk=int(key)).first() if key.isdecimal() and len(key) < 19 else None
        if change is None:
            messages.error(request, _("This was ruled, or its author wrote a newer text meanwhile."))
            return self._desk(409)
        form = HideForm(request.POST, prefix=f"change-{change.pk}")
        try:
            if request.POST.get("ruling") == "publish":
                publish_change(change=change, by=request.user, at=clock.now())
            elif request.POST.get("ruling") != "refuse":
                raise Http404
            elif not form.is_valid():
                return self._desk(422, change, form)
            else:
                refuse_change(change=change, by=request.user, at=clock.now(), **form.cleaned_data)
        except Refusal as refusal:
            messages.error(request, refusal.sentence)
            return self._desk(409, change, form if form.is_valid() else None)
        messages.success(request, _("Done: the author is told by mail."))
        return redirect(request.get_full_path())

    def _desk(self, status: int, tried: Change | None = None, bound: HideForm | None = None) -> HttpResponse:
        page = Paginator(waiting_changes(), PER_PAGE).get_page(self.request.GET.get("page"))
        changes = list(page.object_list)
        before, after = texts_of(change.subject for change in changes), texts_of_changes(changes)
        rows = [
            {
                "change": change,
                "parts": _parts(before.get(change.subject_id), after[change.pk]),
                "form": bound if bound is not None and change == tried else HideForm(prefix=f"change-{change.pk}"),
            }
            for change in changes
        ]
        # The reason that was typed for a text that was replaced meanwhile.
        key = self.request.POST.get("change", "")
        typed = self.request.POST.get(f"change-{key}-reason", "") if status == 409 else ""
        return self.desk(status, rows=rows, page=page, typed=typed)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *self.breadcrumbs_items,
            {"url": reverse("moderation"), "label": _("Moderation")},
            {"url": "", "label": self.page_title},
        ]


def _parts(text: ProposalText | None, new_text: ProposalText) -> list[Part]:
    before, after = _words(text) if text is not None else {}, _words(new_text)
    named = [(label, before.get(label, ""), after.get(label, "")) for label in {**before, **after}]
    return [Part(label, old, new) for label, old, new in named if old != new]


def _words(text: ProposalText) -> dict[str, str]:
    return {
        _("Title"): text.title,
        _("In one sentence"): text.summary,
        _("The proposal"): text.body,
        _("Neighbourhood"): str(text.area or ""),
        _("Place"): place_words(place_of(text) or {}),
        _("Estimated cost"): money(text.cost),
        _("Themes"): ", ".join(text.tags),
        **text.answers,
    }
