"""Papers, votes and groups of the council."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Min, Q, QuerySet
from django.utils import timezone

from base.models import Reference
from participation.models import ConsultationRound
from participation.queries.consultation_round import asking_span, rounds_on_text
from proposals.council_contradiction import published_words
from proposals.council_enums import SETTLED, MeetingBody, PaperKind
from proposals.council_understood import Understood
from proposals.models import CouncilGroup, CouncilPaper, CouncilTerm, CouncilVote, GroupVote, Meeting


@dataclass(frozen=True)
class VoteTotals:
    in_favour: int
    against: int
    abstained: int
    absent: int


def terms() -> QuerySet[CouncilTerm]:
    """In force, the newest first, each with its groups."""
    return CouncilTerm.objects.filter(corrected_by=None).select_related("corrects").prefetch_related("groups")


def term_on(day: date) -> CouncilTerm | None:
    """The council as it sat on a day."""
    return terms().filter(starts_on__lte=day).first()


def groups_on(day: date) -> list[CouncilGroup]:
    term = term_on(day)
    return list(term.groups.select_related("term")) if term is not None else []


def meetings() -> QuerySet[Meeting]:
    return Meeting.objects.filter(corrected_by=None)


def council_met_on(first: date, last: date) -> date | None:
    """The newest day between two, both included, on which the council met."""
    found = meetings().filter(body=MeetingBody.COUNCIL, held_on__range=(first, last))
    return found.order_by("-held_on").values_list("held_on", flat=True).first()


def papers() -> QuerySet[CouncilPaper]:
    return (
        CouncilPaper.objects.filter(corrected_by=None)
        .select_related(
            "about", "consultation_round__reference", "meeting", "part_of", "corrects", "reading", "document"
        )
        .order_by("-dated_on", "-pk")
    )


def first_day_of(about: Reference) -> date | None:
    """On which day an agenda item came on the agenda."""
    first = about.versions.aggregate(first=Min("published_at"))["first"]
    return timezone.localtime(first).date() if first is not None else None


def followed_with(paper: CouncilPaper) -> list[int]:
    """Keys of what it is about, for whoever follows that: the item, the round and the item of the round."""
    round_ = paper.consultation_round
    found = [paper.about_id, *((round_.reference_id, round_.about_id) if round_ is not None else ())]
    return [pk for pk in found if pk is not None]


def rounds_of(paper: CouncilPaper) -> list[ConsultationRound]:
    """On the text of what it is about."""
    item = paper.item_id
    return rounds_on_text(council_papers=paper) if item is None else rounds_on_text(about=item)


def still_asked(paper: CouncilPaper, day: date) -> datetime | None:
    """When people could react last, where on a day they still could, to what the paper is about. A round that began once an
    earlier one had ended asks something else meanwhile."""
    spans = [span for one in rounds_of(paper) if (span := asking_span(one)) is not None]
    for starts_at, ends_at in spans:
        first_end = min(end for _start, end in spans)
        if starts_at < first_end and timezone.localtime(starts_at).date() <= day < timezone.localtime(ends_at).date():
            return ends_at
    return None


def versions_of(papers: Iterable[CouncilPaper]) -> dict[int, CouncilPaper]:
    """The keys of these papers and of all that they correct, each with the paper that it is now; one query."""
    corrected = dict(CouncilPaper.objects.filter(corrects__isnull=False).values_list("pk", "corrects_id"))
    found: dict[int, CouncilPaper] = {}
    for paper in papers:
        pk: int | None = paper.pk
        while pk is not None:
            found[pk] = paper
            pk = corrected.get(pk)
    return found


def newest_of(pk: int) -> int:
    """The key of the paper that corrects this one last, or its own."""
    return newest_of_each([pk])[pk]


def newest_of_each(keys: Iterable[int]) -> dict[int, int]:
    """By the key of each paper that of the one that corrects it last, or its own; one query."""
    corrections = dict(CouncilPaper.objects.filter(corrects__isnull=False).values_list("corrects_id", "pk"))
    newest = {}
    for key in keys:
        pk = key
        while pk in corrections:
            pk = corrections[pk]
        newest[key] = pk
    return newest


def paper_now(paper: CouncilPaper) -> CouncilPaper:
    """The paper that corrects it last, or itself."""
    return papers().get(pk=newest_of(paper.pk))


def votes_in_force() -> QuerySet[CouncilVote]:
    return (
        CouncilVote.objects.filter(corrected_by=None)
        .select_related("paper__about", "paper__consultation_round__reference", "meeting", "corrects")
        .prefetch_related("groups__group")
        .order_by("meeting__held_on", "pk")
    )


def vote_by_pk(pk: int) -> CouncilVote | None:
    """With its paper as it is now, whatever it was called when the vote was recorded."""
    found = CouncilVote.objects.select_related("meeting", "corrects", "corrected_by", "reading").prefetch_related(
        "groups__group"
    )
    vote = found.filter(pk=pk).first() if pk < 2**63 else None
    return next(iter(on_newest_papers([vote])), None) if vote is not None else None


def on_newest_papers(votes: Iterable[CouncilVote]) -> list[CouncilVote]:
    """Votes, each with its paper as it is now; two queries however many."""
    rows = list(votes)
    newest = newest_of_each(one.paper_id for one in rows)
    found = papers().in_bulk(newest.values())
    for one in rows:
        one.paper = found[newest[one.paper_id]]
    return rows


def root_of(paper: CouncilPaper) -> CouncilPaper | None:
    """The proposal that an amendment hangs on, by itself or by the amendment that it changes, as it is now; three queries."""
    root = roots_of([paper]).get(paper.pk)
    return papers().filter(pk=root).first() if root is not None else None


def amendments_to(proposal: CouncilPaper) -> list[CouncilPaper]:
    """As they are now, those to one of them too; three queries."""
    item = proposal.item_id
    of_item = Q(about=item) | Q(consultation_round__about=item)
    found = papers().filter(of_item if item is not None else Q(consultation_round=proposal.consultation_round))
    rows = list(found.filter(kind=PaperKind.AMENDMENT))
    roots = roots_of(rows)
    return [one for one in rows if roots.get(one.pk) == proposal.pk]


def roots_of(rows: Iterable[CouncilPaper]) -> dict[int, int]:
    """By the key of each amendment that of the paper that it hangs on in the end, as that is now; two queries."""
    corrections = dict(CouncilPaper.objects.filter(corrects__isnull=False).values_list("corrects_id", "pk"))
    amendments = CouncilPaper.objects.filter(kind=PaperKind.AMENDMENT, part_of__isnull=False)
    changes = dict(amendments.values_list("pk", "part_of_id"))
    found = {}
    for paper in rows:
        pk, seen = changes.get(paper.pk), set[int]()
        while pk is not None and (pk in corrections or pk in changes) and pk not in seen:
            seen.add(pk)
            pk = corrections.get(pk) or changes[pk]
        if pk is not None:
            found[paper.pk] = pk
    return found


def settled_on(paper: CouncilPaper) -> date | None:
    """The day on which the council adopted or rejected a paper; no day where it did not yet."""
    found = votes_in_force().filter(paper__in=versions_of([paper]), outcome__in=SETTLED)
    return found.values_list("meeting__held_on", flat=True).last()


def votes_of_other_groups() -> list[CouncilVote]:
    """That were recorded with other groups than the council has, as it is known now, on the day of the meeting; a fixed
    number of queries."""
    starts = [(one.starts_on, one.pk) for one in terms()]
    rows = GroupVote.objects.filter(vote__corrected_by=None)
    found = {
        vote
        for vote, held_on, term in rows.values_list("vote", "vote__meeting__held_on", "group__term").distinct()
        if term != next((pk for starts_on, pk in starts if starts_on <= held_on), None)
    }
    return on_newest_papers(votes_in_force().filter(pk__in=found))


def totals_of(vote: CouncilVote) -> VoteTotals:
    rows = list(vote.groups.all())
    return VoteTotals(
        *(sum(getattr(one, name) for one in rows) for name in ("in_favour", "against", "abstained", "absent"))
    )


def published_of(vote: CouncilVote) -> str:
    """What the council published of a vote, in words, where something else is recorded."""
    return published_words(Understood.of_data(vote.reading.understood)) if vote.despite and vote.reading else ""


def votes_of(name: str, most: int) -> list[GroupVote]:
    """How the groups of a name voted in every term, newest first."""
    found = GroupVote.objects.filter(group__name__iexact=name, vote__corrected_by=None)
    rows = list(found.select_related("vote__meeting").order_by("-vote__meeting__held_on", "-pk")[:most])
    on_newest_papers(one.vote for one in rows)
    return rows
