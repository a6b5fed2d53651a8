from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import F, QuerySet
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from base import clock
from base.admin_views import DeskView, FormDeskView
from base.refusal import Refusal
from base.version_words import ShownPart, shown_parts
from participation.models import ConsultationRound
from proposals.actions.response_document import (
    NewerEdition,
    answer_apart,
    answer_later,
    answer_together,
    assign_rows,
    begin_answers,
    bring_in,
    correct_row,
    offer_answers,
    publish_answers,
    save_intro,
    save_row,
    send_back,
)
from proposals.council_enums import AnswerGrouping, AnswerVerdict
from proposals.forms.response_document import AssignForm, CorrectionForm, IntroForm, RemarkForm, RowForm, initial_of
from proposals.models import ResponseDocument, ResponseRow
from proposals.queries.contribution import Contribution, texts_of
from proposals.queries.response_document import (
    AnsweredRow,
    answer_to,
    document_of,
    documents,
    progress_of,
    rows_counted,
    rows_of,
    unplaced,
    with_contributions,
)
from proposals.response_rules import (
    ANSWER,
    refusal_to_add,
    refusal_to_approve,
    refusal_to_correct,
    refusal_to_offer,
    refusal_to_send_back,
    refusal_to_write,
)
from proposals.rules import READ_VIEWS
from proposals.waiting import rounds_to_answer

PER_PAGE = 50
OPEN, MINE, DONE = "open", "mine", "done"
SIEVES = ("theme", "verdict", "department")


class AnswersView(DeskView):
    """What waits for its answers and by when, and the rounds that ended without a beginning."""

    permission = ANSWER
    page_title = gettext_lazy("Answers")
    header_icon = "comment"
    template_name = "proposals/admin/answers.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        now = clock.now()
        begun = rows_counted(documents()).order_by(F("published_at").desc(nulls_first=True), "due_on")
        return self.desk(
            page=Paginator(begun, PER_PAGE).get_page(request.GET.get("page", "1")),
            waiting=rounds_to_answer(now),
            today=timezone.localtime(now).date(),
            groupings=AnswerGrouping.choices,
        )

    def post(self, request: HttpRequest) -> HttpResponse:
        consultation_round = ConsultationRound.objects.filter(reference__string=request.POST.get("round", "")).first()
        if consultation_round is None:
            raise Http404
        try:
            document = begin_answers(
                consultation_round=consultation_round,
                by=request.user,
                at=clock.now(),
                grouping=_grouping(request.POST.get("grouping", "")),
            )
        except Refusal as refusal:
            messages.error(request, refusal.sentence)
            # Somebody else may have begun a moment ago.
            found = document_of(consultation_round)
            return redirect("answers_of", found.reference.string) if found is not None else redirect("answers_desk")
        return redirect("answers_of", document.reference.string)


def _cleaned(form: Form) -> dict[str, Any]:
    if not form.is_valid():
        raise Refusal(" ".join(str(error) for errors in form.errors.values() for error in errors))
    return form.cleaned_data


def _grouping(given: str) -> AnswerGrouping:
    return AnswerGrouping(given) if given in AnswerGrouping.values else AnswerGrouping.EACH


class DocumentDesk(DeskView):
    """Of one document."""

    permission = ANSWER
    header_icon = "comment"

    @cached_property
    def document(self) -> ResponseDocument:
        found = documents().filter(reference__string=self.kwargs["reference"]).first()
        if found is None:
            raise Http404
        return found


class AnswersOfView(DocumentDesk):
    """The rows of one round: filters, what is done with several at once, and the way to publication."""

    page_title = gettext_lazy("Answers of a round")
    template_name = "proposals/admin/answers_of.html"

    def get(self, request: HttpRequest, reference: str) -> HttpResponse:
        return self._desk(200, self.document)

    def post(self, request: HttpRequest, reference: str) -> HttpResponse:
        document = self.document
        acts = self._acts(document)
        act = acts.get(request.POST.get("act", ""))
        if act is None:
            raise Http404
        try:
            messages.success(request, act())
        except Refusal as refusal:
            messages.error(request, refusal.sentence)
            return self._desk(409, document)
        return redirect(request.get_full_path())

    def _acts(self, document: ResponseDocument) -> dict[str, Callable[[], str]]:
        given = self.request.POST
        who: dict[str, Any] = {"document": document, "by": self.request.user, "at": clock.now()}
        if "all-shown" in given:
            # What fits the filter, on the other pages too.
            numbers = list(self._found(document).values_list("number", flat=True))
        else:
            numbers = [int(one) for one in given.getlist("rows") if one.isascii() and one.isdigit() and len(one) < 10]

        def come_in() -> str:
            number = bring_in(grouping=_grouping(given.get("grouping", "")), **who)
            return ngettext("%(number)d row was added.", "%(number)d rows were added.", number) % {"number": number}

        def together() -> str:
            row = answer_together(numbers=numbers, **who)
            return _("They are row %(number)d together now.") % {"number": row.number}

        def assign() -> str:
            form = AssignForm(given)
            if not form.is_valid():
                raise Refusal(_("Choose somebody from the list."))
            number = assign_rows(numbers=numbers, **form.cleaned_data, **who)
            return ngettext("%(number)d row is theirs now.", "%(number)d rows are theirs now.", number) % {
                "number": number
            }

        def introduce() -> str:
            save_intro(**_cleaned(IntroForm(given)), **who)
            return _("Kept.")

        def offer() -> str:
            offer_answers(**who)
            return _("Offered. Somebody else approves it now; until then nothing of it changes.")

        def back() -> str:
            send_back(**_cleaned(RemarkForm(given)), **who)
            return _("Sent back.")

        def publish() -> str:
            publish_answers(**who)
            return _("The answers are public. Everybody who said something is told of their own.")

        return {
            "bring-in": come_in,
            "together": together,
            "assign": assign,
            "intro": introduce,
            "offer": offer,
            "back": back,
            "publish": publish,
        }

    def _found(self, document: ResponseDocument) -> QuerySet[ResponseRow]:
        """The rows that fit what is asked for."""
        given = self.request.GET
        rows = rows_of(document)
        part = given.get("part", "")
        if part == OPEN:
            rows = rows.filter(answered_at=None)
        elif part == MINE:
            rows = rows.filter(assigned_to=self.request.user.pk)
        elif part == DONE:
            rows = rows.filter(answered_at__isnull=False)
        chosen = {name: given.get(name, "") for name in SIEVES}
        return rows.filter(**{name: value for name, value in chosen.items() if value and "\x00" not in value})

    def _desk(self, status: int, document: ResponseDocument) -> HttpResponse:
        given, typed = self.request.GET, self.request.POST
        act = typed.get("act", "")
        page = Paginator(self._found(document), PER_PAGE).get_page(given.get("page", "1"))
        every = rows_of(document).order_by()
        late = unplaced(document) if document.published_at is not None else []
        return self.desk(
            status,
            document=document,
            progress=progress_of(document),
            late=late[:PER_PAGE],
            add_refusal=refusal_to_add(self.request.user),
            groupings=AnswerGrouping.choices,
            page=page,
            rows=with_contributions(page, 1),
            part=given.get("part", ""),
            parts=[("", _("all")), (OPEN, _("without an answer")), (MINE, _("mine")), (DONE, _("answered"))],
            chosen={name: given.get(name, "") for name in SIEVES},
            themes=every.exclude(theme="").values_list("theme", flat=True).distinct().order_by("theme"),
            departments=every.exclude(department="")
            .values_list("department", flat=True)
            .distinct()
            .order_by("department"),
            verdicts=AnswerVerdict.choices,
            # What was typed and refused stays in the fields.
            assign_form=AssignForm(typed if act == "assign" else None),
            intro_form=IntroForm(
                typed if act == "intro" else None, initial={"intro": document.intro, "intro_en": document.intro_en}
            ),
            remark_form=RemarkForm(typed if act == "back" else None),
            write_refusal=refusal_to_write(document),
            offer_refusal=refusal_to_offer(document),
            approve_refusal=refusal_to_approve(self.request.user, document),
            back_refusal=refusal_to_send_back(self.request.user, document),
        )


class AnswerRowView(FormDeskView, DocumentDesk):
    """One row: what was said, and the form of its answer; of a published one the form of its correction."""

    page_title = gettext_lazy("Answer")
    template_name = "proposals/admin/answer_row.html"

    @cached_property
    def row(self) -> ResponseRow:
        """One that is not there any more, since it became one with another, is empty for what was typed in it."""
        number = self.kwargs["number"]
        rows = ResponseRow.objects.filter(document=self.document, number=number).select_related("corrected_by")
        row = rows.first()
        if row is None and self.request.method == "POST" and 0 < number <= self.document.rows_made:
            row = ResponseRow(document=self.document, number=number)
        if row is None:
            raise Http404
        return row

    def get_form_class(self) -> type[RowForm]:
        return CorrectionForm if self.document.published_at is not None else RowForm

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"document": self.document}

    def get_initial(self) -> dict[str, Any]:
        return initial_of(self.row)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.row._state.adding:
            form = self.get_form()
            form.add_error(None, _("This row is not there any more: it became one with another."))
            return self.desk(409, form=form)
        return self._apart() if request.POST.get("act") == "apart" else super().post(request, *args, **kwargs)

    def act(self, form: Any) -> HttpResponse:
        try:
            kept = self._keep(form)
        except NewerEdition as newer:
            # What was typed stays in the fields; what the other wrote stands above them.
            typed = self.request.POST.copy()
            typed["edition"] = str(newer.theirs.edition)
            again = self.get_form_class()(typed, document=self.document)
            again.add_error(None, newer.sentence)
            self.row = newer.theirs
            return self.desk(409, form=again, theirs=newer.theirs)
        following = rows_of(self.document).filter(answered_at=None, number__gt=kept.number).first()
        there = following if "next" in self.request.POST and following is not None else kept
        done = _("Row %(number)d is kept.") % {"number": kept.number}
        return self.done(done, "answer_row", self.kwargs["reference"], there.number)

    def _apart(self) -> HttpResponse:
        number = self.row.number
        try:
            answer_apart(document=self.document, number=number, by=self.request.user, at=clock.now())
        except Refusal as refusal:
            messages.error(self.request, refusal.sentence)
        else:
            messages.success(self.request, _("Each has a row of its own now."))
        return redirect("answer_row", self.kwargs["reference"], number)

    def _keep(self, form: RowForm) -> ResponseRow:
        about: dict[str, Any] = {
            "document": self.document,
            "number": self.row.number,
            "text": form.row_text(),
            "by": self.request.user,
            "at": clock.now(),
        }
        if self.document.published_at is not None:
            return correct_row(because=form.cleaned_data["because"], **about)
        return save_row(edition=form.cleaned_data["edition"], is_final="draft" not in self.request.POST, **about)

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        document, row = self.document, self.row
        if document.published_at is not None:
            refusal = refusal_to_correct(self.request.user, row)
        else:
            refusal = refusal_to_write(document)
        (said,) = [AnsweredRow(row, [], 0)] if row._state.adding else with_contributions([row])
        return super().get_context_data(
            document=document,
            row=row,
            said=said,
            told=self._told(said.contributions),
            write_refusal=refusal,
            may_read_views=self.request.user.has_perm(READ_VIEWS),
            **context,
        )

    def _told(self, contributions: list[Contribution]) -> list[tuple[Contribution, list[ShownPart]]]:
        """What is answered; of a proposal with the parts of its text beside its title."""
        texts = texts_of(contributions, str(get_language()))
        return [
            (one, [part for part in shown_parts(texts[one.key]) if part.name != "title"] if one.key in texts else [])
            for one in contributions
        ]


class LaterAnswerView(FormDeskView, DocumentDesk):
    """The answer to what became public after the others were: a new row, with the reason."""

    page_title = gettext_lazy("Answer")
    template_name = "proposals/admin/later_answer.html"
    form_class = CorrectionForm
    initial = {"edition": 0}

    @cached_property
    def said(self) -> Contribution | None:
        return next((one for one in unplaced(self.document) if one.key == self.kwargs["key"]), None)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.document.published_at is None:
            raise Http404
        if self.said is not None:
            return super().get(request, *args, **kwargs)
        row = answer_to(kwargs["key"])
        if row is None:
            raise Http404
        return redirect("answer_row", kwargs["reference"], row.number)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"document": self.document}

    def act(self, form: Any) -> HttpResponse:
        row = answer_later(
            document=self.document,
            key=self.kwargs["key"],
            text=form.row_text(),
            because=form.cleaned_data["because"],
            by=self.request.user,
            at=clock.now(),
        )
        done = _("Row %(number)d is public.") % {"number": row.number}
        return self.done(done, "answers_of", self.kwargs["reference"])

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        # What somebody else answered meanwhile, or took away, is not there to be answered; what was typed is.
        return super().get_context_data(
            document=self.document,
            said=self.said,
            row=answer_to(self.kwargs["key"]),
            add_refusal=refusal_to_add(self.request.user),
            **context,
        )
