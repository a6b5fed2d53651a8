"""The steps of an item as stations of its thread."""

from collections.abc import Iterable, Sequence

from django.conf import settings
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from base.instants import day
from base.thread import Station, happened
from home.enums import BEFORE_DECISION, WORD_TONES, ItemStep, PublicWord
from home.item_log import OF_PAPER, Records
from home.item_said import difference_path, said_with
from home.models import ItemState
from participation.models import ConsultationRound
from proposals.enums import DecidingBody
from proposals.models import Decision

# What is done before anybody outside can take part.
INTERNAL = frozenset({ItemStep.DRAFT, ItemStep.INTERNAL_REVIEW})
# The steps that stand in the thread by themselves; rounds, versions and decisions say the others.
SHOWN = frozenset(
    {
        *(
            ItemStep.DRAFT,
            ItemStep.ANSWERED,
            ItemStep.EXECUTIVE_ADOPTED,
            ItemStep.COUNCIL_SUBMITTED,
            ItemStep.IN_COMMITTEE,
        ),
        *(ItemStep.ON_COUNCIL_AGENDA, ItemStep.DEFERRED_ON_TIE, ItemStep.RETURNED, ItemStep.REJECTED),
        *(ItemStep.WITHDRAWN, ItemStep.PUBLISHED, ItemStep.IN_FORCE, ItemStep.PLANNED, ItemStep.STARTED),
        *(
            ItemStep.ON_HOLD,
            ItemStep.DONE,
            ItemStep.EVALUATED,
            ItemStep.SUPERSEDED,
            ItemStep.REPEALED,
            ItemStep.EXPIRED,
        ),
    }
)


def way_station(state: ItemState, records: Records, *, is_mistake: bool) -> Station:
    label = str(state.get_step_display()) if state.step != ItemStep.DRAFT else _("back to draft, for another text")
    if state.takes_back is not None:
        label = _("taken back: %(step)s") % {"step": state.takes_back.get_step_display()}
    on = records.happened_on(state)
    return Station(
        label=capfirst(label),
        at=happened(on, state.since),
        when=day(on),
        note=" ".join([*_agenda(state), *said_with(state)]),
        said=": ".join(filter(None, [state.department, state.reason])),
        said_language=settings.LANGUAGE_CODE,
        url=shown_by(state, records),
        stamp=_("a mistake, taken back") if is_mistake else "",
        stamp_tone="amber",
    )


def _agenda(state: ItemState) -> list[str]:
    if state.meeting is None:
        return []
    return [_("On the agenda of %(day)s.") % {"day": day(state.meeting.held_on)}]


def shown_by(state: ItemState, records: Records) -> str:
    """The address of that on which a step rests; nothing where it has none."""
    publication = records.publication_of(state)
    first = state.paper if state.step in OF_PAPER else state.beside
    found = [
        first.url if first is not None else "",
        difference_path(state),
        state.evidence.get_absolute_url() if state.evidence else "",
        publication.url if publication is not None else "",
        reverse("council_vote", args=[state.vote_id]) if state.vote_id is not None else "",
        state.paper.url if state.paper is not None else "",
        state.document,
    ]
    return next((one for one in found if one), "")


def shown_steps(states: Iterable[ItemState], decisions: Sequence[Decision]) -> list[ItemState]:
    """Those that the thread shows; a decision of the executive that is recorded stands there itself."""
    told = {ItemStep.EXECUTIVE_ADOPTED} if any(one.body == DecidingBody.EXECUTIVE for one in decisions) else set()
    return [one for one in states if is_told(one) and _is_shown(one) and (one.takes_back or one.step not in told)]


def is_told(state: ItemState) -> bool:
    """Whether residents hear of a step at all. What is internal they do not; that a text came back, and whether they are asked
    again, they do. A mistake and what takes it back go together."""
    source = state.takes_back or state
    return source.step not in INTERNAL or source.consult_again is not None


def _is_shown(state: ItemState) -> bool:
    """Of what is prepared what residents are told of their influence."""
    source = state.takes_back or state
    return source.step in SHOWN or bool(source.level)


def executive_word(
    state: ItemState | None, decisions: Sequence[Decision], rounds: Sequence[ConsultationRound]
) -> tuple[str, str] | None:
    """The stamp of an item on which the executive decided and the council did not, with its tone; nothing of others, nor once
    that stood in the gazette. The council still has to decide where it lies there, or where the page of the newest round says so."""
    is_further = state is not None and state.word == PublicWord.DECISION
    if is_further or any(one.body != DecidingBody.EXECUTIVE for one in decisions) or not decisions:
        return None
    asked = [one.who_decides for one in rounds if not one.is_evaluation and one.cancelled_at is None]  # type: ignore[attr-defined]
    is_weighed = state is not None and state.word == PublicWord.WEIGHING and asked[-1:] == [DecidingBody.COUNCIL]
    if is_weighed or (state is not None and state.step in BEFORE_DECISION):
        return _("decision of the mayor and aldermen; the council still has to decide"), WORD_TONES[PublicWord.WEIGHING]
    return _("decision of the mayor and aldermen"), WORD_TONES[PublicWord.DECISION]
