"""What the ordinances of the demo city lay down, and the steps of what is asked under them."""

from datetime import date, datetime, timedelta
from typing import Any

from home.demo.city import City
from home.demo.words import ProposalWords, RequestStep, Thread
from participation.actions.ordinance import OrdinanceText, record_ordinance
from participation.actions.state_event import move_proposal
from participation.enums import State


def tell_of_ordinance(city: City, thread: Thread) -> None:
    words, text = thread.ordinance, thread.consultation_round
    if words is None or text is None:
        return
    rules: dict[str, Any] = words.rules
    laid_down = OrdinanceText(name=words.name, url=words.url, applies_from=_day(city, words.day), **rules)

    def keep(at: datetime) -> None:
        record_ordinance(consultation_round=city.rounds[text.slug.nl], text=laid_down, by=city.clerk, at=at)

    city.chronicle.at(city.days.at(words.day, 8, 30), keep)


def tell_of_steps(city: City, thread: Thread) -> None:
    for words in thread.proposals:
        for hours, step in enumerate(words.steps):
            _tell_of_step(city, words, step, hours)


def _tell_of_step(city: City, words: ProposalWords, step: RequestStep, hours: int) -> None:
    def take(at: datetime) -> None:
        subject = city.subjects[words.title]
        move_proposal(
            subject=subject,
            state=step.state,
            after=subject.last_event,
            by=city.people[words.by] if step.state == State.HANDED_OVER else city.clerk,
            at=at,
            reason=step.reason,
            on=None if step.on is None else _day(city, step.on),
            document=step.document,
            department=step.department,
        )

    city.chronicle.at(city.days.at(step.day, 10 + hours, 15), take)


def _day(city: City, day: int) -> date:
    return city.days.today + timedelta(days=day)
