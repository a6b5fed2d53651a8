from dataclasses import dataclass

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from base import clock
from base.instants import until
from base.queries.published_version import version_in_force, versions_in_force
from base.refusal import Refusal
from base.templatetags.components import money
from base.write_limit import unlimited
from participation.actions.ballot import cast_ballot
from participation.forms.ballot import BallotForm
from participation.models import ConsultationRound, Subject
from participation.queries.ballot import ballot_subjects, drawn_order, poll_book_entry
from participation.queries.consultation_round import round_by_reference
from participation.rules import refusal_of_choices, refusal_to_vote

STEPS = [gettext_lazy("Mark"), gettext_lazy("Look through and cast")]


@dataclass(frozen=True)
class BallotRow:
    """A line of the ballot paper as it is shown: hidden text gives way to its number."""

    subject: Subject
    label: str
    summary: str
    points: int

    @property
    def is_marked(self) -> bool:
        return self.points > 0


@unlimited
@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def ballot(request: HttpRequest, reference: str) -> HttpResponse:
    """Marking, looking it through, casting. The marks travel in the page's own fields and are kept nowhere else."""
    consultation_round = _round_or_404(reference)
    now = clock.now()
    subjects = drawn_order(list(ballot_subjects(consultation_round)), request.user)
    form = BallotForm(consultation_round, subjects, request.POST if request.method == "POST" else QueryDict())
    refusal = refusal_to_vote(request.user, consultation_round, now)
    mistake = form.mistake
    if request.method == "POST" and not mistake:
        mistake = refusal_of_choices(consultation_round, {subject.pk: subject for subject in subjects}, form.choices)
    step = request.POST.get("step", "mark")
    if step == "cast" and not refusal and not mistake:
        try:
            cast_ballot(consultation_round=consultation_round, choices=form.choices, by=request.user, at=now)
        except Refusal as refused:
            refusal = refused.sentence
        else:
            return redirect("voted", reference)
    checking = step in {"check", "cast"} and not mistake and not refusal
    context = {
        "consultation_round": consultation_round,
        "round_text": version_in_force(consultation_round.reference_id, str(get_language())),
        "rows": _rows(subjects, form),
        "form": form,
        "refusal": refusal,
        "mistake": mistake if request.method == "POST" and step != "mark" else "",
        "steps": STEPS,
        "instruction": _instruction(consultation_round),
        "over": consultation_round.has_budget and form.cost > (consultation_round.budget or 0),
        "budget_words": {
            "budget": money(consultation_round.budget or 0),
            "spent": money(form.cost),
            "left": money(abs((consultation_round.budget or 0) - form.cost)),
        },
        "entry": poll_book_entry(consultation_round, request.user),
    }
    template = "participation/ballot_check.html" if checking else "participation/ballot_form.html"
    return render(request, template, context, status=409 if refusal else 422 if context["mistake"] else 200)


@never_cache
@login_required
@require_safe
def voted(request: HttpRequest, reference: str) -> HttpResponse:
    """That and when one voted; never what."""
    consultation_round = _round_or_404(reference)
    entry = poll_book_entry(consultation_round, request.user)
    if entry is None:
        return redirect("ballot", reference)
    context = {
        "consultation_round": consultation_round,
        "entry": entry,
        "round_text": version_in_force(consultation_round.reference_id, str(get_language())),
        "until_words": until(consultation_round.voting.ends_at) if consultation_round.voting else "",
        "is_open": not refusal_to_vote(request.user, consultation_round, clock.now()),
    }
    return render(request, "participation/voted.html", context)


def _instruction(consultation_round: ConsultationRound) -> str:
    if consultation_round.points is not None:
        return _("Divide at most %(points)d points over what you find good.") % {"points": consultation_round.points}
    if consultation_round.has_budget and consultation_round.within_budget:
        return _(
            "Mark what you find worth its money, for as long as it fits the budget. You need not spend everything."
        )
    if consultation_round.max_choices:
        return _("Mark what you find good: %(most)d at most.") % {"most": consultation_round.max_choices}
    return _("Mark everything that you find good. You may mark as much as you want.")


def _round_or_404(reference: str) -> ConsultationRound:
    consultation_round = round_by_reference(reference)
    if consultation_round is None or not consultation_round.method:
        raise Http404
    return consultation_round


def _rows(subjects: list[Subject], form: BallotForm) -> list[BallotRow]:
    texts = versions_in_force((subject.reference_id for subject in subjects), "")
    rows = []
    for subject in subjects:
        version = texts.get(subject.reference_id)
        shown = subject.is_visible
        rows.append(
            BallotRow(
                subject=subject,
                label=subject.public_label,
                summary=str(version.content.get("summary", "")) if version and shown else "",
                points=form.choices.get(subject.pk, 0),
            )
        )
    return rows
