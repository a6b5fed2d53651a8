"""Where what the council published of a vote and the numbers that are given of it do not go together."""

from collections.abc import Mapping

from django.conf import settings
from django.utils.translation import gettext as _

from proposals.council_arithmetic import Heads, outcome_of
from proposals.council_enums import HEAD_WORDS, HEADS, CouncilOutcome, PaperKind
from proposals.council_understood import Understood
from proposals.models import CouncilPaper, CouncilReading


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


def other_paper(reading: CouncilReading, paper: CouncilPaper) -> str:
    """What of a reading is otherwise than the paper that it would tell the vote on; nothing of what was read with that paper,
    or at its address."""
    if reading.pk == paper.reading_id or (reading.address and reading.address == paper.source):
        return ""
    found = Understood.of_data(reading.understood)
    kind = str(PaperKind(found.kind).label) if found.kind else ""
    rows = [
        (_("Its number"), found.number, paper.number, _is_same),
        # A vote may bear no more than the number of its paper.
        (_("Title"), found.title, "" if _is_same(paper.number, found.title) else paper.title, _is_named),
        (_("Kind"), kind, str(paper.get_kind_display()), _is_same),
        (_("Municipality"), found.municipality, our_municipality(), _is_municipality),
    ]
    differs = "; ".join(
        _("%(name)s there “%(there)s”, here “%(here)s”") % {"name": name, "there": there, "here": here}
        for name, there, here, agrees in rows
        if there and here and not agrees(there, here)
    )
    if not differs:
        return ""
    return _(
        "This was read of something else than this paper: %(differs)s. Open the right one there. If it is this paper, correct "
        "what is wrong of it here first, or record the numbers without what was read."
    ) % {"differs": differs}


def other_municipality(reading: CouncilReading | None) -> str:
    """The municipality that what was read is of, where it says one that is not ours."""
    found = Understood.of_data(reading.understood).municipality if reading is not None else ""
    return found if found and not _is_municipality(found, our_municipality()) else ""


def our_municipality() -> str:
    return settings.MUNICIPALITY or settings.CITY_NAME


def _is_municipality(there: str, here: str) -> bool:
    """Some say "municipality of", and a site may be called by more than the name of its town."""
    there, here = (f" {one.casefold().strip()} ".replace(" gemeente ", " ") for one in (there, here))
    return there.strip() != "" and there in here


def _is_same(there: str, here: str) -> bool:
    return _bare(there) == _bare(here)


def _is_named(there: str, here: str) -> bool:
    """A vote often bears the name of its paper and more."""
    return _bare(there) in _bare(here) or _bare(here) in _bare(there)


def _bare(words: str) -> str:
    return "".join(filter(str.isalnum, words.casefold()))


def numbers_words(numbers: Mapping[str, int]) -> str:
    """Of what nobody did only for and against are said."""
    said = [name for name in HEADS if name in numbers and (numbers[name] or name in ("in_favour", "against"))]
    return ", ".join(f"{numbers[name]} {HEAD_WORDS[name]}" for name in said)


def _is_tie(given: Mapping[str, int]) -> bool:
    return given["in_favour"] == given["against"]
