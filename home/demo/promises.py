"""What the demo city promises with its decisions, and what becomes of it."""

from datetime import date, datetime, timedelta

from home.demo.city import City
from home.demo.words import DecisionWords, PromiseStep, PromiseWords
from proposals.actions.commitment import add_milestone, make_commitment, record_spending, record_step
from proposals.commitment_rules import CommitmentText, Told
from proposals.council_enums import CommitmentOrigin
from proposals.models import Commitment


def tell_of_promise(city: City, words: PromiseWords, round_slug: str, decision: DecisionWords) -> None:
    """A promise with a decision, made when that is recorded, and its steps on their days."""
    text = CommitmentText(
        origin=CommitmentOrigin.DECISION,
        text=words.text.nl,
        text_en=words.text.en,
        department=words.department,
        made_on=_day(city, decision.day),
        due_on=_day(city, words.due),
    )

    def make(at: datetime) -> None:
        resolved = city.rounds[round_slug].decisions.get()
        promise = make_commitment(
            text=text, about=None, consultation_round=None, decision=resolved, by=city.clerk, at=at
        )
        for title, due in words.milestones:
            add_milestone(
                commitment=promise, title=title.nl, title_en=title.en, due_on=_day(city, due), by=city.clerk, at=at
            )
        if words.money is not None:
            planned, spent = words.money
            record_spending(commitment=promise, year=at.year, planned=planned, spent=spent, by=city.clerk, at=at)

    city.chronicle.at(city.days.at(decision.day + 1, 11, 5), make)
    for step in words.steps:
        _tell_of_step(city, words, step)


def _tell_of_step(city: City, words: PromiseWords, step: PromiseStep) -> None:
    told = Told(
        happened_on=_day(city, step.day),
        note=step.note.nl,
        note_en=step.note.en,
        evidence_url=step.evidence,
        due_on=_day(city, step.due) if step.due is not None else None,
    )

    def record(at: datetime) -> None:
        promise = Commitment.objects.select_related("reference").get(text=words.text.nl)
        milestone = None if step.milestone is None else list(promise.milestones.all())[step.milestone]
        record_step(commitment=promise, step=step.step, milestone=milestone, told=told, by=city.clerk, at=at)

    city.chronicle.at(city.days.at(step.day, 15), record)


def _day(city: City, day: int) -> date:
    return city.days.today + timedelta(days=day)
