"""PDFs that were drawn for a page: kept for a day under the name of their file, as long as the page says the same."""

from hashlib import sha256

from django.conf import settings
from django.core.cache import cache
from django.utils.translation import get_language

from base.pdf import pdf_of

A_DAY = 24 * 60 * 60


def drawn_once(html: str, name: str) -> bytes:
    """The same bytes for the same page. One that says something else takes the place of the older one. Raises Refusal where
    the server cannot draw."""
    key, says = _key(name, get_language()), sha256(html.encode()).hexdigest()
    kept: tuple[str, bytes] | None = cache.get(key)
    if kept is not None and kept[0] == says:
        return kept[1]
    drawn = pdf_of(html)
    cache.set(key, (says, drawn), A_DAY)
    return drawn


def forget_drawn(*names: str) -> None:
    """In every language: words that were taken away stay in no file, not even in one that nobody is given any more."""
    cache.delete_many([_key(name, language) for name in names for language, _label in settings.LANGUAGES])


def _key(name: str, language: str | None) -> str:
    return f"pdf-{language}-{name}"
