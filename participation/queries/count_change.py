"""Reading a list on in the order of a count, as it stood when its first page was read."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection
from django.db.models import Max, Q, QuerySet

from participation.models import CountChange

# Changes are kept a day longer (participation.actions.count_change), so that no reader is near what is swept.
READ_ON = timedelta(days=1)
_WRITTEN = re.compile(r"(\d{1,12})-(\d{1,18})(?:-(\d{1,18}(?:\.\d{1,18}){0,39}))?")


@dataclass(frozen=True)
class Standing:
    """What had been written at a moment: all before `end`, but for what was `busy` then and ended later."""

    at: datetime
    end: int
    busy: tuple[int, ...] = ()

    def __str__(self) -> str:
        parts = [str(int(self.at.timestamp())), str(self.end), ".".join(map(str, self.busy))]
        return "-".join(part for part in parts if part)

    def later_changes(self) -> QuerySet[CountChange]:
        return CountChange.objects.filter(Q(written__gte=self.end) | Q(written__in=self.busy))


def standing_now(at: datetime) -> Standing:
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_current_snapshot()::text")
            _first, end, busy = cursor.fetchone()[0].split(":")
        return Standing(at, int(end), tuple(int(one) for one in busy.split(",") if one))
    last = CountChange.objects.aggregate(last=Max("written"))["last"]
    return Standing(at, (last or 0) + 1)


def standing_of(words: str, at: datetime) -> Standing | None:
    """The one that an address names; nothing for one that is malformed or too old to be read on from."""
    found = _WRITTEN.fullmatch(words) if words.isascii() else None
    if found is None:
        return None
    then = datetime.fromtimestamp(int(found[1]), tz=at.tzinfo)
    if not at - READ_ON <= then <= at + READ_ON:
        return None
    return Standing(then, int(found[2]), tuple(int(one) for one in (found[3] or "").split(".") if one))


def counts_then(standing: Standing) -> dict[int, tuple[int, int]]:
    """Of the subjects whose counts changed since: what supports and comments were at that standing."""
    counts: dict[int, tuple[int, int]] = {}
    # Put in order here: asked to do it, a database may read all changes there ever were in that order.
    changes = standing.later_changes().values_list("pk", "subject_id", "supports", "comments")
    for _pk, subject, supports, comments in sorted(changes):
        counts.setdefault(subject, (supports, comments))
    return counts
