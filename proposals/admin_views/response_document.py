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
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from base import clock
from base.admin_views import DeskView
from base.exports.table import Rows
from base.refusal import Refusal
from participation.models import ConsultationRound
from proposals.actions.response_document import (
    NewerEdition,
    answer_together,
    assign_rows,
    begin_answers,
    bring_in,
    offer_answers,
    publish_answers,
    save_intro,
    send_back,
)
from proposals.council_enums import AnswerGrouping, AnswerVerdict
from proposals.exports.response_document import answers_table, rows_table
from proposals.forms.response_document import AssignForm, IntroForm, RemarkForm
from proposals.models import LaterAnswer, ResponseDocument, ResponseRow
from proposals.queries.response_document import (
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
    refusal_to_approve,
    refusal_to_offer,
    refusal_to_send_back,
    refusal_to_write,
)
from proposals.views.response_document import read_document
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
        return self.desk(
            page=Paginator(self._begun(), PER_PAGE).get_page(request.GET.get("page", "1")),
            waiting=rounds_to_answer(now),
            today=timezone.localtime(now).date(),
            groupings=AnswerGrouping.choices,
        )

    def get_tables(self) -> dict[str, Callable[[], Rows]]:
        return {"answers": lambda: answers_table(rounds_to_answer(clock.now()), self._begun(), clock.now())}

    def _begun(self) -> QuerySet[ResponseDocument]:
        return rows_counted(documents()).order_by(F("published_at").desc(nulls_first=True), "due_on")

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


class AnswersAsReadView(DocumentDesk):
    """The answers as everybody will read them, a page at a time: whoever approves them reads what they make public."""

    def get(self, request: HttpRequest, reference: str) -> HttpResponse:
        if self.document.published_at is not None:
            return redirect("response_document", self.document.reference.string)
        return read_document(request, self.document)


class AnswersOfView(DocumentDesk):
    """The rows of one round: filters, what is done with several at once, and the way to publication."""

    page_title = gettext_lazy("Answers of a round")
    template_name = "proposals/admin/answers_of.html"

    def get(self, request: HttpRequest, reference: str) -> HttpResponse:
        return self._desk(200, self.document)

    def get_tables(self) -> dict[str, Callable[[], Rows]]:
        """Of the rows that fit the filter, also on other pages."""
        found = self._found(self.document).select_related("assigned_to")
        return {self.document.reference.string: lambda: rows_table(with_contributions(found))}

    def post(self, request: HttpRequest, reference: str) -> HttpResponse:
        document = self.document
        acts = self._acts(document)
        act = acts.get(request.POST.get("act", ""))
        if act is None:
            raise Http404
        try:
            messages.success(request, act())
        except NewerEdition as newer:
            messages.error(request, newer.sentence)
            return self._desk(409, document, theirs=newer.theirs)
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

    def _desk(self, status: int, document: ResponseDocument, theirs: Any = None) -> HttpResponse:
        """`theirs` is what somebody else wrote meanwhile above the answers."""
        given, typed = self.request.GET, self.request.POST.copy()
        act = typed.get("act", "")
        if theirs is not None:
            typed["edition"] = str(theirs.intro_edition)
        page = Paginator(self._found(document), PER_PAGE).get_page(given.get("page", "1"))
        every = rows_of(document).order_by()
        late = unplaced(document) if document.published_at is not None else []
        return self.desk(
            status,
            document=document,
            progress=progress_of(document),
            late=late[:PER_PAGE],
            asked=LaterAnswer.objects.filter(document=document).select_related("corrects", "asked_by").order_by("pk"),
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
            theirs=theirs,
            intro_form=IntroForm(
                typed if act == "intro" else None,
                initial={
                    "edition": document.intro_edition,
                    "intro": document.intro,
                    "intro_en": document.intro_en,
                },
            ),
            remark_form=RemarkForm(typed if act == "back" else None),
            write_refusal=refusal_to_write(document),
            offer_refusal=refusal_to_offer(document),
            approve_refusal=refusal_to_approve(self.request.user, document),
            back_refusal=refusal_to_send_back(self.request.user, document),
        )
