"""What makes a text hard to read. Advice for its writer, never a refusal."""

import re
from dataclasses import dataclass

MOST_WORDS = 20
_MARKS = re.compile(r"^(?:#{1,6} |[-*+] |\d+[.)] )|\*\*|\]\([^)\s]*\)|\[", re.MULTILINE)
_SENTENCE = re.compile(r"[^.!?\n]+(?:[.!?]+(?!\s|$)[^.!?\n]+)*[.!?]*")


@dataclass(frozen=True)
class LongSentence:
    text: str
    words: int


def long_sentences(text: str) -> list[LongSentence]:
    """Sentences of more than twenty words, in reading order; a line end ends one too. Marks do not count."""
    sentences = [found.strip() for found in _SENTENCE.findall(_MARKS.sub("", text))]
    measured = [LongSentence(sentence, len(sentence.split())) for sentence in sentences]
    return [one for one in measured if one.words > MOST_WORDS]
