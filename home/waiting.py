"""Everything that waits, in one list: the desk, the home page of the admin and the calendar read it."""

from collections.abc import Iterator
from datetime import datetime

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts.waiting import Waiting, in_order
from base.queries.published_version import versions_in_force
from base.removal_kinds import removal_kinds
from home.enums import ItemStep
from home.item_ahead import ahead_of
from home.item_coming import How
from home.item_guards import has_ended, still_decided
from home.item_life import MOVE_ITEM, PREPARE_ITEM, RIGHTS, Who, taken_by, transition
from home.queries.item_life import items, ways_of
from participation.waiting import waiting as in_rounds
from proposals.council_enums import PaperKind
from proposals.queries.motion import motions_waiting
from proposals.waiting import waiting as of_proposals


def waiting(at: datetime) -> list[Waiting]:
    """What is late first; the same number of queries whatever waits."""
    return in_order([*_items(at), *_removals(), *in_rounds(at), *of_proposals(at)])


def _items(at: datetime) -> Iterator[Waiting]:
    ways = ways_of(items(), at).values()
    texts = versions_in_force([way.reference.pk for way in ways], str(get_language()))
    carried: dict[int | None, list[str]] = {}
    for one in motions_waiting():
        if one.waits_for_text:
            carried.setdefault(one.item, []).append(one.paper.label[:120])
    for way in ways:
        string, text = way.reference.string, texts.get(way.reference.pk)
        item = f"{string}, {text.title}" if text is not None else string
        is_ready = way.step == ItemStep.CONSULTATION_READY and way.facts.is_asked_again
        if is_ready and all(has_ended(one, at) for one in way.facts.rounds):
            what = _("%(item)s: set up the round in which people react") % {"item": item}
            yield Waiting(string, what, PREPARE_ITEM, reverse("new_round"))
        if way.lacks_plan:
            what = _("%(item)s: people react already; record the participation plan") % {"item": item}
            plan = f"{reverse('council_papers_desk')}?about={way.reference.pk}&kind={PaperKind.PLAN.value}"
            yield Waiting(f"{string}-plan", what, PREPARE_ITEM, plan)
        if way.facts.is_adopted and (papers := carried.get(way.reference.pk)) is not None:
            told = {"item": item, "papers": ", ".join(papers)}
            what = _("%(item)s: publish the text with what the council carried: %(papers)s") % told
            yield Waiting(f"{string}-text", what, PREPARE_ITEM, reverse("way_desk", args=[string]))
        if corrected := still_decided(way.facts, way.step, at).refusal:
            what = f"{item}: {corrected}"
            yield Waiting(f"{string}-corrected", what, MOVE_ITEM, reverse("way_desk", args=[string]))
        coming = way.coming
        step = transition(way.step, coming.step) if coming is not None else None
        if coming is None or step is None or step.who is Who.CLOCK:
            continue
        what = _("%(item)s: next step: %(step)s") % {"item": item, "step": step.target.label}
        if coming.how is How.ON and coming.on is not None:
            told = {"what": what, "coming": coming.words, "when": coming.when}
            what = _("%(what)s (%(coming)s %(when)s)") % told
        if (ahead := ahead_of(way.step, way.facts)) is not None:
            what = _("%(what)s (the council decided already: %(words)s)") % {"what": what, "words": ahead.words}
        first = taken_by(way.facts, step)
        not_by = {first.pk: str(first)} if first is not None else {}
        yield Waiting(string, what, RIGHTS[step.who], reverse("way_desk", args=[string]), coming.due_on, not_by=not_by)


def _removals() -> Iterator[Waiting]:
    """What one person asked and another confirms."""
    for kind in removal_kinds():
        for one, *_more in kind.waiting():
            what = _("%(thing)s: confirm or refuse the removal that a colleague asked for") % {"thing": one.thing}
            yield Waiting(
                f"{kind.name}-{one.pk}",
                what,
                kind.right,
                reverse("versions_desk"),
                not_by={one.asked_by.pk: str(one.asked_by)},
            )
