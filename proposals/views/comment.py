from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from base.instants import moment
from participation.enums import Moderation
from participation.models import Subject
from participation.queries.comment import CommentNode, flat

# Deeper answers stand at this depth: a page must not nest as deep as people talk.
DEEPEST = 6


def shown_comments(threads: list[CommentNode], subject: Subject, *, may_reply: bool) -> list[dict[str, Any]]:
    """The threads as the component wants them: dictionaries with `replies`; hidden words leave their place behind."""
    address = reverse("write_comment", args=[subject.reference.string])
    shown: dict[int, dict[str, Any]] = {}
    firsts: list[dict[str, Any]] = []
    ancestors: dict[int, int] = {}
    for node in flat(threads):
        data = _comment(node, address if may_reply else "")
        shown[node.comment.pk] = data
        parent = node.comment.parent_id
        if parent is None or parent not in shown:
            firsts.append(data)
            continue
        home = ancestors.get(parent, parent) if node.depth > DEEPEST else parent
        if node.depth >= DEEPEST:
            ancestors[node.comment.pk] = home
        shown[home]["replies"].append(data)
    return firsts


def _comment(node: CommentNode, address: str) -> dict[str, Any]:
    comment = node.comment
    if comment.moderation == Moderation.WITHDRAWN:
        return {"id": comment.pk, "tombstone": _("The author withdrew this comment."), "replies": []}
    if not node.is_shown and comment.moderation == Moderation.AWAITING:
        return {"id": comment.pk, "tombstone": _("This comment waits for a moderator."), "replies": []}
    if not node.is_shown:
        return {"id": comment.pk, "tombstone": _("A moderator hid this comment."), "replies": []}
    notes = {
        Moderation.HIDDEN: _("A moderator hid this. Only you and the moderators see it."),
        Moderation.AWAITING: _("This waits for a moderator. Only you and the moderators see it."),
    }
    paragraphs = [text for text in comment.text.split("\n\n") if text.strip()]
    # What was taken over from elsewhere may have lost its words there.
    written_in = comment.language if paragraphs and comment.language != get_language() else ""
    return {
        "id": comment.pk,
        "author": comment.author_name or _("a resident"),
        "when": moment(comment.posted_at),
        "moment": timezone.localtime(comment.posted_at).isoformat(),
        "paragraphs": paragraphs or [_("(a comment without text)")],
        "lang": written_in,
        "note": notes.get(Moderation(comment.moderation), ""),
        "report_url": reverse("report_comment", args=[comment.pk]) if comment.is_visible else "",
        "reply_url": f"{address}?to={comment.pk}" if address and comment.is_visible else "",
        "replies": [],
    }
