"""Papers, votes and meetings as the council's information system gives them: Open Raadsinformatie or its small form, as JSON.

`understood` reads one object and says what it found; nothing is recorded here. Names of people are never read: a vote of
a person counts for their group, and only as a number.
"""

import html
import json
import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import date, datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from base.refusal import Refusal
from base.web_address import refusal_of_address
from proposals.council_enums import CouncilOutcome, MeetingBody, PaperKind
from proposals.council_understood import Understood, UnderstoodGroup, UnderstoodPoint

# What an address says of a point of an agenda, as JSON; nothing where it cannot be read.
Look = Callable[[str], bytes | None]
MOST_BYTES = 2_000_000
MOST_MEMBERS = 1000
KINDS = {
    "voorstel": PaperKind.COUNCIL_PROPOSAL,
    "raadsvoorstel": PaperKind.COUNCIL_PROPOSAL,
    "besluitvormingsstuk": PaperKind.COUNCIL_PROPOSAL,
    "ontwerpbesluit": PaperKind.DRAFT_DECISION,
    "conceptbesluit": PaperKind.DRAFT_DECISION,
    "besluit": PaperKind.COUNCIL_DECISION,
    "raadsbesluit": PaperKind.COUNCIL_DECISION,
    "collegebesluit": PaperKind.EXECUTIVE_DECISION,
    "motie": PaperKind.MOTION,
    "motion": PaperKind.MOTION,
    "amendement": PaperKind.AMENDMENT,
    "amendment": PaperKind.AMENDMENT,
    "advies": PaperKind.COMMITTEE_ADVICE,
}
# A meeting says what it is by a word in its kind, or else in its name.
BODIES = {
    "commissie": MeetingBody.COMMITTEE,
    "committee": MeetingBody.COMMITTEE,
    "college": MeetingBody.EXECUTIVE,
    "raad": MeetingBody.COUNCIL,
    "council": MeetingBody.COUNCIL,
}
# What each of our words is called there; the first that is there holds.
NAMES = {
    "source": ("url", "id"),
    "kind": ("informatieobjecttype", "kind", "type"),
    "number": ("nummer", "identificatie", "reference"),
    "title": ("titel", "naam", "title", "onderwerp"),
    "dated_on": ("datum", "date", "vergaderdatum", "geplandedatum", "startdatum", "aanvang", "wijzigingsdatum"),
    # The address of a record itself is no page, but all that there is where nothing leads to one.
    "url": ("webpaginalink", "inhoudlink", "source_url", "url"),
    "municipality": ("gemeente", "municipality"),
    "published": ("stemmingresultaat", "resultaatmondelingestemming", "published_result", "result", "resultaat"),
}
MEETING = ("vergaderingstype", "meeting_type")
PER_GROUP = ("parties", "fracties", "stemresultatenperfractie")
PER_PERSON = ("stemmen", "votes")
AGENDA = ("agendapunten", "agenda", "agenda_items")
POINT = ("agendapunttitel", "titel", "onderwerp", "naam", "title", "name")
PAPERS = ("informatieobjecten", "heeftinformatieobjecten", "stukken", "documenten", "attachments")
ADDRESSES = ("url", "id", "webpaginalink", "inhoudlink", "source_url")
MOST_POINTS = 500
TOTALS = "totals"
UNDERSTOOD = {
    *(name for names in NAMES.values() for name in names),
    *MEETING,
    *PER_GROUP,
    *PER_PERSON,
    "stemming",
    TOTALS,
}
# As long as their columns.
LONGEST = {"source": 500, "number": 60, "title": 300, "url": 500, "published": 100, "group": 120}
LONGEST_OF_MEETING = 200
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
# What a word says that the council came to; of the sides of a vote only where they are all that is said.
RESULTS = {
    "aangenomen": CouncilOutcome.ADOPTED,
    "adopted": CouncilOutcome.ADOPTED,
    "carried": CouncilOutcome.ADOPTED,
    "verworpen": CouncilOutcome.REJECTED,
    "rejected": CouncilOutcome.REJECTED,
    "gestaakt": CouncilOutcome.TIED,
    "staken": CouncilOutcome.TIED,
    "tied": CouncilOutcome.TIED,
}
SIDES = {
    "voor": CouncilOutcome.ADOPTED,
    "tegen": CouncilOutcome.REJECTED,
    "gelijk": CouncilOutcome.TIED,
}
DENIED = re.compile(r"\b(niet|not) (\w+)")


def understood(raw: bytes | str, look: Look = lambda address: None) -> Understood:
    """Of one object as JSON. Raises Refusal in words where it is no such object. `look` gives what an address says of a point of an
    agenda, or nothing."""
    if len(raw) > MOST_BYTES:
        raise Refusal(_("This is more than two megabytes: a paper or a vote is never so long. Look what you chose."))
    try:
        data = json.loads(raw)
    except (ValueError, RecursionError) as error:
        raise Refusal(_("This is no JSON. Copy the whole answer of the information system, from { to }.")) from error
    if not isinstance(data, dict):
        raise Refusal(_("This is JSON, but not one paper or vote. Open one of the list, and copy that."))
    # Systems write one name in more than one way: webpaginaLink, webpaginalink.
    data = {key.lower(): value for key, value in data.items()}
    texts = {name: _text(data, *names) for name, names in NAMES.items()}
    # Of the vote the outcome may stand in it alone.
    texts["published"] = next(filter(None, (_text(place, *NAMES["published"]) for place in _places(data))), "")
    body = _body(data, texts)
    agenda, unread = _agenda(data, look) if body else ([], [])
    longest = LONGEST | ({"title": LONGEST_OF_MEETING} if body else {})
    for name, words in texts.items():
        _refuse_longer(name, words, longest.get(name, 200))
    groups, wrong = _groups(data)
    results, unclear = _results(data)
    totals, no_numbers = _totals(data)
    day, link = _day(texts["dated_on"]), texts["url"]
    wrong += unclear + no_numbers + unread
    if texts["dated_on"] and not day:
        wrong.append(_named(data, "dated_on"))
    if link and refusal_of_address(link):
        # Its own address was read, whoever else can open it.
        wrong += [_named(data, "url")] if link != texts["source"] else []
        link = ""
    found = Understood(
        **texts
        | {
            "kind": KINDS.get(texts["kind"].lower(), ""),
            "dated_on": day,
            "url": link,
        },
        body=body,
        groups=groups,
        results=results,
        totals=totals,
        agenda=agenda,
        left=wrong[:30] + _unread(data, AGENDA if body else ())[:30],
    )
    if not (found.title or found.number or found.groups or found.is_meeting):
        raise Refusal(
            _(
                "Nothing of a paper or a vote was found in it. Record it by hand, or ask the supplier for Open Raadsinformatie."
            )
        )
    return found


def _body(data: dict[str, Any], texts: dict[str, str]) -> str:
    """Of whom it is a meeting; empty of what is none."""
    kind = _text(data, *MEETING).lower()
    if not kind and texts["kind"].lower() not in ("vergadering", "meeting"):
        return ""
    for words in (kind, texts["title"].lower()):
        if (found := next((body for word, body in BODIES.items() if word in words), None)) is not None:
            return found.value
    return MeetingBody.COUNCIL.value


def _groups(data: dict[str, Any]) -> tuple[list[UnderstoodGroup], list[str]]:
    """Per group, from numbers per party or from the choices of people, whose names are not looked at; and what of it says
    no number of members or no choice. A group with such a number is left out whole: nothing of it is guessed."""
    found: dict[str, UnderstoodGroup] = {}
    wrong: dict[str, str] = {}
    for row in _rows(data, *PER_GROUP):
        name = _name(row)
        if not name:
            wrong[""] = _("a group without a name")
            continue
        group = found.setdefault(name.casefold(), UnderstoodGroup(name))
        for key, value in row.items():
            choice = CHOICES.get(key.lower().removeprefix("aantal"))
            if choice is None or value is None:
                continue
            if type(value) is int and 0 <= value < MOST_MEMBERS:
                setattr(group, choice, getattr(group, choice) + value)
            else:
                wrong.setdefault(name.casefold(), f"{name} ({key[:20]}: {str(value)[:20]})")
    unread = 0
    for row in _rows(data, *PER_PERSON):
        name = _name(row)
        choice = CHOICES.get(_text(row, "keuzeStemming", "keuze", "choice").lower())
        if name and choice is not None:
            group = found.setdefault(name.casefold(), UnderstoodGroup(name))
            setattr(group, choice, getattr(group, choice) + 1)
        else:
            unread += 1
    if unread:
        wrong["persons"] = ngettext("the vote of %(number)d person", "the votes of %(number)d persons", unread) % {
            "number": unread
        }
    return [one for key, one in found.items() if key not in wrong], list(wrong.values())


def _results(data: dict[str, Any]) -> tuple[list[str], list[str]]:
    """What is said of the outcome, each once, as ours; and what of it says none of them."""
    found: list[str] = []
    unclear = []
    for place in _places(data):
        for name in NAMES["published"]:
            if not (words := _text(place, name).lower()):
                continue
            if (result := _result(words)) is None:
                unclear.append(f"{name}: {words[:60]}")
            elif result not in found:
                found.append(result)
    return found, unclear


def _result(words: str) -> str | None:
    if words in SIDES:
        return SIDES[words].value
    denied = {other for _no, other in DENIED.findall(words)}
    said = {RESULTS[word] for word in re.findall(r"\w+", DENIED.sub("", words)) if word in RESULTS}
    # What is not adopted is rejected; what is not something else is nothing yet.
    said |= {CouncilOutcome.REJECTED for word in denied if RESULTS.get(word) == CouncilOutcome.ADOPTED}
    return said.pop().value if len(said) == 1 else None


def _totals(data: dict[str, Any]) -> tuple[dict[str, int], list[str]]:
    """How many members did what, by the source itself; and what of it is no number of members."""
    found: dict[str, int] = {}
    wrong = []
    for place in _places(data):
        told = place.get(TOTALS)
        counted = {key.lower(): value for key, value in told.items()} if isinstance(told, dict) else {}
        counted |= {key: value for key, value in place.items() if key.startswith("aantal")}
        for key, value in counted.items():
            choice = CHOICES.get(key.removeprefix("aantal"))
            if choice is None or value is None:
                continue
            if type(value) is int and 0 <= value < MOST_MEMBERS:
                found.setdefault(choice, value)
            else:
                wrong.append(f"{TOTALS} ({key[:20]}: {str(value)[:20]})")
    return found, wrong


def _is_understood(key: str) -> bool:
    return key in UNDERSTOOD or (key.startswith("aantal") and key.removeprefix("aantal") in CHOICES)


def _named(data: dict[str, Any], field: str) -> str:
    """What was said under one of the names of a field, with that name."""
    name = next(name for name in NAMES[field] if _text(data, name))
    return f"{name}: {_text(data, name)[:60]}"


def _places(data: dict[str, Any]) -> list[dict[str, Any]]:
    """Where something of a vote may stand: in the object, and in its vote."""
    inner = _vote(data)
    return [data, {key.lower(): value for key, value in inner.items()} if isinstance(inner, dict) else {}]


def _vote(data: dict[str, Any]) -> Any:
    """Some systems give a list of the one vote that there was."""
    found = data.get("stemming")
    return found[0] if isinstance(found, list) and len(found) == 1 else found


def _agenda(data: dict[str, Any], look: Look) -> tuple[list[UnderstoodPoint], list[str]]:
    """The points of a meeting, those under a point too, each with where its papers can be read; and how many say nothing. Of a point
    that is an address alone with what that says."""
    rows = [row for name in AGENDA for row in _listed(data.get(name))]
    found: list[UnderstoodPoint] = []
    unread = 0
    for row in rows:
        if len(found) + unread >= MOST_POINTS:
            raise Refusal(_("This agenda has more than %(most)d points: no meeting has.") % {"most": MOST_POINTS})
        point = _point(row, look)
        title = _text(point, *POINT)
        rows += [below for name in AGENDA for below in _listed(point.get(name))]
        papers = [paper for name in PAPERS for paper in _listed(point.get(name))]
        addresses = [one for one in papers if isinstance(one, str)]
        numbers: list[str] = []
        for paper in papers:
            if isinstance(paper, dict):
                told = {key.lower(): value for key, value in paper.items()}
                addresses += filter(None, (_text(told, name) for name in ADDRESSES))
                numbers += filter(None, [_text(told, *NAMES["number"])])
        if not title and not papers:
            unread += 1
            continue
        _refuse_longer(_("point of the agenda"), title, LONGEST["title"])
        found.append(UnderstoodPoint(title, sorted(set(addresses)), numbers))
    if not unread:
        return found, []
    words = ngettext("%(number)d point of the agenda", "%(number)d points of the agenda", unread)
    return found, [words % {"number": unread}]


def _point(row: Any, look: Look) -> dict[str, Any]:
    """What stands there under its names in small letters; of an address that cannot be read the address is what is known."""
    if isinstance(row, str) and row.startswith(("https://", "http://")):
        said = look(row)
        with suppress(ValueError, RecursionError):
            row = json.loads(said) if said is not None else {PAPERS[0]: [row]}
    return {key.lower(): value for key, value in row.items()} if isinstance(row, dict) else {}


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _unread(data: dict[str, Any], also: tuple[str, ...]) -> list[str]:
    """The names of what is in it and was not understood, of the vote in it too; of more votes than one nothing is read."""
    found = sorted(key[:60] for key in data if not _is_understood(key) and key not in also)
    vote = _vote(data)
    if isinstance(vote, dict):
        return found + sorted(f"stemming: {key[:50]}" for key in vote if not _is_understood(key.lower()))
    return found if vote is None else [*found, "stemming"]


def _rows(data: dict[str, Any], *names: str) -> Iterator[dict[str, Any]]:
    for place in _places(data):
        for name in names:
            rows = place.get(name)
            if isinstance(rows, list):
                yield from (row for row in rows[:1000] if isinstance(row, dict))


def _name(row: dict[str, Any]) -> str:
    group = row.get("fractie", row.get("party", row.get("group")))
    if isinstance(group, dict):
        group = _text(group, "naam", "name")
    name = _text({"naam": group}, "naam")
    _refuse_longer(_("group"), name, LONGEST["group"])
    return name


def _refuse_longer(name: str, words: str, longest: int) -> None:
    """A text that was cut off would be another text."""
    if len(words) > longest:
        raise Refusal(
            _(
                "“%(name)s” in it has %(length)d characters, %(over)d more than can be kept. Record it by hand, in fewer words."
            )
            % {"name": name, "length": len(words), "over": len(words) - longest}
        )


def _text(data: dict[str, Any], *names: str) -> str:
    """The first that is there as one line; systems write `&amp;` in JSON."""
    for name in names:
        value = data.get(name)
        if isinstance(value, str) and value.strip():
            return " ".join(html.unescape(value).split())
    return ""


def _day(value: str) -> str:
    """A moment is of the day that it is here: systems write midnight in another time zone."""
    with suppress(ValueError):
        moment = datetime.fromisoformat(value)
        return (timezone.localtime(moment) if moment.tzinfo is not None else moment).date().isoformat()
    with suppress(ValueError):
        return date.fromisoformat(value[:10]).isoformat()
    try:
        return datetime.strptime(value[:10], "%d-%m-%Y").date().isoformat()  # noqa: DTZ007 - only the day is read
    except ValueError:
        return ""
