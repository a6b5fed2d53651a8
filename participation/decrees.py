"""Days that a Royal Decree equates with the recognised holidays (General Extension of Time-Limits Act, art. 3, third paragraph).

A decree is made for three years at a time and names the Friday after Ascension and days between a holiday and a weekend.
"""

from collections import defaultdict
from datetime import date

# By what the decree is called; the first stands in Stcrt. 2016, 58653, all stand on wetten.overheid.nl.
DECREES = {
    "Besluit gelijkstelling van 28 april en 26 mei 2017, 11 mei en 24 en 31 december 2018 en 31 mei en 27 december 2019": (
        date(2017, 4, 28),
        date(2017, 5, 26),
        date(2018, 5, 11),
        date(2018, 12, 24),
        date(2018, 12, 31),
        date(2019, 5, 31),
        date(2019, 12, 27),
    ),
    "Besluit gelijkstelling van 28 april 2023, 19 mei 2023, 10 mei 2024, 27 december 2024 en 30 mei 2025": (
        date(2023, 4, 28),
        date(2023, 5, 19),
        date(2024, 5, 10),
        date(2024, 12, 27),
        date(2025, 5, 30),
    ),
    "Besluit gelijkstelling van 2 januari 2026, 15 mei 2026, 7 mei 2027, 28 april 2028 en 26 mei 2028": (
        date(2026, 1, 2),
        date(2026, 5, 15),
        date(2027, 5, 7),
        date(2028, 4, 28),
        date(2028, 5, 26),
    ),
}


def _by_year() -> dict[int, frozenset[date]]:
    found: dict[int, set[date]] = defaultdict(set)
    for days in DECREES.values():
        for day in days:
            found[day.year].add(day)
    return {year: frozenset(days) for year, days in found.items()}


DECREED = _by_year()
