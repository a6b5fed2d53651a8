"""On what a step of an item rests, as its guard says."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from base.models import Reference
from home.enums import Authority, ItemStep
from home.item_facts import ItemFacts
from proposals.council_enums import PaperKind
from proposals.models import CouncilPaper


@dataclass(frozen=True)
class Ground:
    """On what a step rests, as fields of ItemState; or why it cannot be taken. Where nothing that is recorded shows it, `lacks`
    asks for the reason and a document, `why` for the reason alone, and `asks` for the day of a meeting. Whoever takes it says on
    which of `choices` it rests: `chooses` asks for that. `authority` is another one than the table says."""

    refusal: str = ""
    lacks: str = ""
    why: str = ""
    asks: str = ""
    # The paper that was not recorded yet and that it could rest on.
    paper: PaperKind | None = None
    evidence: Mapping[str, Any] = field(default_factory=dict)
    choices: tuple[Reference | CouncilPaper, ...] = ()
    chooses: str = ""
    authority: Authority | None = None


# Asks what is recorded, the state that is left and the moment.
Guard = Callable[[ItemFacts, ItemStep, datetime], Ground]


def together(*guards: Guard) -> Guard:
    """What all of them ask for, in that order; none of them leaves a choice."""

    def guard(facts: ItemFacts, source: ItemStep, at: datetime) -> Ground:
        grounds = [one(facts, source, at) for one in guards]

        def first(name: str) -> str:
            return next((said for one in grounds if (said := getattr(one, name))), "")

        return Ground(
            refusal=first("refusal"),
            lacks=first("lacks"),
            why=first("why"),
            asks=first("asks"),
            paper=next((one.paper for one in grounds if one.paper is not None), None),
            evidence={name: value for one in grounds for name, value in one.evidence.items()},
        )

    return guard
