"""Whom a comment names: `@Noor`, exactly as somebody who took part in that thread wants to be called there."""

import re
from typing import Any

from django.conf import settings
from django.db.models import Q

from participation.enums import Moderation
from participation.models import Comment, MentionStop


def mentioned_people(comment: Comment) -> dict[Any, str]:
    """Each person with the language they wrote in. Nobody of words that are not public, and never its own author."""
    if "@" not in comment.text or not (comment.is_visible and comment.subject.is_visible):
        return {}
    named = _names_in_thread(comment)
    text, found = comment.text, {}
    # The longest first: whoever is called Noor is not meant by '@Noor de Vries'.
    for name in sorted(named, key=lambda name: (-len(name), name)):
        text, times = re.subn(rf"(?<!\w)@{re.escape(name)}(?!\w)", " ", text)
        if times:
            found.update(named[name])
    found.pop(comment.author, None)
    stopped = set(MentionStop.objects.filter(person__in=found).values_list("person", flat=True))
    told = {person: language for person, language in found.items() if person.pk not in stopped and person.is_active}
    return dict(list(told.items())[: settings.TALK["most_mentions"]])


def gets_mentions(person: Any) -> bool:
    return not MentionStop.objects.filter(person=person).exists()


def _names_in_thread(comment: Comment) -> dict[str, dict[Any, str]]:
    root = comment.thread_id or comment.pk
    said = Comment.objects.filter(Q(pk=root) | Q(thread=root), author__isnull=False, moderation=Moderation.VISIBLE)
    named: dict[str, dict[Any, str]] = {}
    for one in said.exclude(author_name="").select_related("author").order_by("posted_at", "pk"):
        named.setdefault(one.author_name.strip(), {})[one.author] = one.language
    subject = comment.subject
    if subject.author is not None and subject.author_name.strip():
        named.setdefault(subject.author_name.strip(), {}).setdefault(subject.author, subject.language)
    for other in subject.co_authors.exclude(name="").exclude(person=None).select_related("person"):
        named.setdefault(other.name.strip(), {}).setdefault(other.person, subject.language)
    return named
