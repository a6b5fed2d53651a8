"""What the text of an agenda item may say that it carries out. A rule returns a refusal as a sentence, or nothing."""

from django.utils.translation import gettext as _

from base.models import Reference
from proposals.enums import DecidingBody
from proposals.models import Decision
from proposals.motion_life import MotionEvent, can_happen
from proposals.queries.motion import MotionStanding


def refusal_to_take_in(standing: MotionStanding, item: Reference, caused_by: Reference | None) -> str:
    """An amendment that was carried is the text of the decision (Gemeentewet 147b), so that its version follows from that."""
    paper = standing.paper
    if standing.item != item.pk or not can_happen(paper.kind, standing.state, MotionEvent.IN_TEXT):
        return _("%(paper)s does not wait for this text: %(state)s. Untick it.") % {
            "paper": paper,
            "state": standing.state.label,
        }
    decision = Decision.objects.filter(reference=caused_by, body=DecidingBody.COUNCIL).first() if caused_by else None
    if decision is None or decision.decided_on < standing.since:
        return _(
            "The council carried %(paper)s: choose the decision of the council that it came in under 'Decision behind this change'."
        ) % {"paper": paper}
    return ""
