import uuid
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from base import characters
from base.actions.audit_entry import record
from base.refusal import refuse_if
from participation.models import Comment, Subject
from participation.rules import refusal_to_comment

LONGEST = 4_000


@transaction.atomic
def post_comment(
    *,
    subject: Subject,
    text: str,
    language: str,
    author_name: str,
    by: Any,
    at: datetime,
    parent: Comment | None = None,
    sent_key: uuid.UUID | None = None,
) -> Comment:
    """Adds to the talk. The same form sent twice (`sent_key`) gives the comment that was written the first time."""
    refuse_if(refusal_to_comment(by, subject, at))
    refuse_if("" if text.strip() else _("Write your comment first."))
    refuse_if(
        _("Your comment has %(length)d characters; %(longest)d is the most. Make it shorter or post it in parts.")
        % {"length": characters.count(text), "longest": LONGEST}
        if characters.count(text) > LONGEST
        else ""
    )
    if parent is not None:
        refuse_if(
            ""
            if parent.subject_id == subject.pk and parent.is_visible
            else _("This comment can no longer be answered.")
        )
    if sent_key is not None:
        known = Comment.objects.filter(sent_key=sent_key, author=by).first()
        if known is not None:
            return known
    comment = Comment.objects.create(
        subject=subject,
        parent=parent,
        thread=(parent.thread or parent) if parent is not None else None,
        author=by,
        author_name=author_name,
        text=text.strip(),
        language=language,
        posted_at=at,
        sent_key=sent_key,
    )
    record(act="comment_posted", about=subject.reference, by=by, at=at, comment=comment.pk)
    return comment
