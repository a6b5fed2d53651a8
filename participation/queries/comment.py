from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q, QuerySet

from participation.enums import Moderation
from participation.models import Comment, Subject
from participation.rules import can_moderate, can_see

PER_PAGE = 20


@dataclass
class CommentNode:
    """A comment with its answers. One that the reader may not see keeps its place, without words."""

    comment: Comment
    is_shown: bool
    depth: int
    replies: list["CommentNode"] = field(default_factory=list)


@dataclass(frozen=True)
class CommentPage:
    threads: list[CommentNode]
    number: int
    pages: int
    subject: Subject

    @property
    def total(self) -> int:
        """How many comments everybody sees."""
        return Comment.objects.filter(subject=self.subject, moderation=Moderation.VISIBLE).count()

    @property
    def numbers(self) -> range:
        return range(1, self.pages + 1)


def comment_threads(subject: Subject, reader: Any, number: int = 1) -> CommentPage:
    """One page of whole threads, oldest first: four queries however many comments and however deep.

    What waits for a moderator has no place yet, but for its author and moderators, and where it was answered before.
    """
    firsts = readable(Comment.objects.filter(subject=subject, thread__isnull=True), reader)
    pages = max(1, -(-firsts.count() // PER_PAGE))
    number = min(max(number, 1), pages)
    heads = list(firsts.order_by("posted_at", "pk")[(number - 1) * PER_PAGE : number * PER_PAGE])
    rest = readable(Comment.objects.filter(thread__in=[head.pk for head in heads]), reader).order_by("posted_at", "pk")
    nodes: dict[int, CommentNode] = {}
    for comment in [*heads, *rest]:
        nodes[comment.pk] = CommentNode(comment=comment, is_shown=can_see(reader, comment), depth=0)
    for node in nodes.values():
        if node.comment.parent_id in nodes:
            nodes[node.comment.parent_id].replies.append(node)
    threads = [nodes[head.pk] for head in heads]
    _set_depths(threads)
    return CommentPage(threads=threads, number=number, pages=pages, subject=subject)


def readable(comments: QuerySet[Comment], reader: Any) -> QuerySet[Comment]:
    if can_moderate(reader):
        return comments
    waits = Q(moderation=Moderation.AWAITING, replies__isnull=True)
    return comments.exclude(waits & ~Q(author=reader) if reader.is_authenticated else waits)


def _set_depths(threads: list[CommentNode]) -> None:
    """Without recursion: threads of real conversations are deeper than a template likes."""
    waiting = list(threads)
    while waiting:
        node = waiting.pop()
        for reply in node.replies:
            reply.depth = node.depth + 1
            waiting.append(reply)


def flat(threads: list[CommentNode]) -> list[CommentNode]:
    """The nodes in reading order: every answer behind what it answers."""
    out: list[CommentNode] = []
    waiting = list(reversed(threads))
    while waiting:
        node = waiting.pop()
        out.append(node)
        waiting.extend(reversed(node.replies))
    return out
