from typing import Any

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from base import clock
from base.admin_views import DeskView, FormDeskView, Rightful
from base.refusal import Refusal
from participation.actions.paper_batch import cast_batch, correct_papers, open_batch, read_paper
from participation.admin_views.consultation_round import RoundsView
from participation.ballot_rules import kind_of
from participation.forms.ballot import BallotForm
from participation.forms.paper_batch import BatchForm, PaperForm, PapersForm
from participation.models import ConsultationRound, PaperBatch
from participation.paper_rules import (
    read_twice,
    refusal_of_paper,
    refusal_to_cast_batch,
    refusal_to_read,
    refusal_to_write,
    takes_sample,
)
from participation.queries.ballot import as_shown, ballot_subjects
from participation.queries.paper_batch import (
    ReadPaper,
    batches_of,
    judged,
    read_papers,
    readers_in,
    reading_by,
    same_voter_as,
    told_aside_in,
)
from participation.rule_words import paper_words
from participation.rules import COUNT
from participation.tally.profile import APPROVAL, STANCES
from participation.views.ballot_paper import mark_words, paper_of
from participation.views.vote import vote_or_404
from participation.voting_enums import VotingChannel


class PaperBatchesView(FormDeskView):
    """The batches of ballots on paper and by telephone of one round, and the form for the next."""

    permission = COUNT
    page_title = gettext_lazy("Ballots on paper and by telephone")
    header_icon = "doc-full"
    template_name = "participation/admin/paper_batches.html"
    form_class = BatchForm

    @cached_property
    def consultation_round(self) -> ConsultationRound:
        return vote_or_404(self.kwargs["reference"])

    def act(self, form: Any) -> HttpResponse:
        given = form.cleaned_data
        batch = open_batch(
            consultation_round=self.consultation_round,
            channel=VotingChannel(given["channel"]),
            papers=given["papers"],
            received_at=given["received_at"],
            scan=given["scan"].read(),
            by=self.request.user,
            at=clock.now(),
        )
        return redirect("paper_batch", self.kwargs["reference"], batch.number)

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        return super().get_context_data(
            consultation_round=self.consultation_round,
            batches=batches_of(self.consultation_round),
            paper_words=paper_words(self.consultation_round),
            open_refusal=refusal_of_paper(self.consultation_round),
            **context,
        )

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*_crumbs(self, self.kwargs["reference"]), {"url": "", "label": self.page_title}]


@method_decorator([never_cache, sensitive_post_parameters()], name="dispatch")
class PaperBatchView(DeskView):
    """One batch: its papers entered by two people, who do not see what the other wrote until both have; then cast."""

    permission = COUNT
    page_title = gettext_lazy("A batch of papers")
    header_icon = "doc-full"
    template_name = "participation/admin/paper_batch.html"

    def get(self, request: HttpRequest, reference: str, number: int) -> HttpResponse:
        batch, place = self._batch(), self._place(request.GET)
        known = reading_by(batch, place, request.user) if place else None
        subjects = list(ballot_subjects(batch.consultation_round))
        marks = QueryDict(mutable=True)
        for subject in subjects:
            value = known.marks.get(subject.reference.string) if known and known.marks else None
            if value is not None and kind_of(batch.consultation_round) is APPROVAL:
                marks.appendlist("choice", str(subject.pk))
            elif value is not None:
                marks[f"mark-{subject.pk}"] = str(value)
        initial = {"voter": known.voter, "unreadable": known.marks is None} if known else {}
        return self._desk(200, batch, place, PaperForm(initial=initial), marks)

    def post(self, request: HttpRequest, reference: str, number: int) -> HttpResponse:
        batch, place, now = self._batch(), self._place(request.POST), clock.now()
        if request.POST.get("act") == "cast":
            try:
                done = cast_batch(batch=batch, by=request.user, at=now)
            except Refusal as refused:
                return self._desk(409, batch, 0, PaperForm(), QueryDict(), refused=refused.sentence)
            messages.success(request, _("Batch %(number)d is in the ballot box.") % {"number": done.number})
            return redirect("paper_batch", reference, number)
        if request.POST.get("act") == "correct":
            return self._correct(batch)
        form = PaperForm(request.POST)
        paper = BallotForm(batch.consultation_round, ballot_subjects(batch.consultation_round), request.POST)
        if not form.is_valid():
            return self._desk(422, batch, place, form, request.POST)
        unreadable = form.cleaned_data["unreadable"]
        try:
            if paper.mistake and not unreadable:
                raise Refusal(paper.mistake)
            read_paper(
                batch=batch,
                place=place,
                voter=form.cleaned_data["voter"],
                choices=None if unreadable else paper.choices,
                by=request.user,
                at=now,
            )
        except Refusal as refused:
            return self._desk(409, batch, place, form, request.POST, refused=refused.sentence)
        batch = self._batch()
        address = reverse("paper_batch", args=[reference, number])
        papers = read_papers(batch)
        if same := same_voter_as(batch, papers, place, request.user):
            said = _(
                "The identifier of paper %(place)d also stands on: %(papers)s. Of one person one paper counts, so look at the scan whether you mistyped it. If it really stands on both, leave it: the later one is set aside."
            )
            messages.warning(request, said % {"place": place, "papers": ", ".join(map(str, same))})
        if any(one.place == place and one.differs for one in papers):
            said = _(
                "Paper %(place)d was read differently by the two of you: what each read stands below. Look at the scan, and let whoever was wrong correct it."
            )
            messages.warning(request, said % {"place": place})
            return redirect(address)
        readers = readers_in(batch)
        later = range(place + 1, batch.papers + 1)
        there = next((one for one in later if not refusal_to_write(batch, one, readers[one], request.user)), 0)
        return redirect(f"{address}?paper={there}" if there else address)

    def _correct(self, batch: PaperBatch) -> HttpResponse:
        number = PapersForm(self.request.POST)
        if not number.is_valid():
            return self._desk(422, batch, 0, PaperForm(), QueryDict(), number=number)
        given = number.cleaned_data
        try:
            correct_papers(
                batch=batch, papers=given["papers"], reason=given["reason"], by=self.request.user, at=clock.now()
            )
        except Refusal as refused:
            return self._desk(409, batch, 0, PaperForm(), QueryDict(), refused=refused.sentence, number=number)
        messages.success(self.request, _("This batch holds %(papers)d papers.") % {"papers": given["papers"]})
        return redirect("paper_batch", self.kwargs["reference"], batch.number)

    def _desk(
        self, status: int, batch: PaperBatch, place: int, form: PaperForm, marks: QueryDict, **context: Any
    ) -> HttpResponse:
        consultation_round = batch.consultation_round
        subjects = as_shown(consultation_round, ballot_subjects(consultation_round))
        papers = read_papers(batch) if batch.cast_at is None else []
        labels = {subject.reference.string: subject.public_label for subject in subjects}
        readers, person, now = readers_in(batch), self.request.user, clock.now()
        is_ready = bool(papers) and not refusal_to_cast_batch(person, batch, papers, now)
        foreseen = judged(batch, papers) if is_ready else []
        aside = [(one.place, one.why) for one in foreseen if one.why] or told_aside_in(batch)
        return self.desk(
            status,
            consultation_round=consultation_round,
            batch=batch,
            place=place,
            form=form,
            paper=paper_of(consultation_round, subjects, BallotForm(consultation_round, subjects, marks), bare=True),
            papers=[(one.place, _state(batch, one, readers[one.place], person)) for one in papers],
            is_sample=takes_sample(batch),
            differing=[
                (one, *(_words(consultation_round, reading, labels) for reading in (one.first, one.second)))
                for one in papers
                if one.differs
            ],
            is_ready=is_ready,
            set_aside=aside,
            taken=batch.papers - len(aside),
            refusal=refusal_to_read(person, batch, 1, now),
            closed=refusal_to_write(batch, place, readers[place], person) if place in readers else "",
            **{"number": PapersForm(initial={"papers": batch.papers})} | context,
        )

    def _batch(self) -> PaperBatch:
        return _batch_or_404(self.kwargs["reference"], self.kwargs["number"])

    def _place(self, data: QueryDict) -> int:
        asked = data.get("paper", "")
        return int(asked) if asked.isascii() and asked.isdecimal() and len(asked) < 6 else 0

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        reference = self.kwargs["reference"]
        return [
            *_crumbs(self, reference),
            {"url": reverse("paper_batches", args=[reference]), "label": PaperBatchesView.page_title},
            {"url": "", "label": f"{_('Batch')} {self.kwargs['number']}"},
        ]


class PaperScanView(Rightful, View):
    """The scan of a batch, for who enters it and who looks into an objection."""

    permission = COUNT

    def get(self, request: HttpRequest, reference: str, number: int) -> FileResponse:
        batch = _batch_or_404(reference, number)
        try:
            file = batch.scan.open("rb")
        except OSError as error:
            raise Http404 from error
        response = FileResponse(file, as_attachment=True, filename=f"{reference}-{number}.{batch.extension}")
        response["Cache-Control"] = "no-store"
        response["Content-Security-Policy"] = "default-src 'none'; sandbox"
        return response


def _state(batch: PaperBatch, paper: ReadPaper, readers: list[Any], person: Any) -> str:
    """How far a paper is, for somebody who enters them."""
    if paper.is_read:
        return _("read differently") if paper.differs else _("entered by two people")
    if takes_sample(batch) and batch.seed:
        if paper.place not in read_twice(batch):
            return _("entered")
        mine = person in readers
        return _("in the sample: somebody else enters it again") if mine else _("in the sample: enter it again")
    if not readers:
        return _("not entered yet")
    return _("entered by you") if person in readers else _("entered by somebody else")


def _words(consultation_round: ConsultationRound, reading: Any, labels: dict[str, str]) -> str:
    """In the words of the ballot; where each line is answered also what was left blank."""
    if reading.marks is None:
        said = _("set aside")
    else:
        answers = kind_of(consultation_round) is STANCES
        said = ", ".join(
            f"{label}: {words}" if words else label
            for one, label in labels.items()
            if (answers and reading.marks) or one in reading.marks
            for words in [mark_words(consultation_round, len(labels), reading.marks.get(one))]
        )
        said = said or _("blank")
    return f"{reading.voter or _('no identifier')}: {said}"


def _batch_or_404(reference: str, number: int) -> PaperBatch:
    return get_object_or_404(
        PaperBatch.objects.select_related("consultation_round__reference"),
        consultation_round=vote_or_404(reference),
        number=number,
    )


def _crumbs(view: Any, reference: str) -> list[dict[str, Any]]:
    return [
        *view.breadcrumbs_items,
        {"url": reverse("rounds_desk"), "label": RoundsView.page_title},
        {"url": reverse("round_desk", args=[reference]), "label": reference},
    ]
