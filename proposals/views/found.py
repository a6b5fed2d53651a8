"""What a result of a search says of a round, a proposal, an answer or a vote: its address, and where it stands."""

from collections.abc import Sequence
from datetime import datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from base.instants import until
from base.models import SearchEntry
from base.search_kinds import Told
from participation.enums import RoundState, State
from participation.models import ConsultationRound, Subject
from participation.queries.consultation_round import standing
from proposals.council_enums import AnswerVerdict, CouncilOutcome
from proposals.models import CouncilVote, Decision, ResponseRow
from proposals.queries.commitment import commitments, standings
from proposals.queries.dossier import refusal_of_dossier
from proposals.views.commitment import stamp

_TONES = {
    RoundState.OPEN: "red",
    RoundState.PUBLISHED: "green",
    RoundState.PAUSED: "amber",
    RoundState.CANCELLED: "amber",
}


def round_told(entries: Sequence[SearchEntry], at: datetime) -> dict[int, Told]:
    found = ConsultationRound.objects.with_phases().filter(reference__in=[one.reference_id for one in entries])
    rounds = {one.reference_id: one for one in found}
    return {one.pk: _round(one.name, rounds.get(one.reference_id or 0), at) for one in entries}


def _round(string: str, consultation_round: ConsultationRound | None, at: datetime) -> Told:
    url = reverse("reference", args=[string])
    if consultation_round is None:
        return Told(url)
    where = standing(consultation_round, at)
    note = _("Open %(until)s.") % {"until": until(where.closes_at)} if where.state == RoundState.OPEN else ""
    also = []
    if where.state == RoundState.PUBLISHED:
        also.append((_("See the result"), reverse("result", args=[string])))
    if not refusal_of_dossier(consultation_round, at):
        also.append((_("See the dossier"), reverse("dossier", args=[string])))
    return Told(url, str(where.state.label), _TONES.get(where.state, "ink"), note, also)


def proposal_told(entries: Sequence[SearchEntry], at: datetime) -> dict[int, Told]:
    found = Subject.objects.filter(reference__in=[one.reference_id for one in entries]).with_state(at)
    states = {one.reference_id: State(vars(one)["state"]) for one in found}
    return {
        one.pk: Told(reverse("proposal", args=[one.name]), str(state.label), state.tone)
        for one in entries
        if (state := states.get(one.reference_id or 0)) is not None
    }


def decision_told(entries: Sequence[SearchEntry], _at: datetime) -> dict[int, Told]:
    found = Decision.objects.filter(reference__in=[one.reference_id for one in entries])
    decisions = {one.reference_id: one for one in found}
    return {
        one.pk: Told(reverse("decision", args=[one.name]), str(decision.get_verdict_display()), decision.stamp_tone)
        for one in entries
        if (decision := decisions.get(one.reference_id or 0)) is not None
    }


def commitment_told(entries: Sequence[SearchEntry], at: datetime) -> dict[int, Told]:
    today = timezone.localtime(at).date()
    found = standings(commitments().filter(reference__in=[one.reference_id for one in entries]))
    stamps = {one.commitment.reference_id: stamp(one, today) for one in found}
    return {
        one.pk: Told(reverse("commitment", args=[one.name]), *stamps.get(one.reference_id or 0, ("", "ink")))
        for one in entries
    }


def answers_told(entries: Sequence[SearchEntry], _at: datetime) -> dict[int, Told]:
    return {one.pk: Told(reverse("response_document", args=[one.name])) for one in entries}


def answer_told(entries: Sequence[SearchEntry], _at: datetime) -> dict[int, Told]:
    verdicts = dict(ResponseRow.objects.filter(pk__in=[one.source for one in entries]).values_list("pk", "verdict"))
    told = {}
    for one in entries:
        string, _slash, number = one.name.partition("/")
        verdict = AnswerVerdict(verdicts[one.source]) if verdicts.get(one.source) else None
        url = reverse("answer", args=[string, number])
        told[one.pk] = Told(url, str(verdict.label), verdict.tone) if verdict is not None else Told(url)
    return told


def vote_told(entries: Sequence[SearchEntry], _at: datetime) -> dict[int, Told]:
    outcomes = dict(CouncilVote.objects.filter(pk__in=[one.source for one in entries]).values_list("pk", "outcome"))
    told = {}
    for one in entries:
        outcome = CouncilOutcome(outcomes[one.source])
        told[one.pk] = Told(reverse("council_vote", args=[one.source]), str(outcome.label), outcome.tone)
    return told
