from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from base.models import PublishedVersion, Reference
from participation.models import ConsultationRound
from proposals.council_enums import SETTLED, SETTLING, CouncilOutcome, PaperKind
from proposals.enums import CARRIED, DecidingBody, Verdict
from proposals.models import Commitment, CouncilVote, Decision, OfficialPublication, ResponseDocument
from proposals.queries.council import on_newest_papers, root_of, roots_of, settled_on, votes_in_force

# What a decision of the council can say of a vote that settles its item.
VERDICTS: dict[str, frozenset[str]] = {
    CouncilOutcome.ADOPTED: CARRIED,
    CouncilOutcome.REJECTED: frozenset({Verdict.REJECTED}),
    CouncilOutcome.TIED: frozenset({Verdict.DEFERRED}),
    # A vote that does not count decides nothing.
    CouncilOutcome.VOID: frozenset(),
}


def decisions_on(consultation_round: ConsultationRound) -> list[Decision]:
    """What was decided on a round, oldest first; a corrected decision gives way to its correction."""
    return list(
        Decision.objects.filter(consultation_round=consultation_round, corrected_by__isnull=True)
        .select_related("reference", "about", "consultation_round")
        .order_by("decided_on", "pk")
    )


def decisions_about(references: Iterable[Reference]) -> QuerySet[Decision]:
    return (
        Decision.objects.filter(Q(about__in=list(references)), corrected_by__isnull=True)
        .select_related("reference", "about", "consultation_round__reference")
        .order_by("decided_on", "pk")
    )


def latest_decisions() -> QuerySet[Decision]:
    return (
        Decision.objects.filter(corrected_by__isnull=True)
        .select_related("reference", "about", "consultation_round")
        .order_by("-decided_on", "-pk")
    )


def decisions_beside(decision: Decision) -> QuerySet[Decision]:
    """In force, of the same body and day on the same thing: two on one item are apart only where each follows a round of its
    own. The one that is corrected gives way."""
    found = Decision.objects.filter(body=decision.body, decided_on=decision.decided_on, corrected_by=None)
    if decision.corrects_id is not None:
        found = found.exclude(pk=decision.corrects_id)
    if decision.about_id is None:
        return found.filter(about=None, consultation_round=decision.consultation_round_id)
    same = Q(about=decision.about_id)
    if decision.consultation_round_id is not None:
        same &= Q(consultation_round=decision.consultation_round_id) | Q(consultation_round=None)
    return found.filter(same)


def votes_behind(decision: Decision) -> list[CouncilVote]:
    """In force, on papers about its item, or about its round where that is about none: of the council on its day, and of an
    earlier day on what changes a proposal that it decided on that day, or of which no vote is recorded."""
    return votes_behind_each([decision])[0]


def votes_behind_each(decisions: Sequence[Decision]) -> list[list[CouncilVote]]:
    """Of each decision, in their order; a fixed number of queries."""
    items = {one.about_id for one in decisions if one.about_id is not None}
    rounds = {one.consultation_round_id for one in decisions if one.about_id is None}
    of_things = Q(paper__about__in=items) | Q(paper__consultation_round__about__in=items)
    votes = on_newest_papers(votes_in_force().filter(of_things | Q(paper__consultation_round__in=rounds)))
    of_thing: dict[tuple[int | None, int | None], list[CouncilVote]] = defaultdict(list)
    for vote in votes:
        of_thing[_thing(vote.paper.item_id, vote.paper.consultation_round_id)].append(vote)
    roots = roots_of(vote.paper for vote in votes if vote.paper.kind == PaperKind.AMENDMENT)
    settled = {vote.paper.pk: vote.meeting.held_on for vote in votes if vote.outcome in SETTLED}

    def is_behind(vote: CouncilVote, decided_on: date) -> bool:
        held_on = vote.meeting.held_on
        if held_on == decided_on or vote.paper.kind != PaperKind.AMENDMENT:
            return held_on == decided_on
        return held_on < decided_on and settled.get(roots.get(vote.paper.pk, 0), decided_on) == decided_on

    return [
        [vote for vote in of_thing[_thing(one.about_id, one.consultation_round_id)] if is_behind(vote, one.decided_on)]
        for one in decisions
    ]


def decisions_resting_on(vote: CouncilVote) -> list[Decision]:
    """Of the council, in force, behind which a vote stands that is still to be recorded: of its day on the same; of an amendment
    of later days too, unless the council settled the proposal that it changes on another day."""
    about = vote.paper.item_id
    same = Q(about=about) if about is not None else Q(about=None, consultation_round=vote.paper.consultation_round_id)
    held_on = vote.meeting.held_on
    found = latest_decisions().filter(same, body=DecidingBody.COUNCIL)
    of_day = list(found.filter(decided_on=held_on))
    if vote.paper.kind != PaperKind.AMENDMENT:
        return of_day
    root = root_of(vote.paper)
    decided_on = settled_on(root) if root is not None else None
    later = found.filter(decided_on__gt=held_on)
    return of_day + list(later.filter(decided_on=decided_on) if decided_on is not None else later)


def disagreement(verdict: str, votes: Iterable[CouncilVote]) -> CouncilVote | None:
    """The vote of a day that a decision of that day says otherwise than: none of those that settle the item came to it, an
    amendment was carried that it leaves out, or the one that it tells of was not."""
    found = list(votes)
    settling = [one for one in found if one.paper.kind in SETTLING]
    if settling and not any(verdict in VERDICTS[one.outcome] for one in settling):
        return settling[-1]
    # Of more than one proposal it is not known here which one the decision adopts as it was.
    if verdict not in CARRIED or len(settling) > 1:
        return None
    amendments = [one for one in found if one.paper.kind == PaperKind.AMENDMENT]
    carried = [one for one in amendments if one.outcome == CouncilOutcome.ADOPTED]
    if verdict == Verdict.ADOPTED:
        return next(iter(carried), None)
    return amendments[-1] if amendments and not carried else None


def contradicted_decisions() -> list[tuple[Decision, CouncilVote]]:
    """Of the council, each with a vote behind it that came to something else since; a fixed number of queries."""
    decisions = list(latest_decisions().filter(body=DecidingBody.COUNCIL))
    found = zip(decisions, votes_behind_each(decisions), strict=True)
    return [(one, vote) for one, votes in found if (vote := disagreement(one.verdict, votes)) is not None]


def _thing(about: int | None, consultation_round: int | None) -> tuple[int | None, int | None]:
    """An item, or a round that is about none."""
    return (about, None) if about is not None else (None, consultation_round)


@dataclass(frozen=True)
class Belonging:
    """What is recorded beside a decision: the votes of that day, where it was published, what was promised, what was answered."""

    votes: list[CouncilVote]
    publications: list[OfficialPublication]
    commitments: list[Commitment]
    document: ResponseDocument | None


def belonging_to(decision: Decision) -> Belonging:
    """Eight queries at most. The vote on the proposal itself comes first."""
    behind = votes_behind(decision) if decision.body == DecidingBody.COUNCIL else []
    votes = sorted(behind, key=lambda vote: vote.paper.kind not in SETTLING)
    answers = ResponseDocument.objects.filter(
        consultation_round=decision.consultation_round_id, published_at__isnull=False
    )
    return Belonging(
        votes=votes,
        publications=list(OfficialPublication.objects.filter(decision=decision, corrected_by=None)),
        commitments=list(
            Commitment.objects.filter(decision=decision, reference__is_public=True).select_related("reference")
        ),
        document=answers.select_related("reference").first() if decision.consultation_round_id else None,
    )


def versions_caused_by(decision: Decision, language: str) -> list[PublishedVersion]:
    """What the decision changed, each version once: in the reader's language where it is out in that."""
    found = PublishedVersion.objects.filter(caused_by=decision.reference)
    best: dict[tuple[int, str], PublishedVersion] = {}
    for version in found.order_by("published_at", "pk").read():
        key = (version.reference_id, version.label)
        if key not in best or version.language == language:
            best[key] = version
    return list(best.values())
