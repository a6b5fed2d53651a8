from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from base.actions.audit_entry import record
from base.actions.published_version import publish_record
from base.actions.reference import allot_reference
from base.enums import ReferenceKind
from base.instants import until
from base.models import Reference
from base.refusal import Refusal, refuse_if
from participation.enums import ASKING, FollowMoment, Force
from participation.models import ConsultationRound, Subject
from participation.queries.certification import standing_of
from proposals.actions.council_paper import hold_thing
from proposals.answer_tasks import announce_to_contributors
from proposals.models import Decision
from proposals.models.decision import following

RECORD = "proposals.add_decision"


@dataclass(frozen=True)
class DecisionText:
    body: str
    decided_on: date
    verdict: str
    title: str
    reasons: str
    title_en: str = ""
    reasons_en: str = ""
    document_url: str = ""


@transaction.atomic
def record_decision(
    *,
    text: DecisionText,
    consultation_round: ConsultationRound | None,
    about: Reference | None,
    by: Any,
    at: datetime,
    corrects: Decision | None = None,
) -> Decision:
    """Records what college or council resolved on a round or an agenda item, under a number of its own."""
    if corrects is not None and consultation_round is None and about is None:
        # A correction is about what the old decision was about.
        consultation_round, about = corrects.consultation_round, corrects.about
    if consultation_round is not None:
        consultation_round = ConsultationRound.objects.with_phases().get(pk=consultation_round.pk)
        about = about or consultation_round.about
    refuse_if("" if by.has_perm(RECORD) else _("Only the clerk records decisions."))
    refuse_if(refusal_of_decision(text, consultation_round, about, at))
    if corrects is not None:
        # Two corrections at once wait for each other here, so that the second is refused in words.
        Decision.objects.select_for_update().get(pk=corrects.pk)
        if Decision.objects.filter(corrects=corrects).exists():
            raise Refusal(_("This decision has been corrected already. Correct the correction."))
    else:
        hold_thing(about, consultation_round)
        same = {name: getattr(text, name) for name in ("body", "decided_on", "verdict", "title")}
        again = Decision.objects.filter(**same, consultation_round=consultation_round, about=about, corrected_by=None)
        if (found := again.first()) is not None:
            number = {"number": found.reference.string}
            raise Refusal(
                _("This decision was recorded already: %(number)s. Correct that one if it is wrong.") % number
            )
    decision = Decision.objects.create(
        reference=allot_reference(kind=ReferenceKind.DECISION, at=at),
        consultation_round=consultation_round,
        about=about,
        corrects=corrects,
        recorded_at=at,
        recorded_by=by,
        **vars(text),
    )
    publish_record(record=decision, in_english=bool(decision.title_en), by=by, at=at)
    record(act="decision_recorded", about=decision.reference, by=by, at=at, verdict=text.verdict, item=str(about))
    announce_to_contributors(
        consultation_round=consultation_round,
        moment=FollowMoment.DECISION,
        what=decision.reference.string,
        references=_followed(decision),
    )
    return decision


def _followed(decision: Decision) -> list[int]:
    """What the decision is about, for whoever follows it: item, round, the round's proposals, the decision it corrects."""
    consultation_round = decision.consultation_round
    found = [decision.about_id, decision.corrects.reference_id if decision.corrects else None]
    if consultation_round is not None:
        subjects = Subject.objects.visible().filter(consultation_round=consultation_round)
        found += [consultation_round.reference_id, *subjects.values_list("reference", flat=True)]
    return [pk for pk in found if pk is not None]


def refusal_of_decision(
    text: DecisionText, consultation_round: ConsultationRound | None, about: Reference | None, at: datetime
) -> str:
    if consultation_round is None and about is None:
        return _("Say what the decision is about: a consultation round or an agenda item.")
    if text.decided_on > timezone.localtime(at).date():
        return _("The day of the decision lies ahead. Record it when it has been taken.")
    if consultation_round is None:
        return ""
    # The last moment at which something could come in: that the municipality still answers keeps nobody from deciding.
    asking = [phase for phase in consultation_round.phases.all() if phase.kind in ASKING]
    ends = [phase.ends_at for phase in asking if phase.ends_at is not None]
    if ends and timezone.localtime(max(ends)).date() > text.decided_on:
        return _("The round is open %(until)s: a decision on it cannot be earlier.") % {"until": until(max(ends))}
    if consultation_round.method and consultation_round.result_published_at is None:
        return _("Publish the result of the vote first; then record the decision.")
    stands = following(consultation_round, text.verdict)
    if stands is not None and stands.needs_reasons and not text.reasons.strip():
        return _("%(how)s It was to be followed: give the reasons, which everybody reads.") % {"how": stands.label}
    standing = standing_of(consultation_round, at) if consultation_round.method else None
    if consultation_round.force != Force.ADVICE and standing is not None and not standing.is_certified:
        return _("The result of this vote is provisional. Two people certify it first; then record the decision.")
    return ""
