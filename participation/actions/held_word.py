from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from base.actions.audit_entry import record
from base.refusal import refuse_if
from participation.models import HeldWord
from participation.moderation_rules import refusal_to_moderate

LONGEST = 80


@transaction.atomic
def set_held_words(*, words: Iterable[str], by: Any, at: datetime) -> list[str]:
    """Replaces the city's list. What waits already goes on waiting; what is public stays."""
    refuse_if(refusal_to_moderate(by))
    wanted = {word.casefold(): word for word in (" ".join(word.split()) for word in words) if word}
    long = next((word for word in wanted.values() if len(word) > LONGEST), "")
    refuse_if(
        _("“%(word)s…” is longer than %(longest)d characters.") % {"word": long[:30], "longest": LONGEST}
        if long
        else ""
    )
    HeldWord.objects.all().delete()
    HeldWord.objects.bulk_create([HeldWord(text=word) for _key, word in sorted(wanted.items())])
    record(act="held_words_set", about="held words", by=by, at=at, words=len(wanted))
    return sorted(wanted.values())
