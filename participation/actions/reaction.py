from datetime import datetime
from typing import Any

from django.db import transaction

from base.refusal import refuse_if
from participation.models import Comment, Reaction
from participation.rules import refusal_to_find_helpful


@transaction.atomic
def find_helpful(*, comment: Comment, by: Any, at: datetime) -> Comment:
    """Says that a comment helps. Twice is once: the database holds one per person. No audit entry: who it was is nobody's business."""
    held = _held(comment)
    refuse_if(refusal_to_find_helpful(by, held, at))
    Reaction.objects.get_or_create(comment=held, person=by, defaults={"given_at": at})
    held.refresh_from_db(fields=["helpful_count"])
    return held


@transaction.atomic
def take_helpful_back(*, comment: Comment, by: Any) -> Comment:
    """At any time: nobody is held to it."""
    held = _held(comment)
    Reaction.objects.filter(comment=held, person=by).delete()
    held.refresh_from_db(fields=["helpful_count"])
    return held


def _held(comment: Comment) -> Comment:
    return (
        Comment.objects.select_for_update(of=("self",)).select_related("subject__consultation_round").get(pk=comment.pk)
    )
