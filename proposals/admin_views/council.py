from typing import Any

from django.contrib import messages
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
from proposals.models import CouncilPaper, CouncilTerm, CouncilVote, OfficialPublication
from proposals.queries.council import groups_on, papers, term_on, votes_in_force


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
        return redirect("council_paper_desk", paper.pk)

    def _register(
        self, form: PaperForm, source: SourceForm, status: int = 200, found: Understood | None = None
    ) -> HttpResponse:
        votes: dict[int, list[CouncilVote]] = {}
        shown = list(papers()[:100])
        for vote in votes_in_force().filter(paper__in=shown):
            votes.setdefault(vote.paper_id, []).append(vote)
        same = papers().filter(source=found.source).first() if found is not None and found.source else None
        return self.desk(
            status,
            form=form,
            source=source,
            found=found,
            same=same,
            rows=[(paper, votes.get(paper.pk, [])) for paper in shown],
        )


class CouncilPaperView(DeskView):
    """One paper: how the council voted on it, and the form for that. The numbers come from the information system, or are typed."""

    permission = RECORD_VOTE
    page_title = gettext_lazy("Council paper")
    header_icon = "doc-full"
    template_name = "proposals/admin/council_paper.html"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        paper = self._paper(pk)
        return self._desk(200, paper, self._form(paper), SourceForm())

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        paper = self._paper(pk)
        if "read" in request.POST:
            return self._read(request, paper)
        form = self._form(paper, request.POST)
        if not form.is_valid():
            return self._desk(422, paper, form, SourceForm())
        given, now = form.cleaned_data, clock.now()
        try:
            meeting = meeting_on(body=MeetingBody.COUNCIL, held_on=given["held_on"], at=now)
            wrong = votes_in_force().filter(paper=paper, meeting=meeting).first() if given["reason"] else None
            vote = record_vote(
                paper=paper,
                meeting=meeting,
                groups=form.heads(),
                was_called=given["was_called"],
                barred=given["barred"],
                corrects=wrong,
                reason=given["reason"],
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
        groups = groups_on(paper.dated_on)
        by_name = {one.name.casefold(): one for one in found.groups}
        initial: dict[str, Any] = {"held_on": found.dated_on or None}
        for group in groups:
            if (row := by_name.pop(group.name.casefold(), None)) is not None:
                initial |= {f"{name}-{group.pk}": getattr(row, name) for name in HEADS}
        return self._desk(
            200, paper, VoteForm(groups=groups, initial=initial), source, found=found, unknown=list(by_name.values())
        )

    def _form(self, paper: CouncilPaper, data: Any = None) -> VoteForm:
        today = timezone.localtime(clock.now()).date()
        return VoteForm(data, groups=groups_on(paper.dated_on), initial={"held_on": today})

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
            votes=list(votes_in_force().filter(paper=paper)),
            form=form,
            source=source,
            found=found,
            unknown=unknown,
            term=term_on(paper.dated_on),
        )


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
        return self._register(PublicationForm(initial={"decision": request.GET.get("decision")}))

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
