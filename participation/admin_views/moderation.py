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
from participation.actions.ruling import rule_on
from participation.enums import Moderation, RulingKind
from participation.forms.ruling import HideForm
from participation.models import Comment, Subject
from participation.queries.moderation import comments_to_rule_on, subjects_to_rule_on
from participation.rules import MODERATE

PER_PAGE = 30
KINDS: dict[str, type[Subject] | type[Comment]] = {"subject": Subject, "comment": Comment}


class ModerationView(DeskView):
    """Everything residents wrote, by what a moderator can do about it: page by page, and by words or number."""

    permission = MODERATE
    page_title = gettext_lazy("Moderation")
    header_icon = "comment"
    template_name = "participation/admin/moderation.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        words = request.GET.get("q", "").replace("\0", "").strip()[:200]
        lists = {
            "waiting": subjects_to_rule_on(Moderation.AWAITING, words),
            "comments": comments_to_rule_on(words),
            "published": subjects_to_rule_on(Moderation.VISIBLE, words),
            "hidden": subjects_to_rule_on(Moderation.HIDDEN, words),
        }
        pages: dict[str, Any] = {
            name: Paginator(found, PER_PAGE).get_page(request.GET.get(name)) for name, found in lists.items()
        }
        return self.desk(words=words, **pages)


class RuleView(DeskView):
    """A ruling on one text: publishing takes one press, hiding asks ground and reason."""

    permission = MODERATE
    page_title = gettext_lazy("Ruling")
    header_icon = "comment"
    template_name = "participation/admin/ruling.html"

    def get(self, request: HttpRequest, kind: str, pk: int) -> HttpResponse:
        return self.desk(target=self._target(kind, pk), kind=kind, form=HideForm())

    def post(self, request: HttpRequest, kind: str, pk: int) -> HttpResponse:
        target = self._target(kind, pk)
        if request.POST.get("ruling") == RulingKind.PUBLISH:
            return self._rule(target, RulingKind.PUBLISH, ground="", reason="")
        form = HideForm(request.POST)
        if not form.is_valid():
            return self.desk(422, target=target, kind=kind, form=form)
        return self._rule(target, RulingKind.HIDE, **form.cleaned_data)

    def _rule(self, target: Subject | Comment, kind: RulingKind, **why: Any) -> HttpResponse:
        try:
            rule_on(target=target, kind=kind, by=self.request.user, at=clock.now(), **why)
        except Refusal as refusal:
            messages.error(self.request, refusal.sentence)
        else:
            done = _("Published: %(text)s") if kind == RulingKind.PUBLISH else _("Hidden: %(text)s")
            messages.success(self.request, done % {"text": str(target)})
        return redirect("moderation")

    def _target(self, kind: str, pk: int) -> Subject | Comment:
        model = KINDS.get(kind)
        target = model.objects.filter(pk=pk).prefetch_related("rulings").first() if model else None
        if target is None:
            raise Http404
        return target

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *self.breadcrumbs_items,
            {"url": reverse("moderation"), "label": ModerationView.page_title},
            {"url": "", "label": self.page_title},
        ]
