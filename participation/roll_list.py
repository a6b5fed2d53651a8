"""A list of people as a CSV file: read in memory and kept nowhere. Every line is looked at, and each mistake told with its line."""

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from base.characters import is_blank
from base.refusal import Refusal
from participation.models.electoral_roll import identifier_key

# What a column may be called, in the languages of who makes such lists.
COLUMNS = {
    "identifier": ("identifier", "kenmerk", "nummer"),
    "name": ("name", "naam"),
    "address": ("address", "adres"),
    "mail": ("mail", "e-mail", "email", "mail address", "mailadres", "e-mailadres"),
    "language": ("language", "taal"),
    "area": ("area", "neighbourhood", "buurt", "wijk"),
    "born": ("born", "year of birth", "geboortejaar", "geboren"),
    "form": ("form", "vorm"),
}
# As the header is asked for, in the language of who reads the refusal: each is one of the words above.
COLUMN_WORDS = {
    "identifier": gettext_lazy("identifier"),
    "name": gettext_lazy("name"),
    "address": gettext_lazy("address"),
    "mail": gettext_lazy("mail"),
    "language": gettext_lazy("language"),
    "area": gettext_lazy("neighbourhood"),
    "born": gettext_lazy("year of birth"),
    "form": gettext_lazy("form"),
}
LONGEST = {"identifier": 64, "name": 120, "address": 300, "mail": 254}
# More than these help nobody: whoever repairs the first sees what the others have in common.
MOST_MISTAKES = 50
# Of columns that are not known.
MOST_STRANGE = 8


Line = TypeVar("Line")


class Mistakes(Refusal):
    """What is wrong with a list, a sentence for each line; nothing of it was used."""

    def __init__(self, sentences: list[str]) -> None:
        self.sentences = sentences[:MOST_MISTAKES]
        more = len(sentences) - MOST_MISTAKES
        if more > 0:
            self.sentences.append(
                ngettext("And %(more)d mistake more.", "And %(more)d mistakes more.", more) % {"more": more}
            )
        super().__init__(" ".join(self.sentences))


@dataclass(frozen=True)
class Listed:
    """Somebody who votes with the account at a mail address. `area` is a code of base.Area or nothing."""

    line: int
    mail: str
    identifier: str
    area: str


def read_members(data: bytes, *, areas: Mapping[str, str]) -> list[Listed]:
    """Every line of a list of mail addresses, or Mistakes. `areas` gives codes by code and by name, in small letters.

    Two people can share a mail address: then each has an identifier.
    """
    mistakes: list[str] = []
    found: list[Listed] = []
    lines_of: dict[str, int] = {}
    for number, row in rows(data, ("mail",), ("identifier", "area")):
        wrong: list[str] = []
        mail = text_of(row, "mail", wrong).lower()
        try:
            validate_email(mail)
        except ValidationError:
            wrong = wrong or [_("'%(mail)s' is no mail address") % {"mail": mail[:80]}]
        identifier = row.get("identifier", "")
        if len(identifier) > LONGEST["identifier"]:
            wrong.append(
                _("the %(column)s is longer than %(most)d characters") % {"column": _("identifier"), "most": 64}
            )
        one = Listed(number, mail, identifier, area_of(row, areas, wrong))
        first = lines_of.setdefault(identifier_key(identifier) or mail, number)
        if first != number:
            wrong.append(_("this person stands on line %(first)d too") % {"first": first})
        mistakes += [at_line(number, what) for what in wrong]
        found.append(one)
    return whole(found, mistakes)


def whole(found: list[Line], mistakes: list[str]) -> list[Line]:
    """All lines, where nothing is wrong with any."""
    if not found:
        mistakes.append(_("This list has no lines below its header."))
    if mistakes:
        raise Mistakes(mistakes)
    return found


def at_line(number: int, what: str) -> str:
    return _("Line %(number)d: %(what)s.") % {"number": number, "what": what}


def rows(
    data: bytes,
    needed: Sequence[str],
    more: Sequence[str],
    columns: Mapping[str, Sequence[str]] = COLUMNS,
    words: Mapping[str, Any] = COLUMN_WORDS,
) -> Iterator[tuple[int, dict[str, str]]]:
    """Number in the file and cells by our names, of each line that is not empty. `columns` are what each may be called, `words`
    as each is asked for."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise Mistakes([at_line(line, _("this is no UTF-8. Save the list as 'CSV UTF-8'"))]) from error
    head = text.partition("\n")[0]
    delimiter = max(";,\t", key=head.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        head_cells = next(reader, [])
        names = [_column(cell, columns) for cell in head_cells]
        # A column that nobody reads may be the one that matters: 'geboortejaren' is no year of birth.
        strange = [cell for cell, name in zip(head_cells, names, strict=True) if name not in (*needed, *more)]
        if strange or not set(needed) <= set(names) or len(set(names)) < len(names):
            raise Mistakes(_mistakes_in_head(strange, needed, more, words))
        for cells in reader:
            if not any(map(str.strip, cells)):
                continue
            if len(cells) > len(names):
                raise Mistakes([at_line(reader.line_num, _("it has more cells than the first line has columns"))])
            yield reader.line_num, {name: cell.strip() for name, cell in zip(names, cells, strict=False)}
    except csv.Error as error:
        raise Mistakes([at_line(reader.line_num, _("a quote is opened and not closed"))]) from error


def _mistakes_in_head(
    strange: Sequence[str], needed: Sequence[str], more: Sequence[str], words: Mapping[str, Any]
) -> list[str]:
    def told(names: Sequence[str]) -> str:
        return ", ".join(str(words[name]) for name in names)

    sentence = _("The first line must name the columns, each once: %(needed)s; and if you want %(more)s.")
    said = [sentence % {"needed": told(needed), "more": told(more)}]
    if strange:
        shown = ", ".join(f"'{cell.strip()[:40]}'" for cell in strange[:MOST_STRANGE])
        shown += ", …" if len(strange) > MOST_STRANGE else ""
        said.append(_("These columns are not known: %(columns)s. Rename them or take them out.") % {"columns": shown})
    return said


def text_of(row: Mapping[str, str], name: str, wrong: list[str]) -> str:
    words = {"identifier": _("identifier"), "name": _("name"), "address": _("address"), "mail": _("mail address")}[name]
    text = row.get(name, "")
    if is_blank(text):
        wrong.append(_("the %(column)s is empty") % {"column": words})
    elif len(text) > LONGEST[name] or "\x00" in text:
        wrong.append(_("the %(column)s is longer than %(most)d characters") % {"column": words, "most": LONGEST[name]})
    return text


def area_of(row: Mapping[str, str], areas: Mapping[str, str], wrong: list[str]) -> str:
    area = row.get("area", "")
    if area and area.lower() not in areas:
        wrong.append(_("the neighbourhood '%(area)s' is not known") % {"area": area[:80]})
    return areas.get(area.lower(), "")


def _column(cell: str, columns: Mapping[str, Sequence[str]]) -> str:
    words = cell.strip().lower()
    return next((name for name, known in columns.items() if words in known), "")
