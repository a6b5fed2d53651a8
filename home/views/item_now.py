"""The box of an agenda item: what its stamp says, in a sentence, and what comes next."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from base.instants import day
from home.enums import OVER, PublicWord
from home.item_coming import How
from home.item_life import BEFORE_COUNCIL
from home.item_log import Records
from home.item_stations import shown_by
from home.models import ItemState
from home.queries.agenda import AgendaEntry
from home.queries.item_life import ItemWay
from participation.enums import RoundState
from proposals.queries.consultation_round import RoundCard
from proposals.views.now import Now, decided

# A round that goes on says more than the step that the item had reached; one that is over says less than what came after it.
GOES_ON = (RoundState.PAUSED, RoundState.BETWEEN)
WEIGHED = (RoundState.UNDER_WAY, RoundState.CLOSED, RoundState.COUNTED, RoundState.PUBLISHED)


def item_now(shown: Sequence[tuple[RoundCard, Now]], entry: AgendaEntry, way: ItemWay | None, at: datetime) -> Now:
    """`shown` has each round with its box."""
    word = entry.public_word(at)
    boxes = {card.standing.state: now for card, now in shown if not now.is_decided}
    now = _of_word(word, boxes, entry)
    coming = way.told if way is not None else None
    if word == PublicWord.TAKE_PART or coming is None:
        return now
    # The box of a round that is announced says when it begins; where nothing is open a day alone is news.
    if word == PublicWord.PREPARING and (coming.how is How.FROM or (now.actions and coming.on is None)):
        return now
    return replace(now, body=_and_then(now.body, coming.sentence(at)))


def _of_word(word: PublicWord, boxes: dict[RoundState, Now], entry: AgendaEntry) -> Now:
    state, records = entry.state, Records(entry.decisions, entry.publications, entry.votes)
    if word == PublicWord.TAKE_PART and RoundState.OPEN in boxes:
        return boxes[RoundState.OPEN]
    if word == PublicWord.PREPARING:
        return boxes.get(RoundState.ANNOUNCED) or _nothing_open()
    if word == PublicWord.WEIGHING:
        order = GOES_ON + (() if state is not None and state.step in BEFORE_COUNCIL else WEIGHED)
        found = next((boxes[one] for one in order if one in boxes), None)
        if found is not None:
            return found
    is_decided = word == PublicWord.DECISION and (state is None or state.step not in OVER)
    if entry.decisions and is_decided:
        return decided(entry.decisions[-1])
    return _step(state, records) if state is not None else _nothing_open()


def _step(state: ItemState, records: Records) -> Now:
    """As the step says it, with what it rests on."""
    url = shown_by(state, records)
    return Now(
        title=capfirst(str(state.get_step_display())),
        body=f"{day(records.happened_on(state))}. {state.reason}".strip(),
        actions=[{"label": _("See what it rests on"), "url": url, "kind": "primary"}] if url else [],
    )


def _and_then(words: str, coming: str) -> str:
    """A title has no full stop of its own."""
    words = words if not words or words.endswith((".", "?", "!", "…")) else f"{words}."
    return f"{words} {coming}".strip()


def _nothing_open() -> Now:
    return Now(
        title=_("Nothing is open on this item now"),
        body=_("With 'Start something yourself' you need not wait."),
        actions=[{"label": _("Start something yourself"), "url": reverse("begin"), "kind": "quiet"}],
    )
