"""What stands on a ballot paper more than once. A rule: the refusal is a sentence, or nothing."""

import unicodedata
from collections import defaultdict
from collections.abc import Iterable

from django.utils.translation import gettext as _

from participation.models import ConsultationRound
from participation.queries.ballot import ballot_subjects


def refusal_of_doubles(consultation_round: ConsultationRound, more: Iterable[tuple[str, str]] = ()) -> str:
    """Names what stands on the ballot paper more than once, with `more` lines on it: pairs of language and title. Capitals and
    white space tell no two apart.
    """
    alike: dict[tuple[str, str], list[str]] = defaultdict(list)
    for language, title in [*ballot_subjects(consultation_round).values_list("language", "label"), *more]:
        folded = " ".join(unicodedata.normalize("NFKC", title).casefold().split())
        alike[language, folded].append(title)
    doubled = ", ".join(f"“{titles[0]}”" for titles in alike.values() if len(titles) > 1)
    if not doubled:
        return ""
    return _(
        "This stands on the ballot paper more than once: %(titles)s. Nobody could tell one from the other: put each on it once."
    ) % {"titles": doubled}
