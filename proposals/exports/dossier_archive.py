"""A dossier as files for an archive, one at a time: records, texts, tables, bundles, metadata, and what all of them hash to.

Whatever is in it follows from the records, so that the same records are the same zip. `docs/data-formats.md` says what
stands where.
"""

from collections.abc import Iterator
from datetime import datetime
from hashlib import sha256

from django.conf import settings
from django.utils.translation import override

from base.canonical import canonical_json
from base.refusal import Refusal
from participation.formal_term import last_day
from participation.models import ConsultationRound
from participation.queries.result_bundle import bundles_of, kept_file
from proposals.dossier_chapters import Data, chapters
from proposals.exports.dossier import dossier_ods, dossier_xlsx, html_in, sheet_csv, sheets_of, volume_pdf, volumes_of
from proposals.exports.mdto import Event, Thing, file_xml, thing_xml
from proposals.queries.dossier import Dossier
from proposals.queries.dossier.values import day_value
from proposals.queries.paper_document import document_bytes

MANIFEST = "manifest-sha256.txt"
RECORDS = "dossier.json"
README = """\
Dit is het dossier {reference}, samengesteld uit de vastgelegde gegevens zelf.
Controleren: sha256sum -c {manifest}
Wat waar staat: {address}, en docs/data-formats.md van Leerstad.

This is the dossier {reference}, compiled from the records themselves.
To check it: sha256sum -c {manifest}
"""


def dossier_files(
    consultation_round: ConsultationRound, dossier: Dossier, *, has_pdf: bool = False
) -> Iterator[tuple[str, bytes]]:
    """Each file with its bytes; the manifest of all others comes last. The PDFs take long to make, and are in it where they
    are asked for, all volumes in every language."""
    hashes = []
    for name, data in _described(consultation_round, dossier, has_pdf):
        hashes.append(f"{sha256(data).hexdigest()}  {name}\n")
        yield name, data
    yield MANIFEST, "".join(sorted(hashes, key=lambda line: line[66:])).encode()


def _described(consultation_round: ConsultationRound, dossier: Dossier, has_pdf: bool) -> Iterator[tuple[str, bytes]]:
    """The files of each thing, each followed by what the archive is told of it; then the things themselves."""
    whole = Thing(dossier.reference, dossier.title, "Dossier")
    things: list[tuple[str, Thing, list[str]]] = []
    for place, thing, files in _things(consultation_round, dossier, whole, has_pdf):
        names = []
        for name, data in files:
            names.append(name)
            yield name, data
            about = file_xml(
                thing=thing, name=name, size=len(data), sha256=sha256(data).hexdigest(), at=dossier.newest_at
            )
            yield f"mdto/{name}.mdto.xml", about
        things.append((place, thing, names))
    for place, thing, names in things:
        holds = [one for _place, one, _names in things if one is not whole] if thing is whole else []
        yield f"mdto/{place}.informatieobject.mdto.xml", thing_xml(_with(dossier, thing, names, holds))


def refusal_of_archive(consultation_round: ConsultationRound, dossier: Dossier) -> str:
    """Why the whole cannot be handed out, asked before the first byte goes."""
    try:
        for paper in papers_with_document(dossier):
            document_bytes(paper["document"]["sha256"])
        for bundle in bundles_of(consultation_round):
            kept_file(bundle)
    except Refusal as refusal:
        return refusal.sentence
    return ""


Files = Iterator[tuple[str, bytes]]


def _things(
    consultation_round: ConsultationRound, dossier: Dossier, whole: Thing, has_pdf: bool
) -> Iterator[tuple[str, Thing, Files]]:
    yield "dossier", whole, _of_whole(consultation_round, dossier, has_pdf)
    for chapter in chapters():
        data = canonical_json(dossier.chapters[chapter.key]).encode()
        # What the archive calls things is Dutch.
        with override("nl"):
            name = str(chapter.label)
        thing = Thing(f"{dossier.reference}/{chapter.key}", name, "Archiefstuk", part_of=whole)
        yield f"chapters/{chapter.key}", thing, iter([(f"chapters/{chapter.key}.json", data)])
    for number, version in versions_in(dossier):
        name = f"{number}-v{version['version']}-{version['language']}"
        title = str(version["content"].get("title") or number)
        thing = Thing(
            f"{number}/v/{version['version']}/{version['language']}",
            title,
            "Archiefstuk",
            address=f"/id/{number}/v/{version['version']}/{version['language']}",
            languages=[version["language"]],
            part_of=whole,
        )
        yield f"versions/{name}", thing, iter([(f"versions/{name}.json", canonical_json(version["content"]).encode())])
    yield from _papers(dossier, whole)
    # Nothing of a count that is not public yet.
    public = {sheet["number"]: sheet for sheet in dossier.chapters.get("vote", {}).get("sheets", [])}
    for bundle in bundles_of(consultation_round).order_by("sheet__number"):
        if bundle.sheet.number in public:
            thing = Thing(
                f"{dossier.reference}/bundle/{bundle.sheet.number}", str(bundle), "Archiefstuk", part_of=whole
            )
            yield f"bundles/{bundle}", thing, iter([(f"bundles/{bundle}", kept_file(bundle))])


def _papers(dossier: Dossier, whole: Thing) -> Iterator[tuple[str, Thing, Files]]:
    """The documents themselves of college and council."""
    for paper in papers_with_document(dossier):
        name, address = paper["document"]["file"], paper["document"]["address"]
        title = " ".join(filter(None, [paper["number"], paper["title"]]))
        thing = Thing(f"{dossier.reference}/{name}", title, "Archiefstuk", address=address, part_of=whole)
        yield name, thing, iter([(name, document_bytes(paper["document"]["sha256"]))])


def papers_with_document(dossier: Dossier) -> list[Data]:
    return [one for one in dossier.chapters["council"]["papers"] if one["document"] and one["document"]["file"]]


def _of_whole(consultation_round: ConsultationRound, dossier: Dossier, has_pdf: bool) -> Files:
    address = settings.BASE_URL + consultation_round.reference.lasting_address
    readme = README.format(reference=dossier.reference, manifest=MANIFEST, address=address)
    yield "README.txt", readme.encode()
    yield RECORDS, dossier.as_json().encode()
    for language, _name in settings.LANGUAGES:
        yield f"dossier-{language}.html", html_in(dossier, language).encode()
    for sheet in sheets_of(dossier):
        yield f"tables/{sheet.name}.csv", sheet_csv(sheet)
    for language, _name in settings.LANGUAGES:
        with override(language):
            workbook, text = dossier_xlsx(dossier), dossier_ods(dossier)
        yield f"dossier-{language}.xlsx", workbook
        yield f"dossier-{language}.ods", text
    if has_pdf:
        for language, _name in settings.LANGUAGES:
            for number in range(1, len(volumes_of(dossier)) + 1):
                yield f"pdf/{dossier.reference}-{language}-{number}.pdf", volume_pdf(dossier, language, number)


def versions_in(dossier: Dossier) -> Iterator[tuple[str, Data]]:
    """The published texts that a dossier holds, each once, by the number of what it is a text of."""
    seen = set()
    for chapter in chapters():
        for number, text in chapter.texts(dossier.chapters[chapter.key]):
            key = (number, text["version"], text["language"])
            if key not in seen:
                seen.add(key)
                yield number, text


def _with(dossier: Dossier, thing: Thing, files: list[str], holds: list[Thing]) -> Thing:
    if not holds:
        return Thing(**vars(thing) | {"files": files, "events": [Event("Creatie", dossier.newest_at)]})
    question, vote = dossier.chapters["question"], dossier.chapters["vote"]
    first = [day_value(datetime.fromisoformat(phase["starts"])) for phase in question["phases"] if phase["starts"]]
    last = [last_day(datetime.fromisoformat(phase["ends"])) for phase in question["phases"] if phase["ends"]]
    events = [
        Event("Creatie", question["put_in_force_at"], "De ronde is in werking gesteld."),
        *(Event("Wijziging", one["changed_at"], one["reason"]) for one in question["changes"]),
        *(
            Event("Vaststelling", one["counted_at"], f"Telling {one['number']}, {one['sha256']}")
            for one in vote["sheets"]
        ),
        *(
            Event("Vaststelling", one["decided_on"], f"{one['number']}: {one['title']}")
            for one in dossier.chapters["council"]["decisions"]
        ),
        Event(
            "Publicatie",
            (dossier.chapters["response"]["document"] or {}).get("published_at") or "",
            "De beantwoording.",
        ),
    ]
    return Thing(
        **vars(thing)
        | {
            "address": f"/id/{dossier.reference}",
            "languages": [code for code, _name in settings.LANGUAGES],
            "begins": min(first, default=""),
            "ends": max(last).isoformat() if last else "",
            "events": sorted(events, key=lambda event: event.at),
            "files": files,
            "holds": holds,
        }
    )
