"""The life of a motion and of an amendment: one table of what leads from a state to another. Nobody types a state.

What happened is recorded elsewhere already: a letter of withdrawal, the vote of the council, the promise that the college
settles a motion with, the version of the item of which somebody said that it carries out an amendment.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db import models
from django.utils.translation import gettext_lazy

from participation.formal_term import working_day
from proposals.council_enums import PaperKind

# Ours: by then the college says who settles a motion that was carried, and by when.
WEEKS_TO_TAKE_UP = 4


class MotionState(models.TextChoices):
    SUBMITTED = "submitted", gettext_lazy("submitted")
    PUT_OFF = "put-off", gettext_lazy("put off to a next meeting")
    NOT_VOTED = "not-voted", gettext_lazy("the vote did not count, and is held again")
    WITHDRAWN = "withdrawn", gettext_lazy("withdrawn")
    REJECTED = "rejected", gettext_lazy("not carried")
    CARRIED = "carried", gettext_lazy("carried")
    GOING = "going", gettext_lazy("carried, and promised by the college")
    SETTLED = "settled", gettext_lazy("carried, and settled by the college")
    NOT_SETTLED = "not-settled", gettext_lazy("carried, and the college said why it will not be done")
    TAKEN_IN = "taken-in", gettext_lazy("carried, and in the text")

    @property
    def tone(self) -> str:
        """Of its stamp."""
        red = {MotionState.REJECTED, MotionState.NOT_SETTLED}
        green = {MotionState.SETTLED, MotionState.TAKEN_IN}
        if self in green:
            return "green"
        return "red" if self in red else "amber" if self in WAITING else "ink"


class MotionEvent(models.TextChoices):
    """What is recorded of it, by the record that says so."""

    WITHDRAWAL = "withdrawal"
    TIED = "tied"
    VOID = "void"
    ADOPTED = "adopted"
    REJECTED = "rejected"
    PROMISED = "promised"
    DONE = "done"
    DROPPED = "dropped"
    IN_TEXT = "in-text"


@dataclass(frozen=True)
class Step:
    kinds: frozenset[PaperKind]
    sources: frozenset[MotionState]
    target: MotionState


BOTH = frozenset({PaperKind.MOTION, PaperKind.AMENDMENT})
MOTION, AMENDMENT = frozenset({PaperKind.MOTION}), frozenset({PaperKind.AMENDMENT})
UNDECIDED = frozenset({MotionState.SUBMITTED, MotionState.PUT_OFF, MotionState.NOT_VOTED})
# Something has to be done yet: the college takes a motion up, or the text gets an amendment into it.
WAITING = frozenset({MotionState.CARRIED})
SETTLING = frozenset({MotionState.CARRIED, MotionState.GOING, MotionState.SETTLED, MotionState.NOT_SETTLED})

STEPS: dict[MotionEvent, Step] = {
    MotionEvent.WITHDRAWAL: Step(BOTH, UNDECIDED, MotionState.WITHDRAWN),
    MotionEvent.TIED: Step(BOTH, UNDECIDED, MotionState.PUT_OFF),
    # Too few members took part (Gemeentewet 29): that is no vote that was put off.
    MotionEvent.VOID: Step(BOTH, UNDECIDED, MotionState.NOT_VOTED),
    MotionEvent.ADOPTED: Step(BOTH, UNDECIDED, MotionState.CARRIED),
    MotionEvent.REJECTED: Step(BOTH, UNDECIDED, MotionState.REJECTED),
    MotionEvent.PROMISED: Step(MOTION, SETTLING, MotionState.GOING),
    MotionEvent.DONE: Step(MOTION, SETTLING, MotionState.SETTLED),
    MotionEvent.DROPPED: Step(MOTION, SETTLING, MotionState.NOT_SETTLED),
    MotionEvent.IN_TEXT: Step(AMENDMENT, WAITING, MotionState.TAKEN_IN),
}


def can_happen(kind: str, state: MotionState, event: MotionEvent) -> bool:
    """Whether something leads on from a state, of a motion or of an amendment."""
    step = STEPS[event]
    return kind in step.kinds and state in step.sources


def take_up_by(voted_on: date) -> date:
    """On a working day, as terms in ordinances of the municipality end (Gemeentewet 145, Awt 1)."""
    return working_day(voted_on + timedelta(weeks=WEEKS_TO_TAKE_UP))
