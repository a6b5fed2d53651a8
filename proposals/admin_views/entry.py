"""What came in on paper, by telephone or at a meeting, entered by staff with the fields and checks that everybody has."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views import View

from base import clock
from base.admin_views import DeskView, Rightful
from base.personal_data import personal_data
from base.refusal import Refusal
from participation.actions.comment import post_comment
from participation.entry_rules import ENTER
from participation.enums import PERMITTED, Act
from participation.forms.comment import CommentForm
from participation.forms.entry import EntryForm
from participation.models import Comment, ConsultationRound, Scan, Subject
from participation.models.about import subject_of
from participation.queries.consultation_round import round_by_reference
from participation.queries.entry import is_said_before, latest_entered
from participation.queries.subject import subject_by_reference
from proposals.actions.proposal import submit_proposal
from proposals.forms.proposal import ProposalForm
from proposals.queries.proposal import is_handed_in_before

SHOWN = 50


class EntriesView(DeskView):
    """What was entered last, and where to enter the next: a round for a proposal, a proposal for a comment."""

    permission = ENTER
    page_title = gettext_lazy("Enter for somebody")
    header_icon = "edit"
    template_name = "proposals/admin/entries.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        string = request.GET.get("reference", "").strip().upper()
        if string and (round_by_reference(string) or subject_by_reference(string)):
            return redirect("enter", string)
        rounds = ConsultationRound.objects.with_phases().order_by("-put_in_force_at", "-pk")
        return self.desk(
            rounds=[one for one in rounds if any(Act.PROPOSE in PERMITTED[phase.kind] for phase in one.phases.all())],
            entered=[(subject_of(one).reference, one) for one in latest_entered(SHOWN)],
            unknown=string,
        )


class EnterView(DeskView):
    """One proposal in a round, or one comment at a proposal."""

    permission = ENTER
    header_icon = "edit"
    template_name = "proposals/admin/enter.html"

    def get_page_title(self) -> str:
        return _("Enter for somebody: %(reference)s") % {"reference": self.kwargs["reference"]}

    def get(self, request: HttpRequest, reference: str) -> HttpResponse:
        return self._desk(200, self._form(reference), EntryForm())

    def post(self, request: HttpRequest, reference: str) -> HttpResponse:
        form, entry_form = self._form(reference, request.POST), EntryForm(request.POST, request.FILES)
        # Both are asked, so that everything that is wrong is said at once.
        if not all([form.is_valid(), entry_form.is_valid()]):
            return self._desk(422, form, entry_form)
        if "as_it_is" not in request.POST:
            told = self._told(reference, form)
            if told:
                return self._desk(200, form, entry_form, told=told)
        try:
            written = self._enter(reference, form, entry_form)
        except Refusal as refusal:
            form.add_error(None, refusal.sentence)
            return self._desk(409, form, entry_form)
        messages.success(request, self._done(written))
        return redirect("entries")

    def _enter(self, reference: str, form: Any, entry_form: EntryForm) -> Subject | Comment:
        now, entry = clock.now(), entry_form.entry()
        consultation_round, subject = self._place(reference)
        if isinstance(form, ProposalForm):
            assert consultation_round is not None  # noqa: S101 - of a proposal's form
            return submit_proposal(
                consultation_round=consultation_round, text=form.text(), by=self.request.user, at=now, entry=entry
            )
        assert subject is not None  # noqa: S101 - of a comment's form
        return post_comment(
            subject=subject,
            text=form.cleaned_data["text"],
            language=str(get_language()),
            author_name=form.cleaned_data["author_name"],
            stance=form.cleaned_data.get("stance", ""),
            by=self.request.user,
            at=now,
            sent_key=form.cleaned_data["sent_key"],
            entry=entry,
        )

    def _told(self, reference: str, form: Any) -> list[str]:
        """What a person looks at once more before it is entered; nothing of it refuses."""
        consultation_round, subject = self._place(reference)
        given = form.cleaned_data
        told = []
        if subject is not None and is_said_before(subject, given["text"]):
            told.append(_("The same text stands there already. Was it entered before?"))
        if consultation_round is not None and is_handed_in_before(consultation_round, given["title"], given["body"]):
            told.append(_("The same text was handed in in this round already. Was it entered before?"))
        words = form.words() if isinstance(form, ProposalForm) else [given["text"]]
        found = personal_data([*words, given["author_name"]])
        return told + [
            _("It looks as if it holds %(kind)s: %(words)s") % {"kind": one.kind.label, "words": one.words}
            for one in found
        ]

    def _done(self, written: Subject | Comment) -> str:
        subject = written if isinstance(written, Subject) else written.subject
        if written.is_visible:
            return _("Entered at %(reference)s, and public.") % {"reference": subject.reference.string}
        return _("Entered at %(reference)s. A moderator reads it before it is public.") % {
            "reference": subject.reference.string
        }

    def _place(self, reference: str) -> tuple[ConsultationRound | None, Subject | None]:
        found = round_by_reference(reference)
        return (found, None) if found is not None else (None, subject_by_reference(reference))

    def _form(self, reference: str, data: Any = None) -> forms.Form:
        consultation_round, subject = self._place(reference)
        if consultation_round is not None:
            form: forms.Form = ProposalForm(
                data,
                consultation_round=consultation_round,
                by=self.request.user,
                initial={"language": get_language(), "kind": "proposal"},
            )
            # Whoever staff write for asks others by themselves, once it is in their own hands.
            del form.fields["co_authors"]
            return form
        if subject is None:
            raise Http404
        asks_stance = subject.consultation_round.asks_stance
        return CommentForm(data, by=self.request.user, asks_stance=asks_stance)

    def _desk(self, status: int, form: Any, entry_form: EntryForm, told: list[str] | None = None) -> HttpResponse:
        consultation_round, subject = self._place(self.kwargs["reference"])
        return self.desk(
            status,
            form=form,
            entry_form=entry_form,
            told=told or [],
            about=consultation_round or subject,
            is_proposal=consultation_round is not None,
        )

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *self.breadcrumbs_items,
            {"url": reverse("entries"), "label": EntriesView.page_title},
            {"url": "", "label": self.kwargs["reference"]},
        ]


class ScanView(Rightful, View):
    """The file itself, for staff who may enter: it bears a hand, a name and an address."""

    permission = ENTER

    def get(self, request: HttpRequest, pk: int) -> FileResponse:
        scan = get_object_or_404(Scan, pk=pk)
        try:
            file = scan.file.open("rb")
        except OSError as error:
            raise Http404 from error
        response = FileResponse(file, as_attachment=True, filename=f"scan-{scan.pk}.{scan.extension}")
        response["Cache-Control"] = "no-store"
        response["Content-Security-Policy"] = "default-src 'none'; sandbox"
        return response
