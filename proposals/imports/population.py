"""Figures of the population as a spreadsheet saves them: an age or a neighbourhood, and how many people; read whole or refused,
line by line."""

import re

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from base.models import Area
from base.refusal import Refusal
from participation.roll_list import at_line, rows, whole
from proposals.actions.reach import Figure
from proposals.enums import AgeBand

# What a column may be called, and as it is asked for.
COLUMNS = {
    "age": ("age", "leeftijd", "leeftijdsgroep"),
    "area": ("area", "neighbourhood", "wijk", "buurt"),
    "number": ("number", "people", "aantal", "inwoners"),
}
COLUMN_WORDS = {
    "age": gettext_lazy("age"),
    "area": gettext_lazy("neighbourhood"),
    "number": gettext_lazy("number"),
}
LARGEST = 100_000_000
# Thousands set apart by a point, a comma or a space; nothing behind the decimal mark.
_WHOLE = re.compile(r"(\d+|\d{1,3}(?:[.,\u00a0\u202f ]\d{3})+)(?:[.,]0{1,2})?", re.ASCII)


def read_figures(content: bytes) -> list[Figure]:
    """Raises Refusal with a sentence for every line that cannot be used."""
    areas = {word: area for area in Area.objects.all() for word in (area.code.lower(), area.name.lower())}
    figures: list[Figure] = []
    wrong: list[str] = []
    seen: set[tuple[str, int | None]] = set()
    for line, row in rows(content, ("number",), ("age", "area"), COLUMNS, COLUMN_WORDS):
        try:
            figure = _figure(row, areas)
            key = (figure.age_band, figure.area.pk if figure.area is not None else None)
            if key in seen:
                raise Refusal(_("this stands there twice"))
        except Refusal as refusal:
            wrong.append(at_line(line, refusal.sentence))
        else:
            seen.add(key)
            figures.append(figure)
    return whole(figures, wrong)


def _figure(row: dict[str, str], areas: dict[str, Area]) -> Figure:
    age, area, number = (row.get(column, "") for column in ("age", "area", "number"))
    if bool(age) == bool(area):
        raise Refusal(_("give an age or a neighbourhood, and not both"))
    found = _WHOLE.fullmatch(number)
    people = int(re.sub(r"\D", "", found[1])) if found is not None else LARGEST + 1
    if people > LARGEST:
        raise Refusal(_("“%(number)s” is not a whole number of people") % {"number": number[:40]})
    band = age.replace("–", "-").removesuffix(" jaar").removesuffix(" years")
    if band and band not in AgeBand.values:
        raise Refusal(
            _("“%(age)s” is not one of the ages %(ages)s") % {"age": age[:40], "ages": ", ".join(AgeBand.values)}
        )
    if area and area.lower() not in areas:
        raise Refusal(_("there is no neighbourhood “%(area)s”, by its name or its code") % {"area": area[:80]})
    return Figure(people, band, areas[area.lower()] if area else None)
