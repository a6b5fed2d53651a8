"""Whether quoted words stand in a published version."""

import unicodedata

from rapidfuzz import fuzz

from base.citable import field_of
from base.difference import passages_of
from base.models import PublishedVersion
from base.passages import Passage
from base.wording import bare, even, is_short, place_of_words, stands_bare
from home.enums import QuoteCheck

# Of words that are not known to stand in the version.
NOT_THERE = frozenset({QuoteCheck.NOT_FOUND, QuoteCheck.SHORT})


def passages_of_version(version: PublishedVersion) -> list[Passage]:
    """Everything that can be cited of a version: its passages, and each field without passages as a whole."""
    kind = version.reference.kind
    return [
        passage
        for name, value in version.content.items()
        for passage in passages_of(field_of(kind, name).shape, name, value)
    ]


def checked(version: PublishedVersion, quote: str, passage: str = "") -> QuoteCheck:
    """Compares a quote with the passage that is cited, and then with the whole version.

    A quote may run over several passages: the space between them counts as a difference of spaces. A word or two are looked up
    only where they are the whole of a passage.
    """
    passages = passages_of_version(version)
    if is_short(quote):
        passages = [one for one in passages if bare(one.text) == bare(quote)]
        if not passages:
            return QuoteCheck.SHORT
    cited = [one.text for one in passages if passage in ("", one.identifier)]
    found = _among(cited, quote)
    if found == QuoteCheck.NOT_FOUND and passage and _among([one.text for one in passages], quote) != found:
        return QuoteCheck.ELSEWHERE
    return found


def _among(texts: list[str], quote: str) -> QuoteCheck:
    wanted = unicodedata.normalize("NFC", quote).strip()
    if wanted and any(place_of_words(wanted, text) >= 0 for text in texts):
        return QuoteCheck.EXACT
    if stands_bare(wanted, " ".join(texts)):
        return QuoteCheck.NEARLY
    return QuoteCheck.NOT_FOUND


# Of 100: a quote that is so much like destroyed words, or has so much of them in it, repeats them.
_REPEATED = 75
_SENTENCE = 4


def repeats(quote: str, words: str) -> bool:
    """Whether a quote says words again, in part, with others around them or with small changes; better once too often.

    A word or two, such as a year, stand in many sentences: then the quote has to be about as long.
    """
    quote, words = even(quote), even(words)
    compare = fuzz.partial_ratio if len(words.split()) >= _SENTENCE else fuzz.ratio
    return bool(quote and words) and compare(quote, words) >= _REPEATED
