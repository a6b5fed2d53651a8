"""What is said of accounts, to who looks after them."""

from collections.abc import Callable, Collection, Iterable
from typing import Any

from django.utils.translation import gettext as _

from base.audit_kinds import OFFICIALLY, personal_acts
from base.models import AuditEntry


def shared_words(person: Any, others: Iterable[Any]) -> str:
    return _(
        "%(person)s has the same mail address as %(others)s: whoever reads it can sign in as each of them. Where something takes two people they count as one. Give staff a mail address of their own."
    ) % {"person": person, "others": ", ".join(map(str, others))}


def who_words(entry: AuditEntry, officials: Collection[int]) -> str:
    """Who did it: by name only whoever did it for the municipality; nothing where nobody was kept."""
    if entry.by is None:
        return ""
    if entry.by.pk not in officials or (entry.act in personal_acts() and OFFICIALLY not in entry.detail):
        return _("somebody for themselves")
    return f"{entry.by} ({entry.by.email})" if entry.by.email else str(entry.by)


def detail_words(detail: dict[str, Any]) -> str:
    """As it was kept: in the words of the program."""
    shown = {name: value for name, value in detail.items() if value not in (None, "", [], {})}
    return ", ".join(
        f"{name}: {' '.join(map(str, value)) if isinstance(value, list) else value}" for name, value in shown.items()
    )


# What hangs on a person elsewhere, for who changes their account: sentences of whoever knows it, by what it is told in.
_HANGS: list[Callable[[Any], Iterable[str]]] = []


def tell_what_hangs(words: Callable[[Any], Iterable[str]]) -> None:
    """The way down from whoever knows what hangs on an account that may do less by now."""
    _HANGS.append(words)


def what_hangs_on(person: Any) -> list[str]:
    return [sentence for words in _HANGS for sentence in words(person)]
