"""Counts that others wrote give the same winners, on profiles without a tie: each library settles ties its own way.

pyrankvote (MIT) knows the run-off, and the transferable vote as far as no surplus has moved: later it deals out the ballots
of an excluded option at their average value, not each at its own. Its quota is the exact one, ``droop-exact``. votelib (MIT)
adds up marks; its transferable vote ends in an error or a loop on many profiles. starvote counts none of our methods.
pabutools (GPL) stands in no requirements file, since it asks for a solver under another licence and does without it:
``make oracles`` installs it that way.
"""

from random import Random

import pytest

from participation.tally.profile import APPROVAL, POINTS, Option, Profile, approve, ballot, grouped
from participation.tally.rules import method
from tests.participation.tally.ranked import orders, random_profile

some_or_many = pytest.mark.parametrize(
    "seeds",
    [pytest.param(range(120), id="some"), pytest.param(range(120, 4000), id="thousands", marks=pytest.mark.heavy)],
)


def marked(draw: Random, kind, *, costs: bool = False) -> Profile:
    names = "abcdefg"[: draw.randint(2, 7)]
    options = tuple(Option(name, draw.randint(1, 40) if costs else 0) for name in names)
    ballots = []
    for _ in range(draw.randint(1, 12)):
        chosen = draw.sample(names, draw.randint(1, len(names)))
        ballots.append(approve(chosen) if kind is APPROVAL else ballot((one, draw.randint(1, 9)) for one in chosen))
    return Profile(options, kind, grouped(ballots), budget=draw.randint(5, 100), seats=draw.randint(1, 3))


# Ranked ballots


def by_pyrankvote(profile: Profile, seats: int) -> set[str]:
    pyrankvote = pytest.importorskip("pyrankvote")
    candidates = {option.id: pyrankvote.Candidate(option.id) for option in profile.options}
    ballots = [
        pyrankvote.Ballot(ranked_candidates=[candidates[option] for option in order])
        for order, times in orders(profile)
        for _ in range(times)
    ]
    if seats == 1:
        result = pyrankvote.instant_runoff_voting(list(candidates.values()), ballots)
    else:
        result = pyrankvote.single_transferable_vote(list(candidates.values()), ballots, number_of_seats=seats)
    return {winner.name for winner in result.get_winners()}


@some_or_many
def test_irv_elects_whom_pyrankvote_elects(seeds):
    compared = 0
    for number in seeds:
        profile = random_profile(Random(number), options=5)
        outcome = method("irv").count(profile)
        if not outcome.ties:
            compared += 1
            assert set(outcome.winners) == by_pyrankvote(profile, 1), number
    assert compared > len(seeds) / 4


@some_or_many
def test_stv_elects_whom_pyrankvote_elects_as_far_as_no_surplus_has_moved(seeds):
    compared = 0
    for number in seeds:
        profile = random_profile(Random(number), options=4, seats=2, voters=25)
        outcome = method("stv").count(profile, settings={"quota": "droop-exact", "surpluses": "together"})
        events = [count.event for count in outcome.counts]
        # It elects whom nobody ranked where there are seats left.
        if not outcome.ties and "surplus" not in events[:-1] and len(outcome.winners) == 2:
            compared += 1
            assert set(outcome.winners) == by_pyrankvote(profile, profile.seats or 1), number
    assert compared > len(seeds) / 20


# Marks


@some_or_many
def test_marks_add_up_to_what_votelib_makes_of_them(seeds):
    pytest.importorskip("votelib")
    import votelib.convert
    import votelib.evaluate

    compared = 0
    for number in seeds:
        for name, kind in (("approval", APPROVAL), ("points", POINTS)):
            profile = marked(Random(number), kind)
            if kind is APPROVAL:
                votes = {frozenset(mark.option for mark in one): times for one, times in profile.ballots.items()}
                simple = votelib.convert.ApprovalToSimpleVotes().convert(votes)
            else:
                votes = {frozenset(tuple(mark) for mark in one): times for one, times in profile.ballots.items()}
                simple = votelib.convert.ScoreToSimpleVotes(function="sum", unscored_value=0).convert(votes)
            outcome = method(name).count(profile)
            assert {option: score for option, score in outcome.scores.items() if score} == {
                option: score for option, score in simple.items() if score
            }
            elected = votelib.evaluate.Plurality().evaluate(simple, len(outcome.winners))
            if not any(isinstance(one, votelib.evaluate.Tie) for one in elected):
                compared += 1
                assert set(outcome.winners) == set(elected), number
    assert compared > len(seeds)


# Budgets


def ballots_of_pabutools(election, profile: Profile, projects: dict):
    kind, ballots = profile.kind, []
    for one, times in profile.ballots.items():
        for _ in range(times):
            if kind is APPROVAL:
                ballots.append(election.ApprovalBallot(projects[mark.option] for mark in one))
            else:
                ballots.append(election.CardinalBallot({projects[option]: value for option, value in one}))
    return {APPROVAL: election.ApprovalProfile, POINTS: election.CardinalProfile}[kind](ballots)


@pytest.mark.heavy
@pytest.mark.parametrize(
    ("name", "kind", "measure"),
    [
        ("greedy", APPROVAL, "Cost_Sat"),
        ("equal-shares", APPROVAL, "Cost_Sat"),
        ("equal-shares-points", POINTS, "Additive_Cardinal_Sat"),
    ],
)
def test_budgets_fund_what_pabutools_funds(name, kind, measure):
    election = pytest.importorskip("pabutools.election", reason="`make oracles` installs pabutools without its solver")
    rules = pytest.importorskip("pabutools.rules")
    counted = {"greedy": rules.greedy_utilitarian_welfare}.get(name, rules.method_of_equal_shares)
    compared = 0
    for number in range(1000):
        profile = marked(Random(number), kind, costs=True)
        outcome = method(name).count(profile)
        if outcome.ties:
            continue
        compared += 1
        projects = {option.id: election.Project(option.id, option.cost) for option in profile.options}
        instance = election.Instance(projects.values(), budget_limit=profile.budget)
        theirs = ballots_of_pabutools(election, profile, projects)
        funded = counted(instance, theirs, sat_class=getattr(election, measure))
        # It goes on to fund what nobody chose while there is money, which is never done here.
        chosen = {option for option, votes in profile.votes().items() if votes}
        assert set(outcome.winners) == {project.name for project in funded} & chosen, number
    assert compared > 300


@pytest.mark.heavy
@pytest.mark.parametrize(
    ("name", "kind", "measure"),
    [
        ("equal-shares-add1", APPROVAL, "Cost_Sat"),
        ("equal-shares-points-add1", POINTS, "Additive_Cardinal_Sat"),
    ],
)
def test_add1_and_add1u_fund_what_pabutools_funds_with_a_budget_that_grows_by_one_unit_a_voter(name, kind, measure):
    """It would stop by itself at the first outcome to which nothing can be added; the rule goes on to the last one that is not too
    dear. So each rise is counted by it as a budget of its own. Ties fall as here: the cheaper, then the first of the list.
    """
    election = pytest.importorskip("pabutools.election", reason="`make oracles` installs pabutools without its solver")
    rules = pytest.importorskip("pabutools.rules")
    cheaper = pytest.importorskip("pabutools.tiebreaking").TieBreakingRule(
        lambda _all, _profile, one: (one.cost, one.name)
    )
    completed = 0
    for number in range(300):
        profile = marked(Random(number), kind, costs=True)
        projects = {option.id: election.Project(option.id, option.cost) for option in profile.options}
        theirs = ballots_of_pabutools(election, profile, projects)
        chosen = {projects[option] for option, votes in profile.votes().items() if votes}

        def shared(budget, theirs=theirs, projects=projects):
            instance = election.Instance(projects.values(), budget_limit=budget)
            counted = rules.method_of_equal_shares
            return set(counted(instance, theirs, sat_class=getattr(election, measure), tie_breaking=cheaper))

        budget = profile.budget
        funded = bought = shared(budget)
        while sum(one.cost for one in chosen) > profile.budget >= sum(one.cost for one in bought):
            funded, budget = bought, budget + profile.voters
            bought = shared(budget)
        assert set(method(name).count(profile).winners) == {one.name for one in funded}, number

        left, picked = profile.budget - sum(one.cost for one in funded), set()
        for one in sorted(chosen - funded, key=lambda one: (-profile.scores()[one.name], one.cost, one.name)):
            if one.cost <= left:
                left, picked = left - one.cost, {*picked, one}
        completed += bool(picked)
        assert set(method(f"{name}u").count(profile).winners) == {one.name for one in funded | picked}, number
    assert completed > 30
