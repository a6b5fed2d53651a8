"""The talk about a subject, for every page that has one: `talk_block` and `participation/talk.html`."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from base.instants import moment
from participation.enums import Act, Channel, Moderation, Stance, TalkOrder
from participation.models import Subject
from participation.municipal_answers import answered_of
from participation.queries.comment import CommentNode, TalkCounts, talk_counts, talk_page
from participation.queries.name import closing_of, name_of
from participation.rules import (
    ANSWER,
    edit_until,
    notice_of_hours,
    refusal_of_merged,
    refusal_of_phase,
    refusal_of_talk,
)

NAMES = ("comment", "report_comment", "helpful", "answer_to_comment")
# Words and a shape, so that nothing hangs on a colour.
SHAPES = {Stance.FOR: "+", Stance.AGAINST: "−", Stance.NEUTRAL: "○"}


def talk_block(request: HttpRequest, subject: Subject, at: datetime) -> dict[str, Any]:
    asked = request.GET.get("order")
    order = TalkOrder(asked) if asked in TalkOrder.values else TalkOrder.OLDEST
    since = request.GET.get("since", "")
    seen = int(since) if since.isascii() and since.isdecimal() and len(since) <= 18 else None
    page = talk_page(subject, request.user, order, request.GET.get("after", ""))
    counts = talk_counts(subject, seen)
    refusal = refusal_of_merged(subject) or refusal_of_talk(subject.consultation_round, Act.COMMENT, at)
    shower = Shower(request, subject, refusal=refusal, at=at, since=seen)
    return {
        "talk": {
            "comments": shower.all(page.threads),
            "counts": counts,
            "stances": _stances(counts),
            "orders": [
                {"label": one.label, "url": f"?{urlencode({'order': one})}#comments", "current": one == order}
                for one in TalkOrder
            ],
            "is_first": page.is_first,
            "first_url": f"?{urlencode({'order': order})}#comments",
            "next_url": f"?{urlencode({'order': order, 'after': page.following})}#comments" if page.following else "",
            "look_url": f"?{urlencode({'order': TalkOrder.NEWEST, 'since': counts.newest})}#comments",
            "looked": seen is not None,
            "refusal": refusal,
            "notice": "" if refusal else notice_of_hours(subject.consultation_round, at),
            "write_url": "" if refusal and not request.user.has_perm(ANSWER) else shower.write_url,
            "back": request.get_full_path(),
        }
    }


def crumbs_of(subject: Subject) -> list[dict[str, str]]:
    return [{"label": subject.public_label, "url": subject.reference.get_absolute_url()}]


def _stances(counts: TalkCounts) -> list[dict[str, Any]]:
    return [{"label": one.label, "shape": SHAPES[one], "count": number} for one, number in counts.stances.items()]


def _keys(nodes: Iterable[CommentNode]) -> Iterator[int]:
    for node in nodes:
        yield node.comment.pk
        yield from _keys(node.replies)


class Shower:
    """Comments as `components/comment.html` wants them; hidden words leave their place behind."""

    def __init__(
        self,
        request: HttpRequest,
        subject: Subject,
        *,
        refusal: str,
        at: datetime,
        since: int | None = None,
    ) -> None:
        self.person = request.user
        self.write_url = reverse("write_comment", args=[subject.reference.string])
        self.may_reply = not refusal or request.user.has_perm(ANSWER)
        # Finding something helpful says nothing that somebody must read.
        self.is_open = not (refusal_of_merged(subject) or refusal_of_phase(subject.consultation_round, Act.COMMENT, at))
        self.at, self.since = at, since
        self.language = get_language()
        self.closing = closing_of(subject.consultation_round)
        # Looked up once: a page has dozens of each.
        self.addresses = {name: reverse(name, args=[0]) for name in NAMES}
        self.answered: set[int] = set()

    def _address(self, name: str, pk: int) -> str:
        return self.addresses[name].replace("/0/", f"/{pk}/", 1)

    def all(self, nodes: Iterable[CommentNode]) -> list[dict[str, Any]]:
        """Whole threads."""
        nodes = list(nodes)
        if self.closing is not None and self.closing <= self.at:
            self.answered = answered_of(_keys(nodes))
        return [self.one(node) for node in nodes]

    def one(self, node: CommentNode) -> dict[str, Any]:
        comment = node.comment
        shown: dict[str, Any] = {
            "id": comment.pk,
            "url": self._address("comment", comment.pk),
            "replies": [self.one(reply) for reply in node.replies],
            "more": node.more,
        }
        if comment.moderation == Moderation.WITHDRAWN:
            return shown | {"tombstone": _("The author withdrew this comment.")}
        if not node.is_shown and comment.moderation == Moderation.AWAITING:
            return shown | {"tombstone": _("This comment waits for a moderator.")}
        if not node.is_shown:
            return shown | {"tombstone": _("A moderator hid this comment.")}
        paragraphs = [text for text in comment.text.split("\n\n") if text.strip()]
        is_own = comment.author_id is not None and comment.author_id == self.person.pk
        stance = Stance(comment.stance)
        return shown | {
            "author": name_of(comment, self.closing, self.at),
            "role": _("Answer of the municipality") if comment.is_official else "",
            "channel": Channel(comment.channel).told,
            "when": moment(comment.posted_at),
            "moment": timezone.localtime(comment.posted_at).isoformat(),
            "edited": moment(comment.edited_at) if comment.edited_at else "",
            # What was taken over from elsewhere may have lost its words there.
            "paragraphs": paragraphs or [_("(a comment without text)")],
            "lang": comment.language if paragraphs and comment.language != self.language else "",
            "note": self._note(comment.moderation),
            "is_new": self.since is not None and comment.pk > self.since,
            "stance": {"label": stance.label, "shape": SHAPES[stance]} if stance in SHAPES else None,
            "report_url": self._address("report_comment", comment.pk) if comment.is_visible else "",
            "answer_url": self._address("answer_to_comment", comment.pk)
            if comment.is_visible and comment.pk in self.answered
            else "",
            "reply_url": f"{self.write_url}?to={comment.pk}" if self.may_reply and comment.is_visible else "",
            "edit_url": reverse("edit_comment", args=[comment.pk]) if is_own and self.at < edit_until(comment) else "",
            "helpful": {
                "count": comment.helpful_count,
                "url": self._address("helpful", comment.pk) if self.is_open and not is_own else "",
                "given": node.found_helpful,
            }
            if comment.is_visible
            else None,
        }

    def _note(self, moderation: str) -> str:
        if moderation == Moderation.VISIBLE:
            return ""
        if moderation == Moderation.HIDDEN:
            return _("A moderator hid this. Only you and the moderators see it.")
        return _("This waits for a moderator. Only you and the moderators see it.")
