"""What a vote promises: everything that is counted by, and everything that a voter can rely on, as one record."""

from typing import Any

from base.canonical import canonical_json, sha256
from participation.ballot_rules import kind_of, seats_of, settings_of
from participation.enums import Eligibility
from participation.models import ConsultationRound
from participation.queries.ballot import ballot_subjects
from participation.queries.lot import draws_lot
from participation.tally.ties import CHAINS
from participation.voting_enums import VotingChannel

# What a round states in a column of its own, by the same name.
STATED = (
    "title",
    "language",
    "method",
    "max_choices",
    "points",
    "within_budget",
    "tie_rule",
    "public_draw",
    "eligibility",
    "paper_rule",
    "paper_entry",
    "option_order",
    "force",
    "force_decision",
    "support_threshold",
    "objection_days",
    "rare_pattern",
)
# The same for every vote: what is shown when, and what becomes of a vote.
SHOWN = {
    "turnout": "staff-meanwhile",
    "receipts": "after-close",
    "ballots": "with-result",
    "result": "when-published",
}
FOR_ALL = {
    "shown": SHOWN,
    # A ballot can be replaced until the close: the newest counts.
    "replacing": "until-close",
    # Of an option that is withdrawn meanwhile: as if nobody had marked it.
    "withdrawn_options": "not-given",
    # Where too many parts of the key are lost.
    "lost_parts": "held-again",
}


def channels_of(consultation_round: ConsultationRound) -> list[str]:
    """The ways in which a ballot can come in: by letter and on paper for a line of the roll alone."""
    if consultation_round.eligibility != Eligibility.ROLL:
        return [VotingChannel.WEB]
    return [one for one in VotingChannel if one != VotingChannel.IMPORT]


def criteria_of(consultation_round: ConsultationRound) -> list[dict[str, Any]]:
    """What was asked of everybody on the roll, for each source of it: as it was published with the rules; before that, and of a
    vote that began before it stood in them, as the roll keeps it."""
    if consultation_round.eligibility != Eligibility.ROLL:
        return []
    published = getattr(consultation_round, "rules", None)
    if published is not None and "on_roll" in published.data:
        return list(published.data["on_roll"])
    roll = getattr(consultation_round, "electoral_roll", None)
    return list(roll.criteria) if roll is not None else []


def rules_of(consultation_round: ConsultationRound) -> dict[str, Any]:
    """The rules of a round's vote: as they were published at its opening; before that as they would be now.

    An option's title stands in it as a hash: the words are a resident's, and a moderator may have to take them away. The
    paper is in the order of its lines.
    """
    published = getattr(consultation_round, "rules", None)
    if published is not None:
        return dict(published.data)
    voting = consultation_round.voting
    return {
        "format": 1,
        "round": consultation_round.reference.string,
        "about": consultation_round.about.string if consultation_round.about else None,
        **{name: getattr(consultation_round, name) for name in STATED},
        **FOR_ALL,
        **({"lot_value": "capitals-and-digits"} if draws_lot(consultation_round) else {}),
        "on_roll": criteria_of(consultation_round),
        "channels": channels_of(consultation_round),
        "kind": kind_of(consultation_round).name,
        "settings": settings_of(consultation_round),
        "seats": seats_of(consultation_round),
        "budget": consultation_round.budget if consultation_round.has_budget else None,
        "ties": list(CHAINS[consultation_round.tie_rule].names),
        "options": [
            {"reference": one.reference.string, "title_sha256": sha256(one.label), "cost": one.cost}
            for one in ballot_subjects(consultation_round)
        ],
        "phases": [
            {
                "kind": phase.kind,
                "starts_at": phase.starts_at.isoformat(),
                "ends_at": phase.ends_at.isoformat() if phase.ends_at else None,
            }
            for phase in consultation_round.phases.all()
        ],
        "in_force_at": voting.starts_at.isoformat() if voting is not None else None,
    }


def rules_text(consultation_round: ConsultationRound) -> str:
    """Canonical JSON, whose hash is published."""
    published = getattr(consultation_round, "rules", None)
    return published.text if published is not None else canonical_json(rules_of(consultation_round))
