import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings

from base import characters
from participation.enums import CommentScreening, HoldKind, Moderation
from participation.models import Comment, ConsultationRound, HeldWord
from participation.queries.moderation_hours import back_at

# What a browser, or a reader, takes for an address of another site.
LINK = re.compile(r"https?://|\bwww\.[\w-]+\.", re.IGNORECASE)


@dataclass(frozen=True)
class Held:
    kind: HoldKind
    found: str = ""


def hold_of(text: str, author: Any, consultation_round: ConsultationRound, at: datetime) -> Held | None:
    """Which of the few rules makes words wait for a moderator: what they say, or the hour. Two queries."""
    held = _hold_of_words(text, author, at)
    if held is None and back_at(consultation_round, at) is not None:
        return Held(HoldKind.HOURS)
    return held


def _hold_of_words(text: str, author: Any, at: datetime) -> Held | None:
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


def hold_of_comment(text: str, author: Any, consultation_round: ConsultationRound, at: datetime) -> Held | None:
    """As above, and what the same person posted before, or what the round lays down for comments."""
    if held := _hold_of_words(text, author, at) or _hold_of_same_words(text, author, at):
        return held
    if consultation_round.comment_screening == CommentScreening.BEFORE:
        return Held(HoldKind.BEFORE)
    new_days = timedelta(days=settings.MODERATION["new_account_days"])
    is_new = author is not None and at < author.date_joined + new_days
    if consultation_round.comment_screening == CommentScreening.NEW and is_new:
        return Held(HoldKind.NEW)
    return Held(HoldKind.HOURS) if back_at(consultation_round, at) is not None else None


def _hold_of_same_words(text: str, author: Any, at: datetime) -> Held | None:
    """Short words many say again."""
    if characters.count(text) < settings.MODERATION["same_text_characters"]:
        return None
    since = at - timedelta(days=settings.MODERATION["same_text_days"])
    if author is None:
        return None
    same = Comment.objects.filter(author=author, text=text.strip(), posted_at__gt=since, posted_at__lte=at)
    return Held(HoldKind.AGAIN) if same.exclude(moderation=Moderation.WITHDRAWN).exists() else None
