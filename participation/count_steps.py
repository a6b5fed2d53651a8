"""The steps of a vote after its close, in their order: what is done, by which role, and what the next waits for."""

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from base.instants import last_minute, until
from participation.box_rules import box_of, refusal_of_untested, refusal_to_open
from participation.certification_rules import (
    certification_of,
    objections_until,
    refusal_of_objections,
    refusal_to_destroy,
)
from participation.models import ConsultationRound
from participation.queries.certification import refusal_of_certificate
from participation.queries.tally_sheet import newest_sheet
from participation.round_change_rules import refusal_of_stop
from participation.rules import refusal_to_count


@dataclass(frozen=True)
class Step:
    """`waits` says why it cannot be done now; empty where it can, or is done."""

    label: str
    role: str
    done_at: datetime | None
    waits: str
    url: str


def steps_of(consultation_round: ConsultationRound, at: datetime) -> list[Step]:
    reference = consultation_round.reference.string
    box, sheet, voting = box_of(consultation_round), newest_sheet(consultation_round), consultation_round.voting
    certification = certification_of(sheet)
    box_url, round_url = reverse("box_desk", args=[reference]), reverse("round_desk", args=[reference])
    here = reverse("certify_desk", args=[reference])
    clerk, holders, two = _("the clerk"), _("the clerk with who holds a part"), _("two clerks")
    published_at = consultation_round.result_published_at
    ends_at = objections_until(consultation_round, sheet)
    objections = refusal_of_objections(consultation_round, sheet, at) if sheet and published_at else ""
    # Voting ends by the clock; when somebody first looked after it says nothing of the vote.
    ends = voting.ends_at if voting is not None else None
    is_over = bool(box and box.closed_at) or (ends is not None and ends <= at and not consultation_round.is_stopped)
    closed_at = last_minute(ends) if ends is not None and is_over else None
    goes_on = "" if voting is None else _("Voting goes on %(until)s.") % {"until": until(voting.ends_at)}
    return [
        Step(
            _("Make and test the ballot box"),
            clerk if box and not box.is_split else holders,
            box.tested_at if box else None,
            "",
            box_url,
        ),
        Step(_("Close the box"), _("the clock"), closed_at, goes_on, box_url),
        Step(
            _("Open the box"),
            holders if box and box.is_split else clerk,
            box.opened_at if box else None,
            refusal_of_untested(consultation_round) or refusal_to_open(consultation_round, at),
            box_url,
        ),
        Step(
            _("Count the ballots"),
            clerk,
            consultation_round.counted_at,
            refusal_to_count(consultation_round, at),
            round_url,
        ),
        Step(
            _("Publish the provisional result"),
            clerk,
            published_at,
            refusal_of_stop(consultation_round)
            or ("" if sheet else _("Count the ballots first; then publish the result.")),
            round_url,
        ),
        Step(
            _("Objections"),
            clerk,
            (last_minute(ends_at) if ends_at else published_at) if published_at and not objections else None,
            objections or _("They begin with the provisional result."),
            here,
        ),
        Step(
            _("Certify"),
            two,
            certification.second_at if certification else None,
            refusal_of_certificate(consultation_round, at)
            or (
                _("The certificate waits for %(names)s.") % {"names": certification.names}
                if certification and not certification.is_whole
                else ""
            ),
            here,
        ),
        Step(
            _("Destroy envelopes and keys"),
            two,
            box.destroyed_at if box else None,
            refusal_to_destroy(consultation_round, sheet),
            box_url,
        ),
    ]
