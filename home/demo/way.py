"""The way of a demo item through college and council: papers, votes by group, the gazette, and every step on them."""

import json
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from base.models import Reference
from home.actions.item_state import move_item
from home.demo.city import City
from home.demo.council import meeting_words, point_words
from home.demo.words import Thread
from home.enums import ItemStep
from home.models import WayTerms
from proposals.actions.commitment import make_commitment
from proposals.actions.council_paper import MeetingText, PaperText, meeting_on, record_meeting, record_paper
from proposals.actions.council_term import begin_term
from proposals.actions.council_vote import GroupHeads, record_vote
from proposals.actions.official_publication import record_publication
from proposals.commitment_rules import CommitmentText
from proposals.council_enums import CommitmentOrigin, MeetingBody, PaperKind
from proposals.council_understood import Understood
from proposals.imports.council_reading import read_pasted
from proposals.models import CouncilPaper, Decision
from proposals.queries.council import groups_on

# The parties of the demo as they sit in its council.
GROUPS = {"Waterrijk Samen": 7, "Partij van de Oever": 5, "Dorpsbelang": 4, "Jong aan het Water": 3}
DEPARTMENT = "Onderwijs"
# In so many days.
COUNCIL_MEETS = 13
# In weeks, as its administrator set them.
TERMS = {
    "internal_review": 6,
    "consultation_ready": 6,
    "answered": 4,
    "executive_adopted": 3,
    "council_submitted": 4,
    "in_committee": 4,
    "returned": 8,
    "in_force": 8,
    "planned": 12,
    "on_hold": 26,
    "done": 26,
}


def tell_of_council(city: City) -> None:
    def begin(at: datetime) -> None:
        begin_term(starts_on=_day(city, -400), groups=GROUPS, by=city.clerk, at=at)
        WayTerms.objects.create(**TERMS)

    city.chronicle.at(city.days.at(-205, 9, 15), begin)


@dataclass(frozen=True)
class Way:
    """Of the item of a thread, what the clerk does on it."""

    city: City
    slug: str

    def item(self) -> Reference:
        return Reference.objects.get(translation_key=self.city.items[self.slug].translation_key)

    def step(
        self, to: ItemStep, day: int, hour: int, department: str = "", meets: int | None = None, **answers: Any
    ) -> None:
        """`meets` is the day of the meeting on whose agenda it then stands; `answers` what the step asks for."""
        city = self.city

        def move(at: datetime) -> None:
            meets_on = _day(city, meets) if meets is not None else None
            move_item(
                reference=self.item(), to=to, department=department, meets_on=meets_on, by=city.clerk, at=at, **answers
            )

        city.chronicle.at(city.days.at(day, hour, 20), move)

    def paper(
        self, kind: PaperKind, number: str, title: str, day: int, hour: int = 9, url: str = "", after: str = ""
    ) -> None:
        """`after` is the round that it follows, where another about the item still runs."""
        city = self.city

        def keep(at: datetime) -> None:
            is_proposal = kind == PaperKind.COUNCIL_PROPOSAL
            text = PaperText(kind, title, _day(city, day), number=number, url=url, holds_draft=is_proposal)
            item = self.item()
            proposal = CouncilPaper.objects.filter(kind=PaperKind.COUNCIL_PROPOSAL, about=item).first()
            part_of = proposal if kind in (PaperKind.AMENDMENT, PaperKind.MOTION) else None
            round_ = city.rounds[after] if after else None
            record_paper(text=text, about=item, consultation_round=round_, part_of=part_of, by=city.clerk, at=at)

        city.chronicle.at(city.days.at(day, hour, 40), keep)


def tell_of_meeting_ahead(city: City, thread: Thread) -> None:
    """Of a thread that is answered and not decided, until the meeting of the council that lies ahead, read with its agenda."""
    if thread.response is None or thread.decision is not None or thread.item is None:
        return
    way, answered = Way(city, thread.item.slug.nl), thread.response.published
    address = "https://raad.waterrijk.example/stukken/2026-31"

    def read(at: datetime) -> None:
        point = point_words(thread.item.title.nl, address)  # type: ignore[union-attr]
        meeting = meeting_words(_day(city, COUNCIL_MEETS), point)
        reading = read_pasted(raw=json.dumps(meeting), by=city.clerk, at=at)
        found = Understood.of_data(reading.understood)
        text = MeetingText(
            found.body, date.fromisoformat(found.dated_on), found.title, found.url, found.source, reading
        )
        record_meeting(text=text, by=city.clerk, at=at)

    title, after = "Collegebesluit: weer leren rekenen", _round_of(thread)
    way.paper(PaperKind.EXECUTIVE_DECISION, "B&W 2026-74", title, answered + 14, after=after)
    way.step(ItemStep.EXECUTIVE_ADOPTED, answered + 14, 11)
    way.paper(PaperKind.COUNCIL_PROPOSAL, "RV 2026-31", "Raadsvoorstel: weer leren rekenen", answered + 28, url=address)
    way.step(ItemStep.COUNCIL_SUBMITTED, answered + 28, 11)
    way.step(ItemStep.IN_COMMITTEE, answered + 30, 10, meets=answered + 45)
    city.chronicle.at(city.days.at(answered + 50, 9), read)
    way.paper(PaperKind.COMMITTEE_ADVICE, "CA 2026-12", "Advies: bespreken in de raad", answered + 46)
    way.step(ItemStep.ON_COUNCIL_AGENDA, answered + 50, 10, speakers=2)


def _round_of(thread: Thread) -> str:
    return thread.consultation_round.slug.nl if thread.consultation_round is not None else ""


def tell_of_way(city: City, thread: Thread) -> None:
    """Of the thread that is whole, from the answers until it is carried out."""
    if thread.response is None or thread.decision is None or thread.item is None:
        return
    decided = thread.decision.day
    way = Way(city, thread.item.slug.nl)
    item, step, paper = way.item, way.step, way.paper

    def vote(kind: PaperKind, in_favour: dict[str, int], hour: int) -> None:
        def hold(at: datetime) -> None:
            day = _day(city, decided)
            meeting = meeting_on(body=MeetingBody.COUNCIL, held_on=day, by=city.clerk, at=at)
            heads = [_heads(group, in_favour) for group in groups_on(day)]
            found = CouncilPaper.objects.get(kind=kind, about=item())
            record_vote(paper=found, meeting=meeting, groups=heads, was_called=True, by=city.clerk, at=at)

        city.chronicle.at(city.days.at(decided, hour, 30), hold)

    def publish(at: datetime) -> None:
        day = _day(city, decided + 8)
        record_publication(
            decision=Decision.objects.filter(about=item()).latest("recorded_at"),
            number=f"gmb-{day.year}-104217",
            url="https://gemeenteblad.waterrijk.example/104217",
            published_on=day,
            in_force_on=None,
            by=city.clerk,
            at=at,
        )

    def settle(at: datetime) -> None:
        """What the college promises because of the motion."""
        text = CommitmentText(
            origin=CommitmentOrigin.MOTION,
            text="Het Taalhuis is vanaf het najaar ook op een avond in de week open.",
            text_en="From autumn on the language house is open on one evening a week, too.",
            department=DEPARTMENT,
            made_on=_day(city, decided + 3),
            due_on=_day(city, decided + 200),
        )
        motion = CouncilPaper.objects.get(kind=PaperKind.MOTION, about=item())
        make_commitment(text=text, about=None, consultation_round=None, paper=motion, by=city.clerk, at=at)

    answered = thread.response.published + 1
    title, after = "Collegebesluit: het Taalhuis dichterbij", _round_of(thread)
    paper(PaperKind.EXECUTIVE_DECISION, "B&W 2026-61", title, answered + 1, after=after)
    step(ItemStep.EXECUTIVE_ADOPTED, answered + 1, 11)
    paper(PaperKind.COUNCIL_PROPOSAL, "RV 2026-14", "Raadsvoorstel: het Taalhuis dichterbij", answered + 2)
    step(ItemStep.COUNCIL_SUBMITTED, answered + 2, 11)
    step(ItemStep.IN_COMMITTEE, answered + 3, 10, meets=answered + 4)
    paper(PaperKind.COMMITTEE_ADVICE, "CA 2026-5", "Advies: akkoord, met aandacht voor de avond", answered + 5)
    step(ItemStep.ON_COUNCIL_AGENDA, answered + 5, 10, meets=decided, speakers=3)
    paper(PaperKind.AMENDMENT, "A1", "Amendement: ook een plek in de wachtkamer", decided, 15)
    vote(PaperKind.AMENDMENT, {"Waterrijk Samen": 7, "Partij van de Oever": 1, "Dorpsbelang": 4}, 20)
    vote(
        PaperKind.COUNCIL_PROPOSAL,
        {"Waterrijk Samen": 7, "Partij van de Oever": 2, "Dorpsbelang": 4, "Jong aan het Water": 3},
        21,
    )
    paper(PaperKind.MOTION, "M3", "Motie: ook op een avond open", decided, 15)
    vote(PaperKind.MOTION, {"Waterrijk Samen": 7, "Partij van de Oever": 5}, 22)
    city.chronicle.at(city.days.at(decided + 3, 10), settle)
    step(ItemStep.ADOPTED_AMENDED, decided + 1, 12)
    city.chronicle.at(city.days.at(decided + 8, 14), publish)
    step(ItemStep.PUBLISHED, decided + 8, 15)
    step(ItemStep.STARTED, decided + 21, 9, DEPARTMENT)


def _heads(group: Any, in_favour: dict[str, int]) -> GroupHeads:
    """Whoever is not for is against; nobody is away."""
    number = in_favour.get(group.name, 0)
    return GroupHeads(group, in_favour=number, against=group.seats - number)


def _day(city: City, day: int) -> date:
    return city.days.today + timedelta(days=day)
