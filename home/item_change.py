"""What a new text of an agenda item may rest on: a decision on it, and the amendments that it carries out. A rule returns a
refusal as a sentence, or nothing."""

from typing import TYPE_CHECKING

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from base import clock
from base.enums import ChangeKind
from base.models import PublishedVersion, Reference
from base.queries.drift import differs
from base.queries.translation import is_translation
from home.enums import ItemStep
from home.models.item_state import LAPSES
from home.queries.item_life import way_of
from proposals.amendment_rules import refusal_to_take_in
from proposals.enums import CARRIED
from proposals.models import CouncilPaper, Decision
from proposals.queries.council import newest_of_each, papers
from proposals.queries.motion import amendments_waiting, motion_standings

if TYPE_CHECKING:
    from home.models import AgendaItemPage

# Of an item that is one of these no new text is published.
GONE = frozenset({ItemStep.WITHDRAWN, *LAPSES})


def decisions_behind(item: Reference | None) -> QuerySet[Decision]:
    """On the item, in force, that adopted something: a text can follow from one of these."""
    found = Decision.objects.filter(about=item, corrected_by=None, verdict__in=CARRIED)
    return found.select_related("reference").order_by("-decided_on", "-pk") if item is not None else found.none()


def amendments_behind(item: Reference | None) -> QuerySet[CouncilPaper]:
    """On the item, carried by the council, that no text carries out yet."""
    waiting = amendments_waiting(item.pk) if item is not None else []
    return papers().filter(pk__in=[one.paper.pk for one in waiting]).order_by("dated_on", "pk")


def refusal_of_change(page: "AgendaItemPage") -> str:
    """Of what an editor says with the next text of an item; a translation carries what was said of its source."""
    if is_translation(page):
        return ""
    item, before = page.reference, page.version
    if page.decision is not None and not decisions_behind(item).filter(pk=page.decision_id).exists():
        return _(
            "%(decision)s is not on this item, did not adopt anything or was corrected since. Choose another decision under "
            "'Decision behind this change', or none."
        ) % {"decision": page.decision.reference.string}
    if item is None or before is None:
        return ""
    is_other = differs(page, before) and page.change_kind == ChangeKind.SUBSTANTIVE
    return (_refusal_of_gone(item) if is_other else "") or _refusal_of_amendments(page, before, is_other=is_other)


def _refusal_of_gone(item: Reference) -> str:
    way = way_of(item, clock.now())
    if way is None or way.step not in GONE:
        return ""
    return _(
        "%(item)s is %(state)s, so it gets no new text. If that was a mistake, take the step back on its way first; if not, make a "
        "new item that supersedes this one. A correction of the wording alone can be published."
    ) % {"item": item.string, "state": way.step.label}


def _refusal_of_amendments(page: "AgendaItemPage", before: PublishedVersion, *, is_other: bool) -> str:
    """Words that are public already may carry an amendment out, where they follow from that decision: then it was forgotten."""
    caused_by = page.caused_by()
    ticked = newest_of_each(paper.pk for paper in page.amendments.all())
    for standing in motion_standings(papers().filter(pk__in=ticked.values())):
        if sentence := refusal_to_take_in(standing, before.reference, caused_by):
            return sentence
        if not is_other and before.caused_by != caused_by:
            return _(
                "%(paper)s changes the text: change what it changes, and choose that the substance changed. Version %(number)s, "
                "which is public now, does not follow from that decision."
            ) % {"paper": standing.paper, "number": before.label}
    return ""
