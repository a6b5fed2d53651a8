"""Where the council's information system says something else now than what was recorded from it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from base.instants import day
from proposals.council_contradiction import numbers_words
from proposals.council_enums import HEAD_WORDS, HEADS, MeetingBody, PaperKind
from proposals.council_understood import Understood, UnderstoodGroup, UnderstoodPoint
from proposals.models import CouncilPaper, CouncilReading, CouncilVote, Meeting
from proposals.queries.council import meetings, papers, votes_in_force

Record = CouncilPaper | CouncilVote | Meeting


@dataclass(frozen=True)
class FieldDifference:
    """`name` is that of the field in `Understood`, or of a group and what it did: `Dorp/in_favour`."""

    name: str
    label: str
    recorded: str
    now: str


@dataclass(frozen=True)
class Difference:
    """What changed since a record was made from its source, where the record does not say so already."""

    record: Record
    reading: CouncilReading
    fields: list[FieldDifference]

    @property
    def kind(self) -> str:
        return {CouncilPaper: "paper", CouncilVote: "vote", Meeting: "meeting"}[type(self.record)]

    @property
    def key(self) -> str:
        return f"{self.kind}-{self.record.pk}-{self.reading.pk}"

    @property
    def title(self) -> str:
        if isinstance(self.record, CouncilVote):
            return _("%(paper)s, vote of %(day)s") % {
                "paper": self.record.paper.label,
                "day": day(self.record.meeting.held_on),
            }
        if isinstance(self.record, CouncilPaper):
            return self.record.label
        return f"{self.record.get_body_display()}, {day(self.record.held_on)}"

    @property
    def now(self) -> Understood:
        return Understood.of_data(self.reading.understood)

    @property
    def changed(self) -> set[str]:
        return {one.name for one in self.fields}


def watched() -> list[Record]:
    """Every record in force that was read at an address; three queries."""
    return [
        *papers().exclude(reading=None).exclude(reading__address=""),
        *votes_in_force()
        .exclude(reading=None)
        .exclude(reading__address="")
        .select_related("paper__about", "paper__consultation_round__reference", "meeting", "corrects", "reading"),
        *meetings().exclude(reading=None).exclude(reading__address="").select_related("reading"),
    ]


def differences() -> list[Difference]:
    """Of every record; six queries however many."""
    records = watched()
    newest = _newest_of({_reading_of(one).address for one in records})
    found = (_difference(one, newest[_reading_of(one).address]) for one in records)
    return [one for one in found if one is not None]


def _reading_of(record: Record) -> CouncilReading:
    assert record.reading is not None  # noqa: S101 - it is watched
    return record.reading


def _newest_of(addresses: Iterable[str]) -> dict[str, CouncilReading]:
    rows = CouncilReading.objects.filter(address__in=list(addresses)).order_by("read_at", "pk")
    return {one.address: one for one in rows}


def _difference(record: Record, newest: CouncilReading) -> Difference | None:
    if newest.pk == record.reading_id or newest.set_aside:
        return None
    then, now = Understood.of_data(_reading_of(record).understood), Understood.of_data(newest.understood)
    rows = [
        FieldDifference(name, label, shown(recorded), shown(getattr(now, name)))
        for name, label, recorded, shown in _fields(record)
        if getattr(now, name) and getattr(now, name) not in (getattr(then, name), recorded)
    ]
    if isinstance(record, CouncilVote):
        rows += _group_differences(record, then, now)
    return Difference(record, newest, rows) if rows else None


def _fields(record: Record) -> list[tuple[str, str, Any, Any]]:
    """Name, label, what is recorded as a source would write it, and how it is shown."""
    if isinstance(record, CouncilVote):
        then = Understood.of_data(_reading_of(record).understood)
        return [
            ("dated_on", _("In the meeting of"), record.meeting.held_on.isoformat(), _day),
            ("published", _("Published there as"), then.published, str),
            ("totals", _("In all"), then.totals, numbers_words),
        ]
    if isinstance(record, Meeting):
        then = Understood.of_data(_reading_of(record).understood)
        return [
            ("agenda", _("On the agenda"), then.agenda, _agenda_words),
            ("body", _("Of"), record.body, lambda value: str(MeetingBody(value).label)),
            ("dated_on", _("Day"), record.held_on.isoformat(), _day),
            ("title", _("Title"), record.title, str),
            ("url", _("Link"), record.url, str),
        ]
    return [
        ("kind", _("Kind"), record.kind, lambda value: str(PaperKind(value).label)),
        ("title", _("Title"), record.title, str),
        ("number", _("Its number"), record.number, str),
        ("dated_on", _("Dated"), record.dated_on.isoformat(), _day),
        ("url", _("Link"), record.url, str),
    ]


def _group_differences(vote: CouncilVote, then: Understood, now: Understood) -> list[FieldDifference]:
    recorded = {one.group.name.casefold(): one for one in vote.groups.all()}
    before = {one.name.casefold(): one for one in then.groups}
    rows = []
    for group in now.groups:
        key = group.name.casefold()
        for name in HEADS:
            value = getattr(group, name)
            was, stands = getattr(before.get(key, UnderstoodGroup("")), name), getattr(recorded.get(key), name, 0)
            if value not in (was, stands):
                label = f"{group.name}: {HEAD_WORDS[name]}"
                rows.append(FieldDifference(f"{group.name}/{name}", label, str(stands), str(value)))
    return rows


def _agenda_words(points: Iterable[UnderstoodPoint]) -> str:
    """Each point with its papers, which may change under one title."""
    shown = [(one.title, ", ".join(one.numbers or one.addresses)) for one in points]
    return "; ".join(f"{title} ({papers})" if title and papers else title or papers for title, papers in shown)


def _day(value: str) -> str:
    return day(date.fromisoformat(value)) if value else ""
