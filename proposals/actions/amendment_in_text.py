from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction

from base.actions.audit_entry import record
from base.models import PublishedVersion
from base.refusal import refuse_if
from proposals.actions.council_paper import hold_paper
from proposals.amendment_rules import refusal_to_take_in
from proposals.models import AmendmentInText, CouncilPaper
from proposals.queries.council import newest_of_each, papers
from proposals.queries.motion import motion_standings


@transaction.atomic
def take_in(*, amendments: Iterable[CouncilPaper], version: PublishedVersion, by: Any, at: datetime) -> None:
    """Says that a version carries out amendments that the council carried. Raises Refusal in words."""
    for paper in amendments:
        hold_paper(paper)
    newest = newest_of_each(paper.pk for paper in amendments)
    for standing in motion_standings(papers().filter(pk__in=newest.values())):
        refuse_if(refusal_to_take_in(standing, version.reference, version.caused_by))
        AmendmentInText.objects.create(paper=standing.paper, version=version, recorded_at=at, recorded_by=by)
        record(
            act="amendment_taken_in",
            about=version.reference,
            by=by,
            at=at,
            paper=standing.paper.pk,
            version=version.label,
        )
