import hashlib
import io
import json
import zipfile

import pytest

from accounts.enums import Role
from base.models import AuditEntry
from base.refusal import Refusal
from participation.actions import tally_sheet as tally_sheet_actions
from participation.actions.ballot import cast_ballot
from participation.actions.seconded_act import ask_second, confirm_act
from participation.actions.tally_sheet import correct_count, count_round
from participation.certification_rules import refusal_of_looked_up
from participation.enums import PhaseKind, TieRule
from participation.models import Ballot, ConsultationRound, Envelope, TallyLine, TallySheet
from participation.queries.electoral_roll import voter_of
from participation.queries.lot import closing_head, lot_of
from participation.queries.result_bundle import kept_file
from participation.queries.tally_sheet import sheet_digest
from participation.signals import round_counted
from participation.tally.profile import APPROVAL, POINTS, Option, Profile, ballot
from participation.tally.rules import method as counting_method
from participation.tally.ties import CHAINS
from participation.verify import verify
from participation.voting_enums import SecondedKind
from tests.factories.accounts import UserFactory, person_with
from tests.factories.participation import ConsultationRoundFactory, PhaseFactory, SubjectFactory
from tests.rounds import anew, moment, open_up

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]

OPENS, CLOSES = moment(11, 1), moment(11, 15)
DURING = moment(11, 3, 12)
# Who marked what, of a park (60,000), a pool (50,000), a bench (10,000) and a tree (10,000) with 100,000 to spend.
MARKS = [{"park": 1}, {"park": 1, "bank": 1}, {"bad": 1, "bank": 1}, {"bad": 1}, {"boom": 1}, {"boom": 1, "bad": 1}, {}]
COSTS = {"park": 60_000, "bad": 50_000, "bank": 10_000, "boom": 10_000}


def voted(rule: str, marks=MARKS, **fields) -> tuple[ConsultationRound, dict]:
    """A round in which everybody voted, and its subjects by name."""
    if counting_method(rule).spends:
        fields = {"budget": 100_000, "within_budget": False} | fields
    consultation_round = ConsultationRoundFactory(method=rule, **fields)
    PhaseFactory(consultation_round=consultation_round, kind=PhaseKind.VOTE, starts_at=OPENS, ends_at=CLOSES)
    subjects = {
        name: SubjectFactory(consultation_round=consultation_round, label=name, cost=cost)
        for name, cost in COSTS.items()
    }
    for marked in marks:
        cast_ballot(
            consultation_round=anew(consultation_round),
            voter=voter_of(consultation_round, UserFactory()),
            choices={subjects[name].pk: points for name, points in marked.items()},
            at=DURING,
        )
    return consultation_round, subjects


def count(consultation_round, by, at=CLOSES) -> TallySheet:
    open_up(consultation_round, by=by, at=at)
    return count_round(consultation_round=anew(consultation_round), by=by, at=at)


def lines(sheet: TallySheet) -> dict[str, tuple[int, int | None]]:
    return {line.subject.label: (line.score, line.place) for line in sheet.lines.select_related("subject")}


def test_count_round_writes_scores_places_and_turnout(clerk):
    consultation_round, _subjects = voted("greedy")
    sheet = count(consultation_round, clerk)
    # The bad (3) is paid first. Then all have 2: the bench and the tree are cheapest, the park no longer fits.
    assert lines(sheet) == {"bad": (3, 1), "bank": (2, 2), "boom": (2, 3), "park": (2, None)}
    assert (sheet.number, sheet.cast, sheet.blank, sheet.budget, sheet.cost) == (1, 7, 1, 100_000, 70_000)
    assert (sheet.rule, sheet.tie_rule, sheet.counted_at, sheet.by) == ("greedy", "lower-cost", CLOSES, clerk)


@pytest.mark.parametrize("tie_rule", [one.value for one in TieRule if not one.draws])
@pytest.mark.parametrize("rule", ["approval", "greedy", "greedy-stop", "equal-shares", "equal-shares-add1"])
def test_count_round_writes_what_the_tally_says_of_the_same_ballots(rule, tie_rule, clerk):
    consultation_round, subjects = voted(rule, tie_rule=tie_rule, seats=2 if rule == "approval" else None)
    references = {name: subject.reference.string for name, subject in subjects.items()}
    profile = Profile(
        options=tuple(Option(references[name], cost) for name, cost in COSTS.items()),
        kind=APPROVAL,
        ballots={ballot((references[name], 1) for name in marked): 1 for marked in MARKS if marked},
        budget=100_000 if counting_method(rule).spends else None,
        seats=2 if rule == "approval" else None,
    )
    expected = counting_method(rule).count(profile, CHAINS[tie_rule])
    sheet = count(consultation_round, clerk)
    assert sheet.outcome == json.loads(json.dumps(expected.as_data()))
    assert lines(sheet) == {
        name: (
            expected.scores[reference],
            expected.winners.index(reference) + 1 if reference in expected.winners else None,
        )
        for name, reference in references.items()
    }


def test_count_round_draws_the_lot_that_the_rules_name(clerk):
    """Anybody draws it again: by the hash of the seed and the number of each."""
    consultation_round, subjects = voted(
        "approval", [{"park": 1}, {"bad": 1}, {"bank": 1}], tie_rule=TieRule.LOT, public_draw="De staatsloterij"
    )
    open_up(consultation_round, by=clerk, at=CLOSES)
    with pytest.raises(Refusal, match="Enter the value that the lot is drawn with: De staatsloterij"):
        count_round(consultation_round=anew(consultation_round), by=clerk, at=CLOSES, public_value=" ")
    sheet = count_round(consultation_round=anew(consultation_round), by=clerk, at=CLOSES, public_value="  ab  11.20 ")

    head = closing_head(consultation_round).sha256
    seed = hashlib.sha256(f"{head}\nAB1120".encode()).hexdigest()
    references = [subjects[name].reference.string for name in ("park", "bad", "bank")]
    first = min(references, key=lambda one: hashlib.sha256(f"{seed}\n{one}".encode()).hexdigest())
    assert (sheet.public_value, sheet.outcome["winners"]) == ("AB1120", [first])
    assert sheet.outcome["ties"][0]["settled_by"] == ["lot"]
    lot = lot_of(sheet)
    assert (lot.head, lot.seed) == (head, seed)
    assert next(one for one in lot.order if one in references) == first
    with zipfile.ZipFile(io.BytesIO(kept_file(sheet.bundle))) as files:
        published = {name: files.read(name) for name in files.namelist()}
    read = verify.Vote(published)
    # Nor does anybody outside: with another spelling it would fall otherwise.
    assert json.loads(published["rules.json"])["lot_value"] == "capitals-and-digits"
    spelled = json.dumps({"head": head, "public_value": "AB  1120"}).encode()
    with pytest.raises(verify.CannotTell, match="only letters, as capitals, and digits count"):
        verify.Vote(published | {"lot.json": spelled})
    assert verify.differences(read, sheet.outcome) == []
    assert read.first_by_rules(references)[0] == first

    # Whoever could draw anew alone would draw until it falls as they like. With the same value it falls the same.
    again = {"consultation_round": anew(consultation_round), "reason": "Tikfout.", "at": CLOSES}
    with pytest.raises(Refusal, match="not done by one person alone"):
        correct_count(**again, by=clerk, public_value="AB 11 21")
    same = correct_count(**again, by=clerk, public_value="AB 11,20 ")
    assert (same.outcome, same.sha256, same.number, same.is_repeat) == (sheet.outcome, sheet.sha256, 2, True)
    act = ask_second(**again, kind=SecondedKind.CORRECT, details={"public_value": "ab-11 21"}, by=clerk)
    with pytest.raises(Refusal, match="not done by one person alone"):
        confirm_act(act=act, by=clerk, at=CLOSES)
    confirm_act(act=act, by=person_with(Role.CLERK), at=CLOSES, reason="Ik heb het nagekeken.")
    other = TallySheet.objects.get(number=3)
    assert (other.public_value, other.reason, other.is_repeat) == ("AB1121", "Tikfout.", False)
    # The hash of a sheet holds what its lot was drawn with, also where the outcome is the same.
    values = [sheet_digest(consultation_round, sheet.outcome, value) for value in ("AB1120", "AB1121")]
    assert values[0] == sheet.sha256 != values[1]
    # Whoever certifies found the value themselves.
    for looked_up, sentence in (
        ("", "A lot decided: look up"),
        ("AB 11 20", "another value than the lot was drawn with"),
    ):
        assert sentence in refusal_of_looked_up(other, looked_up)
    assert refusal_of_looked_up(other, " ab 11.21") == ""


def test_count_round_counts_points(clerk):
    marks = [{"park": 5}, {"bad": 2, "bank": 3}, {"bank": 1}]
    consultation_round, _subjects = voted("greedy", marks, points=5)
    assert lines(count(consultation_round, clerk)) == {
        "park": (5, 1),
        "bank": (4, 2),
        "bad": (2, None),
        "boom": (0, None),
    }
    assert POINTS in counting_method("greedy").kinds


def test_count_round_without_a_single_ballot_chooses_nothing(clerk):
    consultation_round, _subjects = voted("greedy", [])
    sheet = count(consultation_round, clerk)
    assert (sheet.cast, sheet.blank, sheet.cost) == (0, 0, 0)
    assert set(lines(sheet).values()) == {(0, None)}


@pytest.mark.parametrize("rule", ["approval", "greedy", "greedy-stop", "equal-shares", "equal-shares-add1"])
def test_count_round_without_a_single_option_writes_an_empty_sheet(rule, clerk):
    budget = 100_000 if counting_method(rule).spends else None
    # Nothing begins so any more; what did before is still counted.
    consultation_round = ConsultationRoundFactory(method=rule, budget=budget, ballot_frozen_at=OPENS)
    PhaseFactory(consultation_round=consultation_round, kind=PhaseKind.VOTE, starts_at=OPENS, ends_at=CLOSES)
    cast_ballot(
        consultation_round=anew(consultation_round),
        voter=voter_of(consultation_round, UserFactory()),
        choices={},
        at=DURING,
    )
    sheet = count(consultation_round, clerk)
    assert (sheet.cast, sheet.blank, lines(sheet), sheet.outcome["winners"]) == (1, 1, {}, [])


def test_count_round_hashes_its_outcome(clerk):
    consultation_round, _subjects = voted("equal-shares")
    sheet = count(consultation_round, clerk)
    canonical = json.dumps(sheet.outcome, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    assert sheet.sha256 == hashlib.sha256(canonical.encode()).hexdigest()


def test_count_round_tells_once(clerk):
    consultation_round, _subjects = voted("approval")
    heard = []

    def listen(sender, sheet, by, at, **kwargs):
        heard.append((sheet.consultation_round_id, by, at))

    round_counted.connect(listen)
    try:
        sheet = count(consultation_round, clerk)
        with pytest.raises(Refusal, match="This vote has been counted"):
            count_round(consultation_round=anew(consultation_round), by=clerk, at=CLOSES)
    finally:
        round_counted.disconnect(listen)
    assert heard == [(consultation_round.pk, clerk, CLOSES)]
    assert (Envelope.objects.count(), Ballot.objects.count(), TallySheet.objects.count()) == (0, 7, 1)
    assert anew(consultation_round).counted_at == CLOSES
    entry = AuditEntry.objects.get(act="round_counted")
    assert (entry.by, entry.detail) == (clerk, {"sheet": sheet.sha256})


@pytest.mark.parametrize("role", [None, *(role for role in Role if role not in {Role.CLERK, Role.ADMINISTRATOR})])
def test_count_round_is_the_clerks(role):
    consultation_round, _subjects = voted("approval")
    somebody = UserFactory() if role is None else person_with(role)
    with pytest.raises(Refusal, match="Only the clerk sees to the ballot paper, the count and the result"):
        count(consultation_round, somebody)
    assert (Envelope.objects.count(), TallySheet.objects.count()) == (7, 0)


def test_count_round_waits_for_the_end_of_the_vote(clerk):
    consultation_round, _subjects = voted("approval")
    with pytest.raises(Refusal, match="Voting goes on until and including Saturday 14 November 2026, 23:59"):
        count(consultation_round, clerk, at=DURING)
    assert Envelope.objects.count() == 7


def test_count_round_waits_for_the_opening_of_the_box(clerk):
    consultation_round, _subjects = voted("approval")
    with pytest.raises(Refusal, match="Open the ballot box first"):
        count_round(consultation_round=anew(consultation_round), by=clerk, at=CLOSES)


def test_count_round_is_whole_or_nothing(clerk, monkeypatch):
    consultation_round, _subjects = voted("approval")
    open_up(consultation_round, by=clerk, at=CLOSES)
    for name in ("counted_anew", "record"):
        with monkeypatch.context() as patch:

            def fail(*args, **kwargs):
                raise RuntimeError("out of memory")

            patch.setattr(tally_sheet_actions, name, fail)
            with pytest.raises(RuntimeError):
                count_round(consultation_round=anew(consultation_round), by=clerk, at=CLOSES)
        assert (TallySheet.objects.count(), TallyLine.objects.count()) == (0, 0)
        assert anew(consultation_round).counted_at is None
    assert count_round(consultation_round=anew(consultation_round), by=clerk, at=CLOSES).cast == 7
