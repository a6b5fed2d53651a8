from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.forms.rehearsal import RehearsalForm
from accounts.rehearsal import rehearsal_path
from base import clock
from base.admin_views import STAFF, DeskView, FormDeskView
from base.refusal import Refusal, refuse_if
from participation.phase_words import overlaps_and_gaps
from participation.queries.ballot import as_shown, ballot_subjects
from participation.rules import COUNT
from proposals.actions.consultation_round import phases_of
from proposals.actions.recipe import (
    add_options,
    as_rehearsed,
    copy_round,
    draft_round,
    is_collected,
    move_phases,
    open_round,
    refusal_of_page,
)
from proposals.admin_views.recipe_checks import DAYS, checks_of, in_order, progress_of, summary_of
from proposals.forms.recipe import OptionsForm, RecipeForm, SpansForm
from proposals.models import ConsultationRoundPage
from proposals.queries.recipe import earlier_rounds, options_to_take_over, places_for_rounds, round_of
from proposals.recipes import RECIPES, Recipe, days_of


class NewRoundView(DeskView):
    """The four recipes, and the rounds that can be copied."""

    permission = STAFF
    page_title = gettext_lazy("New round")
    header_icon = "plus"
    template_name = "proposals/admin/new_round.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        places = places_for_rounds(request.user)
        return self.desk(recipes=RECIPES.values(), places=places, earlier=earlier_rounds(request.user))

    def post(self, request: HttpRequest) -> HttpResponse:
        key = request.POST.get("copy", "")
        page = get_object_or_404(ConsultationRoundPage, pk=int(key) if key.isdecimal() else 0)
        try:
            copied = copy_round(page=page, by=request.user, at=clock.now())
        except Refusal as refusal:
            messages.error(request, refusal.sentence)
            return redirect("new_round")
        messages.success(request, _("Copied, with every phase later. Look it through before you put it in force."))
        return redirect("round_ready", copied.pk)


class RecipeView(FormDeskView):
    """What one recipe asks, on one screen."""

    permission = STAFF
    header_icon = "plus"
    template_name = "proposals/admin/recipe.html"
    form_class = RecipeForm

    def get_form_kwargs(self) -> dict[str, Any]:
        recipe: Recipe | None = RECIPES.get(self.kwargs["recipe"])
        if recipe is None:
            raise Http404
        parents = places_for_rounds(self.request.user)
        chosen = self.request.GET.get("under") or (parents[0].pk if len(parents) == 1 else None)
        return super().get_form_kwargs() | {
            "recipe": recipe,
            "parents": parents,
            "at": clock.now(),
            "initial": {"parent": chosen},
        }

    def act(self, form: Any) -> HttpResponse:
        page = draft_round(
            parent=form.cleaned_data["parent"].specific,
            values=form.values,
            phases=form.phases,
            by=self.request.user,
            at=clock.now(),
        )
        return redirect("round_ready", page.pk)

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        return super().get_context_data(recipe=RECIPES.get(self.kwargs["recipe"]), **context)

    def get_page_title(self) -> str:
        recipe = RECIPES.get(self.kwargs["recipe"])
        return str(recipe.label) if recipe else ""

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *self.breadcrumbs_items,
            {"url": reverse("new_round"), "label": NewRoundView.page_title},
            {"url": "", "label": self.get_page_title()},
        ]


class RoundReadyView(DeskView):
    """Before a round opens: its rules in sentences, what is missing, a rehearsal, and the button that puts it in force."""

    permission = STAFF
    page_title = gettext_lazy("Before it opens")
    header_icon = "tasks"
    template_name = "proposals/admin/round_ready.html"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self._desk(200)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        page, act = self._page(), request.POST.get("act", "")
        if act == "days":
            return self._move(page)
        given = act == "options" or (act == "open" and request.POST.get("options", "").strip())
        form = OptionsForm(request.POST) if given else None
        if form is not None and not form.is_valid():
            return self._desk(422, options=form)
        try:
            if act == "open":
                options = form.cleaned_data["options"] if form is not None else []
                opened = open_round(page=page, by=request.user, at=clock.now(), options=options)
                if any(phase.has_begun(clock.now()) for phase in opened.phases.all()):
                    messages.success(request, _("In force, and open from now on."))
                else:
                    messages.success(request, _("In force. The clock opens it; until then everything can be changed."))
            elif form is not None:
                known = round_of(page)
                if known is None:
                    raise Http404
                add_options(
                    consultation_round=known, options=form.cleaned_data["options"], by=request.user, at=clock.now()
                )
                messages.success(request, _("It is on the ballot paper."))
            elif act in ("rehearse", "count"):
                return self._rehearse(page, act)
        except Refusal as refusal:
            messages.error(request, refusal.sentence)
            return self._desk(409, options=form)
        return redirect("round_ready", pk)

    def _move(self, page: ConsultationRoundPage) -> HttpResponse:
        days = self._days(page.get_latest_revision_as_object(), self.request.POST)
        if days is None:
            raise Http404
        if not days.is_valid():
            return self._desk(422, days=days)
        move_phases(page=page, phases=days.phases, by=self.request.user, at=clock.now())
        messages.success(self.request, _("The days were changed."))
        return redirect("round_ready", page.pk)

    @staticmethod
    def _days(draft: ConsultationRoundPage, typed: Any = None) -> SpansForm | None:
        """Of what is not in force yet, and has the phases of a recipe; the page of the round sets every other."""
        spans = days_of(phases_of(draft)) if round_of(draft) is None else {}
        return SpansForm(typed, spans=spans, at=clock.now()) if spans else None

    def _rehearse(self, page: ConsultationRoundPage, act: str) -> HttpResponse:
        """Shows the newest draft, as if it were put in force now; where that cannot be, what is in force."""
        form, known = RehearsalForm(self.request.POST), round_of(page)
        if not form.is_valid():
            return self._desk(422, rehearsal=form)
        if known is None:
            refuse_if(refusal_of_page(as_rehearsed(page), clock.now()))
            path = page.url
        elif act == "count":
            path = reverse("invented_counts", args=[known.reference.string])
        else:
            path = known.reference.get_absolute_url()
        draft = page.pk if known is None or page.has_unpublished_changes else 0
        given = form.cleaned_data
        return redirect(rehearsal_path(at=given["at"], role=given["role"], path=path, draft=draft))

    def _desk(
        self,
        status: int,
        options: OptionsForm | None = None,
        rehearsal: RehearsalForm | None = None,
        days: SpansForm | None = None,
    ) -> HttpResponse:
        page, now = self._page(), clock.now()
        draft, known = page.get_latest_revision_as_object(), round_of(page)
        checks = checks_of(draft, known, now)
        phases = list(known.phases.all()) if known else []
        begins = min((plan.starts_at for plan in phases_of(draft)), default=now)
        paper = as_shown(known, ballot_subjects(known)) if known and known.method else []
        # Where people hand in what is voted on, they do so anew.
        earlier = [] if paper or not draft.method or is_collected(draft) else options_to_take_over(draft)
        return self.desk(
            status,
            page=page,
            draft=draft,
            consultation_round=known,
            summary=summary_of(draft, known),
            notes=overlaps_and_gaps(phases),
            checks=in_order(checks),
            progress=progress_of(checks),
            is_ready=all(check.may_wait or not check.refusal for check in checks),
            may_open=page.permissions_for_user(self.request.user).can_publish(),
            may_count=self.request.user.has_perm(COUNT),
            asks_options=known is None and bool(draft.method) and not is_collected(draft),
            paper=paper,
            options=options or OptionsForm(initial={"options": "\n".join(earlier)}),
            copied_from=draft.copied_from if earlier and options is None else None,
            days=days or self._days(draft),
            days_are_asked=days is not None or any(check.url == DAYS for check in checks),
            rehearsal=rehearsal or RehearsalForm(initial={"at": begins}),
        )

    def _page(self) -> ConsultationRoundPage:
        page = get_object_or_404(ConsultationRoundPage, pk=self.kwargs["pk"])
        if not page.permissions_for_user(self.request.user).can_edit():
            raise PermissionDenied
        return page

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *self.breadcrumbs_items,
            {"url": reverse("new_round"), "label": NewRoundView.page_title},
            {"url": "", "label": self.page_title},
        ]
