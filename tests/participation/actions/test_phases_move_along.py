from dataclasses import replace

import pytest
from django.db import IntegrityError, transaction

from participation.actions.consultation_round import put_in_force
from participation.actions.round_change import extend_phase, pause_round, resume_round
from participation.enums import PhaseKind
from participation.queries.round_change import shown_changes
from participation.round_plan import PhasePlan, RulesPlan
from tests.factories.base import ReferenceFactory
from tests.factories.participation import SubjectFactory
from tests.rounds import anew, moment

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]

RULES = RulesPlan(title="De speelplek", language="nl", method="greedy", budget=100_000)
AUGUST = moment(8, 1)
SUPPORT = PhasePlan(PhaseKind.SUPPORT, moment(9, 15), moment(10, 1))
VOTE = PhasePlan(PhaseKind.VOTE, moment(11, 1), moment(11, 15))


def put(reference, rules=RULES, *, at=AUGUST):
    return put_in_force(reference=reference, about=None, rules=rules, phases=[SUPPORT, VOTE], by=None, at=at)


def test_later_phases_move_along_with_a_longer_one_and_stay_there_when_the_page_is_published_again(clerk):
    reference = ReferenceFactory()
    known = put(reference)
    SubjectFactory(consultation_round=known, cost=1)
    support = known.phases.get(kind=PhaseKind.SUPPORT)

    def extend(ends_at):
        act = {"reason": "Storm.", "by": clerk, "at": support.starts_at}
        extend_phase(consultation_round=known, phase=support, ends_at=ends_at, **act)
        return times(anew(known))

    def times(found):
        return {one.kind: (one.starts_at, one.ends_at) for one in found.phases.all()}

    def changes():
        return list(known.changes.values_list("kind", flat=True))

    first = times(known)
    # Where it ends before the next begins, nothing moves.
    assert extend(moment(10, 20))["vote"] == first["vote"]
    assert changes() == ["extended"]
    # Over the night in which summer time ends a midnight stays one.
    moved = extend(moment(11, 5))
    assert moved["vote"] == (moment(11, 17), moment(12, 1))
    assert changes() == ["extended", "extended", "moved"]
    again = put(reference, replace(RULES, title="Een ander woord"), at=support.starts_at)
    assert times(again) == moved
    (_first, second) = reversed(shown_changes(again))
    assert second.headline.endswith(
        "Later along with it: 'Vote' is from Tuesday 17 November 2026, until and including Monday 30 November 2026, 23:59."
    )
    with pytest.raises(IntegrityError), transaction.atomic():
        known.changes.create(kind="moved", reason="x", at=support.starts_at, phase_starts_at=moment(11, 5))


def test_two_phases_that_last_longer_after_a_pause_move_the_later_one_once_and_by_the_most(clerk):
    talk = PhasePlan(PhaseKind.DISCUSS, moment(9, 14), moment(10, 1))
    vote = replace(VOTE, starts_at=moment(10, 1), ends_at=moment(10, 15))
    phases = [talk, SUPPORT, vote]
    known = put_in_force(reference=ReferenceFactory(), about=None, rules=RULES, phases=phases, by=None, at=AUGUST)
    SubjectFactory(consultation_round=known, cost=1)
    pause_round(consultation_round=known, reason="Storm.", by=clerk, at=moment(9, 20))
    keys = {one.kind: one.pk for one in known.phases.all()}
    ends = {keys["discuss"]: moment(10, 6), keys["support"]: moment(10, 11)}
    resume_round(consultation_round=anew(known), ends=ends, reason="Droog.", by=clerk, at=moment(9, 25))
    assert {one.kind: (one.starts_at, one.ends_at) for one in anew(known).phases.all()} == {
        "discuss": (moment(9, 14), moment(10, 6)),
        "support": (moment(9, 15), moment(10, 11)),
        "vote": (moment(10, 11), moment(10, 25)),
    }
    assert list(known.changes.values_list("kind", flat=True)).count("moved") == 1
