"""Ballots on paper and by telephone: who enters them, and which ballot of one person counts. Each rule returns a refusal or a reason
as a sentence, or nothing."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from participation.enums import Act
from participation.models import ConsultationRound, PaperBatch, PollBookEntry
from participation.rules import ON_PAPER, refusal_of_phase, refusal_to_lead_count
from participation.voting_enums import PaperRule, SetAside

MOST_PAPERS = 200


def refusal_to_open_batch(
    person: Any, consultation_round: ConsultationRound, papers: int, received_at: datetime, at: datetime
) -> str:
    if sentence := refusal_to_lead_count(person) or refusal_of_phase(consultation_round, Act.VOTE, at):
        return sentence
    if not 1 <= papers <= MOST_PAPERS:
        return _("A batch holds 1 to %(most)d papers.") % {"most": MOST_PAPERS}
    if not consultation_round.permits(Act.VOTE, received_at) or received_at > at:
        return _("These papers must have come in while people could vote, and not after now.")
    return ""


def refusal_to_read(person: Any, batch: PaperBatch, place: int, at: datetime) -> str:
    if sentence := refusal_to_lead_count(person):
        return sentence
    if batch.cast_at is not None:
        return _("This batch is in the ballot box. Nothing of it can be changed any more.")
    if sentence := refusal_of_phase(batch.consultation_round, Act.VOTE, at):
        return sentence
    if not 1 <= place <= batch.papers:
        return _("This batch has papers 1 to %(papers)d.") % {"papers": batch.papers}
    return ""


def refusal_to_cast_batch(
    person: Any, batch: PaperBatch, missing: Sequence[int], differing: Sequence[int], at: datetime
) -> str:
    if sentence := refusal_to_read(person, batch, 1, at):
        return sentence
    if missing:
        return _("Not entered by two people yet: %(papers)s.") % {"papers": ", ".join(map(str, missing))}
    if differing:
        return _("Two people read these differently: %(papers)s. Look at the scan, and correct what is wrong.") % {
            "papers": ", ".join(map(str, differing))
        }
    return ""


def why_set_aside(batch: PaperBatch, line: PollBookEntry | None) -> SetAside | None:
    """Why a paper of somebody who has voted before, as `line` says, is not counted."""
    if line is None:
        return None
    if line.channel in ON_PAPER:
        return SetAside.BEFORE
    rule = batch.consultation_round.paper_rule
    if rule == PaperRule.PAPER_FIRST or (rule != PaperRule.WEB_FIRST and batch.received_at > line.cast_at):
        return None
    return SetAside.ON_SITE
