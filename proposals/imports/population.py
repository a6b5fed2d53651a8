"""Figures of the population as a table with commas: `age` or `area`, and `number`; read whole or refused, line by line."""

from django.utils.translation import gettext as _

from base.models import Area
from base.refusal import Refusal
from proposals.actions.reach import Figure
from proposals.enums import AgeBand
from proposals.imports.table import TableError, TableRow, read_table

NEEDED = ("age", "area", "number")
LARGEST = 100_000_000


def read_figures(content: bytes) -> list[Figure]:
    """Raises Refusal with a sentence for every line that cannot be used."""
    try:
        rows = read_table(content, needed=NEEDED)
    except TableError as error:
        raise Refusal(
            _("Line %(line)d cannot be read. The file is a table with commas, with the columns age, area and number.")
            % {"line": error.line}
        ) from error
    areas = {word: area for area in Area.objects.all() for word in (area.code.lower(), area.name.lower())}
    figures: list[Figure] = []
    wrong: list[str] = []
    seen: set[tuple[str, int | None]] = set()
    for row in rows:
        try:
            figure = _figure(row, areas)
            key = (figure.age_band, figure.area.pk if figure.area is not None else None)
            if key in seen:
                raise Refusal(_("this stands there twice."))
        except Refusal as refusal:
            wrong.append(_("Line %(line)d: %(why)s") % {"line": row.line, "why": refusal.sentence})
        else:
            seen.add(key)
            figures.append(figure)
    if wrong:
        raise Refusal(" ".join([*wrong, _("Nothing was taken over.")]))
    if not figures:
        raise Refusal(_("The file holds no figures."))
    return figures


def _figure(row: TableRow, areas: dict[str, Area]) -> Figure:
    age, area, number = (row[column].strip() for column in NEEDED)
    if bool(age) == bool(area):
        raise Refusal(_("give an age or a neighbourhood, and not both."))
    if not (number.isascii() and number.isdecimal() and int(number) <= LARGEST):
        raise Refusal(_("“%(number)s” is not a whole number of people.") % {"number": number[:40]})
    if age and age not in AgeBand.values:
        raise Refusal(
            _("“%(age)s” is not one of the ages %(ages)s.") % {"age": age[:40], "ages": ", ".join(AgeBand.values)}
        )
    if area and area.lower() not in areas:
        raise Refusal(_("there is no neighbourhood “%(area)s”, by its name or its code.") % {"area": area[:80]})
    return Figure(int(number), age, areas[area.lower()] if area else None)
