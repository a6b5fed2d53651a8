"""Where what the council published of a vote and the numbers that are given of it do not go together."""

from collections.abc import Mapping

from django.utils.translation import gettext as _

from proposals.council_arithmetic import Heads, outcome_of
from proposals.council_enums import HEAD_WORDS, HEADS, CouncilOutcome
from proposals.council_understood import Understood


def contradiction(found: Understood, given: Mapping[str, int], outcome: str) -> str:
    """Both figures in a sentence; nothing where they agree. `given` are the members by what they did, all groups together,
    `outcome` is what they come to by the law."""
    # A tie is put off, or else the end of it (Gemeentewet 32): published is the tie.
    ends = {outcome, CouncilOutcome.TIED} if outcome == CouncilOutcome.REJECTED and _is_tie(given) else {outcome}
    others = [name for name, number in found.totals.items() if given[name] != number]
    if not others and ends.issuperset(found.results):
        return ""
    return _("The council published: %(published)s. The numbers by group come to: %(given)s.") % {
        "published": published_words(found),
        "given": f"{CouncilOutcome(outcome).label}, {numbers_words(given)}",
    }


def contradiction_within(found: Understood) -> str:
    """Between the parts of what was read, before anything is recorded of it."""
    if not found.groups:
        return ""
    given = {name: sum(getattr(one, name) for one in found.groups) for name in HEADS}
    cast = Heads(given["in_favour"] + given["against"], 0, given["in_favour"], given["against"])
    return contradiction(found, given, outcome_of(cast, was_called=True)) if cast.in_office else ""


def published_words(found: Understood) -> str:
    """The outcome as the source says it, and its numbers."""
    quoted = f"“{found.published}”" if found.published else ""
    # Where the source says more than one thing, the one that is quoted is not all.
    words = ", ".join(str(CouncilOutcome(one).label) for one in found.results) if len(found.results) > 1 else ""
    return ", ".join(filter(None, [quoted, words, numbers_words(found.totals)]))


def numbers_words(numbers: Mapping[str, int]) -> str:
    """Of what nobody did only for and against are said."""
    said = [name for name in HEADS if name in numbers and (numbers[name] or name in ("in_favour", "against"))]
    return ", ".join(f"{numbers[name]} {HEAD_WORDS[name]}" for name in said)


def _is_tie(given: Mapping[str, int]) -> bool:
    return given["in_favour"] == given["against"]
