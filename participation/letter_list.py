"""The list that letters are made for: a CSV file with a line per person, read in memory and kept nowhere."""

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from base.characters import is_blank
from base.refusal import Refusal
from participation.enums import LetterForm

# What a column may be called, in the languages of who makes such lists.
COLUMNS = {
    "identifier": ("identifier", "kenmerk", "nummer"),
    "name": ("name", "naam"),
    "address": ("address", "adres"),
    "language": ("language", "taal"),
    "area": ("area", "neighbourhood", "buurt", "wijk"),
    "born": ("born", "year of birth", "geboortejaar", "geboren"),
    "form": ("form", "vorm"),
}
NEEDED = ("identifier", "name", "address")
FORMS = {
    LetterForm.PRINT: ("", "print", "letter", "brief"),
    LetterForm.LARGE: ("large", "large print", "groot", "grote letters"),
    LetterForm.SPOKEN: ("spoken", "gesproken"),
    LetterForm.BRAILLE: ("braille",),
}
LONGEST = {"identifier": 64, "name": 120, "address": 300}
OLDEST = 130
# More than these help nobody: whoever repairs the first sees what the others have in common.
MOST_MISTAKES = 50


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
class Addressee:
    """A line of the list. Name and address are for the letter alone; `area` is a code of base.Area or nothing."""

    line: int
    identifier: str
    name: str
    address: str
    language: str
    area: str
    born: int | None
    form: LetterForm


def read_list(data: bytes, *, areas: Mapping[str, str], year: int, youngest: int | None = None) -> list[Addressee]:
    """Every line of the list, or Mistakes that name each line with what is wrong. `areas` gives codes by code and by name, in
    small letters; `year` is that of now, in which who votes reaches the age `youngest` at least."""
    rows, mistakes, found = _rows(data), [], []
    lines_of: dict[str, int] = {}
    for number, row in rows:
        wrong: list[str] = []
        one = Addressee(
            line=number,
            identifier=_text(row, "identifier", wrong),
            name=_text(row, "name", wrong),
            address=_text(row, "address", wrong),
            language=_language(row, wrong),
            area=_area(row, areas, wrong),
            born=_born(row, year, wrong),
            form=_form(row, wrong),
        )
        if youngest is not None and one.born is not None and year - one.born < youngest:
            wrong.append(_("who was born in %(born)d is under %(youngest)d") % {"born": one.born, "youngest": youngest})
        first = lines_of.setdefault(one.identifier, number)
        if one.identifier and first != number:
            wrong.append(
                _("the identifier '%(identifier)s' stands on line %(first)d too")
                % {"identifier": one.identifier, "first": first}
            )
        mistakes += [at_line(number, what) for what in wrong]
        found.append(one)
    if not found:
        mistakes.append(_("This list has no lines below its header."))
    if mistakes:
        raise Mistakes(mistakes)
    return found


def at_line(number: int, what: str) -> str:
    return _("Line %(number)d: %(what)s.") % {"number": number, "what": what}


def _rows(data: bytes) -> Iterator[tuple[int, dict[str, str]]]:
    """Number in the file and cells by our names, of each line that is not empty."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise Mistakes([at_line(line, _("this is no UTF-8. Save the list as 'CSV UTF-8'"))]) from error
    head = text.partition("\n")[0]
    delimiter = max(";,\t", key=head.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        names = [_column(cell) for cell in next(reader, [])]
        missing = [name for name in NEEDED if name not in names]
        if missing or len(set(filter(None, names))) < len(list(filter(None, names))):
            raise Mistakes(
                [
                    _(
                        "The first line must name the columns, each once: identifier, name, address; and if you want language, area, born, form."
                    )
                ]
            )
        for cells in reader:
            if not any(map(str.strip, cells)):
                continue
            if len(cells) > len(names):
                raise Mistakes([at_line(reader.line_num, _("it has more cells than the first line has columns"))])
            yield reader.line_num, {name: cell.strip() for name, cell in zip(names, cells, strict=False) if name}
    except csv.Error as error:
        raise Mistakes([at_line(reader.line_num, _("a quote is opened and not closed"))]) from error


def _column(cell: str) -> str:
    words = cell.strip().lower()
    return next((name for name, known in COLUMNS.items() if words in known), "")


def _text(row: Mapping[str, str], name: str, wrong: list[str]) -> str:
    words = {"identifier": _("identifier"), "name": _("name"), "address": _("address")}[name]
    text = row.get(name, "")
    if is_blank(text):
        wrong.append(_("the %(column)s is empty") % {"column": words})
    elif len(text) > LONGEST[name] or "\x00" in text:
        wrong.append(_("the %(column)s is longer than %(most)d characters") % {"column": words, "most": LONGEST[name]})
    return text


def _language(row: Mapping[str, str], wrong: list[str]) -> str:
    known = [code for code, _name in settings.LANGUAGES]
    language = row.get("language", "").lower() or known[0]
    if language not in known:
        wrong.append(
            _("the language '%(language)s' is none of %(known)s")
            % {"language": language[:20], "known": ", ".join(known)}
        )
    return language


def _area(row: Mapping[str, str], areas: Mapping[str, str], wrong: list[str]) -> str:
    area = row.get("area", "")
    if area and area.lower() not in areas:
        wrong.append(_("the neighbourhood '%(area)s' is not known") % {"area": area[:80]})
    return areas.get(area.lower(), "")


def _born(row: Mapping[str, str], year: int, wrong: list[str]) -> int | None:
    born = row.get("born", "")
    if not born:
        return None
    if not born.isascii() or not born.isdecimal() or not year - OLDEST <= int(born) <= year:
        wrong.append(_("'%(born)s' is no year in which a living person was born") % {"born": born[:20]})
        return None
    return int(born)


def _form(row: Mapping[str, str], wrong: list[str]) -> LetterForm:
    words = row.get("form", "").lower()
    for form, known in FORMS.items():
        if words in known:
            return form
    wrong.append(_("the form '%(form)s' is none of print, large, spoken, braille") % {"form": words[:20]})
    return LetterForm.PRINT
