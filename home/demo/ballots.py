"""How the residents of the demo city vote."""

from collections.abc import Sequence
from datetime import datetime
from random import Random

from home.demo.city import City
from home.demo.letters import NOT_LISTED, Post, tell_of_letters, tell_of_papers, vote_by_letter
from home.demo.reach import tell_who_voted
from home.demo.words import Thread
from participation.actions.ballot import cast_ballot
from participation.enums import PhaseKind
from participation.queries.electoral_roll import voter_of

TRIES = 200
# They have not voted yet where a vote is open, so that a visitor can do it in their place.
NOT_YET = ("noor", "henk")
# She reads the same mail as Henk: where everybody who signs in may vote, a mailbox has one ballot.
SHARES_A_MAILBOX = ("truus",)


def tell_of_vote(city: City, thread: Thread) -> None:
    vote, text = thread.vote, thread.consultation_round
    if vote is None or text is None:
        return
    options = [words for words in thread.proposals if not words.kept_off and not words.hidden]
    span = next(span for span in text.phases if span.kind == PhaseKind.VOTE)
    begin = city.days.midnight(span.first)
    end = city.days.midnight(min(span.end or 0, 0))
    budget = text.rules.get("budget")
    besides: tuple[str, ...] = NOT_LISTED if vote.letters else SHARES_A_MAILBOX
    besides += NOT_YET if vote.result_day is None else ()
    post = tell_of_letters(city, text, vote.letters) if vote.letters else Post([], [])
    voters = city.draw_residents(vote.voters, besides=besides) + post.by_code + post.on_paper
    marks = [words.marks for words in options]
    if text.method == "irv":
        ballots = draw_orders(voters=voters, marks=marks, chance=city.chance)
    else:
        costs = [words.cost or 0 for words in options]
        limit = budget if isinstance(budget, int) else None
        ticked = draw_ballots(voters=voters, marks=marks, costs=costs, budget=limit, chance=city.chance)
        # Who has not said yes has said no, where that is asked.
        no = dict.fromkeys(range(len(options)), -1) if text.method == "yes-no" else {}
        ballots = {voter: no | dict.fromkeys(places, 1) for voter, places in ticked.items()}
    moments = []
    titled = {key: {options[place].title: value for place, value in marked.items()} for key, marked in ballots.items()}
    papers = {key: titled.pop(key) for key in post.on_paper}
    if papers:
        tell_of_papers(city, text, papers)
    for key, marked in titled.items():
        cast_at = city.draw_moment(begin, end)
        moments.append(cast_at)

        def cast(at: datetime, key: str = key, marked: dict[str, int] = marked) -> None:
            consultation_round = city.rounds[text.slug.nl]
            choices = {city.subjects[title].pk: value for title, value in marked.items()}
            if key in post.codes:
                vote_by_letter(city, text, post.codes[key], choices, at)
            else:
                voter = voter_of(consultation_round, city.people[key])
                cast_ballot(consultation_round=consultation_round, voter=voter, choices=choices, at=at)

        city.chronicle.at(cast_at, cast)
    tell_who_voted(city, thread, moments)


def draw_ballots(
    *, voters: Sequence[str], marks: Sequence[int], costs: Sequence[int], budget: int | None, chance: Random
) -> dict[str, list[int]]:
    """Per voter the places of the options on their ballot, so that every option is on as many ballots as `marks` says
    and no ballot costs more than the budget. Raises ValueError where chance does not find such ballots.
    """
    for _try in range(TRIES):
        ballots: dict[str, list[int]] = {voter: [] for voter in voters}
        for place, count in enumerate(marks):
            for voter in chance.sample(list(voters), count):
                ballots[voter].append(place)
        if budget is None or all(sum(costs[place] for place in marked) <= budget for marked in ballots.values()):
            return ballots
    raise ValueError("No ballots fit these marks within the budget.")


def draw_orders(*, voters: Sequence[str], marks: Sequence[int], chance: Random) -> dict[str, dict[int, int]]:
    """Per voter the rank, from 1, of each option that they put in order: all of them or the first few, the more `marks` the
    sooner.
    """
    orders: dict[str, dict[int, int]] = {}
    for voter in voters:
        left = list(range(len(marks)))
        orders[voter] = {}
        for rank in range(1, chance.randint(2, len(marks)) + 1):
            place = chance.choices(left, [marks[one] for one in left])[0]
            left.remove(place)
            orders[voter][place] = rank
    return orders
