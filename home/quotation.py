"""Whether quoted words stand in a published version."""

import unicodedata

from base.citable import field_of
from base.difference import passages_of
from base.models import PublishedVersion
from base.passages import Passage
from base.wording import bare
from home.enums import QuoteCheck


def passages_of_version(version: PublishedVersion) -> list[Passage]:
    """Everything that can be cited of a version: its passages, and each field without passages as a whole."""
    kind = version.reference.kind
    return [
        passage
        for name, value in version.content.items()
        for passage in passages_of(field_of(kind, name).shape, name, value)
    ]


def checked(version: PublishedVersion, quote: str, passage: str = "") -> QuoteCheck:
    """Compares a quote with the passage that is cited, or with the whole version where none is named.

    A quote may run over several passages: the space between them counts as a difference of spaces.
    """
    texts = [one.text for one in passages_of_version(version) if passage in ("", one.identifier)]
    wanted = unicodedata.normalize("NFC", quote).strip()
    if wanted and any(wanted in text for text in texts):
        return QuoteCheck.EXACT
    wanted = bare(wanted)
    if wanted and wanted in bare(" ".join(texts)):
        return QuoteCheck.NEARLY
    return QuoteCheck.NOT_FOUND
