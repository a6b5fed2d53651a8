from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import BooleanField, Count, Exists, ExpressionWrapper, F, Max, OuterRef, Q, QuerySet, Window
from django.db.models.functions import RowNumber

from participation.enums import Moderation, Stance, TalkOrder
from participation.models import Comment, Reaction, Subject
from participation.rules import can_moderate, can_see

PER_PAGE = 10
# Answers at once: under a first comment, and under each of those. The others are a step further.
FIRST_ANSWERS, DEEPER_ANSWERS = 3, 2
UNOFFICIAL = ExpressionWrapper(Q(official_as=""), output_field=BooleanField())


@dataclass
class CommentNode:
    """A comment with its answers. One that the reader may not see keeps its place, without words."""

    comment: Comment
    is_shown: bool
    depth: int
    found_helpful: bool = False
    replies: list["CommentNode"] = field(default_factory=list)
    # How many answers to it the reader finds on its own page and not here.
    more: int = 0


@dataclass(frozen=True)
class CommentPage:
    """Whole comments in an order; `following` is where the next page begins, in words for an address."""

    threads: list[CommentNode]
    order: TalkOrder
    is_first: bool
    following: str


@dataclass(frozen=True)
class TalkCounts:
    """Of what everybody sees. `newest` is the latest comment there is, `new` how many came after the one that was asked."""

    total: int
    newest: int
    new: int
    stances: dict[Stance, int]


def comment_by_pk(pk: int) -> Comment | None:
    if pk >= 2**63:
        return None
    return (
        Comment.objects.select_related(
            "parent", "thread", "subject__reference", "subject__consultation_round__reference"
        )
        .prefetch_related("subject__consultation_round__phases")
        .filter(pk=pk)
        .first()
    )


def talk_page(subject: Subject, reader: Any, order: TalkOrder = TalkOrder.OLDEST, after: str = "") -> CommentPage:
    """One page of first comments with their first answers: as many queries and as much to read however long the talk is.

    What the municipality answered comes first. What waits for a moderator has no place yet, but for its author and
    moderators, and where it was answered before.
    """
    return _page(Comment.objects.filter(subject=subject, thread__isnull=True), reader, order, after, depth=0)


def answer_page(comment: Comment, reader: Any, after: str = "") -> CommentPage:
    """The answers to one comment, with theirs."""
    return _page(Comment.objects.filter(parent=comment), reader, TalkOrder.OLDEST, after, depth=1)


def talk_counts(subject: Subject, since: int | None = None) -> TalkCounts:
    """One query. `since` is the latest comment that the reader had before them."""
    shown = Q(moderation=Moderation.VISIBLE)
    counts = Comment.objects.filter(subject=subject).aggregate(
        total=Count("pk", filter=shown),
        newest=Max("pk"),
        new=Count("pk", filter=shown & Q(pk__gt=since if since is not None else 2**62)),
        **{
            stance: Count("pk", filter=shown & Q(stance=stance))
            for stance in Stance.values
            if stance and subject.consultation_round.asks_stance
        },
    )
    stances = {stance: counts[stance] for stance in Stance if stance in counts}
    return TalkCounts(counts["total"], counts["newest"] or 0, counts["new"], stances)


def node_of(comment: Comment, reader: Any) -> CommentNode:
    node = CommentNode(comment=comment, is_shown=can_see(reader, comment), depth=0)
    _mark_helpful([node], reader)
    return node


def has_place(comment: Comment, reader: Any) -> bool:
    """Whether it stands in the talk, if only as words that were taken away."""
    return readable(Comment.objects.filter(pk=comment.pk), reader).exists()


def readable(comments: QuerySet[Comment], reader: Any) -> QuerySet[Comment]:
    if can_moderate(reader):
        return comments
    has_place = ~Q(moderation=Moderation.AWAITING) | Exists(Comment.objects.filter(parent=OuterRef("pk")))
    return comments.filter(has_place | Q(author=reader) if reader.is_authenticated else has_place)


def _page(firsts: QuerySet[Comment], reader: Any, order: TalkOrder, after: str, *, depth: int) -> CommentPage:
    firsts = readable(firsts, reader)
    mark = _read_mark(after, order)
    found = list(_from(firsts, order, mark)[: PER_PAGE + 1])
    heads = [_node(one, reader, depth) for one in found[:PER_PAGE]]
    nodes = list(heads)
    level = heads
    for most in (FIRST_ANSWERS, DEEPER_ANSWERS)[depth:]:
        level = _add_answers(level, reader, most)
        nodes += level
    _count_more(nodes, reader)
    _mark_helpful(nodes, reader)
    following = _mark_of(found[PER_PAGE - 1], order) if len(found) > PER_PAGE else ""
    return CommentPage(threads=heads, order=order, is_first=mark is None, following=following)


def _node(comment: Comment, reader: Any, depth: int) -> CommentNode:
    return CommentNode(comment=comment, is_shown=can_see(reader, comment), depth=depth)


def _add_answers(above: list[CommentNode], reader: Any, most: int) -> list[CommentNode]:
    by_key = {node.comment.pk: node for node in above}
    place = Window(RowNumber(), partition_by="parent", order_by=[UNOFFICIAL, F("posted_at").asc(), F("pk").asc()])
    found = readable(Comment.objects.filter(parent__in=by_key), reader).annotate(place=place).filter(place__lte=most)
    answers = []
    for comment in found.order_by("place"):
        parent = by_key[comment.parent_id or 0]
        answers.append(_node(comment, reader, parent.depth + 1))
        parent.replies.append(answers[-1])
    return answers


def _count_more(nodes: Iterable[CommentNode], reader: Any) -> None:
    by_key = {node.comment.pk: node for node in nodes}
    counted = readable(Comment.objects.filter(parent__in=by_key), reader).order_by().values("parent")
    for parent, number in counted.annotate(number=Count("pk")).values_list("parent", "number"):
        node = by_key[parent or 0]
        node.more = number - len(node.replies)


def _mark_helpful(nodes: Iterable[CommentNode], reader: Any) -> None:
    if not reader.is_authenticated:
        return
    by_key = {node.comment.pk: node for node in nodes}
    for pk in Reaction.objects.filter(comment__in=by_key, person=reader).values_list("comment", flat=True):
        by_key[pk].found_helpful = True


def _from(firsts: QuerySet[Comment], order: TalkOrder, mark: tuple[int, Comment] | None) -> QuerySet[Comment]:
    """What comes behind the mark: by its place and not by a number, so that nothing is shown twice or left out while others
    write. By helpfulness, one that is found helpful meanwhile may move. The municipality's come before all others."""
    count, last = mark or (0, None)
    if last is not None:
        behind = {
            TalkOrder.OLDEST: Q(posted_at__gt=last.posted_at) | Q(posted_at=last.posted_at, pk__gt=last.pk),
            TalkOrder.NEWEST: Q(posted_at__lt=last.posted_at) | Q(posted_at=last.posted_at, pk__lt=last.pk),
            TalkOrder.HELPFUL: Q(helpful_count__lt=count) | Q(helpful_count=count, pk__lt=last.pk),
        }[order]
        others = Q(official_as="")
        firsts = firsts.filter(others | (~others & behind) if last.is_official else others & behind)
    orders = {
        TalkOrder.OLDEST: ("posted_at", "pk"),
        TalkOrder.NEWEST: ("-posted_at", "-pk"),
        TalkOrder.HELPFUL: ("-helpful_count", "-pk"),
    }
    return firsts.order_by(UNOFFICIAL, *orders[order])


def _mark_of(comment: Comment, order: TalkOrder) -> str:
    return f"{comment.pk}-{comment.helpful_count}" if order == TalkOrder.HELPFUL else str(comment.pk)


def _read_mark(after: str, order: TalkOrder) -> tuple[int, Comment] | None:
    """Nothing of an address that somebody changed. A comment keeps its place for ever, so its key is enough."""
    key, _line, count = after.partition("-")
    if not (key.isascii() and key.isdecimal() and len(key) <= 18):
        return None
    if order == TalkOrder.HELPFUL and not (count.isascii() and count.isdecimal() and len(count) <= 9):
        return None
    last = Comment.objects.filter(pk=int(key)).only("pk", "posted_at", "official_as").first()
    return (int(count or 0) if order == TalkOrder.HELPFUL else 0, last) if last else None
