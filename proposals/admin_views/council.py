from datetime import date
from typing import Any

from django.contrib import messages
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
from proposals.actions.council_paper import KEEP_PAPERS, KEEP_TERMS, begin_term, meeting_on, record_paper
from proposals.actions.council_vote import RECORD_VOTE, record_vote
from proposals.actions.official_publication import PUBLISH, record_publication
from proposals.council_enums import MeetingBody
from proposals.forms.council import HEADS, PaperForm, PublicationForm, SourceForm, TermForm, VoteForm
from proposals.models import CouncilGroup, CouncilPaper, CouncilTerm, CouncilVote, OfficialPublication
from proposals.queries.council import groups_on, newest_of, papers, versions_of, votes_in_force


class CouncilPapersView(FormDeskView):
    """The papers of college and council, newest first. What the information system says fills in the form of the next."""

    permission = KEEP_PAPERS
    page_title = gettext_lazy("Council papers")
    header_icon = "doc-full"
    template_name = "proposals/admin/council_papers.html"
    form_class = PaperForm

    def get_initial(self) -> dict[str, Any]:
        return {name: self.request.GET.get(name) for name in ("about", "corrects", "kind")}

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if "read" not in request.POST:
            return super().post(request, *args, **kwargs)
        source = SourceForm(request.POST, request.FILES)
        found = source.understood() if source.is_valid() else None
        if found is None:
            return self.desk(422, form=PaperForm(), source=source)
        same = papers().filter(source=found.source).first() if found.source else None
        return self.desk(form=PaperForm(initial=found.as_data()), source=source, found=found, same=same)

    def act(self, form: Any) -> HttpResponse:
        about = ("about", "consultation_round", "part_of", "corrects", "reason")
        paper = record_paper(
            text=form.paper_text(),
            **{name: form.cleaned_data[name] for name in about},
            by=self.request.user,
            at=clock.now(),
        )
        messages.success(self.request, _("Recorded. Next: how the council voted on it, once it did."))
        if not self.request.user.has_perm(RECORD_VOTE):
            return redirect("council_papers_desk")
        return redirect("council_paper_desk", paper.pk)

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        votes: dict[int, list[CouncilVote]] = {}
        shown = list(papers()[:100])
        versions = versions_of(shown)
        for vote in votes_in_force().filter(paper__in=versions):
            votes.setdefault(versions[vote.paper_id].pk, []).append(vote)
        here = {
            "source": SourceForm(),
            "may_vote": self.request.user.has_perm(RECORD_VOTE),
            "rows": [(paper, votes.get(paper.pk, [])) for paper in shown],
        }
        return super().get_context_data(**here | context)


class CouncilPaperView(FormDeskView):
    """One paper: how the council voted on it, and the form for that. The numbers come from the information system, or are typed."""

    permission = RECORD_VOTE
    page_title = gettext_lazy("Council paper")
    header_icon = "doc-full"
    template_name = "proposals/admin/council_paper.html"

    @cached_property
    def paper(self) -> CouncilPaper:
        pk = self.kwargs["pk"]
        paper = papers().filter(pk=pk).first() if pk < 2**63 else None
        if paper is None:
            raise Http404
        return paper

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if (newest := newest_of(kwargs["pk"])) != kwargs["pk"]:
            return redirect("council_paper_desk", newest)
        return self.desk()

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self._read() if "read" in request.POST else super().post(request, *args, **kwargs)

    def act(self, form: Any) -> HttpResponse:
        given, now = form.cleaned_data, clock.now()
        groups = groups_on(given["held_on"])
        if groups and groups != form.groups:
            form = self._form(form.of_groups(groups), groups=groups)
            form.full_clean()
            form.add_error("held_on", _("On that day the council had other groups. Look through their numbers."))
            return self.desk(409, form=form)
        # A vote that is refused leaves no meeting behind.
        with transaction.atomic():
            vote = record_vote(
                paper=self.paper,
                meeting=meeting_on(body=MeetingBody.COUNCIL, held_on=given["held_on"], at=now),
                groups=form.heads(),
                **{name: given[name] for name in ("was_called", "in_office", "barred", "corrects", "reason")},
                by=self.request.user,
                at=now,
            )
        done = _("Recorded: %(outcome)s.") % {"outcome": vote.get_outcome_display()}
        return self.done(done, "council_paper_desk", self.paper.pk)

    def _read(self) -> HttpResponse:
        source = SourceForm(self.request.POST, self.request.FILES)
        found = source.understood() if source.is_valid() else None
        if found is None:
            return self.desk(422, form=self._form(), source=source)
        groups = groups_on(date.fromisoformat(found.dated_on) if found.dated_on else self._today())
        by_name = {one.name.casefold(): one for one in found.groups}
        initial: dict[str, Any] = {"held_on": found.dated_on or None, "in_office": _seats(groups)}
        for group in groups:
            if (row := by_name.pop(group.name.casefold(), None)) is not None:
                initial |= {f"{name}-{group.pk}": getattr(row, name) for name in HEADS}
        form = self._form(groups=groups, **initial)
        return self.desk(form=form, source=source, found=found, unknown=list(by_name.values()))

    def get_form(self, form_class: Any = None) -> VoteForm:
        if self.request.method == "POST":
            return self._form(self.request.POST)
        return self._form(corrects=self.request.GET.get("corrects"))

    def _form(self, data: Any = None, groups: list[CouncilGroup] | None = None, **initial: Any) -> VoteForm:
        """With the groups that are given, those that were typed for, or those of today."""
        if groups is None and data is not None:
            groups = _groups_typed(data)
        if groups is None:
            groups = groups_on(self._today())
        initial = {"held_on": self._today(), "in_office": _seats(groups)} | initial
        return VoteForm(data, groups=groups, votes=_votes_on(self.paper), initial=initial)

    def _today(self) -> date:
        return timezone.localtime(clock.now()).date()

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        here = {"paper": self.paper, "votes": list(_votes_on(self.paper)), "source": SourceForm()}
        return super().get_context_data(**here | context)


def _votes_on(paper: CouncilPaper) -> QuerySet[CouncilVote]:
    return votes_in_force().filter(paper__in=versions_of([paper]))


def _groups_typed(data: Any) -> list[CouncilGroup] | None:
    """The groups that the form was shown with."""
    keys = [name.removeprefix("in_favour-") for name in data if name.startswith("in_favour-")]
    known = CouncilGroup.objects.filter(pk__in=[key for key in keys if key.isdecimal() and len(key) < 19])
    return list(known.select_related("term")) or None


def _seats(groups: list[CouncilGroup]) -> int | None:
    return groups[0].term.seats if groups else None


class CouncilTermsView(FormDeskView):
    """The groups of the council by term, and the form for the next."""

    permission = KEEP_TERMS
    page_title = gettext_lazy("Groups of the council")
    header_icon = "group"
    template_name = "proposals/admin/council_terms.html"
    form_class = TermForm

    def act(self, form: Any) -> HttpResponse:
        begin_term(by=self.request.user, at=clock.now(), **form.cleaned_data)
        return self.done(_("Recorded."), "council_terms_desk")

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        return super().get_context_data(terms=CouncilTerm.objects.prefetch_related("groups"), **context)


class PublicationsView(FormDeskView):
    """Where decisions stood in the official gazette."""

    permission = PUBLISH
    page_title = gettext_lazy("Official publications")
    header_icon = "doc-full"
    template_name = "proposals/admin/official_publications.html"
    form_class = PublicationForm

    def get_initial(self) -> dict[str, Any]:
        return _publication_to_correct(self.request) or {"decision": self.request.GET.get("decision")}

    def act(self, form: Any) -> HttpResponse:
        record_publication(by=self.request.user, at=clock.now(), **form.cleaned_data)
        return self.done(_("Recorded."), "publications_desk")

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        shown = OfficialPublication.objects.filter(corrected_by=None).select_related("decision__reference")
        return super().get_context_data(publications=shown.order_by("-published_on", "-pk")[:100], **context)


def _publication_to_correct(request: HttpRequest) -> dict[str, Any]:
    """What stands there now, for the form of its correction."""
    pk = request.GET.get("corrects", "")
    wrong = OfficialPublication.objects.filter(pk=pk).first() if pk.isdecimal() and len(pk) < 19 else None
    if wrong is None:
        return {}
    shown = model_to_dict(wrong, ["decision", "number", "url", "published_on"])
    return shown | {"in_force_on": wrong.in_force_on if wrong.is_set_day else None, "corrects": wrong.pk}
