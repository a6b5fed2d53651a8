"""Metadata of a dossier for an archive, as MDTO 1.0 (Nationaal Archief) asks for it: of things, and of the files they are in.

The elements stand in the order of its schema. What the archive calls things is Dutch, whatever language is read.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape

from django.conf import settings

from base.canonical import normalised
from base.exports.workbook import ODS, XLSX
from base.file_content import CONTENT_TYPES

NAMESPACE = "https://www.nationaalarchief.nl/mdto"
_HEAD = f'<?xml version="1.0" encoding="UTF-8"?>\n<MDTO xmlns="{NAMESPACE}">\n'
# Of files that are brought, and of those that are made here.
FORMATS = CONTENT_TYPES | {
    "json": "application/json",
    "html": "text/html",
    "csv": "text/csv",
    "xlsx": XLSX,
    "ods": ODS,
    "zip": "application/zip",
    "txt": "text/plain",
}


@dataclass(frozen=True)
class Event:
    """`kind` is a word of the archive's own list."""

    kind: str
    at: str
    result: str = ""


@dataclass(frozen=True)
class Thing:
    """What is kept: the dossier as a whole, or one of what it holds."""

    identifier: str
    name: str
    level: str
    address: str = ""
    languages: Sequence[str] = ()
    begins: str = ""
    ends: str = ""
    events: Sequence[Event] = ()
    part_of: "Thing | None" = None
    holds: Sequence["Thing"] = ()
    files: Sequence[str] = ()


def thing_xml(thing: Thing) -> bytes:
    parts = [
        _identification("identificatie", thing.identifier),
        _tag("naam", thing.name),
        _term("aggregatieniveau", thing.level, "Begrippenlijst Aggregatieniveaus MDTO"),
        _term("classificatie", "Burgerparticipatie", "Taakomschrijving van de gemeente"),
    ]
    if thing.address:
        parts.append(
            _tag("raadpleeglocatie", children=_tag("raadpleeglocatieOnline", settings.BASE_URL + thing.address))
        )
    if thing.begins:
        span = [
            _term("dekkingInTijdType", "Looptijd", "Begrippenlijst DekkingInTijdType MDTO"),
            _tag("dekkingInTijdBegindatum", thing.begins),
            _tag("dekkingInTijdEinddatum", thing.ends) if thing.ends else "",
        ]
        parts.append(_tag("dekkingInTijd", children="".join(span)))
    parts += [_tag("taal", language) for language in thing.languages]
    parts += [_event(event) for event in thing.events if event.at]
    term = settings.ARCHIVE_TERM
    parts.append(
        _term("waardering", *(("Te vernietigen", _VALUES, "V") if term else ("Blijvend te bewaren", _VALUES, "B")))
    )
    if term:
        start = _tag("termijnStartdatumLooptijd", thing.ends) if thing.ends else ""
        parts.append(_tag("bewaartermijn", children=start + _tag("termijnLooptijd", term)))
    if thing.part_of is not None:
        parts.append(_link("isOnderdeelVan", thing.part_of.name, thing.part_of.identifier))
    parts += [_link("bevatOnderdeel", one.name, one.identifier) for one in thing.holds]
    parts += [_link("heeftRepresentatie", one, f"{_root(thing)}/{one}") for one in thing.files]
    parts.append(_creator())
    parts.append(
        _tag(
            "beperkingGebruik",
            children=_term("beperkingGebruikType", "Openbaar", "Begrippenlijst openbaarheid van Leerstad", "openbaar"),
        )
    )
    return f"{_HEAD}<informatieobject>\n{''.join(parts)}</informatieobject>\n</MDTO>\n".encode()


_VALUES = "Begrippenlijst Waarderingen MDTO"
_TOOI = "TOOI, Register gemeenten compleet"


def _creator() -> str:
    """The municipality, by its code where one is given; the name of the site where nothing is."""
    name = _tag("verwijzingNaam", settings.MUNICIPALITY or settings.CITY_NAME)
    if not settings.MUNICIPALITY_CODE:
        return _tag("archiefvormer", children=name)
    code = _tag("identificatieKenmerk", settings.MUNICIPALITY_CODE) + _tag("identificatieBron", _TOOI)
    return _tag("archiefvormer", children=name + _tag("verwijzingIdentificatie", children=code))


def file_xml(*, thing: Thing, name: str, size: int, sha256: str, at: str) -> bytes:
    """`at` is the moment of the newest record: what a file holds was so then, and a day of making it would differ each time."""
    suffix = name.rsplit(".", 1)[-1]
    checksum = [
        _term("checksumAlgoritme", "SHA-256", "Begrippenlijst ChecksumAlgoritme MDTO"),
        _tag("checksumWaarde", sha256),
        _tag("checksumDatum", at),
    ]
    parts = [
        _identification("identificatie", f"{_root(thing)}/{name}"),
        _tag("naam", name),
        _tag("omvang", str(size)),
        _term("bestandsformaat", FORMATS[suffix], "IANA Media Types"),
        _tag("checksum", children="".join(checksum)),
        _link("isRepresentatieVan", thing.name, thing.identifier),
    ]
    return f"{_HEAD}<bestand>\n{''.join(parts)}</bestand>\n</MDTO>\n".encode()


def _root(thing: Thing) -> str:
    """Files are named within the dossier."""
    return (thing.part_of or thing).identifier


def _event(event: Event) -> str:
    children = _term("eventType", event.kind, "Begrippenlijst EventTypen MDTO") + _tag("eventTijd", event.at)
    return _tag("event", children=children + (_tag("eventResultaat", event.result) if event.result else ""))


def _identification(name: str, identifier: str) -> str:
    children = _tag("identificatieKenmerk", identifier) + _tag("identificatieBron", settings.BASE_URL)
    return _tag(name, children=children)


def _link(name: str, words: str, identifier: str) -> str:
    children = _tag("verwijzingNaam", words) + _identification("verwijzingIdentificatie", identifier)
    return _tag(name, children=children)


def _term(name: str, words: str, vocabulary: str, code: str = "") -> str:
    children = [
        _tag("begripLabel", words),
        _tag("begripCode", code) if code else "",
        _tag("begripBegrippenlijst", children=_tag("verwijzingNaam", vocabulary)),
    ]
    return _tag(name, children="".join(children))


def _tag(name: str, text: str = "", children: str = "") -> str:
    return f"<{name}>{children or escape(normalised(text))}</{name}>\n"
