"""A round with something in every chapter that its residents fill, closed and counted."""

from typing import Any

from participation.actions.comment import post_comment
from participation.models import ConsultationRound
from tests.factories.accounts import UserFactory
from tests.rounds import COUNTING, SUPPORTING, anew, count, hand_in, hide, publish, vote

# Who said something, and what nobody may read.
SECRET_WORDS = ("Achttien ooievaars", "Noor", "Wilhelmina", "Verborgen woorden")


def told_round(consultation_round: ConsultationRound, author: Any, moderator: Any, clerk: Any) -> ConsultationRound:
    """Two public proposals, one of them with a theme, a comment on the other, one hidden of each, a vote and its count."""
    bench = publish(hand_in(consultation_round, by=author), by=moderator)
    tree = publish(
        hand_in(consultation_round, by=author, title="Een <boom>", body="=1+1 is geen *formule*", tags=["Groen"]),
        by=moderator,
    )
    hidden = publish(hand_in(consultation_round, by=author, title="Verborgen woorden"), by=moderator)
    said = {"language": "nl", "author_name": "Wilhelmina", "at": SUPPORTING}
    post_comment(subject=bench, text="Graag", by=UserFactory(), **said)
    hide(post_comment(subject=bench, text="Verborgen woorden", by=UserFactory(), **said), by=moderator)
    vote(consultation_round, bench, tree, by=UserFactory())
    hide(hidden, by=moderator)
    count(consultation_round, by=clerk, at=COUNTING)
    return anew(consultation_round)
