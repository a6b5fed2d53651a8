"""What can be done now, and until when: the one box that every page about a round has."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from base.instants import beginning, until
from participation.enums import Act, RoundState
from participation.models import ConsultationRound
from participation.queries.consultation_round import RoundStanding


@dataclass(frozen=True)
class Now:
    """`actions` are buttons as the component wants them: `[{label, url, kind}]`."""

    title: str
    body: str
    actions: list[dict[str, Any]] = field(default_factory=list)

    @property
    def is_quiet(self) -> bool:
        return not self.actions


def now_of(
    consultation_round: ConsultationRound, standing: RoundStanding, at: datetime, *, has_voted: bool = False
) -> Now:
    string = consultation_round.reference.string
    if standing.state == RoundState.OPEN:
        return _open(consultation_round, standing, string, at, has_voted)
    if standing.state == RoundState.PUBLISHED:
        return Now(
            title=_("The vote has been counted"),
            body=_("See what was chosen, and why."),
            actions=[{"label": _("See the result"), "url": reverse("result", args=[string]), "kind": "primary"}],
        )
    coming = standing.next_phase
    if coming is not None:
        return Now(
            title=_("Coming: %(phase)s") % {"phase": coming.get_kind_display().lower()},
            body=_("From %(moment)s on.") % {"moment": beginning(coming.starts_at)},
        )
    if consultation_round.method:
        return Now(
            title=_("Voting is over"),
            body=_("The ballots are counted. Nobody sees a figure before the count is published."),
        )
    return Now(
        title=_("Taking part is over"), body=_("The municipality weighs what people said. Its answer will stand here.")
    )


def _open(
    consultation_round: ConsultationRound, standing: RoundStanding, string: str, at: datetime, has_voted: bool
) -> Now:
    actions: list[dict[str, Any]] = []
    titles = []
    if consultation_round.permits(Act.VOTE, at):
        titles.append(_("Now: vote"))
        label = _("Replace your ballot") if has_voted else _("Vote")
        actions.append({"label": label, "url": reverse("ballot", args=[string]), "kind": "primary"})
    if consultation_round.permits(Act.PROPOSE, at):
        titles.append(_("Now: make a proposal"))
        kind = "quiet" if actions else "primary"
        actions.append({"label": _("Make a proposal"), "url": reverse("start_proposal", args=[string]), "kind": kind})
    if consultation_round.permits(Act.SUPPORT, at) or consultation_round.permits(Act.COMMENT, at):
        titles.append(_("Now: support what you find good, and react"))
        kind = "quiet" if actions else "primary"
        actions.append({"label": _("See the proposals"), "url": reverse("proposals", args=[string]), "kind": kind})
    closes_at = standing.closes_at
    words = (
        _("That can be done at any time.")
        if closes_at is None
        else _("That can be done %(until)s.") % {"until": until(closes_at)}
    )
    if not actions:
        titles.append(standing.open_phases[0].get_kind_display())
        words = _("This goes on %(until)s.") % {"until": until(closes_at)} if closes_at else ""
    if standing.next_phase is not None:
        words += " " + _("After that: %(phase)s, from %(moment)s on.") % {
            "phase": standing.next_phase.get_kind_display().lower(),
            "moment": beginning(standing.next_phase.starts_at),
        }
    return Now(title=titles[0], body=words, actions=actions[:2])


def proposals_in_words(count: int) -> str:
    return ngettext("%(count)d proposal", "%(count)d proposals", count) % {"count": count}
