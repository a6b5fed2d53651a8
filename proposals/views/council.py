from collections.abc import Iterable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from base.instants import day
from base.queries.published_version import version_in_force
from proposals.council_enums import CouncilOutcome
from proposals.models import CouncilPaper, CouncilVote
from proposals.queries.council import published_of, totals_of, vote_by_pk


@require_safe
def council_vote(request: HttpRequest, number: int) -> HttpResponse:
    """How the council voted on one paper: a sentence, and a line for each group. Nobody is named."""
    vote = _vote(number)
    paper, totals = vote.paper, totals_of(vote)
    language = str(get_language())
    context = {
        "vote": vote,
        "paper": paper,
        "totals": totals,
        "outcome": (str(CouncilOutcome(vote.outcome).label), CouncilOutcome(vote.outcome).tone),
        "facts": [
            {"label": _("Council paper"), "value": f"{paper.get_kind_display()} {paper.number}".strip()},
            {"label": _("Meeting of"), "value": day(vote.meeting.held_on)},
            {"label": _("Members in office"), "value": vote.in_office},
        ],
        "groups": list(vote.groups.all()),
        "published": published_of(vote),
        "item_text": version_in_force(paper.about_id, language) if paper.about_id else None,
        "crumbs": [{"label": _("What became of it?"), "url": reverse("outcomes")}],
        "correction": getattr(vote, "corrected_by", None),
    }
    return render(request, "proposals/council_vote.html", context)


@require_safe
def council_vote_json(request: HttpRequest, number: int) -> JsonResponse:
    """The vote in the shape of Popolo: counts per option, in all and by group."""
    vote = _vote(number)
    totals = totals_of(vote)
    options = {"yes": "in_favour", "no": "against", "abstain": "abstained", "absent": "absent"}

    def counts(row: Any) -> list[dict[str, Any]]:
        return [{"option": option, "value": getattr(row, name)} for option, name in options.items()]

    data = {
        "id": request.build_absolute_uri(reverse("council_vote", args=[vote.pk])),
        "start_date": vote.meeting.held_on.isoformat(),
        "organization": {"name": str(vote.meeting.get_body_display()), "classification": "council"},
        "motion": {
            "identifier": vote.paper.number,
            "text": vote.paper.title,
            "classification": vote.paper.kind,
            "result": vote.outcome,
            "about": vote.paper.about.string if vote.paper.about else None,
        },
        "result": vote.outcome,
        "vote_called": vote.was_called,
        "members_in_office": vote.in_office,
        "members_barred": vote.barred,
        "counts": counts(totals),
        "group_results": [
            {"group": {"name": one.group.name, "classification": "party"}, "counts": counts(one)}
            for one in vote.groups.all()
        ],
        "corrects": reverse("council_vote", args=[vote.corrects_id]) if vote.corrects_id else None,
        "published_otherwise": {"as": published_of(vote), "why_it_stands": vote.despite} if vote.despite else None,
    }
    return JsonResponse(data, json_dumps_params={"indent": 1})


def voted_cards(found: Iterable[tuple[CouncilPaper, CouncilVote | None]]) -> list[dict[str, Any]]:
    """Papers, each with the vote of the council on it, as cards; see proposals.views.motion."""
    return [
        {
            "paper": paper,
            "voted_on": vote.meeting.held_on if vote is not None else None,
            "since": paper.dated_on,
            "stamp": (vote.get_outcome_display(), vote.tone) if vote is not None else (_("not voted on yet"), "ink"),
            "url": reverse("council_vote", args=[vote.pk]) if vote is not None else paper.url,
        }
        for paper, vote in found
    ]


def _vote(number: int) -> CouncilVote:
    vote = vote_by_pk(number)
    if vote is None:
        raise Http404
    return vote
