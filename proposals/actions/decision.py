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
from base.instants import day
from base.models import Reference
from base.refusal import refuse_if
from participation.enums import FollowMoment, Force
from participation.models import ConsultationRound, Subject
from participation.queries.certification import standing_of
from participation.queries.consultation_round import rounds_ahead, rounds_on_text
from proposals.actions.council_paper import hold_thing, refusal_of_thing
from proposals.answer_tasks import announce_to_contributors
from proposals.council_rules import begun_rounds, refusal_before_asking, refusal_of_withdrawn, refusal_while_open
from proposals.enums import DecidingBody, Verdict
from proposals.mailboxes import people_told
from proposals.models import Decision
from proposals.motion_life import BOTH
from proposals.queries.decision import decisions_beside, disagreement, votes_behind

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
    no_vote_because: str = ""


@dataclass(frozen=True)
class Draft:
    """A decision as it would be recorded, to how many mailboxes that would be told, and in which other rounds about its item
    people could take part on its day, or still had to be asked."""

    decision: Decision
    told: int
    still_open: list[ConsultationRound]
    ahead: list[ConsultationRound]


def draft_decision(
    *,
    text: DecisionText,
    consultation_round: ConsultationRound | None,
    about: Reference | None,
    by: Any,
    at: datetime,
    corrects: Decision | None = None,
    corrected_because: str = "",
) -> Draft:
    """What would be public, for whoever records it to look through; or the Refusal. Nothing is kept."""
    decision = _decision(text, consultation_round, about, corrects, corrected_because)
    _refuse(decision, by, at)
    told = people_told(_rounds_told(decision), _followed(decision))
    return Draft(decision, told, _still_open(decision), _ahead(decision))


@transaction.atomic
def record_decision(
    *,
    text: DecisionText,
    consultation_round: ConsultationRound | None,
    about: Reference | None,
    by: Any,
    at: datetime,
    corrects: Decision | None = None,
    corrected_because: str = "",
) -> Decision:
    """Records what college or council resolved on a round or an agenda item, under a number of its own.

    A correction is about what the decision that it corrects is about, and of the same body.
    """
    decision = _decision(text, consultation_round, about, corrects, corrected_because)
    # Two that record at once wait for each other here, so that the second is refused in words; so does a vote of the council.
    hold_thing(decision.about, decision.consultation_round)
    if corrects is not None:
        Decision.objects.select_for_update().get(pk=corrects.pk)
    _refuse(decision, by, at)
    decision.reference = allot_reference(kind=ReferenceKind.DECISION, at=at)
    decision.recorded_at, decision.recorded_by = at, by
    decision.save(force_insert=True)
    publish_record(record=decision, in_english=bool(decision.title_en), by=by, at=at)
    item = str(decision.about)
    record(act="decision_recorded", about=decision.reference, by=by, at=at, verdict=text.verdict, item=item)
    announce_to_contributors(
        rounds=_rounds_told(decision),
        moment=FollowMoment.DECISION,
        what=decision.reference.string,
        references=_followed(decision),
    )
    return decision


def _decision(
    text: DecisionText,
    consultation_round: ConsultationRound | None,
    about: Reference | None,
    corrects: Decision | None,
    corrected_because: str,
) -> Decision:
    """With what follows: a correction is about what the old decision was about, and a round says its item."""
    if corrects is not None:
        consultation_round, about = consultation_round or corrects.consultation_round, about or corrects.about
    if consultation_round is not None:
        consultation_round = ConsultationRound.objects.with_phases().get(pk=consultation_round.pk)
        about = about or consultation_round.about
    why = {"corrects": corrects, "corrected_because": corrected_because.strip() if corrects is not None else ""}
    return Decision(consultation_round=consultation_round, about=about, **why, **vars(text))


def _refuse(decision: Decision, by: Any, at: datetime) -> None:
    refuse_if("" if by.has_perm(RECORD) else _("Only the clerk records decisions."))
    refuse_if(_refusal_of_correction(decision))
    refuse_if(_refusal_of_decision(decision, at))
    refuse_if(_refusal_of_withdrawn(decision))
    refuse_if(_refusal_beside_others(decision))
    refuse_if(_refusal_of_vote(decision))


def _refusal_of_correction(decision: Decision) -> str:
    """What else was decided is a decision of its own: whoever was told of the first reads what became of it."""
    first = decision.corrects
    if first is None:
        return ""
    if Decision.objects.filter(corrects=first).exists():
        return _("This decision has been corrected already. Correct the correction.")
    same = ("body", "about_id", "consultation_round_id")
    if any(getattr(first, name) != getattr(decision, name) for name in same):
        about = [one.string for one in (first.about, getattr(first.consultation_round, "reference", None)) if one]
        return _(
            "%(number)s is a decision of %(body)s on %(about)s, and its correction is so too. What another body decided, or "
            "what was decided on something else, is recorded as a decision of its own."
        ) % {"number": first.reference.string, "body": first.get_body_display(), "about": ", ".join(about)}
    return "" if decision.corrected_because else _("Say why it is corrected: everybody reads it.")


def _refusal_of_withdrawn(decision: Decision) -> str:
    """What the council decided is not withdrawn, so that on what was it decides nothing, of whatever day."""
    if decision.corrects is not None:
        return ""
    day = None if decision.body == DecidingBody.COUNCIL else decision.decided_on
    return refusal_of_withdrawn(decision.about, decision.consultation_round, day)


def _followed(decision: Decision) -> list[int]:
    """What the decision is about, for whoever follows it: item, round, the round's proposals, the decision it corrects."""
    consultation_round = decision.consultation_round
    found = [decision.about_id, decision.corrects.reference_id if decision.corrects else None]
    if consultation_round is not None:
        subjects = Subject.objects.visible().filter(consultation_round=consultation_round)
        found += [consultation_round.reference_id, *subjects.values_list("reference", flat=True)]
    return [pk for pk in found if pk is not None]


def _refusal_of_decision(decision: Decision, at: datetime) -> str:
    consultation_round, about = decision.consultation_round, decision.about
    if consultation_round is None and about is None:
        return _("Say what the decision is about: a consultation round or an agenda item.")
    if decision.decided_on > timezone.localtime(at).date():
        return _("The day of the decision lies ahead. Record it when it has been taken.")
    if sentence := refusal_of_thing(about, consultation_round):
        return sentence
    if sentence := _refusal_before_asking(decision):
        return sentence
    for one in _rounds_before(decision):
        if sentence := _refusal_of_round(one, decision, at):
            return sentence
    stands = decision.following
    if stands is not None and stands.needs_reasons and not decision.reasons.strip():
        return _("%(how)s It was to be followed: give the reasons, which everybody reads.") % {"how": stands.label}
    return ""


def _rounds_before(decision: Decision) -> list[ConsultationRound]:
    """What a decision waits for: the round that it follows; where it names none, every round about the item that had begun by
    its day."""
    chosen = decision.consultation_round
    begun = begun_rounds(decision.about, decision.decided_on) if chosen is None else []
    return [chosen] if chosen is not None else [one for one, _last_day in begun]


def _rounds_told(decision: Decision) -> list[ConsultationRound]:
    """Whose people hear of it: of a correction those who heard of what it corrects, too."""
    found, one = _rounds_before(decision), decision.corrects
    while one is not None:
        found += [round_ for round_ in _rounds_before(one) if round_ not in found]
        one = one.corrects
    return found


def _still_open(decision: Decision) -> list[ConsultationRound]:
    """Other rounds about the item in which people could take part on its day: whoever records it is told of them."""
    chosen, decided_on = decision.consultation_round, decision.decided_on
    begun = begun_rounds(decision.about, decided_on)
    return [one for one, last_day in begun if one != chosen and last_day > decided_on]


def _ahead(decision: Decision) -> list[ConsultationRound]:
    """Rounds about the item that were in force on its day and had not begun."""
    if decision.about is None:
        return []
    return [one for one, _begins_at in rounds_ahead(rounds_on_text(about=decision.about), decision.decided_on)]


def _refusal_before_asking(decision: Decision) -> str:
    """The council decides once residents were asked. The executive may decide that they are."""
    if decision.body != DecidingBody.COUNCIL or decision.consultation_round is not None or decision.about is None:
        return ""
    return refusal_before_asking(rounds_on_text(about=decision.about), decision.decided_on)


def _refusal_of_round(consultation_round: ConsultationRound, decision: Decision, at: datetime) -> str:
    name = {"round": consultation_round.reference.string}
    is_chosen = consultation_round == decision.consultation_round
    if sentence := refusal_while_open(consultation_round, decision.decided_on, is_chosen=is_chosen):
        return sentence
    if not consultation_round.method:
        return ""
    if consultation_round.result_published_at is None:
        return _("Publish the result of the vote in %(round)s first; then record the decision.") % name
    standing = standing_of(consultation_round, at)
    if consultation_round.force != Force.ADVICE and standing is not None and not standing.is_certified:
        return (
            _(
                "The result of the vote in %(round)s is provisional. Two people certify it first; then record the decision."
            )
            % name
        )
    return ""


def _refusal_beside_others(decision: Decision) -> str:
    """A body decides on a thing once a day: what differs is a correction."""
    if (found := decisions_beside(decision).select_related("reference").first()) is None:
        return ""
    return _(
        "Of this day a decision of %(body)s on the same was recorded already: %(number)s, %(verdict)s. "
        "Correct that one if it is wrong."
    ) % {
        "body": found.get_body_display(),
        "number": found.reference.string,
        "verdict": found.get_verdict_display(),
    }


def _refusal_of_vote(decision: Decision) -> str:
    """What the council decided is what its vote came to, where that is recorded."""
    if decision.body != DecidingBody.COUNCIL:
        return ""
    votes = votes_behind(decision)
    is_settled = decision.verdict != Verdict.DEFERRED
    if is_settled and not decision.no_vote_because.strip() and all(one.paper.kind in BOTH for one in votes):
        return _(
            "No vote of the council on this is recorded of that day. Record it first, with the proposal; what was adopted without "
            "a vote is recorded there as such. Where nothing of it was taken down, say why no vote is recorded: everybody reads it."
        )
    if (vote := disagreement(decision.verdict, votes)) is None:
        return ""
    return _(
        "The vote of the council on %(day)s says otherwise: %(paper)s, %(outcome)s. "
        "Choose the verdict that belongs to it, or correct the vote first if that is wrong."
    ) % {"day": day(vote.meeting.held_on), "paper": vote.paper.label, "outcome": vote.get_outcome_display()}
