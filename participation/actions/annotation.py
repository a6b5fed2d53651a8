import uuid
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from base import characters
from base.actions.audit_entry import record
from base.models import PublishedVersion
from base.refusal import Refusal, refuse_if
from base.version_words import passage_in
from participation.actions.comment import post_comment
from participation.actions.subject import text_of_round
from participation.enums import AnnotationKind
from participation.models import Annotation
from participation.queries.annotation import round_about
from participation.rules import refusal_of_reacting, refusal_to_react


@transaction.atomic
def react_to_text(
    *,
    version: PublishedVersion,
    passage: str,
    kind: AnnotationKind,
    text: str,
    language: str,
    author_name: str,
    by: Any,
    at: datetime,
    sent_key: uuid.UUID | None = None,
) -> Annotation:
    """Says something of a passage, or of the whole text where `passage` is empty, in the version that was read.

    The words are a comment, and wait for a moderator by the same rules. The same form sent twice is one reaction.
    """
    consultation_round = round_about(version.reference_id, at)
    refuse_if(refusal_to_react(by, consultation_round, version, at))
    if consultation_round is None:
        raise Refusal(refusal_of_reacting(None, at))
    refuse_if(
        _("This version has no such passage. Choose one of those below, or react to the whole text.")
        if passage and passage_in(version, passage) is None
        else ""
    )
    refuse_if(_words_needed(kind) if characters.is_blank(text) else "")
    comment = post_comment(
        subject=text_of_round(consultation_round=consultation_round, at=at),
        text=text,
        language=language,
        author_name=author_name,
        by=by,
        at=at,
        # A form sent again about another passage, or with another wish, is another reaction, with or without words.
        sent_key=uuid.uuid5(sent_key, f"{version.pk} {passage} {kind}") if sent_key is not None else None,
        may_be_blank=True,
    )
    annotation, created = Annotation.objects.get_or_create(
        comment=comment, defaults={"version": version, "passage": passage, "kind": kind}
    )
    if created:
        record(
            act="text_reacted_to",
            about=version.reference,
            by=by,
            at=at,
            comment=comment.pk,
            version=version.label,
            language=version.language,
            passage=passage,
            kind=str(kind),
        )
    return annotation


def _words_needed(kind: AnnotationKind) -> str:
    """Agreeing says enough by itself."""
    return {
        AnnotationKind.CHANGE: _("Write the words as you want them to be."),
        AnnotationKind.QUESTION: _("Write your question."),
        AnnotationKind.REMARK: _("Write your remark."),
    }.get(kind, "")
