from datetime import timedelta

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from base import clock
from base.canonical import sha256
from base.instants import beginning, day
from base.queries.published_version import version_in_force
from participation.box_rules import refusal_of_empty_paper
from participation.enums import Act, Eligibility
from participation.formal_term import last_day
from participation.forms.ballot import BallotForm
from participation.method_words import method_meaning
from participation.models import ConsultationRound
from participation.paper_rules import refusal_of_paper
from participation.queries.ballot import as_shown, ballot_subjects, is_ballot_due, options_of
from participation.queries.electoral_roll import voting_help
from participation.queries.round_change import shown_changes, withdrawn_options
from participation.queries.round_rules import rules_text
from participation.round_change_rules import refusal_of_stop
from participation.rule_words import force_words, paper_words, promises, roll_sentences, rule_facts
from participation.rules import refusal_of_phase, refusal_to_lead_count
from participation.views.ballot_paper import paper_of
from participation.views.vote import vote_or_404


@require_safe
def round_rules(request: HttpRequest, reference: str) -> HttpResponse:
    """The rules of a vote in words; from its opening on with the hash of what was published then."""
    consultation_round = vote_or_404(reference)
    voting, refusal = consultation_round.voting, _refusal(consultation_round)
    context = {
        "consultation_round": consultation_round,
        "round_text": version_in_force(consultation_round.reference_id, str(get_language())),
        "facts": rule_facts(consultation_round),
        "meaning": method_meaning(consultation_round.method),
        "force_words": force_words(consultation_round),
        "promises": promises(consultation_round, voting, roll_sentences(consultation_round))
        if voting is not None
        else [],
        "options": as_shown(consultation_round, ballot_subjects(consultation_round)),
        "changes": shown_changes(consultation_round),
        "refusal": refusal,
        "help": voting_help(),
        "sha256": "" if refusal else sha256(rules_text(consultation_round)),
    }
    return render(request, "participation/round_rules.html", context)


@require_safe
def paper_ballot(request: HttpRequest, reference: str) -> HttpResponse:
    """The empty ballot of a vote with an electoral roll, for whoever counts to print and hand out: the same lines as on the site,
    in the order that the rules give paper."""
    consultation_round = vote_or_404(reference)
    if refusal_to_lead_count(request.user) or consultation_round.eligibility != Eligibility.ROLL:
        raise Http404
    lines, voting = as_shown(consultation_round, options_of(consultation_round)), consultation_round.voting
    ends_at = voting.ends_at if voting is not None else None
    context = {
        "consultation_round": consultation_round,
        "round_text": version_in_force(consultation_round.reference_id, str(get_language())),
        "paper": paper_of(consultation_round, lines, BallotForm(consultation_round, lines, QueryDict()), bare=True),
        "last_day": day(last_day(ends_at) - timedelta(days=1)) if ends_at is not None else "",
        "paper_words": paper_words(consultation_round),
        "withdrawn": withdrawn_options(consultation_round),
        "useless": _useless(consultation_round),
        "refusal": _refusal(consultation_round),
        "help": voting_help(),
    }
    return render(request, "participation/paper_ballot.html", context)


@require_safe
def rules_json(request: HttpRequest, reference: str) -> HttpResponse:
    """The bytes that the hash is of."""
    consultation_round = vote_or_404(reference)
    if refusal := _refusal(consultation_round):
        return HttpResponse(refusal, content_type="text/plain; charset=utf-8", status=409)
    return HttpResponse(rules_text(consultation_round), content_type="application/json")


def _useless(consultation_round: ConsultationRound) -> str:
    """Why no paper that is handed out now can go into the ballot box."""
    at, voting = clock.now(), consultation_round.voting
    sentence = refusal_of_stop(consultation_round) or refusal_of_empty_paper(consultation_round, at)
    sentence = sentence or refusal_of_paper(consultation_round)
    if sentence or voting is None or not voting.has_ended(at):
        return sentence
    return refusal_of_phase(consultation_round, Act.VOTE, at)


def _refusal(consultation_round: ConsultationRound) -> str:
    """Why rules have no hash. Between the opening and the first act after it they are what that act will write."""
    if hasattr(consultation_round, "rules") or is_ballot_due(consultation_round, clock.now()):
        return ""
    if sentence := refusal_of_empty_paper(consultation_round, clock.now()):
        return sentence
    voting = consultation_round.voting
    if voting is None or consultation_round.ballot_frozen_at is not None:
        return _("Voting began before rules were published with a hash. They stand fast all the same.")
    return _("These rules can still change. They stand fast from %(moment)s on, when voting begins.") % {
        "moment": beginning(voting.starts_at)
    }
