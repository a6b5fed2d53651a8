"""Of what the tables of a life are made: who takes a step, what must be given with it, who is told."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import Enum, auto
from typing import Any

from participation.enums import State
from participation.models import Subject


class Who(Enum):
    """By whom. RECORDS is what happens of itself: the clock, a moderator's ruling, the number of supports. STARTER is the
    author, and the clerk for somebody without an account.
    """

    AUTHOR = auto()
    CLERK = auto()
    RECORDS = auto()
    AUTHOR_OR_MODERATOR = auto()
    STARTER = auto()


class Given(Enum):
    """What must be given with a step. A DAY lies behind us, but for that of a meeting."""

    REASON = auto()
    GROUND = auto()
    AGENDA_ITEM = auto()
    ADDRESSEE = auto()
    DOCUMENT = auto()
    DAY = auto()


class Told(Enum):
    """Who gets a mail. Followers chose to; author and supporters are told what concerns them."""

    AUTHOR = auto()
    SUPPORTERS = auto()
    FOLLOWERS = auto()


# Asks person, subject and moment; gives a refusal as a sentence, or nothing.
Guard = Callable[[Any, Subject, datetime], str]


@dataclass(frozen=True)
class Transition:
    """`is_back`: it puts a mistake right, and what the state before rested on holds again."""

    sources: frozenset[State]
    target: State
    who: Who
    guard: Guard = lambda person, subject, at: ""
    given: frozenset[Given] = frozenset()
    told: frozenset[Told] = frozenset()
    leaves_paper: bool = False
    is_back: bool = False


EVERYBODY = frozenset(Told)
PUBLIC = frozenset({State.PUBLISHED, State.SUPPORTING, State.THRESHOLD, State.EXPIRED})
# How everything begins that residents hand in.
BEGINNING: tuple[Transition, ...] = (
    Transition(frozenset({State.DRAFT}), State.SUBMITTED, Who.AUTHOR),
    Transition(frozenset({State.SUBMITTED}), State.MODERATION, Who.RECORDS),
    # Authors are told of it by the receipt of what they handed in, or by the letters of moderation.
    Transition(frozenset({State.SUBMITTED, State.MODERATION}), State.PUBLISHED, Who.RECORDS),
    Transition(frozenset({State.PUBLISHED}), State.SUPPORTING, Who.RECORDS),
    Transition(frozenset({State.SUPPORTING}), State.THRESHOLD, Who.RECORDS, told=EVERYBODY),
    Transition(frozenset({State.PUBLISHED, State.SUPPORTING}), State.EXPIRED, Who.RECORDS),
)
