from collections.abc import Callable
from datetime import date
from functools import cached_property
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import get_language, gettext_lazy, pgettext
from django.utils.translation import gettext as _

from base import clock
from base.admin_views import DeskView, FormDeskView
from base.exports.table import Rows
from base.instants import day
from base.models import PublishedVersion, Reference
from base.queries.published_version import versions_in_force
from base.refusal import Refusal
from home.actions.item_state import move_item, take_step_back, tell_other_day
from home.admin_views.waiting import rows_for
from home.enums import OVER, ItemStep
from home.forms.item_life import MoveForm
from home.item_ahead import ahead_of, still_running
from home.item_coming import Coming
from home.item_facts import ItemFacts
from home.item_life import MAY_SEE_WAYS, MEETS, MOVE_ITEM, asked_from, choices_from, next_steps, papers_lacking
from home.item_log import log_of
from home.models import AgendaItemPage, ItemState
from home.models.item_state import still_standing
from home.queries.agenda import agenda_item_page
from home.queries.item_life import ItemWay, items, states_of, step_to_take_back, way_of, ways_of
from home.views.deadlines import deadlines_path
from home.waiting import waiting
from proposals.council_enums import PaperKind
from proposals.models import Decision
from proposals.views.motion import motion_cards

# In place of a state: the one before holds again.
BACK = "back"
# In place of a state: it stays where it is, and the meeting is on another day.
DAY = "day"


class ItemDesk(DeskView):
    """For editors, who prepare items, and for clerks, who take them further."""

    header_icon = "tasks"
    permission = MAY_SEE_WAYS


class WaysView(ItemDesk):
    """Everything that waits, for whom and until when, what is late first; and where every item of the agenda is."""

    page_title = gettext_lazy("The way of the items")
    template_name = "home/admin/ways.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.desk(
            rows=[(way, text, way.is_late) for way, text in self._ways()],
            waiting=rows_for(request.user, waiting(clock.now())),
            calendar=deadlines_path(self.request.user),
        )

    def get_tables(self) -> dict[str, Callable[[], Rows]]:
        return {"waiting": self._waiting_table, "items": self._items_table}

    def _ways(self) -> list[tuple[ItemWay, PublishedVersion | None]]:
        """Each with its text; what goes on first comes first."""
        now = clock.now()
        ways = list(ways_of(items(), now).values())
        texts = versions_in_force([way.reference.pk for way in ways], str(get_language()))
        ways.sort(key=lambda way: (way.coming is None, *_by_day(way.coming), way.since))
        return [(way, texts.get(way.reference.pk)) for way in ways]

    def _waiting_table(self) -> Rows:
        yield [_("What"), _("For whom"), _("Until when"), _("late"), _("Where it is done")]
        for one, is_late, _may in rows_for(self.request.user, waiting(clock.now())):
            yield [one.what, one.for_whom, one.due_on, int(is_late), f"{settings.BASE_URL}{one.address}"]

    def _items_table(self) -> Rows:
        yield [
            pgettext("of a record", "Number"),
            _("Item"),
            _("State"),
            _("Since"),
            _("What comes next"),
            _("By when"),
            _("late"),
        ]
        for way, text in self._ways():
            coming, title = way.coming, text.title if text is not None else ""
            what, on = (coming.words, coming.on) if coming is not None else ("", None)
            yield [way.reference.string, title, way.step.label, way.began_on, what, on, int(way.is_late)]


def to_publish(facts: ItemFacts) -> Decision | None:
    """The newest decision that the official gazette is not recorded for."""
    published = {one.decision_id for one in facts.publications}
    return next((one for one in reversed(facts.decided) if one.pk not in published), None)


def _by_day(coming: Coming | None) -> tuple[bool, date]:
    on = coming.on if coming is not None else None
    return on is None, on or date.max


class WayView(FormDeskView, ItemDesk):
    """One item: its way until now, on what each step rests, and every step that can be taken with why not."""

    page_title = gettext_lazy("The way of an item")
    template_name = "home/admin/way.html"
    form_class = MoveForm

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.POST.get("to") not in (BACK, DAY, *ItemStep.values):
            raise Http404
        return super().post(request, *args, **kwargs)

    @cached_property
    def asked(self) -> ItemWay:
        """As it was when the request came."""
        return self._way()

    def get_form_kwargs(self) -> dict[str, Any]:
        choices = choices_from(self.asked.facts, self.asked.step, clock.now())
        return super().get_form_kwargs() | {"asked": asked_from(self.asked.step), "choices": choices}

    def act(self, form: Any) -> HttpResponse:
        string = self.kwargs["reference"]
        reference = self.asked.reference
        about: dict[str, Any] = {"by": self.request.user, "at": clock.now()}
        if (to := self.request.POST["to"]) == BACK:
            wrong = {str(one.pk): one for one in states_of([reference.pk])}.get(self.request.POST.get("after", ""))
            if wrong is None:
                raise Http404
            given = {name: form.cleaned_data[name] for name in ("reason", "department")}
            state = take_step_back(state=wrong, **given, **about)
        elif to == DAY:
            meets_on = form.cleaned_data["meets_on"]
            if meets_on is None:
                raise Refusal(_("Say on which day: that of the meeting."))
            tell_other_day(reference=reference, meets_on=meets_on, reason=form.cleaned_data["reason"], **about)
            return self.done(
                _("Recorded: it stands on the agenda of %(day)s.") % {"day": day(meets_on)}, "way_desk", string
            )
        else:
            seen = self.request.POST.get("seen", "")
            state = move_item(reference=reference, to=to, seen=seen, **form.cleaned_data, **about)
        done = _("%(reference)s is now: %(state)s") % {"reference": string, "state": state.get_step_display()}
        return self.done(done, "way_desk", string)

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        # After an act looked up anew: what a step was refused for may have happened since it began.
        way, now = self.asked if self.request.method == "GET" else self._way(), clock.now()
        states = list(states_of([way.reference.pk]))
        return super().get_context_data(
            way=way,
            text=versions_in_force([way.reference.pk], str(get_language())).get(way.reference.pk),
            log=log_of(states, way.by_clock, way.records),
            to_take_back=self._to_take_back(way, states),
            papers_lacking=[
                kind
                for kind in papers_lacking(way.facts, way.step, now)
                if kind == PaperKind.PLAN or self.request.user.has_perm(MOVE_ITEM)
            ],
            page=self._page(way.reference),
            to_publish=to_publish(way.facts),
            motions=motion_cards(way.facts.motions, str(get_language())),
            steps=next_steps(self.request.user, way.facts, way.step, now),
            ahead=ahead_of(way.step, way.facts),
            running=still_running(way.facts, now) if way.step not in OVER else [],
            coming=way.coming,
            is_late=way.is_late,
            meets=MEETS.get(way.step) if self.request.user.has_perm(MOVE_ITEM) else None,
            **context,
        )

    def _to_take_back(self, way: ItemWay, states: list[ItemState]) -> ItemState | None:
        """Nothing once the clock took the item on."""
        step = step_to_take_back(still_standing(states)) if self.request.user.has_perm(MOVE_ITEM) else None
        return step if step is not None and not way.by_clock else None

    def _page(self, reference: Reference) -> AgendaItemPage | None:
        """Of the text, for whoever may write the next version of it."""
        page = agenda_item_page(reference.string)
        may_edit = page is not None and page.permissions_for_user(self.request.user).can_edit()
        return page if may_edit else None

    def _way(self) -> ItemWay:
        reference = Reference.objects.filter(string=self.kwargs["reference"], kind="LEA").first()
        way = way_of(reference, clock.now()) if reference is not None else None
        if way is None:
            raise Http404
        return way
