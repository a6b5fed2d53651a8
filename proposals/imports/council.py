"""Papers and votes as the council's information system gives them: Open Raadsinformatie or its small form, as JSON.

`understood` reads one object and says what it found; nothing is recorded here. Names of people are never read: a vote of
a person counts for their group, and only as a number.
"""

import html
import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from base.refusal import Refusal
from proposals.council_enums import PaperKind

MOST_BYTES = 2_000_000
KINDS = {
    "voorstel": PaperKind.COUNCIL_PROPOSAL,
    "raadsvoorstel": PaperKind.COUNCIL_PROPOSAL,
    "besluitvormingsstuk": PaperKind.COUNCIL_PROPOSAL,
    "besluit": PaperKind.COUNCIL_DECISION,
    "raadsbesluit": PaperKind.COUNCIL_DECISION,
    "collegebesluit": PaperKind.EXECUTIVE_DECISION,
    "motie": PaperKind.MOTION,
    "motion": PaperKind.MOTION,
    "amendement": PaperKind.AMENDMENT,
    "amendment": PaperKind.AMENDMENT,
    "advies": PaperKind.COMMITTEE_ADVICE,
}
CHOICES = {
    "voor": "in_favour",
    "for": "in_favour",
    "tegen": "against",
    "against": "against",
    "onthouden": "abstained",
    "abstained": "abstained",
    "afwezig": "absent",
    "absent": "absent",
}


@dataclass
class UnderstoodGroup:
    name: str
    in_favour: int = 0
    against: int = 0
    abstained: int = 0
    absent: int = 0


@dataclass
class Understood:
    """What was read, in our words; what was not there is empty. `published` is the outcome as the source says it."""

    source: str = ""
    kind: str = ""
    number: str = ""
    title: str = ""
    dated_on: str = ""
    url: str = ""
    published: str = ""
    groups: list[UnderstoodGroup] = field(default_factory=list)

    def as_data(self) -> dict[str, Any]:
        return asdict(self)


def understood(raw: bytes | str) -> Understood:
    """Of one object as JSON. Raises Refusal in words where it is no such object."""
    if len(raw) > MOST_BYTES:
        raise Refusal(_("This is more than two megabytes: a paper or a vote is never so long. Look what you chose."))
    try:
        data = json.loads(raw)
    except (ValueError, RecursionError) as error:
        raise Refusal(_("This is no JSON. Copy the whole answer of the information system, from { to }.")) from error
    if not isinstance(data, dict):
        raise Refusal(_("This is JSON, but not one paper or vote. Open one of the list, and copy that."))
    found = Understood(
        source=_text(data, "url", "id", most=500),
        kind=KINDS.get(_text(data, "informatieobjecttype", "kind", "type").lower(), ""),
        number=_text(data, "nummer", "identificatie", "reference", most=60),
        title=_text(data, "titel", "naam", "title", "onderwerp", most=300),
        dated_on=_day(_text(data, "datum", "date", "vergaderdatum", "startdatum", "wijzigingsdatum")),
        url=_text(data, "webpaginaLink", "inhoudLink", "source_url", most=500),
        published=_text(
            data, "stemmingResultaat", "resultaatMondelingeStemming", "published_result", "result", most=100
        ),
    )
    found.groups = _groups(data)
    if not (found.title or found.number or found.groups):
        raise Refusal(
            _(
                "Nothing of a paper or a vote was found in it. Record it by hand, or ask the supplier for Open Raadsinformatie."
            )
        )
    return found


def _groups(data: dict[str, Any]) -> list[UnderstoodGroup]:
    """Per group, from numbers per party or from the choices of people, whose names are not looked at."""
    found: dict[str, UnderstoodGroup] = {}
    for row in _rows(data, "parties", "fracties", "stemresultatenperfractie", "stemresultatenPerFractie"):
        name = _name(row)
        if not name:
            continue
        group = found.setdefault(name, UnderstoodGroup(name))
        for key, value in row.items():
            choice = CHOICES.get(key.lower().removeprefix("aantal"))
            if choice is not None and isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 1000:
                setattr(group, choice, getattr(group, choice) + value)
    for row in _rows(data, "stemmen", "votes"):
        name = _name(row)
        choice = CHOICES.get(_text(row, "keuzeStemming", "keuze", "choice").lower())
        if name and choice is not None:
            group = found.setdefault(name, UnderstoodGroup(name))
            setattr(group, choice, getattr(group, choice) + 1)
    return list(found.values())


def _rows(data: dict[str, Any], *names: str) -> Iterator[dict[str, Any]]:
    inner = data.get("stemming")
    for place in (data, inner if isinstance(inner, dict) else {}):
        for name in names:
            rows = place.get(name)
            if isinstance(rows, list):
                yield from (row for row in rows[:1000] if isinstance(row, dict))


def _name(row: dict[str, Any]) -> str:
    group = row.get("fractie", row.get("party", row.get("group")))
    if isinstance(group, dict):
        return _text(group, "naam", "name", most=120)
    return _text({"naam": group}, "naam", most=120) or ""


def _text(data: dict[str, Any], *names: str, most: int = 200) -> str:
    """The first that is there as one line; systems write `&amp;` in JSON."""
    for name in names:
        value = data.get(name)
        if isinstance(value, str) and value.strip():
            words = " ".join(html.unescape(value).split())
            return words[:most]
    return ""


def _day(value: str) -> str:
    try:
        return date.fromisoformat(value[:10]).isoformat()
    except ValueError:
        pass
    try:
        return datetime.strptime(value[:10], "%d-%m-%Y").date().isoformat()  # noqa: DTZ007 - only the day is read
    except ValueError:
        return ""
