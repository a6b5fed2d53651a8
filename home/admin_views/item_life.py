from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from base import clock
from base.admin_views import DeskView
from base.models import Reference
from base.queries.published_version import versions_in_force
from base.refusal import Refusal
from home.actions.item_state import move_item, take_step_back
from home.enums import ItemStep
from home.forms.item_life import MoveForm
from home.item_life import MOVE_ITEM, PREPARE_ITEM, next_steps
from home.models import ItemState
from home.queries.item_life import ItemWay, items, way_of, ways_of
from home.views.deadlines import deadlines_path
from participation.models import ConsultationRound
from proposals.models import ResponseDocument
from proposals.queries.commitment import commitments, standings

# In place of a state: the one before holds again.
BACK = "back"


class ItemDesk(DeskView):
    """For editors, who prepare items, and for clerks, who take them further."""

    header_icon = "tasks"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not (request.user.has_perm(MOVE_ITEM) or request.user.has_perm(PREPARE_ITEM)):
            raise PermissionDenied
        self.permission = MOVE_ITEM if request.user.has_perm(MOVE_ITEM) else PREPARE_ITEM
        response: HttpResponse = super().dispatch(request, *args, **kwargs)
        return response


class WaysView(ItemDesk):
    """Where every item of the agenda is, since when, and what is due by when: what is late first."""

    page_title = gettext_lazy("The way of the items")
    template_name = "home/admin/ways.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        now = clock.now()
        ways = list(ways_of(items(), now).values())
        texts = versions_in_force([way.reference.pk for way in ways], "nl")
        ways.sort(key=lambda way: (way.is_over, way.due_on is None, way.due_on or now.date(), way.since))
        documents = ResponseDocument.objects.filter(published_at=None).select_related("reference", "consultation_round")
        return self.desk(
            rows=[(way, texts.get(way.reference.pk), way.is_late) for way in ways],
            documents=documents.order_by("due_on"),
            uncounted=ConsultationRound.objects.filter(
                cancelled_at=None, counted_at=None, phases__kind="vote", phases__ends_at__lte=now
            ).select_related("reference"),
            late=[one for one in standings(commitments()) if one.is_late(timezone.localtime(now).date())],
            calendar=deadlines_path(self.request.user),
            now=now,
        )


class WayView(ItemDesk):
    """One item: its way until now, on what each step rests, and every step that can be taken with why not."""

    page_title = gettext_lazy("The way of an item")
    template_name = "home/admin/way.html"

    def get(self, request: HttpRequest, reference: str) -> HttpResponse:
        return self._desk(200, self._way(reference), MoveForm())

    def post(self, request: HttpRequest, reference: str) -> HttpResponse:
        way, form, to = self._way(reference), MoveForm(request.POST), request.POST.get("to", "")
        if to != BACK and to not in ItemStep.values:
            raise Http404
        if not form.is_valid():
            return self._desk(422, way, form)
        try:
            state = self._taken(way, to, form)
        except Refusal as refusal:
            form.add_error(None, refusal.sentence)
            return self._desk(409, self._way(reference), form)
        done = _("%(reference)s is now: %(state)s")
        messages.success(request, done % {"reference": reference, "state": state.get_step_display()})
        return redirect("way_desk", reference)

    def _taken(self, way: ItemWay, to: str, form: MoveForm) -> ItemState:
        act: dict[str, Any] = {"reference": way.reference, "by": self.request.user, "at": clock.now()}
        if to == BACK:
            return take_step_back(reason=form.cleaned_data["reason"], **act)
        return move_item(to=to, **form.cleaned_data, **act)

    def _way(self, string: str) -> ItemWay:
        reference = Reference.objects.filter(string=string, kind="LEA").first()
        way = way_of(reference, clock.now()) if reference is not None else None
        if way is None:
            raise Http404
        return way

    def _desk(self, status: int, way: ItemWay, form: MoveForm) -> HttpResponse:
        now = clock.now()
        states = ItemState.objects.filter(reference=way.reference).select_related("evidence", "paper", "publication")
        return self.desk(
            status,
            way=way,
            text=versions_in_force([way.reference.pk], "nl").get(way.reference.pk),
            states=states.order_by("since", "pk"),
            steps=next_steps(self.request.user, way.facts, way.step, now),
            form=form,
            is_late=way.is_late,
        )
