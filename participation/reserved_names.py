"""Names that say who somebody is, which nobody takes as the name to show: the city's own and those of its offices, and
those that a package above declares in its `ready`.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable

from django.conf import settings

_ARTICLES = frozenset({"de", "het", "the"})
_CITY = frozenset({"gemeente", "gemeenteraad", "municipality", "raadsgriffie"})
# Letters of other alphabets that look like a Latin one (of Unicode's confusables those of Greek and Cyrillic).
_ALIKE = str.maketrans("аеорсухіјѕԁһԛԝвнкмтαεορτυχικνγηωѵı", "aeopcyxijsdhqwbhkmtaeoptyxiknyhwvi")
_ALPHABETS = ("LATIN", "GREEK", "CYRILLIC")
_readers: list[Callable[[], Iterable[str]]] = []


def reserve_names(reader: Callable[[], Iterable[str]]) -> None:
    if reader not in _readers:
        _readers.append(reader)


def is_reserved(name: str) -> bool:
    """Whether a reader would take it for one of them, whatever its spaces, capitals, accents, look-alikes and article.

    An office is reserved as a whole word: De Griffier and Yasmin (moderator), not Griffierhof.
    """
    words = _words(name)
    if not words:
        return False
    reserved = [settings.CITY_NAME, settings.WAGTAIL_SITE_NAME, *(one for reader in _readers for one in reader())]
    return (
        words[0] in _CITY
        or not set(settings.RESERVED_OFFICES).isdisjoint(words)
        or "".join(words) in {"".join(_words(one)) for one in reserved}
    )


def mixes_alphabets(name: str) -> bool:
    """Whether one word of it is written in two alphabets that look alike, as only who pretends does."""
    return any(
        len({one for letter in word for one in _ALPHABETS if unicodedata.name(letter, "").startswith(one)}) > 1
        for word in re.findall(r"\w+", unicodedata.normalize("NFKC", name))
    )


def _words(name: str) -> list[str]:
    """As a reader sees them: without accents, and each letter as the Latin one that it looks like."""
    bare = "".join(one for one in unicodedata.normalize("NFKD", name) if unicodedata.category(one) not in ("Mn", "Cf"))
    words = re.findall(r"\w+", unicodedata.normalize("NFKC", bare).casefold().translate(_ALIKE))
    return words[1:] if words and words[0] in _ARTICLES else words
