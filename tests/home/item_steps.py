"""Steps of agenda items, as tests take them."""

from home.actions.item_state import move_item, set_item_state
from home.models import ItemState
from tests.rounds import COUNTING


def move(item, to, by, at=COUNTING, **given) -> ItemState:
    return move_item(reference=item.reference, to=to, by=by, at=at, **given)


def withdraw(item, by, at=COUNTING, **given) -> ItemState:
    letter = {"department": "College", "document": "https://raad.example/brief"}
    return move(item, "withdrawn", by, at, **letter | given)


def at_step(item, step, **evidence) -> None:
    set_item_state(reference=item.reference, step=step, by=None, at=COUNTING, **evidence)
