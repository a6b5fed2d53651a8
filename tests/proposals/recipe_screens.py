"""The screens on which a round is set up, as a clerk sends them."""

from typing import Any

from tests.rounds import moment

TODAY = moment(11, 3, 12)
ANSWERS = {"title": "Wat doen we?", "summary": "Denk mee over het plein.", "seats": "2", "budget": "50000"}


def answered(form: Any, item: Any) -> dict[str, Any]:
    """The screen as the browser sends it, with what is filled in beforehand and the answers of somebody."""
    sent = {field.html_name: field.value() for field in form}
    sent = {name: value.isoformat() if hasattr(value, "isoformat") else value for name, value in sent.items()}
    return {name: value for name, value in sent.items() if value is not None} | ANSWERS | {"parent": item.pk}
