from collections.abc import Callable
from typing import Any

from django.forms import Form, model_to_dict
from django.http import Http404, HttpResponse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from base import clock
from base.admin_views import FormDeskView, FormsDeskView
from base.exports.table import Rows
from base.instants import day
from proposals.actions.commitment import (
    add_milestone,
    correct_commitment,
    draft_commitment,
    make_commitment,
    record_spending,
    record_step,
)
from proposals.admin_views.onward import to_way
from proposals.commitment_rules import KEEP, CommitmentText
from proposals.council_enums import CommitmentOrigin, CommitmentStep, PaperKind
from proposals.forms.commitment import CommitmentForm, CorrectionForm, MilestoneForm, SpendingForm, StepForm
from proposals.queries.commitment import CommitmentStanding, commitment_standing, commitments, promised, standings
from proposals.queries.council import papers
from proposals.queries.motion import motion_standing, motions_waiting
from proposals.queries.request import agreed_on, requests_agreed, requests_waiting
from proposals.views.motion import motion_cards


class CommitmentsView(FormDeskView):
    """The register of promises, what is late first, and the form for the next."""

    permission = KEEP
    page_title = gettext_lazy("Promises")
    header_icon = "tasks"
    template_name = "proposals/admin/commitments.html"
    form_class = CommitmentForm

    def get_initial(self) -> dict[str, Any]:
        chosen = {name: self.request.GET.get(name) for name in ("decision", "paper", "about")}
        asked = self.request.GET
        return chosen | _of_motion(asked.get("paper", "")) | _of_request(asked.get("request", ""))

    def act(self, form: Any) -> HttpResponse:
        given = {"text": form.commitment_text(), "by": self.request.user, "at": clock.now(), **form.about_what()}
        if "sure" not in self.request.POST:
            draft = draft_commitment(**given)
            self.template_name = "proposals/admin/commitment_check.html"
            return self.desk(form=form, draft=draft, promise=draft.commitment)
        made = make_commitment(**given)
        done = _("Recorded as %(reference)s, for everybody to read.") % {"reference": made.reference}
        return self.done(done, "commitment_desk", made.reference.string, onward=to_way(made.about))

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        today = timezone.localtime(clock.now()).date()
        rows = _in_order()
        return super().get_context_data(
            rows=[(one, one.is_late(today)) for one in rows],
            figures=promised(rows, today),
            motions=motion_cards([one for one in motions_waiting() if one.is_motion], "nl", with_item=True),
            requests=requests_waiting(),
            **context,
        )

    def get_tables(self) -> dict[str, Callable[[], Rows]]:
        return {"promises": self._table}

    def _table(self) -> Rows:
        yield [
            *(
                pgettext("of a record", "Number"),
                _("Promise"),
                _("Who does it"),
                _("About"),
                _("Promised on"),
                _("First promised by"),
                _("By"),
            ),
            *(
                _("Times put off"),
                _("Days late when it was put off"),
                _("State"),
                _("late"),
                _("Planned, in euros"),
                _("Spent, in euros"),
            ),
        ]
        today = timezone.localtime(clock.now()).date()
        for one in _in_order():
            promise = one.commitment
            about = promise.thing
            yield [
                *(promise.reference.string, promise.text, promise.department, about.string if about else ""),
                *(promise.made_on, one.first_due_on, one.due_on, one.times_moved, one.days_late, one.state.label),
                *(int(one.is_late(today)), one.planned, one.spent),
            ]


def _in_order() -> list[CommitmentStanding]:
    """What is due first comes first, and what is over last."""
    return sorted(standings(commitments()), key=lambda one: (one.state.is_over, one.due_on))


def _of_motion(pk: str) -> dict[str, Any]:
    """What a motion that was carried says of the promise that settles it; who does it and by when is for the college."""
    paper = papers().filter(pk=pk, kind=PaperKind.MOTION).first() if pk.isdecimal() and len(pk) < 19 else None
    motion = motion_standing(paper) if paper is not None else None
    if motion is None or motion.vote is None:
        return {}
    return {
        "origin": CommitmentOrigin.MOTION,
        "text": motion.paper.title,
        "made_on": motion.vote.meeting.held_on,
        "about": motion.paper.about_id,
        "consultation_round": motion.paper.consultation_round_id,
    }


def _of_request(reference: str) -> dict[str, Any]:
    """What a request that was agreed to says of the promise that follows from it."""
    subject = requests_agreed().filter(reference__string=reference).first() if reference else None
    if subject is None:
        return {}
    return {
        "origin": CommitmentOrigin.REQUEST,
        "subject": subject.pk,
        "text": subject.label,
        "made_on": agreed_on(subject),
    }


def _left_behind(standing: CommitmentStanding) -> str:
    """Putting a promise off moves none of its steps: which of them still have a day of their own."""
    steps = [f"{one.milestone.title} ({day(one.due_on)})" for one in standing.milestones if not one.state.is_over]
    if not steps:
        return ""
    return _("Its steps keep their own days: %(steps)s. Put off each that is later, too.") % {"steps": ", ".join(steps)}


class CommitmentView(FormsDeskView):
    """One promise: what became of it, and a form for each thing that can be recorded."""

    permission = KEEP
    page_title = gettext_lazy("Promise")
    header_icon = "tasks"
    template_name = "proposals/admin/commitment.html"

    @cached_property
    def standing(self) -> CommitmentStanding:
        standing = commitment_standing(self.kwargs["reference"])
        if standing is None:
            raise Http404
        return standing

    @property
    def read(self) -> int:
        """How many corrections the page above the forms shows."""
        return len(self.standing.commitment.corrections.all())

    def get_forms(self) -> dict[str, Form]:
        today = {"happened_on": timezone.localtime(clock.now()).date()}
        return {
            "step": StepForm(self.sent("step"), prefix="step", standing=self.standing, initial=today),
            "milestone": MilestoneForm(self.sent("milestone"), prefix="milestone"),
            "spending": SpendingForm(self.sent("spending"), prefix="spending"),
            "correction": CorrectionForm(
                self.sent("correction"),
                prefix="correction",
                initial=model_to_dict(self.standing.commitment, list(CommitmentText.__dataclass_fields__))
                | {"corrections": self.read},
            ),
        }

    def act(self, form: Any) -> HttpResponse:
        given = form.cleaned_data
        about: dict[str, Any] = {"commitment": self.standing.commitment, "by": self.request.user, "at": clock.now()}
        if isinstance(form, StepForm):
            record_step(step=given["step"], milestone=given["milestone"], told=form.told(), **about)
        elif isinstance(form, MilestoneForm):
            add_milestone(**given, **about)
        elif isinstance(form, CorrectionForm):
            correct_commitment(text=form.commitment_text(), reason=given["reason"], read=given["corrections"], **about)
        else:
            record_spending(**given, **about)
        done = _("Recorded. It stands on the page of the promise.")
        if given.get("step") == CommitmentStep.MOVED and given["milestone"] is None:
            done = " ".join(filter(None, [done, _left_behind(self.standing)]))
        return self.done(done, "commitment_desk", self.kwargs["reference"])

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        is_late = self.standing.is_late(timezone.localtime(clock.now()).date())
        return super().get_context_data(standing=self.standing, is_late=is_late, read=self.read, **context)
