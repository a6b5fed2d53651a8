from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.formats import number_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.rehearsal import is_rehearsal
from base.queries.published_version import version_in_force
from base.templatetags.components import money
from participation.method_words import method_label, method_meaning
from participation.models import ConsultationRound, Subject
from participation.queries.ballot import as_shown, options_of
from participation.queries.invented import invented_outcomes, invented_profile
from participation.tally.outcome import Outcome
from participation.tally.profile import APPROVAL, POINTS, RANKED, Profile
from participation.tally_words import quoted
from participation.views.vote import vote_or_404

# As many draws as anybody looks through.
MOST_DRAWS = 99


@require_safe
def invented_counts(request: HttpRequest, reference: str) -> HttpResponse:
    """How the way of counting of a round differs from others, on ballots that nobody cast: in a rehearsal, and nowhere else."""
    if not is_rehearsal(request):
        raise Http404
    consultation_round = vote_or_404(reference)
    refusal = ""
    if consultation_round.counted_at is not None:
        refusal = _("This vote was counted. What another way of counting would have made of it is not shown.")
    subjects = [] if refusal else list(options_of(consultation_round))
    asked = request.GET.get("draw", "")
    number = min(int(asked), MOST_DRAWS) if asked.isascii() and asked.isdecimal() and len(asked) < 4 else 1
    context: dict[str, Any] = {
        "consultation_round": consultation_round,
        "round_text": version_in_force(consultation_round.reference_id, str(get_language())),
        "next_draw": number + 1 if number < MOST_DRAWS else 1,
        "number": number,
        "refusal": refusal,
    }
    if subjects:
        profile = invented_profile(consultation_round, subjects, number)
        outcomes = invented_outcomes(consultation_round, profile, number)
        context |= {
            "sentences": _sentences(consultation_round, outcomes, subjects),
            "table": _table(consultation_round, profile, outcomes, subjects),
            "meanings": [(method_label(name), method_meaning(name)) for name in outcomes],
            "ballots": sum(profile.ballots.values()),
            "blank": profile.ballots.get((), 0),
        }
    return render(request, "participation/invented_counts.html", context, status=409 if refusal else 200)


def _sentences(
    consultation_round: ConsultationRound, outcomes: dict[str, Outcome], subjects: list[Subject]
) -> list[str]:
    """What the way of counting of the round chooses, and what each other one would choose more or less."""
    labels = {one.reference.string: one.public_label for one in subjects}

    def names(options: list[str]) -> str:
        return ", ".join(quoted(labels[option]) for option in options)

    (own, chosen), *others = outcomes.items()
    what = names(list(chosen.winners)) if chosen.winners else _("nothing")
    said = [_("By %(method)s, as the rules say: %(what)s.") % {"method": quoted(method_label(own)), "what": what}]
    if consultation_round.has_budget:
        cost = {"cost": money(chosen.cost), "budget": money(consultation_round.budget)}
        said[0] += " " + _("Together that costs %(cost)s of %(budget)s.") % cost
    for name, outcome in others:
        more = [option for option in outcome.winners if option not in chosen.winners]
        less = [option for option in chosen.winners if option not in outcome.winners]
        parts = [
            *([_("also %(what)s") % {"what": names(more)}] if more else []),
            *([_("not %(what)s") % {"what": names(less)}] if less else []),
        ]
        words = "; ".join(parts) or _("the same")
        said.append(_("By %(method)s: %(words)s.") % {"method": quoted(method_label(name)), "words": words})
    return said


def _table(
    consultation_round: ConsultationRound, profile: Profile, outcomes: dict[str, Outcome], subjects: list[Subject]
) -> dict[str, Any]:
    scores = profile.scores()
    if profile.kind is RANKED:
        scores = dict.fromkeys(scores, 0) | dict(next(iter(outcomes.values())).scores)
    unit = {APPROVAL: _("Ballots"), POINTS: _("Points"), RANKED: _("First places")}
    has_cost = consultation_round.has_budget
    rows = []
    for subject in as_shown(consultation_round, subjects):
        option = subject.reference.string
        places = [_place(outcome, option) for outcome in outcomes.values()]
        rows.append(
            [
                {"text": subject.public_label, "lang": subject.language},
                *([{"text": money(subject.cost), "numeric": True}] if has_cost else []),
                {"text": number_format(scores[option], force_grouping=True), "numeric": True},
                *({"text": place} for place in places),
            ]
        )
    return {
        "caption": _("The same invented ballots, counted in several ways"),
        "headings": [
            {"label": _("What")},
            *([{"label": _("Cost"), "numeric": True}] if has_cost else []),
            {"label": unit.get(profile.kind, _("For, less against")), "numeric": True},
            *({"label": method_label(name)} for name in outcomes),
        ],
        "rows": rows,
    }


def _place(outcome: Outcome, option: str) -> str:
    if option not in outcome.winners:
        return _("not chosen")
    return _("chosen, place %(place)d") % {"place": outcome.winners.index(option) + 1}
