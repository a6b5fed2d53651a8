"""What is said of accounts, to who looks after them."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _


def shared_words(person: Any, others: Iterable[Any]) -> str:
    return _(
        "%(person)s has the same mail address as %(others)s: whoever reads it can sign in as each of them. Where something takes two people they count as one. Give staff a mail address of their own."
    ) % {"person": person, "others": ", ".join(map(str, others))}
