import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from base import characters
from base.actions.audit_entry import record
from base.refusal import Refusal, refuse_if
from participation.actions.entry import keep_entry
from participation.actions.origin import Provenance, keep_origins
from participation.author_rules import refusal_of_shown_name
from participation.entry import Entry
from participation.entry_rules import refusal_to_enter
from participation.enums import Act, Channel, Moderation, Stance
from participation.models import Answer, Comment, ConsultationRound, EarlierText, Hold, Subject
from participation.queries.hold import hold_of_comment
from participation.rules import (
    can_moderate,
    refusal_of_merged,
    refusal_to_answer_officially,
    refusal_to_comment,
    refusal_to_edit,
    refusal_to_take_over,
    refusal_to_withdraw_comment,
)

LONGEST = 4_000
BATCH = 500


@dataclass(frozen=True)
class EarlierComment:
    """What was said elsewhere. `subject` and `parent` are the identifiers of that place; no parent is a first comment."""

    provenance: Provenance
    subject: str
    parent: str | None
    author_name: str
    text: str
    language: str
    posted_at: datetime


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
    stance: str = Stance.NONE,
    official_as: str = "",
    may_be_blank: bool = False,
    entry: Entry | None = None,
) -> Comment:
    """Adds to the talk. The same form sent twice (`sent_key`) gives the comment that was written the first time; with
    other words in it, a second one.

    It is public at once, unless one of the rules for holding meets it: then it waits for a moderator. With `official_as`,
    the role or department, it is an answer of the municipality: it bears no name of a person. With `entry` staff write for somebody who said
    it then, and who has no account for it yet.
    """
    official_as = " ".join(official_as.split())
    if entry is not None:
        refuse_if(
            refusal_to_enter(by, subject.consultation_round, entry, Act.COMMENT, at) or refusal_of_merged(subject)
        )
        refuse_if("" if subject.is_visible else _("You cannot comment on this proposal, because it is not published."))
    else:
        refuse_if(refusal_to_answer_officially(by, subject) if official_as else refusal_to_comment(by, subject, at))
    refuse_if("" if official_as else refusal_of_shown_name(author_name))
    author = by if entry is None else None
    _refuse_words(text, may_be_blank=may_be_blank)
    asks_stance = subject.consultation_round.asks_stance and parent is None and not official_as and not may_be_blank
    if asks_stance and stance == Stance.NONE:
        raise Refusal(_("Say whether you are for, against or neutral."))
    if parent is not None:
        refuse_if(
            ""
            if parent.subject_id == subject.pk and parent.is_visible
            else _("This comment can no longer be answered.")
        )
    hold = None if can_moderate(by) or official_as else hold_of_comment(text, author, subject.consultation_round, at)
    content: dict[str, Any] = {
        "subject": subject,
        "parent": parent,
        "thread": (parent.thread or parent) if parent is not None else None,
        "author_name": "" if official_as else author_name,
        "official_as": official_as,
        "stance": stance if asks_stance else Stance.NONE,
        "text": text.strip(),
        "language": language,
        "posted_at": at if entry is None else entry.received_at,
        "channel": Channel.WEB if entry is None else entry.channel,
        "moderation": Moderation.VISIBLE if hold is None else Moderation.AWAITING,
    }
    others = Comment.objects.filter(sent_key=sent_key).exclude(author=author, subject=subject, text=text.strip())
    if sent_key is None or others.exists():
        comment, created = Comment.objects.create(author=author, **content), True
    else:
        comment, created = Comment.objects.get_or_create(author=author, sent_key=sent_key, defaults=content)
    if not created:
        return comment
    if hold is not None:
        Hold.objects.create(comment=comment, kind=hold.kind, found=hold.found, at=at)
    told = {"official_as": official_as} if official_as else {}
    record(act="comment_posted", about=subject.reference, by=by, at=at, comment=comment.pk, **told)
    if entry is not None:
        keep_entry(subject=subject, comment=comment, entry=entry, language=language, by=by, at=at)
    return comment


@transaction.atomic
def edit_comment(*, comment: Comment, text: str, edition: int, by: Any, at: datetime) -> Comment:
    """Changes somebody's own words, shortly after; what stood there is kept for moderators. `edition` is how
    often the text had been changed that the person had before them.

    A change makes nothing public: what waits goes on waiting, and what meets a rule for holding begins to.
    """
    held = Comment.objects.select_for_update(of=("self",)).select_related("subject__reference").get(pk=comment.pk)
    refuse_if(refusal_to_edit(by, held, at))
    refuse_if(
        _("This is your answer to a question of the round: change it there.")
        if Answer.objects.filter(comment=held).exists()
        else ""
    )
    _refuse_words(text)
    if text.strip() == held.text:
        return held
    if held.earlier_texts.count() != edition:
        raise Refusal(_("You changed this comment in another window. Open it again to see what it says now."))
    EarlierText.objects.create(comment=held, text=held.text, replaced_at=at)
    found = (
        None if can_moderate(by) or held.is_official else hold_of_comment(text, by, held.subject.consultation_round, at)
    )
    if found is not None:
        held.moderation = Moderation.AWAITING
        Hold.objects.update_or_create(comment=held, defaults={"kind": found.kind, "found": found.found, "at": at})
    held.text, held.edited_at = text.strip(), at
    held.save(update_fields=["text", "edited_at", "moderation"])
    record(act="comment_edited", about=held.subject.reference, by=by, at=at, comment=held.pk)
    return held


def _refuse_words(text: str, *, may_be_blank: bool = False) -> None:
    refuse_if(_("Write your comment first.") if characters.is_blank(text) and not may_be_blank else "")
    refuse_if(
        _("Your comment has %(length)d characters; %(longest)d is the most. Make it shorter or post it in parts.")
        % {"length": characters.count(text), "longest": LONGEST}
        if characters.count(text) > LONGEST
        else ""
    )


@transaction.atomic
def withdraw_comment(*, comment: Comment, by: Any, at: datetime) -> Comment:
    """Takes somebody's own words from view; their place in the talk and the answers to them stay."""
    comment = Comment.objects.select_for_update(of=("self",)).select_related("subject__reference").get(pk=comment.pk)
    refuse_if(refusal_to_withdraw_comment(by, comment))
    comment.moderation, comment.withdrawn_at = Moderation.WITHDRAWN, at
    comment.save(update_fields=["moderation", "withdrawn_at"])
    record(act="comment_withdrawn", about=comment.subject.reference, by=by, at=at, comment=comment.pk)
    return comment


@transaction.atomic
def take_over_comments(
    *,
    consultation_round: ConsultationRound,
    comments: Sequence[EarlierComment],
    subjects: Mapping[str, Subject],
    source: str,
    by: Any,
    at: datetime,
) -> list[Comment]:
    """Adds a talk that was held elsewhere, with its threads, moments and origins; its length was that place's affair.

    `subjects` are by their identifiers there. Raises Refusal where something answers what is not among the comments, or
    answers under another subject. All or none.
    """
    refuse_if(refusal_to_take_over(by, consultation_round, at))
    written: dict[str, Comment] = {}
    waiting = list(comments)
    while waiting:
        # One level of answers after the other, so that each finds what it answers.
        level = [one for one in waiting if one.parent is None or one.parent in written]
        if not level:
            raise Refusal(
                _("Comment '%(comment)s' answers one that is not there.")
                % {"comment": waiting[0].provenance.identifier}
            )
        rows = [_earlier(one, subjects[one.subject], written.get(one.parent or "")) for one in level]
        Comment.objects.bulk_create(rows, batch_size=BATCH)
        written.update((one.provenance.identifier, row) for one, row in zip(level, rows, strict=True))
        waiting = [one for one in waiting if one.provenance.identifier not in written]
    in_order = [(one.provenance, written[one.provenance.identifier]) for one in comments]
    keep_origins(source=source, kind="comment", origins=in_order)
    record(
        act="comments_taken_over",
        about=consultation_round.reference,
        by=by,
        at=at,
        source=source,
        comments=len(comments),
    )
    return [row for _provenance, row in in_order]


def _earlier(comment: EarlierComment, subject: Subject, parent: Comment | None) -> Comment:
    if parent is not None and parent.subject_id != subject.pk:
        raise Refusal(
            _("Comment '%(comment)s' answers one under another proposal.") % {"comment": comment.provenance.identifier}
        )
    return Comment(
        subject=subject,
        parent=parent,
        thread=(parent.thread or parent) if parent is not None else None,
        author_name=comment.author_name,
        text=comment.text,
        language=comment.language,
        channel=Channel.IMPORT,
        posted_at=comment.posted_at,
    )
