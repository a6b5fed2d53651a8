"""How many people live in Waterrijk, and what its residents say of themselves after they voted."""

from datetime import datetime, timedelta
from random import Random

from home.demo.city import City
from home.demo.words import Thread
from proposals.actions.reach import Figure, say_who, set_population
from proposals.enums import AgeBand

BY_AREA = {
    "WR01": 4_900, "WR02": 6_200, "WR03": 5_100, "WR04": 8_300, "WR05": 7_400, "WR06": 6_800, "WR07": 3_900, "WR08": 2_400,
}  # fmt: skip
BY_AGE = {
    AgeBand.TO_17: 9_100,
    AgeBand.TO_29: 6_700,
    AgeBand.TO_44: 9_000,
    AgeBand.TO_64: 12_100,
    AgeBand.FROM_65: 8_100,
}
# Of whom the city reaches fewer, and of whom more, than live there.
WEIGHTS = {"WR08": 0.4, "WR03": 1.8, AgeBand.TO_17: 0.2, AgeBand.FROM_65: 1.5}


def tell_of_population(city: City, first_day: int) -> None:
    def keep(at: datetime) -> None:
        figures = [Figure(number, age_band=age) for age, number in BY_AGE.items()]
        figures += [Figure(number, area=city.areas[code]) for code, number in BY_AREA.items()]
        set_population(figures=figures, counted_on=at.date(), source="Gemeente Waterrijk", by=city.clerk, at=at)

    city.chronicle.at(city.days.at(first_day, 10), keep)


def tell_who_voted(city: City, thread: Thread, moments: list[datetime]) -> None:
    """Most answer, a while after they voted; the others pass it by."""
    text = thread.consultation_round
    if text is None:
        return
    chance = Random(text.slug.nl)  # noqa: S311 - the same every time is what is wanted

    def drawn(numbers: dict[str, int]) -> str:
        return chance.choices(list(numbers), [number * WEIGHTS.get(one, 1) for one, number in numbers.items()])[0]

    for number, moment in enumerate(moments):
        age, code = drawn({str(one): number for one, number in BY_AGE.items()}), drawn(BY_AREA)
        if chance.random() < 0.2:
            continue

        def say(at: datetime, age: str = age, code: str = code, client: str = f"voter-{number}") -> None:
            consultation_round = city.rounds[text.slug.nl]
            say_who(consultation_round=consultation_round, age_band=age, area=city.areas[code], client=client, at=at)

        city.chronicle.at(moment + timedelta(seconds=40), say)
