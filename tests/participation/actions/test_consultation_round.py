from dataclasses import replace
from datetime import timedelta

import pytest

from accounts.enums import Role
from base.models import AuditEntry
from base.refusal import Refusal
from participation.actions.ballot import freeze_ballot
from participation.actions.consultation_round import publish_result, put_in_force
from participation.actions.round_change import extend_phase, pause_round, resume_round
from participation.enums import Eligibility, Force, PhaseKind, TieRule
from participation.models import ConsultationRound, Phase
from participation.queries.consultation_round import standing
from participation.round_plan import PhasePlan, RulesPlan
from participation.round_plan_rules import refusal_to_change
from tests.factories.accounts import UserFactory, person_with
from tests.factories.base import ReferenceFactory
from tests.factories.participation import BallotBoxFactory, ConsultationRoundFactory, RollEntryFactory, SubjectFactory
from tests.rounds import anew, moment

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]

RULES = RulesPlan(title="De speelplek", language="nl", method="greedy", budget=100_000)
COLLECT = PhasePlan(PhaseKind.COLLECT, moment(9, 1), moment(9, 15))
SUPPORT = PhasePlan(PhaseKind.SUPPORT, moment(9, 15), moment(10, 1))
VOTE = PhasePlan(PhaseKind.VOTE, moment(11, 1), moment(11, 15))
PLAN = [COLLECT, SUPPORT, VOTE]
AUGUST = moment(8, 20)


def changed(plan: PhasePlan, **fields) -> PhasePlan:
    return replace(plan, **fields)


def put(reference, rules=RULES, phases=PLAN, *, at=AUGUST, about=None) -> ConsultationRound:
    return put_in_force(reference=reference, about=about, rules=rules, phases=phases, by=None, at=at)


def trail(reference) -> list[str]:
    return list(AuditEntry.objects.filter(about=reference.string).order_by("pk").values_list("act", flat=True))


@pytest.fixture
def reference():
    return ReferenceFactory()


def test_put_in_force_writes_the_rules_and_phases_with_a_trail(reference):
    item = ReferenceFactory()
    consultation_round = put(reference, about=item)
    assert (consultation_round.reference, consultation_round.about, consultation_round.put_in_force_at) == (
        reference,
        item,
        moment(8, 20),
    )
    assert {name: getattr(consultation_round, name) for name in vars(RULES)} == vars(RULES)
    assert [PhasePlan(p.kind, p.starts_at, p.ends_at) for p in consultation_round.phases.all()] == PLAN
    entry = AuditEntry.objects.get(about=reference.string)
    assert (entry.act, entry.about, entry.at) == ("rules_put_in_force", reference.string, moment(8, 20))


def test_put_in_force_refuses_and_writes_nothing(reference):
    with pytest.raises(Refusal, match="at least one phase"):
        put(reference, phases=[])
    assert (ConsultationRound.objects.count(), Phase.objects.count(), trail(reference)) == (0, 0, [])


def test_put_in_force_again_changes_the_same_round(reference):
    first = put(reference)
    again = put(reference, replace(RULES, budget=200_000), [COLLECT, VOTE], at=moment(8, 21))
    assert (again.pk, again.budget, again.put_in_force_at) == (first.pk, 200_000, moment(8, 20))
    assert [phase.kind for phase in again.phases.all()] == [PhaseKind.COLLECT, PhaseKind.VOTE]
    assert trail(reference) == ["rules_put_in_force", "rules_changed"]


def test_put_in_force_of_what_is_in_force_already_writes_nothing(reference):
    first = put_in_force(reference=reference, about=None, rules=RULES, phases=PLAN, by=None, at=moment(8, 1))
    phases = set(Phase.objects.values_list("pk", flat=True))
    # Long after voting began: an editor who mends a word changes no rule.
    again = put_in_force(reference=reference, about=None, rules=RULES, phases=PLAN[::-1], by=None, at=moment(12, 1))
    assert (again, set(Phase.objects.values_list("pk", flat=True))) == (first, phases)
    assert trail(reference) == ["rules_put_in_force"]


def test_a_vote_that_did_not_begin_for_want_of_a_paper_is_given_a_later_beginning(reference):
    known = put(reference)
    later, past = (changed(VOTE, starts_at=day) for day in (moment(11, 8), moment(11, 2)))
    with pytest.raises(Refusal, match="Voting cannot begin in the past"):
        put(reference, phases=[COLLECT, SUPPORT, past], at=moment(11, 3))
    assert put(reference, phases=[COLLECT, SUPPORT, later], at=moment(11, 3)).voting.starts_at == moment(11, 8)
    SubjectFactory(consultation_round=known, cost=1)
    with pytest.raises(Refusal, match="It can no longer be moved"):
        put(reference, phases=[COLLECT, SUPPORT, changed(VOTE, starts_at=moment(11, 10))], at=moment(11, 9))


def test_put_in_force_that_is_refused_leaves_the_rules_in_force(reference):
    put(reference)
    with pytest.raises(Refusal):
        put(reference, replace(RULES, budget=1), at=VOTE.starts_at)
    kept = ConsultationRound.objects.get()
    assert (kept.budget, kept.phases.count()) == (100_000, 3)


OTHER_VALUES = {
    "settings": {"quorum": 10},
    "method": "greedy-stop",
    "budget": 1,
    "max_choices": 3,
    "seats": 2,
    "within_budget": False,
    "points": 10,
    "tie_rule": TieRule.LIST_ORDER,
    "public_draw": "De staatsloterij van 10 december",
    "eligibility": Eligibility.ROLL,
    "force": Force.MANDATED,
    "force_decision": "https://raad.example/besluit/12",
    "objection_days": 14,
    "paper_rule": "last",
    "paper_entry": "sample",
    "option_order": "alphabet",
    "rare_pattern": "merged",
}


@pytest.mark.parametrize("name", OTHER_VALUES)
def test_refusal_to_change_freezes_every_rule_of_the_vote_when_it_begins(reference, name):
    known = put(reference)
    other = replace(RULES, **{name: OTHER_VALUES[name]})
    just_before, begun = VOTE.starts_at - timedelta(microseconds=1), VOTE.starts_at
    assert refusal_to_change(known, other, PLAN, just_before) == ""
    assert refusal_to_change(known, other, PLAN, begun) == (
        "Voting began on Sunday 1 November 2026, 00:00; since then the rules of the vote stand fast. Put the old value back."
    )


def test_refusal_to_change_keeps_the_roll_once_somebody_is_on_it(reference):
    known = put(reference, replace(RULES, eligibility=Eligibility.ROLL))
    assert refusal_to_change(known, RULES, PLAN, moment(10, 1)) == ""
    RollEntryFactory(consultation_round=known, person=None, identifier="w-1")
    assert refusal_to_change(known, RULES, PLAN, moment(10, 1)).startswith("People are on the electoral roll")


def test_refusal_to_change_lets_words_and_screening_change_during_the_vote(reference):
    known = put(reference)
    other = replace(RULES, title="De speelplek aan de vijver", screening="after")
    assert refusal_to_change(known, other, PLAN, VOTE.starts_at) == ""


def test_put_in_force_during_the_vote_leaves_the_rules_that_were_published_at_its_opening(reference):
    SubjectFactory(consultation_round=put(reference), cost=1)
    known = put(reference, replace(RULES, title="De speelplek aan de vijver"), at=VOTE.starts_at)
    assert (known.title, known.rules.data["title"]) == ("De speelplek aan de vijver", RULES.title)


DURING = moment(9, 5)
MOVED = (
    "The phase 'Collect proposals' began on Tuesday 1 September 2026, 00:00. It can no longer be moved or taken away."
)

LONGER = "The phase 'Collect proposals' has begun. It is made longer under 'Rounds and counts', with a reason that everybody reads."


@pytest.mark.parametrize(
    ("collect", "at", "sentence"),
    [
        ([COLLECT], DURING, ""),
        ([changed(COLLECT, ends_at=moment(9, 20))], DURING, LONGER),
        ([changed(COLLECT, ends_at=moment(9, 20))], moment(8, 31), ""),
        ([changed(COLLECT, starts_at=moment(9, 2))], moment(8, 31), ""),
        ([], moment(8, 31), ""),
        ([], DURING, MOVED),
        ([changed(COLLECT, starts_at=moment(9, 2))], DURING, MOVED),
        ([changed(COLLECT, kind=PhaseKind.DISCUSS)], DURING, MOVED),
        (
            [changed(COLLECT, ends_at=moment(9, 14))],
            DURING,
            "The phase 'Collect proposals' has begun: it can be made longer, not shorter.",
        ),
        (
            [changed(COLLECT, ends_at=moment(9, 20))],
            moment(9, 15),
            "The phase 'Collect proposals' is over. Its end stands fast.",
        ),
    ],
)
def test_refusal_to_change_says_what_of_a_phase_stands_fast(reference, collect, at, sentence):
    known = put(reference)
    assert refusal_to_change(known, RULES, [*collect, SUPPORT, VOTE], at) == sentence


def test_refusal_to_change_lets_an_open_phase_end_now_and_not_in_the_past(reference):
    rules = RulesPlan(title="Begin zelf iets", language="nl", is_standing=True)
    known = put(reference, rules, [changed(COLLECT, ends_at=None)])
    assert refusal_to_change(known, rules, [changed(COLLECT, ends_at=DURING)], DURING) == ""
    assert refusal_to_change(known, rules, [changed(COLLECT, ends_at=moment(9, 4))], DURING) == (
        "The phase 'Collect proposals' is open: it can end now or later, not in the past."
    )


def test_refusal_to_change_never_lets_voting_begin_in_the_past(reference):
    known = put(reference)
    sooner = [changed(COLLECT, ends_at=moment(9, 15)), changed(VOTE, starts_at=moment(10, 1))]
    at = moment(10, 10)
    assert refusal_to_change(known, RULES, [SUPPORT, *sooner], at) == (
        "Voting cannot begin in the past. Give it a start from now on."
    )
    assert refusal_to_change(known, RULES, [SUPPORT, sooner[0], changed(VOTE, starts_at=at)], at) == ""


def test_put_in_force_again_keeps_the_end_to_which_the_vote_was_extended(reference, clerk):
    known = put(reference)
    SubjectFactory(consultation_round=known, cost=1)
    longer = [COLLECT, SUPPORT, changed(VOTE, ends_at=moment(11, 20))]
    during = VOTE.ends_at - timedelta(microseconds=1)
    assert "with a reason that everybody reads" in refusal_to_change(known, RULES, longer, during)
    extend_phase(
        consultation_round=known, phase=known.voting, ends_at=moment(11, 20), reason="Storm.", by=clerk, at=during
    )
    # The page still has the end that it was published with.
    again = put(reference, replace(RULES, title="Een ander woord"), at=during)
    assert (again.title, again.voting.ends_at) == ("Een ander woord", moment(11, 20))


@pytest.mark.parametrize(
    ("at", "state"),
    [
        (moment(8, 31), "announced"),
        (moment(9, 1), "open"),
        (moment(9, 15), "open"),
        (moment(10, 1), "between"),
        (moment(11, 1), "open"),
        (moment(11, 15), "closed"),
    ],
)
def test_standing_follows_from_the_clock(reference, at, state):
    assert standing(put(reference), at).state == state


@pytest.mark.parametrize(
    ("opened", "published", "state"),
    [
        (moment(11, 16), None, "counted"),
        (moment(11, 16), moment(11, 17), "published"),
        (moment(11, 16), moment(11, 20), "counted"),
    ],
)
def test_standing_follows_from_the_records_after_the_vote(reference, opened, published, state):
    consultation_round = put(reference)
    consultation_round.counted_at, consultation_round.result_published_at = opened, published
    assert standing(consultation_round, moment(11, 18)).state == state


def test_publish_result_makes_a_count_public_once(clerk):
    consultation_round = ConsultationRoundFactory(counted_at=moment(11, 16))
    publish_result(consultation_round=consultation_round, by=clerk, at=moment(11, 17))
    again = publish_result(consultation_round=consultation_round, by=clerk, at=moment(11, 18))
    assert again.result_published_at == moment(11, 17)
    assert list(AuditEntry.objects.filter(act="result_published").values_list("by", "at")) == [
        (clerk.pk, moment(11, 17))
    ]


def test_publish_result_refuses_what_was_not_counted(clerk):
    consultation_round = ConsultationRoundFactory()
    with pytest.raises(Refusal, match="Count the ballots first"):
        publish_result(consultation_round=consultation_round, by=clerk, at=moment(11, 17))


@pytest.mark.parametrize("role", [None, Role.EDITOR, Role.MODERATOR])
def test_publish_result_is_the_clerks(role):
    somebody = UserFactory() if role is None else person_with(role)
    consultation_round = ConsultationRoundFactory(counted_at=moment(11, 16))
    with pytest.raises(Refusal, match="Only the clerk"):
        publish_result(consultation_round=consultation_round, by=somebody, at=moment(11, 17))
    consultation_round.refresh_from_db()
    assert consultation_round.result_published_at is None


def test_put_in_force_lets_words_change_of_a_round_from_before_something_more_was_asked(reference):
    put(reference)
    ConsultationRound.objects.update(force=Force.FOLLOWED_UNLESS)
    same = replace(RULES, force=Force.FOLLOWED_UNLESS)
    assert put(reference, same, at=VOTE.starts_at).force_decision == ""
    with pytest.raises(Refusal, match="address of the council's decision"):
        put(reference, replace(same, screening="after"), at=VOTE.starts_at)


def test_vote_that_would_begin_while_its_round_is_paused_can_still_be_moved(reference, clerk):
    known = put(reference)
    BallotBoxFactory(consultation_round=known)
    pause_round(consultation_round=known, reason="Storm.", by=clerk, at=moment(9, 20))
    freeze_ballot(consultation_round=anew(known), at=moment(11, 3))
    assert anew(known).ballot_frozen_at is None
    # Otherwise the vote would be over without a day on which somebody could vote.
    ends = {anew(known).phases.get(kind=PhaseKind.SUPPORT).pk: moment(12, 9)}
    with pytest.raises(Refusal, match="'Vote' would have begun during the pause"):
        resume_round(consultation_round=anew(known), ends=ends, reason="Droog.", by=clerk, at=moment(12, 1))
    later = [COLLECT, SUPPORT, changed(VOTE, starts_at=moment(11, 10), ends_at=moment(11, 25))]
    assert put(reference, phases=later, at=moment(11, 3)).voting.starts_at == moment(11, 10)
    resume_round(
        consultation_round=anew(known),
        ends={anew(known).phases.get(kind=PhaseKind.SUPPORT).pk: moment(11, 9)},
        reason="Droog.",
        by=clerk,
        at=moment(11, 3),
    )
    assert standing(anew(known), moment(11, 4)).state == "open"
