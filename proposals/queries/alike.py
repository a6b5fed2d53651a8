"""Proposals of a round that are much like what somebody is writing: to support one of them may be the better way."""

import re
from datetime import datetime
from typing import Any
from uuid import UUID

from rapidfuzz import fuzz, utils

from base.enums import ReferenceKind
from base.queries.search import fittest
from participation.enums import State
from participation.models import ConsultationRound, Subject
from proposals.models import ProposalPage

MOST = 5
# So many of what the search finds are compared, the fittest first.
MOST_COMPARED = 50
# From which likeness on (of 1) a proposal is pointed out.
ALIKE = 0.55
# Words that say what a text is about: shorter ones are in every text.
_WORD = re.compile(r"[^\W\d_]{4,}")
_MOST_WORDS = 12


def alike_proposals(consultation_round: ConsultationRound, *, title: str, summary: str, at: datetime) -> list[Subject]:
    """At most five visible proposals of the round that still take support, or will, the most alike first; nothing for words that
    say nothing yet."""
    words = list(dict.fromkeys(_WORD.findall(f"{title} {summary}".lower())))[:_MOST_WORDS]
    if not words:
        return []
    open_still = [State.PUBLISHED, State.SUPPORTING, State.THRESHOLD]
    visible: Any = Subject.objects.filter(consultation_round=consultation_round).visible()
    visible = visible.with_state(at).filter(state__in=open_still)
    found = fittest(words, kind=ReferenceKind.PROPOSAL, reference__in=visible.values("reference"))
    keys = list(found.values_list("reference__translation_key", flat=True)[:MOST_COMPARED])
    pages = ProposalPage.objects.filter(live=True, translation_key__in=keys)
    rows = pages.values_list("translation_key", "title", "summary")

    def likeness(row: tuple[UUID, str, str]) -> float:
        whole = fuzz.token_set_ratio(f"{title} {summary}", f"{row[1]} {row[2]}", processor=utils.default_process)
        return max(fuzz.token_set_ratio(title, row[1], processor=utils.default_process), whole) / 100

    measured = sorted(((likeness(row), row[0]) for row in rows), key=lambda one: (-one[0], str(one[1])))
    best = [key for measure, key in measured if measure >= ALIKE][:MOST]
    subjects = {
        subject.reference.translation_key: subject
        for subject in visible.filter(reference__translation_key__in=best).with_counts().select_related("reference")
    }
    return [subjects[key] for key in best if key in subjects]
