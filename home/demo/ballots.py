"""How the residents of the demo city vote."""

from collections.abc import Sequence
from datetime import datetime
from random import Random

from home.demo.city import City
from home.demo.words import Thread
from participation.actions.ballot import cast_ballot
from participation.enums import PhaseKind
from participation.queries.electoral_roll import voter_of

TRIES = 200
# They have not voted yet where a vote is open, so that a visitor can do it in their place.
NOT_YET = ("noor", "henk")


def tell_of_vote(city: City, thread: Thread) -> None:
    vote, text = thread.vote, thread.consultation_round
    if vote is None or text is None:
        return
    options = [words for words in thread.proposals if not words.kept_off and not words.hidden]
    span = next(span for span in text.phases if span.kind == PhaseKind.VOTE)
    begin = city.days.midnight(span.first)
    end = city.days.midnight(min(span.end or 0, 0))
    budget = text.rules.get("budget")
    ballots = draw_ballots(
        voters=city.draw_residents(vote.voters, besides=() if vote.result_day is not None else NOT_YET),
        marks=[words.marks for words in options],
        costs=[words.cost or 0 for words in options],
        budget=budget if isinstance(budget, int) else None,
        chance=city.chance,
    )
    for key, marked in ballots.items():
        cast_at = city.draw_moment(begin, end)

        def cast(at: datetime, key: str = key, marked: Sequence[int] = tuple(marked)) -> None:
            cast_ballot(
                consultation_round=city.rounds[text.slug.nl],
                voter=voter_of(city.rounds[text.slug.nl], city.people[key]),
                choices={city.subjects[options[place].title].pk: 1 for place in marked},
                at=at,
            )

        city.chronicle.at(cast_at, cast)


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
