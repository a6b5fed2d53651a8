import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings

from base import characters
from participation.enums import HoldKind, Moderation
from participation.models import Comment, HeldWord

# What a browser, or a reader, takes for an address of another site.
LINK = re.compile(r"https?://|\bwww\.[\w-]+\.", re.IGNORECASE)


@dataclass(frozen=True)
class Held:
    kind: HoldKind
    found: str = ""


def hold_of(text: str, author: Any, at: datetime) -> Held | None:
    """Which of the few rules makes words wait for a moderator. One query."""
    new_days = timedelta(days=settings.MODERATION["new_account_days"])
    link = LINK.search(text)
    # Whoever staff write for has no account that could be new.
    if link is not None and author is not None and at < author.date_joined + new_days:
        return Held(HoldKind.LINK, link[0])
    words = text.casefold()
    for word in HeldWord.objects.values_list("text", flat=True):
        if re.search(rf"(?<!\w){re.escape(word.casefold())}(?!\w)", words):
            return Held(HoldKind.WORD, word)
    return None


def hold_of_comment(text: str, author: Any, at: datetime) -> Held | None:
    """As above, and what the same person posted before; short words many say again."""
    held = hold_of(text, author, at)
    if held is not None or characters.count(text) < settings.MODERATION["same_text_characters"]:
        return held
    since = at - timedelta(days=settings.MODERATION["same_text_days"])
    if author is None:
        return None
    same = Comment.objects.filter(author=author, text=text.strip(), posted_at__gt=since, posted_at__lte=at)
    return Held(HoldKind.AGAIN) if same.exclude(moderation=Moderation.WITHDRAWN).exists() else None
