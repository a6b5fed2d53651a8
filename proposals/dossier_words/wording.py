from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.urls import translate_url
from django.utils.formats import number_format
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from base.instants import day, moment
from proposals.dossier_chapters import Cell, Data, Table


def day_words(value: str | None) -> str:
    return day(date.fromisoformat(value[:10])) if value and len(value) == 10 else moment_words(value)


def moment_words(value: str | None) -> str:
    return moment(datetime.fromisoformat(value)) if value else ""


def number_words(value: int | None) -> str:
    """Nothing is told of too few."""
    return _("not told") if value is None else str(number_format(value, force_grouping=True))


def said_in(data: Data, name: str) -> tuple[str, str]:
    """The words under a name and their language: the English ones where those were recorded and are read."""
    if get_language() == "en" and data.get(f"{name}_en"):
        return str(data[f"{name}_en"]), "en"
    return str(data[name]), "nl"


def in_own_words(data: Data, name: str) -> Cell:
    text, language = said_in(data, name)
    return Cell(text, language=language)


def read_here(address: str) -> str:
    """The same page in the language that is read."""
    language = str(get_language())
    # The records hold the address in the site's first language, and an address is known in the language that is active.
    with override(settings.LANGUAGE_CODE):
        return translate_url(address, language) if address else ""


def label(choices: Any, value: str) -> str:
    """The word of a code; the code itself where an older record has one that is gone."""
    return str(choices(value).label) if value in choices.values else value


def headings(*columns: tuple[str, bool]) -> list[Cell]:
    return [Cell(text, numeric=numeric) for text, numeric in columns]


def number_table(
    caption: str, heads: Iterable[str], rows: Iterable[tuple[str, Iterable[int | None]]], anchor: str = ""
) -> Table:
    """The first column is words, the others numbers."""
    first, *others = heads
    return Table(
        caption,
        headings((first, False), *((one, True) for one in others)),
        [[Cell(name), *(Cell(number_words(one), numeric=True) for one in numbers)] for name, numbers in rows],
        anchor,
    )
