"""By when a round is answered: everybody reads it from the moment it ended, whether anybody began or not."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

from base import clock
from participation.enums import PhaseKind
from proposals.actions.response_document import begin_answers
from proposals.response_rules import nobody_reacted
from proposals.waiting import rounds_to_answer
from tests.factories.proposals import FormalViewFactory
from tests.rounds import COUNTING, VOTING, hand_in, moment, publish_round

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("site_ground")]
# Eight weeks after voting ended.
PROMISED, LATE = "10 januari 2027", moment(12, 31) + timedelta(days=12)


def read(client, consultation_round, at) -> tuple[list[str], list[str]]:
    """What the page of the round and that of each voice say of its answers, and what stands of them in the thread."""
    addresses = [
        consultation_round.reference.get_absolute_url(),
        reverse("each_voice", args=[consultation_round.reference]),
    ]
    with time_machine.travel(at, tick=False), clock.set_to(at):
        pages = [client.get(one, follow=True) for one in addresses]
    stations = [one for one in pages[0].context["stations"] if one.label == "De antwoorden"]
    said = [" ".join(page.context.get("answers_words", "").split()) for page in pages]
    for page, words in zip(pages, said, strict=True):
        assert words in " ".join(page.content.decode().split())
    return said, [f"{one.when} {one.stamp}".strip() for one in stations]


def test_a_round_in_which_people_could_only_vote_waits_for_no_answers(client, agenda_item):
    """And its page says so once it is over, and not that it still runs."""
    one = publish_round(agenda_item, title="Ja of nee?", phases=[(PhaseKind.VOTE, moment(11, 1), moment(11, 15))])
    for at in (VOTING, COUNTING):
        said, thread = read(client, one, at)
        assert (said[1], thread) == ("In deze ronde is gestemd, en er is niets gezegd dat op een antwoord wacht.", [])


def test_a_round_in_which_nobody_reacted_says_so_at_once_and_owes_no_answer(client, agenda_item, author, moderator):
    phases = [(PhaseKind.COLLECT, moment(11, 1), moment(11, 15)), (PhaseKind.ANSWER, moment(11, 15), moment(12, 15))]
    one = publish_round(agenda_item, phases=phases, method="")
    assert not nobody_reacted(one, moment(11, 10))
    said, thread = read(client, one, COUNTING)
    assert (said, thread) == (["", "Er is niets om te beantwoorden."], [])
    with time_machine.travel(COUNTING, tick=False), clock.set_to(COUNTING):
        page = client.get(one.reference.get_absolute_url(), follow=True)
    assert (page.context["now"].title, page.context["now"].body) == ("Meedoen kan niet meer", "Niemand reageerde.")
    stations = [(str(one.label), one.at) for one in page.context["stations"]]
    assert ("Niemand reageerde", moment(11, 15)) in stations
    assert "De gemeente antwoordt" not in dict(stations)
    assert rounds_to_answer(COUNTING) == []
    # What a moderator may still let through was said.
    hand_in(one, by=author, at=moment(11, 10))
    assert not nobody_reacted(one, COUNTING)
    assert [found for found, _due in rounds_to_answer(COUNTING)] == [one]


def test_it_is_told_from_the_end_of_a_round_and_said_when_it_is_late(client, consultation_round, clerk):
    FormalViewFactory(consultation_round=consultation_round)
    said, thread = read(client, consultation_round, VOTING)
    assert (said, thread) == (["", "Als deze ronde voorbij is beantwoordt de gemeente alles wat gezegd is."], [])
    for _begun in range(2):
        # Nobody began, and then somebody did.
        said, thread = read(client, consultation_round, COUNTING)
        assert said == [f"De gemeente beantwoordt alles wat gezegd is, uiterlijk {PROMISED}."] * 2
        assert thread == [f"toegezegd uiterlijk {PROMISED}"]
        said, thread = read(client, consultation_round, LATE)
        assert all(f"uiterlijk {PROMISED}" in one and "te laat" in one for one in said)
        assert thread == [f"toegezegd uiterlijk {PROMISED} te laat"]
        if not _begun:
            begin_answers(consultation_round=consultation_round, by=clerk, at=COUNTING)
    type(consultation_round).objects.filter(pk=consultation_round.pk).update(cancelled_at=COUNTING)
    assert read(client, consultation_round, LATE)[1] == []
