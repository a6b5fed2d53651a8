"""A dossier as a text to read and as tables; the same dossier is the same bytes."""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import override

from base.exports.workbook import NamedRows, ods, xlsx
from base.pdf import pdf_made_apart
from base.spreadsheet import defused
from proposals.dossier_chapters import Part, Sentence, Sheet, chapters
from proposals.dossier_words.tables import column_words, table_words
from proposals.queries.dossier import Dossier

# So many contributions or answers, and no more, stand in one volume.
MOST_IN_VOLUME = 500


@dataclass(frozen=True)
class Section:
    """A chapter, or so much of it as stands together."""

    key: str
    label: str
    parts: list[Part]


def sections_of(dossier: Dossier) -> list[Section]:
    return [Section(one.key, str(one.label), one.words(dossier.chapters[one.key])) for one in chapters()]


def page_of(dossier: Dossier, sections: Sequence[Section], title: str = "") -> str:
    """A document that stands alone, in the language that is active; its links are whole."""
    context: dict[str, Any] = {
        "dossier": dossier,
        "sections": sections,
        "title": title or _("Dossier %(number)s: %(title)s") % {"number": dossier.reference, "title": dossier.title},
        "site": settings.BASE_URL,
    }
    return render_to_string("proposals/dossier_paper.html", context)


def volumes_of(dossier: Dossier) -> list[list[Section]]:
    """The sections of each volume: where one is not enough, first all that is short and then the long chapters in pieces."""
    long = {one.key: dossier.chapters[one.key]["items"] for one in chapters() if one.items is not None}
    if sum(map(len, long.values())) <= MOST_IN_VOLUME:
        return [sections_of(dossier)]
    first: list[Section] = []
    pieces: list[list[Section]] = []
    for chapter in chapters():
        data, items = dossier.chapters[chapter.key], long.get(chapter.key, [])
        if not items:
            first.append(Section(chapter.key, str(chapter.label), chapter.words(data)))
            continue
        begins = len(pieces) + 2
        for start in range(0, len(items), MOST_IN_VOLUME):
            words = chapter.words({"items": items[start : start + MOST_IN_VOLUME]})
            pieces.append([Section(chapter.key, str(chapter.label), words)])
        where = Sentence(_("In volumes %(first)s to %(last)s.") % {"first": begins, "last": len(pieces) + 1})
        once = chapter.words(data | {"items": []}) if len(data) > 1 else []
        first.append(Section(chapter.key, str(chapter.label), [*once, where]))
    return [first, *pieces]


def volume_pdf(dossier: Dossier, language: str, number: int) -> bytes:
    """The volume of that number, which counts from 1."""
    with override(language):
        volumes = volumes_of(dossier)
        title = ""
        if len(volumes) > 1:
            said = {"number": dossier.reference, "title": dossier.title, "volume": number, "of": len(volumes)}
            title = _("Dossier %(number)s: %(title)s, volume %(volume)s of %(of)s") % said
        return pdf_made_apart(page_of(dossier, volumes[number - 1], title))


def sheets_of(dossier: Dossier) -> list[Sheet]:
    return [sheet for one in chapters() for sheet in one.sheets(dossier.chapters[one.key])]


def named_rows(sheets: Sequence[Sheet]) -> list[NamedRows]:
    """With their headings in the language that is active: who opens a workbook reads it."""
    return [(table_words(sheet.name), [list(map(column_words, sheet.columns)), *sheet.rows]) for sheet in sheets]


def dossier_xlsx(dossier: Dossier) -> bytes:
    return xlsx(named_rows(sheets_of(dossier)))


def dossier_ods(dossier: Dossier) -> bytes:
    return ods(named_rows(sheets_of(dossier)))


def sheet_csv(sheet: Sheet) -> bytes:
    """UTF-8 with the mark that spreadsheets ask for; cells that look like formulas are defused."""
    written = io.StringIO(newline="")
    writer = csv.writer(written)
    writer.writerow(sheet.columns)
    writer.writerows([defused(cell) for cell in row] for row in sheet.rows)
    return written.getvalue().encode("utf-8-sig")


def html_in(dossier: Dossier, language: str) -> str:
    with override(language):
        return page_of(dossier, sections_of(dossier))
