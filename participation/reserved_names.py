"""Names that say who somebody is, which nobody takes as the name to show: the city's own, and those that a package above
declares in its `ready`.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable

from django.conf import settings

_ARTICLES = frozenset({"de", "het", "the"})
_CITY = frozenset({"gemeente", "gemeenteraad", "municipality", "raadsgriffie"})
_readers: list[Callable[[], Iterable[str]]] = []


def reserve_names(reader: Callable[[], Iterable[str]]) -> None:
    if reader not in _readers:
        _readers.append(reader)


def is_reserved(name: str) -> bool:
    """Whether a reader would take it for one of them, whatever its spaces, capitals and article."""
    words = _words(name)
    if not words:
        return False
    reserved = [settings.CITY_NAME, settings.WAGTAIL_SITE_NAME, *(one for reader in _readers for one in reader())]
    return words[0] in _CITY or "".join(words) in {"".join(_words(one)) for one in reserved}


def _words(name: str) -> list[str]:
    words = re.findall(r"\w+", unicodedata.normalize("NFKC", name).casefold())
    return words[1:] if words and words[0] in _ARTICLES else words
