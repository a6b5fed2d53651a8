from datetime import date
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.db.models import QuerySet
from django.forms import model_to_dict
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from base import clock
from base.admin_views import DeskView
from base.refusal import Refusal
from proposals.actions.council_paper import KEEP_PAPERS, KEEP_TERMS, begin_term, meeting_on, record_paper
from proposals.actions.council_vote import RECORD_VOTE, record_vote
from proposals.actions.official_publication import PUBLISH, record_publication
from proposals.council_enums import MeetingBody
from proposals.forms.council import HEADS, PaperForm, PublicationForm, SourceForm, TermForm, VoteForm
from proposals.imports.council import Understood
from proposals.models import CouncilGroup, CouncilPaper, CouncilTerm, CouncilVote, OfficialPublication
from proposals.queries.council import groups_on, newest_of, papers, versions_of, votes_in_force


class CouncilPapersView(DeskView):
    """The papers of college and council, newest first. What the information system says fills in the form of the next."""

    permission = KEEP_PAPERS
    page_title = gettext_lazy("Council papers")
    header_icon = "doc-full"
    template_name = "proposals/admin/council_papers.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        chosen = {name: request.GET.get(name) for name in ("about", "corrects", "kind")}
        return self._register(PaperForm(initial=chosen), SourceForm())

    def post(self, request: HttpRequest) -> HttpResponse:
        if "read" in request.POST:
            source = SourceForm(request.POST, request.FILES)
            found = source.understood() if source.is_valid() else None
            form = PaperForm(initial=found.as_data() if found is not None else {})
            return self._register(form, source, 200 if found is not None else 422, found)
        form = PaperForm(request.POST)
        if not form.is_valid():
            return self._register(form, SourceForm(), 422)
        try:
            paper = record_paper(
                text=form.paper_text(),
                **{
                    name: form.cleaned_data[name]
                    for name in ("about", "consultation_round", "part_of", "corrects", "reason")
                },
                by=request.user,
                at=clock.now(),
            )
        except Refusal as refusal:
            form.add_error(None, refusal.sentence)
            return self._register(form, SourceForm(), 409)
        messages.success(request, _("Recorded. Next: how the council voted on it, once it did."))
        if not request.user.has_perm(RECORD_VOTE):
            return redirect("council_papers_desk")
        return redirect("council_paper_desk", paper.pk)

    def _register(
        self, form: PaperForm, source: SourceForm, status: int = 200, found: Understood | None = None
    ) -> HttpResponse:
        votes: dict[int, list[CouncilVote]] = {}
        shown = list(papers()[:100])
        versions = versions_of(shown)
        for vote in votes_in_force().filter(paper__in=versions):
            votes.setdefault(versions[vote.paper_id].pk, []).append(vote)
        same = papers().filter(source=found.source).first() if found is not None and found.source else None
        return self.desk(
            status,
            form=form,
            source=source,
            found=found,
            same=same,
            may_vote=self.request.user.has_perm(RECORD_VOTE),
            rows=[(paper, votes.get(paper.pk, [])) for paper in shown],
        )


class CouncilPaperView(DeskView):
    """One paper: how the council voted on it, and the form for that. The numbers come from the information system, or are typed."""

    permission = RECORD_VOTE
    page_title = gettext_lazy("Council paper")
    header_icon = "doc-full"
    template_name = "proposals/admin/council_paper.html"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        if (newest := newest_of(pk)) != pk:
            return redirect("council_paper_desk", newest)
        paper = self._paper(pk)
        return self._desk(200, paper, self._form(paper, corrects=request.GET.get("corrects")), SourceForm())

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        paper = self._paper(pk)
        if "read" in request.POST:
            return self._read(request, paper)
        form = self._form(paper, request.POST)
        if not form.is_valid():
            return self._desk(422, paper, form, SourceForm())
        given, now = dict(form.cleaned_data), clock.now()
        groups = groups_on(given["held_on"])
        if groups and groups != form.groups:
            form = self._form(paper, form.of_groups(groups), groups=groups)
            form.full_clean()
            form.add_error("held_on", _("On that day the council had other groups. Look through their numbers."))
            return self._desk(409, paper, form, SourceForm())
        try:
            # A vote that is refused leaves no meeting behind.
            with transaction.atomic():
                vote = record_vote(
                    paper=paper,
                    meeting=meeting_on(body=MeetingBody.COUNCIL, held_on=given["held_on"], at=now),
                    groups=form.heads(),
                    **{name: given[name] for name in ("was_called", "in_office", "barred", "corrects", "reason")},
                    by=request.user,
                    at=now,
                )
        except Refusal as refusal:
            form.add_error(None, refusal.sentence)
            return self._desk(409, paper, form, SourceForm())
        messages.success(request, _("Recorded: %(outcome)s.") % {"outcome": vote.get_outcome_display()})
        return redirect("council_paper_desk", pk)

    def _read(self, request: HttpRequest, paper: CouncilPaper) -> HttpResponse:
        source = SourceForm(request.POST, request.FILES)
        found = source.understood() if source.is_valid() else None
        if found is None:
            return self._desk(422, paper, self._form(paper), source)
        groups = groups_on(date.fromisoformat(found.dated_on) if found.dated_on else self._today())
        by_name = {one.name.casefold(): one for one in found.groups}
        initial: dict[str, Any] = {"held_on": found.dated_on or None, "in_office": _seats(groups)}
        for group in groups:
            if (row := by_name.pop(group.name.casefold(), None)) is not None:
                initial |= {f"{name}-{group.pk}": getattr(row, name) for name in HEADS}
        form = self._form(paper, groups=groups, **initial)
        return self._desk(200, paper, form, source, found=found, unknown=list(by_name.values()))

    def _form(
        self, paper: CouncilPaper, data: Any = None, groups: list[CouncilGroup] | None = None, **initial: Any
    ) -> VoteForm:
        """With the groups that are given, those that were typed for, or those of today."""
        if groups is None and data is not None:
            groups = _groups_typed(data)
        if groups is None:
            groups = groups_on(self._today())
        initial = {"held_on": self._today(), "in_office": _seats(groups)} | initial
        return VoteForm(data, groups=groups, votes=_votes_on(paper), initial=initial)

    def _today(self) -> date:
        return timezone.localtime(clock.now()).date()

    def _paper(self, pk: int) -> CouncilPaper:
        paper = papers().filter(pk=pk).first() if pk < 2**63 else None
        if paper is None:
            raise Http404
        return paper

    def _desk(
        self,
        status: int,
        paper: CouncilPaper,
        form: VoteForm,
        source: SourceForm,
        found: Understood | None = None,
        unknown: Any = (),
    ) -> HttpResponse:
        return self.desk(
            status,
            paper=paper,
            votes=list(_votes_on(paper)),
            form=form,
            source=source,
            found=found,
            unknown=unknown,
        )


def _votes_on(paper: CouncilPaper) -> QuerySet[CouncilVote]:
    return votes_in_force().filter(paper__in=versions_of([paper]))


def _groups_typed(data: Any) -> list[CouncilGroup] | None:
    """The groups that the form was shown with."""
    keys = [name.removeprefix("in_favour-") for name in data if name.startswith("in_favour-")]
    known = CouncilGroup.objects.filter(pk__in=[key for key in keys if key.isdecimal() and len(key) < 19])
    return list(known.select_related("term")) or None


def _seats(groups: list[CouncilGroup]) -> int | None:
    return groups[0].term.seats if groups else None


class CouncilTermsView(DeskView):
    """The groups of the council by term, and the form for the next."""

    permission = KEEP_TERMS
    page_title = gettext_lazy("Groups of the council")
    header_icon = "group"
    template_name = "proposals/admin/council_terms.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        return self._register(TermForm())

    def post(self, request: HttpRequest) -> HttpResponse:
        form = TermForm(request.POST)
        if not form.is_valid():
            return self._register(form, 422)
        try:
            begin_term(by=request.user, at=clock.now(), **form.cleaned_data)
        except Refusal as refusal:
            form.add_error(None, refusal.sentence)
            return self._register(form, 409)
        messages.success(request, _("Recorded."))
        return redirect("council_terms_desk")

    def _register(self, form: TermForm, status: int = 200) -> HttpResponse:
        return self.desk(status, form=form, terms=CouncilTerm.objects.prefetch_related("groups"))


class PublicationsView(DeskView):
    """Where decisions stood in the official gazette."""

    permission = PUBLISH
    page_title = gettext_lazy("Official publications")
    header_icon = "doc-full"
    template_name = "proposals/admin/official_publications.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        return self._register(
            PublicationForm(initial=_publication_to_correct(request) or {"decision": request.GET.get("decision")})
        )

    def post(self, request: HttpRequest) -> HttpResponse:
        form = PublicationForm(request.POST)
        if not form.is_valid():
            return self._register(form, 422)
        try:
            record_publication(by=request.user, at=clock.now(), **form.cleaned_data)
        except Refusal as refusal:
            form.add_error(None, refusal.sentence)
            return self._register(form, 409)
        messages.success(request, _("Recorded."))
        return redirect("publications_desk")

    def _register(self, form: PublicationForm, status: int = 200) -> HttpResponse:
        shown = OfficialPublication.objects.filter(corrected_by=None).select_related("decision__reference")
        return self.desk(status, form=form, publications=shown.order_by("-published_on", "-pk")[:100])


def _publication_to_correct(request: HttpRequest) -> dict[str, Any]:
    """What stands there now, for the form of its correction."""
    pk = request.GET.get("corrects", "")
    wrong = OfficialPublication.objects.filter(pk=pk).first() if pk.isdecimal() and len(pk) < 19 else None
    if wrong is None:
        return {}
    shown = model_to_dict(wrong, ["decision", "number", "url", "published_on"])
    return shown | {"in_force_on": wrong.in_force_on if wrong.is_set_day else None, "corrects": wrong.pk}
