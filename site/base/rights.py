"""Who may open what."""

from typing import Any

# One right, or several of which any will do.
Rights = str | tuple[str, ...]


def has_one_of(person: Any, rights: Rights) -> bool:
    return any(person.has_perm(one) for one in ((rights,) if isinstance(rights, str) else rights))
