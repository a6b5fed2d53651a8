import re
from collections.abc import Iterable

from proposals.models import GlossaryTerm


def jargon_in(texts: Iterable[str], *, language: str) -> list[GlossaryTerm]:
    """The words of the glossary that the texts have, in whichever form."""
    whole = "\n".join(texts)
    return [
        term
        for term in GlossaryTerm.objects.filter(locale__language_code=language)
        if any(re.search(rf"(?<!\w){re.escape(word)}(?!\w)", whole, re.IGNORECASE) for word in term.words)
    ]
