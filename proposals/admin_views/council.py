from collections.abc import Callable, Iterable
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.forms import model_to_dict
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from base import clock
from base.admin_views import FormDeskView
from base.exports.table import Rows
from base.instants import day
from base.refusal import Refusal
from proposals.actions.council_paper import (
    KEEP_ALL_PAPERS,
    KEEP_PAPERS,
    meeting_on,
    record_meeting,
    record_paper,
)
from proposals.actions.council_vote import RECORD_VOTE, Contradiction, people_told_of, record_vote
from proposals.admin_views.onward import to_way
from proposals.council_contradiction import contradiction_within, numbers_words, other_paper
from proposals.council_enums import HEAD_WORDS, HEADS, SEATS, SETTLED, VOTED_ON, MeetingBody, PaperKind
from proposals.council_understood import Understood
from proposals.exports.council import papers_table, votes_table
from proposals.forms.council import MeetingForm, PaperForm, SourceForm
from proposals.forms.council_vote import VoteForm
from proposals.imports.council_reading import read_link, read_pasted
from proposals.models import CouncilGroup, CouncilPaper, CouncilReading, CouncilVote
from proposals.queries.agenda_point import papers_on_agenda, point_of, points_standing_in
from proposals.queries.council import (
    council_met_on,
    groups_on,
    newest_of,
    papers,
    versions_of,
    votes_in_force,
)
from proposals.queries.council_difference import differences
from proposals.queries.motion import amendments_undecided, motion_standing
from proposals.views.motion import motion_cards


class CouncilPapersView(FormDeskView):
    """The papers of college and council, newest first. What the information system says fills in the form of the next."""

    permission = KEEP_PAPERS
    page_title = gettext_lazy("Council papers")
    header_icon = "doc-full"
    template_name = "proposals/admin/council_papers.html"

    def get_form_class(self) -> type[PaperForm | MeetingForm]:
        return MeetingForm if "meeting" in self.request.POST else PaperForm

    def get_form(self, form_class: Any = None) -> Any:
        form = super().get_form(form_class)
        if "kind" in form.fields and not self.request.user.has_perm(KEEP_ALL_PAPERS):
            del form.fields["holds_draft"]
            form.fields["kind"].choices = [(PaperKind.PLAN.value, PaperKind.PLAN.label)]
        return form

    def get_initial(self) -> dict[str, Any]:
        chosen = {name: self.request.GET.get(name) for name in ("about", "corrects", "kind", "part_of")}
        return _paper_to_correct(self.request) or chosen

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if "read" not in request.POST:
            return super().post(request, *args, **kwargs)
        source = SourceForm(request.POST, request.FILES)
        reading = read(source, request.user)
        # What was chosen on the way here stays chosen.
        chosen = {name: value for name, value in self.get_initial().items() if value}
        if reading is None:
            return self.desk(422, form=PaperForm(initial=chosen), source=source)
        same = papers().filter(source=reading.address).first() if reading.address else None
        return self.desk(form=_form_of(reading, chosen), source=source, understood=understood_words(reading), same=same)

    def act(self, form: Any) -> HttpResponse:
        by: dict[str, Any] = {"by": self.request.user, "at": clock.now()}
        if isinstance(form, MeetingForm):
            meeting = record_meeting(text=form.meeting_text(), **by)
            done = _("Recorded. A vote of that day will stand in this meeting.")
            if found := [one.paper for one in points_standing_in(meeting)]:
                papers_there = ", ".join(paper.label for paper in found)
                done = f"{done} {_('On its agenda: %(papers)s.') % {'papers': papers_there}}"
            return self.done(done, "council_papers_desk")
        about = ("about", "consultation_round", "part_of", "corrects", "reason")
        given = {name: form.cleaned_data[name] for name in about}
        paper = record_paper(text=form.paper_text(), **given, **form.kept_document(), **by)
        onward = to_way(paper.item)
        if paper.kind not in VOTED_ON:
            return self.done(_("Recorded."), "council_papers_desk", onward=onward)
        done = _("Recorded. Next: how the council voted on it, once it did.")
        return self.done(done, "council_paper_desk", paper.pk, onward=onward)

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        here = {
            "source": SourceForm(),
            "is_meeting": isinstance(context.get("form"), MeetingForm),
            "may_vote": self.request.user.has_perm(RECORD_VOTE),
            "differing": len(differences()),
            "rows": _with_votes(papers()[:100]),
        }
        return super().get_context_data(**here | context)

    def get_tables(self) -> dict[str, Callable[[], Rows]]:
        return {
            "papers": lambda: papers_table(_with_votes(papers())),
            "votes": lambda: votes_table(_with_votes(papers())),
        }


def _with_votes(found: Iterable[CouncilPaper]) -> list[tuple[CouncilPaper, list[CouncilVote]]]:
    """Papers in force with the votes on them, also on what they correct."""
    shown, votes = list(found), dict[int, list[CouncilVote]]()
    versions = versions_of(shown)
    for vote in votes_in_force().filter(paper__in=versions).prefetch_related("groups__group"):
        votes.setdefault(versions[vote.paper_id].pk, []).append(vote)
    return [(paper, votes.get(paper.pk, [])) for paper in shown]


class CouncilPaperView(FormDeskView):
    """One paper: how the council voted on it, and the form for that. The numbers come from the information system, or are typed."""

    permission = RECORD_VOTE
    page_title = gettext_lazy("Council paper")
    header_icon = "doc-full"
    template_name = "proposals/admin/council_paper.html"

    @cached_property
    def paper(self) -> CouncilPaper:
        """As it is now, whichever of its versions the address names."""
        pk = self.kwargs["pk"]
        if pk >= 2**63 or not CouncilPaper.objects.filter(pk=pk).exists():
            raise Http404
        return papers().get(pk=newest_of(pk))

    @cached_property
    def votes(self) -> list[CouncilVote]:
        return list(_votes_on(self.paper))

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.paper.pk != kwargs["pk"]:
            return redirect("council_paper_desk", self.paper.pk)
        wrong = {str(one.pk): one for one in self.votes}.get(request.GET.get("corrects", ""))
        if wrong is not None:
            return self.desk(form=self._form(**_as_recorded(wrong)))
        # What was read with the paper is not read again.
        if not self.votes and self.paper.reading is not None and self.paper.reading.understood["groups"]:
            return self._read(self.paper.reading, SourceForm())
        return self.desk(form=self._form())

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if "day" in request.POST:
            return self._of_day(self.get_form())
        if "read" not in request.POST:
            return super().post(request, *args, **kwargs)
        source = SourceForm(request.POST, request.FILES)
        reading = read(source, request.user)
        if reading is None:
            return self.desk(422, form=self._form(), source=source)
        if sentence := other_paper(reading, self.paper):
            source.add_error(source.given()[0], sentence)
            return self.desk(409, form=self._form(), source=source)
        return self._read(reading, source)

    def _of_day(self, form: VoteForm) -> HttpResponse:
        """With the groups that the council had on the day that was typed, and what was typed for those of the same name."""
        form.full_clean()
        held_on = form.cleaned_data.get("held_on")
        if held_on is None:
            return self.desk(422, form=form)
        groups = groups_on(held_on)
        typed = form.of_groups(groups) if groups else {}
        return self.desk(form=self._form(groups=groups, **typed | {"held_on": held_on}))

    def act(self, form: Any) -> HttpResponse:
        given, now = form.cleaned_data, clock.now()
        if self.paper.pk != self.kwargs["pk"]:
            sentence = _(
                "This paper was corrected meanwhile: it is %(paper)s now. Look it through, and record the vote on that."
            )
            form.add_error(None, sentence % {"paper": self.paper.label})
            return self.desk(409, form=form)
        groups = groups_on(given["held_on"])
        if groups and groups != form.groups:
            form = self._form(form.of_groups(groups), groups=groups)
            form.full_clean()
            form.add_error("held_on", _("On that day the council had other groups. Look through their numbers."))
            return self.desk(409, form=form)
        names = ("was_called", "barred", "reading", "corrects", "reason", "despite")
        by: dict[str, Any] = {"by": self.request.user, "at": now}
        is_sure = "sure" in self.request.POST
        try:
            # A vote that is refused, or is looked through first, leaves nothing behind.
            with transaction.atomic():
                vote = record_vote(
                    paper=self.paper,
                    meeting=meeting_on(body=MeetingBody.COUNCIL, held_on=given["held_on"], **by),
                    groups=form.heads(),
                    **{name: given[name] for name in names},
                    **by,
                )
                transaction.set_rollback(not is_sure)
        except Contradiction as stop:
            form.add_error("despite", stop.sentence)
            return self.desk(409, form=form)
        if not is_sure:
            return self._looked_through(form, vote)
        done = _("Recorded: %(outcome)s.") % {"outcome": vote.get_outcome_display()}
        return self.done(done, "council_paper_desk", self.paper.pk, onward=to_way(self.paper.item))

    def _looked_through(self, form: VoteForm, vote: CouncilVote) -> HttpResponse:
        self.template_name = "proposals/admin/council_vote_check.html"
        heads = form.heads() if vote.was_called else []
        totals = [(HEAD_WORDS[name], sum(getattr(one, name) for one in heads)) for name in HEADS]
        return self.desk(form=form, vote=vote, heads=heads, totals=totals, told=people_told_of(self.paper))

    def _read(self, reading: CouncilReading, source: SourceForm) -> HttpResponse:
        found = Understood.of_data(reading.understood)
        held_on = date.fromisoformat(found.dated_on) if found.dated_on else self._day()
        groups = groups_on(held_on)
        by_name = {one.name.casefold(): one for one in found.groups}
        initial: dict[str, Any] = {"held_on": held_on}
        for group in groups:
            if (row := by_name.get(group.name.casefold())) is not None:
                initial |= {f"{name}-{group.pk}": getattr(row, name) for name in HEADS}
        form = self._form(groups=groups, reading=reading.pk, **initial)
        return self.desk(form=form, source=source, understood=understood_words(reading, groups))

    def get_form(self, form_class: Any = None) -> VoteForm:
        return self._form(self.request.POST)

    def _form(self, data: Any = None, groups: list[CouncilGroup] | None = None, **initial: Any) -> VoteForm:
        """With the groups that are given, those that were typed for, or those of the day."""
        if groups is None and data is not None:
            groups = _groups_typed(data)
        held_on = initial.get("held_on") or self._day()
        if groups is None:
            groups = groups_on(held_on)
        return VoteForm(data, groups=groups, votes=_votes_on(self.paper), initial={"held_on": held_on} | initial)

    def _day(self) -> date:
        """Of the meeting on whose agenda it stood, or else the newest of the council in the last week: votes of one evening are
        recorded after one another."""
        today = timezone.localtime(clock.now()).date()
        point = point_of(self.paper, MeetingBody.COUNCIL)
        if point is not None and point.meeting.held_on <= today:
            return point.meeting.held_on
        first = max(self.paper.dated_on, today - timedelta(days=7))
        return council_met_on(first, today) or today

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        form = context["form"]
        is_settled = any(one.outcome in SETTLED for one in self.votes)
        here = {
            "paper": self.paper,
            "votes": self.votes,
            # What the council settled is corrected, and not voted on again.
            "is_open": not is_settled or form.is_bound or "understood" in context or bool(form["corrects"].value()),
            "is_voted_on": self.paper.kind in VOTED_ON,
            "motion": next(iter(motion_cards(filter(None, [motion_standing(self.paper)]), "nl")), None),
            "undecided": amendments_undecided(self.paper) if self.paper.kind == PaperKind.COUNCIL_PROPOSAL else [],
            "source": SourceForm(),
        }
        return super().get_context_data(**here | context)


def read(source: SourceForm, by: Any) -> CouncilReading | None:
    """What was given, read and kept; nothing, and the error on the form, where it says nothing."""
    if not source.is_valid():
        return None
    name, given = source.given()
    try:
        if name == "link":
            return read_link(link=str(given), by=by, at=clock.now())
        return read_pasted(raw=given, by=by, at=clock.now())
    except Refusal as refusal:
        source.add_error(name, refusal.sentence)
        return None


def understood_words(reading: CouncilReading, groups: list[CouncilGroup] | None = None) -> dict[str, Any]:
    """What was understood, every field of it, and what was not. `groups` are those of the council on the day of the vote,
    by themselves those of the day that was read."""
    found = Understood.of_data(reading.understood)
    if groups is None:
        groups = groups_on(date.fromisoformat(found.dated_on) if found.dated_on else timezone.localdate(clock.now()))
    known = {one.name.casefold() for one in groups}
    kind = str(MeetingBody(found.body).label if found.is_meeting else PaperKind(found.kind).label if found.kind else "")
    rows = [
        (_("Kind"), kind),
        (_("Title"), found.title),
        (_("Its number"), found.number),
        (_("Day"), day(date.fromisoformat(found.dated_on)) if found.dated_on else ""),
        (_("Link"), found.url),
        (_("Municipality"), found.municipality),
    ]
    if not found.is_meeting:
        rows.append((_("Published there as"), found.published))
    if found.totals:
        rows.append((_("Members in all"), numbers_words(found.totals)))
    return {
        "rows": rows,
        "groups": found.groups,
        "unknown": [one for one in found.groups if one.name.casefold() not in known] if known else [],
        "left": found.left,
        "agenda": found.agenda,
        "on_agenda": papers_on_agenda(found),
        "contradiction": contradiction_within(found),
        "reading": reading,
        "is_meeting": found.is_meeting,
    }


def _form_of(reading: CouncilReading, chosen: dict[str, Any]) -> PaperForm | MeetingForm:
    found = Understood.of_data(reading.understood)
    if found.is_meeting:
        initial = {"body": found.body, "held_on": found.dated_on, "title": found.title, "url": found.url}
        return MeetingForm(initial=initial | {"reading": reading.pk})
    names = ("kind", "title", "number", "dated_on", "url")
    understood = {name: value for name in names if (value := getattr(found, name))}
    return PaperForm(initial=chosen | understood | {"reading": reading.pk})


def _paper_to_correct(request: HttpRequest) -> dict[str, Any]:
    """What stands there now, for the form of its correction."""
    pk = request.GET.get("corrects", "")
    wrong = papers().filter(pk=pk).first() if pk.isdecimal() and len(pk) < 19 else None
    if wrong is None:
        return {}
    names = ["kind", "title", "number", "dated_on", "url", "holds_draft", "reading", "about", "consultation_round"]
    names.append("part_of")
    goes_with = {"part_of": newest_of(wrong.part_of_id)} if wrong.part_of_id is not None else {}
    return model_to_dict(wrong, names) | goes_with | {"corrects": wrong.pk}


def _as_recorded(vote: CouncilVote) -> dict[str, Any]:
    """The numbers of a vote, for the form of its correction: of each group that the council has, as it is known now."""
    groups = groups_on(vote.meeting.held_on)
    initial: dict[str, Any] = {
        "corrects": vote.pk,
        "held_on": vote.meeting.held_on,
        "was_called": "yes" if vote.was_called else "no",
        "barred": vote.barred,
        "reading": vote.reading_id,
        "despite": vote.despite,
    }
    by_name = {group.name.casefold(): group.pk for group in groups}
    for one in vote.groups.all():
        if (pk := by_name.get(one.group.name.casefold())) is not None:
            initial |= {f"{name}-{pk}": getattr(one, name) for name in SEATS}
    return initial


def _votes_on(paper: CouncilPaper) -> QuerySet[CouncilVote]:
    return votes_in_force().filter(paper__in=versions_of([paper]))


def _groups_typed(data: Any) -> list[CouncilGroup] | None:
    """The groups that the form was shown with."""
    keys = [name.removeprefix("in_favour-") for name in data if name.startswith("in_favour-")]
    known = CouncilGroup.objects.filter(pk__in=[key for key in keys if key.isdecimal() and len(key) < 19])
    return list(known.select_related("term")) or None
