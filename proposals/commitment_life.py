"""The life of a promise: one table of what leads from a state to another and what must be given with it.

The action, the clerk's forms and the tests read it. That something is late follows from the day, and is stored nowhere.
"""

from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from proposals.council_enums import CommitmentStep


class CommitmentState(models.TextChoices):
    """Where a promise or a milestone is."""

    OPEN = "open", gettext_lazy("not begun yet")
    STARTED = "started", gettext_lazy("on the way")
    ON_HOLD = "on-hold", gettext_lazy("on hold")
    DONE = "done", gettext_lazy("done")
    DROPPED = "dropped", gettext_lazy("dropped")
    MISTAKE = "mistake", gettext_lazy("recorded by mistake")

    @property
    def is_over(self) -> bool:
        return self in (CommitmentState.DONE, CommitmentState.DROPPED, CommitmentState.MISTAKE)


# Of a step of it: the whole promise is on the way then.
BEGUN = frozenset({CommitmentState.STARTED, CommitmentState.ON_HOLD, CommitmentState.DONE})
GOING = frozenset({CommitmentState.OPEN, CommitmentState.STARTED, CommitmentState.ON_HOLD})


@dataclass(frozen=True)
class Step:
    """`target` is empty where the state stays as it was."""

    sources: frozenset[CommitmentState]
    target: CommitmentState | None
    needs_note: bool = True
    needs_day: bool = False
    needs_evidence: bool = False


STEPS: dict[CommitmentStep, Step] = {
    CommitmentStep.STARTED: Step(GOING - {CommitmentState.STARTED}, CommitmentState.STARTED, needs_note=False),
    CommitmentStep.ON_HOLD: Step(GOING - {CommitmentState.ON_HOLD}, CommitmentState.ON_HOLD),
    CommitmentStep.MOVED: Step(GOING, None, needs_day=True),
    CommitmentStep.DONE: Step(GOING, CommitmentState.DONE, needs_evidence=True),
    CommitmentStep.DROPPED: Step(GOING, CommitmentState.DROPPED),
    CommitmentStep.REOPENED: Step(frozenset({CommitmentState.DONE, CommitmentState.DROPPED}), CommitmentState.OPEN),
    CommitmentStep.MISTAKE: Step(GOING | {CommitmentState.DONE, CommitmentState.DROPPED}, CommitmentState.MISTAKE),
}


def refusal_of_step(source: CommitmentState, step: CommitmentStep) -> str:
    """Why what is in one state cannot take a step now."""
    if source in STEPS[step].sources:
        return ""
    if source == CommitmentState.MISTAKE:
        return _("This was recorded by mistake, and nothing follows on it. Record the promise anew, as it was made.")
    return _("What is '%(source)s' cannot become '%(target)s'.") % {"source": source.label, "target": step.label}
