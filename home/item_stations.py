"""The steps of an item as stations of its thread."""

from django.conf import settings
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from base.instants import day
from base.thread import Station, happened
from home.enums import ItemStep
from home.item_log import Records
from home.models import ItemState

# The steps that stand in the thread by themselves; rounds, versions and decisions say the others.
SHOWN = frozenset(
    {
        *(ItemStep.ANSWERED, ItemStep.EXECUTIVE_ADOPTED, ItemStep.COUNCIL_SUBMITTED, ItemStep.IN_COMMITTEE),
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
    label = str(state.get_step_display())
    if state.takes_back is not None:
        label = _("taken back: %(step)s") % {"step": state.takes_back.get_step_display()}
    on = records.happened_on(state)
    return Station(
        label=capfirst(label),
        at=happened(on, state.since),
        when=day(on),
        note=_("On the agenda of %(day)s.") % {"day": day(state.meeting.held_on)} if state.meeting is not None else "",
        said=": ".join(filter(None, [state.department, state.reason])),
        said_language=settings.LANGUAGE_CODE,
        url=shown_by(state, records),
        stamp=_("a mistake, taken back") if is_mistake else "",
        stamp_tone="amber",
    )


def shown_by(state: ItemState, records: Records) -> str:
    """The address of that on which a step rests; nothing where it has none."""
    publication = records.publication_of(state)
    found = [
        state.evidence.get_absolute_url() if state.evidence else "",
        publication.url if publication is not None else "",
        state.paper.url if state.paper is not None else "",
        state.document,
    ]
    return next((one for one in found if one), "")
