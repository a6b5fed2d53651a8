"""The clock that doors read: views, receivers and commands ask `now()` and pass the answer inward as `at`.

`set_to` moves it for a block of code: the demo city is built stage by stage in its own past, and a rehearsal shows a page
as it will be.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime

from django.utils import timezone

_moved: ContextVar[datetime | None] = ContextVar("moved", default=None)


def now() -> datetime:
    return _moved.get() or timezone.now()


@contextmanager
def set_to(moment: datetime) -> Iterator[None]:
    token = _moved.set(moment)
    try:
        yield
    finally:
        _moved.reset(token)


def is_moved() -> bool:
    """Whether this is another moment than that of the world: a rehearsal, a story that is told."""
    return _moved.get() is not None
