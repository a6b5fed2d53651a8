"""The list that letters are made for: a CSV file with a line per person, read in memory and kept nowhere."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import gettext as _

from participation.models.electoral_roll import identifier_key
from participation.roll_list import area_of, at_line, rows, text_of, whole
from participation.voting_enums import LetterForm

NEEDED = ("identifier", "name", "address")
MORE = ("language", "area", "born", "form")
FORMS = {
    LetterForm.PRINT: ("", "print", "letter", "brief"),
    LetterForm.LARGE: ("large", "large print", "groot", "grote letters"),
    LetterForm.SPOKEN: ("spoken", "gesproken"),
    LetterForm.BRAILLE: ("braille",),
}
OLDEST = 130


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
    small letters; `year` is that of now, in which who votes reaches the age `youngest` at least: looked at where the list has a
    column for the year of birth."""
    mistakes: list[str] = []
    found: list[Addressee] = []
    lines_of: dict[str, int] = {}
    lines = list(rows(data, NEEDED, MORE))
    if not any("born" in row for _number, row in lines):
        youngest = None
    for number, row in lines:
        wrong: list[str] = []
        one = Addressee(
            line=number,
            identifier=text_of(row, "identifier", wrong),
            name=text_of(row, "name", wrong),
            address=text_of(row, "address", wrong),
            language=_language(row, wrong),
            area=area_of(row, areas, wrong),
            born=_born(row, year, wrong),
            form=_form(row, wrong),
        )
        if youngest is not None and one.born is not None and year - one.born < youngest:
            wrong.append(_("who was born in %(born)d is under %(youngest)d") % {"born": one.born, "youngest": youngest})
        if youngest is not None and not row.get("born"):
            wrong.append(
                _("the year of birth is empty, and not everybody may vote: %(youngest)d is the lowest age")
                % {"youngest": youngest}
            )
        first = lines_of.setdefault(identifier_key(one.identifier), number)
        if one.identifier and first != number:
            wrong.append(
                _("the identifier '%(identifier)s' stands on line %(first)d too")
                % {"identifier": one.identifier, "first": first}
            )
        mistakes += [at_line(number, what) for what in wrong]
        found.append(one)
    return whole(found, mistakes)


def _language(row: Mapping[str, str], wrong: list[str]) -> str:
    known = [code for code, _name in settings.LANGUAGES]
    language = row.get("language", "").lower() or known[0]
    if language not in known:
        wrong.append(
            _("the language '%(language)s' is none of %(known)s")
            % {"language": language[:20], "known": ", ".join(known)}
        )
    return language


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
