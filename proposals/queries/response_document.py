"""What was said in a round beside what the municipality answers. Words of people are read from their records, never copied."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import timedelta
from statistics import median
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from base.canonical import canonical_json, sha256
from base.queries.record_redaction import taken_out
from base.two_people import accounts_of
from participation.enums import Moderation
from participation.models import AnswerSheet, Comment, ConsultationRound, PollBookEntry, Subject
from proposals.council_enums import AnswerVerdict
from proposals.models import AnsweredContribution, AnswerWriter, FormalView, ResponseDocument, ResponseRow
from proposals.queries.answered import of_person
from proposals.queries.contribution import Contribution, comments_of, contributions_among, proposals_of, views_of

KINDS = ("comment", "subject", "formal_view")


@dataclass(frozen=True)
class AnsweredRow:
    """`contributions` are the first of the `total` that it answers."""

    row: ResponseRow
    contributions: list[Contribution]
    total: int

    @property
    def quoted(self) -> list[Contribution]:
        return [one for one in self.contributions if one.words]


@dataclass(frozen=True)
class Progress:
    """`contributions` counts what must be answered, `placed` what stands in a row, `untranslated` what English readers are
    mailed in Dutch."""

    contributions: int
    placed: int
    rows: int
    answered: int
    untranslated: int = 0

    @property
    def unplaced(self) -> int:
        return self.contributions - self.placed


@dataclass(frozen=True)
class EachVoice:
    """What became of everything that was said; `days` is the median until the answer."""

    contributions: int
    answered: int
    changed: int
    days: int | None
    verdicts: list[tuple[AnswerVerdict, int]] = field(default_factory=list)


def unanswered_contributions(consultation_round: ConsultationRound) -> int:
    """How much of what was said has no public answer."""
    document = document_of(consultation_round)
    is_public = document is not None and document.published_at is not None
    return unplaced_count(document) if document is not None and is_public else contribution_count(consultation_round)


def threads_of(found: list[Contribution]) -> dict[str, int]:
    """By the key of each comment that of the comment with which its thread began."""
    pks = [one.pk for one in found if one.kind == "comment"]
    rows = Comment.objects.filter(pk__in=pks).values_list("pk", "thread")
    return {f"comment:{pk}": thread or pk for pk, thread in rows}


def unplaced(document: ResponseDocument) -> list[Contribution]:
    """What stands in no row yet, in the order in which it came."""
    round_ = document.consultation_round
    return contributions_among(
        _without_row(comments_of(round_), "comment", document),
        _without_row(proposals_of(round_), "subject", document),
        _without_row(views_of(round_), "formal_view", document),
    )


def unplaced_count(document: ResponseDocument) -> int:
    round_ = document.consultation_round
    return sum(
        _without_row(found, kind, document).count()
        for kind, found in (
            ("comment", comments_of(round_)),
            ("subject", proposals_of(round_)),
            ("formal_view", views_of(round_)),
        )
    )


# What everybody reads, or a moderator still may let through.
SAID = (Moderation.VISIBLE, Moderation.AWAITING)


def silent_rounds(consultation_rounds: Iterable[ConsultationRound]) -> set[int]:
    """The keys of those in which nobody said, sent, filled in or voted anything; one query."""
    this = OuterRef("pk")
    came_in: tuple[QuerySet[Any], ...] = (
        Comment.objects.filter(subject__consultation_round=this, official_as="", moderation__in=SAID),
        Subject.objects.handed_in().filter(consultation_round=this, moderation__in=SAID),
        FormalView.objects.filter(consultation_round=this),
        AnswerSheet.objects.filter(questionnaire__consultation_round=this),
        PollBookEntry.objects.filter(consultation_round=this),
    )
    rounds = ConsultationRound.objects.filter(pk__in=[one.pk for one in consultation_rounds])
    for found in came_in:
        rounds = rounds.exclude(Exists(found))
    return set(rounds.values_list("pk", flat=True))


def contribution_count(consultation_round: ConsultationRound) -> int:
    found: tuple[QuerySet[Any], ...] = (
        comments_of(consultation_round),
        proposals_of(consultation_round),
        views_of(consultation_round),
    )
    return sum(one.count() for one in found)


def numbers_written_by(document: ResponseDocument, person: Any) -> list[int]:
    """Of the rows in which they ever wrote."""
    rows = document.rows.written_by(person).order_by("number")
    return list(rows.values_list("number", flat=True))


def wrote_intro(document: ResponseDocument, person: Any) -> bool:
    return AnswerWriter.objects.filter(document=document, row=None, person__in=accounts_of(person)).exists()


def others_who_approve(document: ResponseDocument, permission: str) -> bool:
    """Whether somebody may approve it who wrote none of it."""
    writers = AnswerWriter.objects.filter(document=document).values("person")
    app, _dot, codename = permission.partition(".")
    by_role = Q(groups__permissions__codename=codename, groups__permissions__content_type__app_label=app)
    people = get_user_model().objects.filter(by_role | Q(is_superuser=True), is_active=True)
    return bool(people.exclude(pk__in=writers).exclude(pk=document.offered_by_id).exists())


def progress_of(document: ResponseDocument) -> Progress:
    total = contribution_count(document.consultation_round)
    rows = ResponseRow.objects.filter(document=document).in_force()
    is_answered = Q(answered_at__isnull=False)
    lacks_english = Q(answer_en="") | Q(reason_en="") & ~Q(reason="")
    counted = rows.aggregate(
        all=Count("pk"),
        answered=Count("pk", filter=is_answered),
        untranslated=Count("pk", filter=is_answered & lacks_english),
    )
    placed = total - unplaced_count(document)
    return Progress(total, placed, counted["all"], counted["answered"], counted["untranslated"])


def paper_name(document: ResponseDocument, language: str) -> str:
    """Of the file with the answers on paper."""
    return f"{document.reference.string}-{language}.pdf"


def document_of(consultation_round: ConsultationRound) -> ResponseDocument | None:
    return ResponseDocument.objects.filter(consultation_round=consultation_round).first()


def rows_counted(documents: QuerySet[ResponseDocument]) -> QuerySet[ResponseDocument]:
    """Each with how many rows it has and how many are answered."""
    ours = Q(rows__corrected_by__isnull=True)
    return documents.annotate(
        row_count=Count("rows", filter=ours), answered_count=Count("rows", filter=ours & ~Q(rows__answered_at=None))
    )


def documents() -> QuerySet[ResponseDocument]:
    return ResponseDocument.objects.select_related("reference", "consultation_round__reference")


def public_document(string: str) -> ResponseDocument | None:
    return documents().filter(reference__string=string.upper(), published_at__isnull=False).first()


def rows_of(document: ResponseDocument) -> QuerySet[ResponseRow]:
    return (
        ResponseRow.objects.filter(document=document)
        .in_force()
        .select_related("assigned_to", "before__reference", "after", "corrects")
        .in_place()
    )


def with_contributions(rows: Iterable[ResponseRow], most: int | None = None) -> list[AnsweredRow]:
    """Rows with what they answer, of each the first `most`; four queries however many."""
    rows = list(rows)
    totals: Counter[int] = Counter()
    links = []
    keys: dict[str, set[int]] = {kind: set() for kind in KINDS}
    every = AnsweredContribution.objects.filter(row__in=[row.pk for row in rows]).order_by("pk")
    for link in every.values_list("row", *KINDS):
        row, *found = link
        totals[row] += 1
        if most is not None and totals[row] > most:
            continue
        links.append(link)
        for kind, pk in zip(KINDS, found, strict=True):
            if pk is not None:
                keys[kind].add(pk)
    known = {
        one.key: one
        for one in contributions_among(
            Comment.objects.filter(pk__in=keys["comment"]),
            Subject.objects.filter(pk__in=keys["subject"]),
            FormalView.objects.filter(pk__in=keys["formal_view"]),
        )
    }
    of_row: dict[int, list[Contribution]] = defaultdict(list)
    for row, *found in links:
        key = next(f"{kind}:{pk}" for kind, pk in zip(KINDS, found, strict=True) if pk is not None)
        of_row[row].append(known[key])
    return [AnsweredRow(row, of_row[row.pk], totals[row.pk]) for row in rows]


def answers_to(kind: str, keys: Iterable[int]) -> dict[int, ResponseRow]:
    """By the key of each contribution of a kind the public row that answers it; one query."""
    links = AnsweredContribution.objects.filter(
        **{f"{kind}__in": list(keys)}, row__document__published_at__isnull=False, row__corrected_by__isnull=True
    )
    found = links.select_related("row__document__reference").order_by("-row__number")
    return {getattr(one, f"{kind}_id"): one.row for one in found}


def answer_to(key: str) -> ResponseRow | None:
    """The public row that answers the contribution with a key."""
    kind, _colon, pk = key.partition(":")
    if kind not in KINDS or not pk.isascii() or not pk.isdecimal() or len(pk) > 18:
        return None
    return answers_to(kind, [int(pk)]).get(int(pk))


def answered_comments(comments: list[int]) -> set[int]:
    return set(answers_to("comment", comments))


def answers_for(person: Any) -> QuerySet[ResponseRow]:
    """The public rows that answer what somebody said, proposed, or sent as a formal view; newest first."""
    mine = AnsweredContribution.objects.filter(of_person(person)).values("row")
    rows = ResponseRow.objects.public().filter(pk__in=mine)
    return rows.select_related("document__reference", "document__consultation_round").order_by(
        "-document__published_at", "number"
    )


def unanswered_rounds_of(person: Any) -> list[ConsultationRound]:
    """The rounds in which somebody said, proposed or sent something that everybody may read or the municipality keeps, and of
    which the answers are not public yet; oldest first, each with its document where that was begun."""
    views = FormalView.objects.filter(sender__person=person)
    proposals = Subject.objects.handed_in().filter(
        Q(author=person) | Q(co_authors__person=person), moderation=Moderation.VISIBLE
    )
    comments = Comment.objects.filter(author=person, official_as="", moderation=Moderation.VISIBLE)
    said_in = (
        Q(pk__in=comments.values("subject__consultation_round"))
        | Q(pk__in=proposals.values("consultation_round"))
        | Q(pk__in=views.values("consultation_round"))
    )
    rounds = ConsultationRound.objects.filter(said_in, cancelled_at=None, is_standing=False)
    waiting = rounds.filter(response_document__published_at=None).select_related("reference", "response_document")
    return list(waiting.prefetch_related("phases").order_by("put_in_force_at", "pk"))


def voices_of(document: ResponseDocument) -> EachVoice:
    """Of a published document."""
    rows = ResponseRow.objects.filter(document=document).in_force()
    links = list(
        AnsweredContribution.objects.filter(row__in=rows).values_list(
            *KINDS,
            "row__verdict",
            "row__after",
            "row__answered_at",
            "row__corrects",
            "comment__posted_at",
            "subject__submitted_at",
            "formal_view__received_at",
        )
    )
    # What stands in two rows is one contribution.
    said: dict[tuple[Any, ...], timedelta | None] = {}
    changed: set[tuple[Any, ...]] = set()
    verdicts: dict[str, set[tuple[Any, ...]]] = defaultdict(set)
    published = document.published_at
    for *keys, verdict, after, answered, corrects, posted, submitted, received in links:
        key, at = tuple(keys), posted or submitted or received
        # A correction was answered when the others were; what came later has a day of its own.
        is_later = published and answered and answered > published and (corrects is None or at > published)
        said[key] = (answered if is_later else published) - at if published else None
        verdicts[verdict].add(key)
        if after is not None:
            changed.add(key)
    days = [one // timedelta(days=1) for one in said.values() if one is not None]
    return EachVoice(
        contributions=len(said) + unplaced_count(document),
        answered=len(said),
        changed=len(changed),
        days=round(median(days)) if days else None,
        verdicts=[(one, len(verdicts[one])) for one in AnswerVerdict if verdicts[one]],
    )


def rows_as_data(document: ResponseDocument) -> dict[str, Any]:
    """What was published, without words of people: those can be hidden, their numbers stay. What was added since is apart,
    so that the hash of the day of publication stays what this makes."""
    rows = document.rows.select_related("before__reference", "after", "corrects").order_by("number")
    return {
        "document": document.reference.string,
        "round": document.consultation_round.reference.string,
        "intro": document.intro,
        "intro_en": document.intro_en,
        "rows": [row_as_data(one) for one in with_contributions(rows.filter(corrected_because=""))],
    }


def redactions_as_data(document: ResponseDocument) -> list[dict[str, Any]]:
    """Of which words were destroyed since, and why: of those rows, and of what stands above them (0), the hash of the day of
    publication cannot be made any more."""
    told = ("field", "reason", "explanation", "explanation_en", "confirmed_at")
    return [
        {"number": int(one.number or 0), **{name: getattr(one, name) for name in told}}
        for one in sorted(taken_out([document.reference_id]), key=lambda one: (int(one.number or 0), one.pk))
    ]


def later_rows_as_data(document: ResponseDocument) -> list[dict[str, Any]]:
    """Corrections, and answers to what became public after the others."""
    rows = document.rows.select_related("before__reference", "after", "corrects").order_by("number")
    return [row_as_data(one) for one in with_contributions(rows.exclude(corrected_because=""))]


def row_as_data(one: AnsweredRow) -> dict[str, Any]:
    row = one.row
    change = None
    if row.before is not None and row.after is not None:
        change = {
            "text": row.before.reference.string,
            "language": row.before.language,
            "before": row.before.label,
            "after": row.after.label,
        }
    return {
        "number": row.number,
        "contributions": [said.number for said in one.contributions],
        "theme": row.theme,
        "summary": row.summary,
        "summary_en": row.summary_en,
        "answer": row.answer,
        "answer_en": row.answer_en,
        "verdict": row.verdict,
        "reason": row.reason,
        "reason_en": row.reason_en,
        "forwarded_to": row.forwarded_to,
        "change": change,
        "department": row.department,
        "answered_on": timezone.localtime(row.answered_at).date().isoformat() if row.answered_at else None,
        "corrects": row.corrects.number if row.corrects else None,
        "corrected_because": row.corrected_because,
    }


def rows_sha256(document: ResponseDocument) -> str:
    return sha256(canonical_json(rows_as_data(document)))


def _without_row(found: QuerySet[Any], kind: str, document: ResponseDocument) -> QuerySet[Any]:
    rows = AnsweredContribution.objects.filter(row__document=document, row__corrected_by__isnull=True)
    # A list of keys, looked up once: asked for each contribution it takes the square of their number.
    return found.exclude(pk__in=rows.filter(**{f"{kind}__isnull": False}).values(kind))
