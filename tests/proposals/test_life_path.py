"""A proposal from its first support to the agenda, as supporter, clerk and author see it."""

import pytest
from django.contrib.auth.models import Group
from django.core import mail
from django.test import Client
from django.urls import reverse

from accounts.enums import Role
from participation.enums import PhaseKind, Screening, State
from participation.models import StateEvent
from tests.factories.accounts import UserFactory
from tests.rounds import COLLECTING, SUPPORTING, hand_in, moment, publish_round

pytestmark = pytest.mark.django_db

PHASES = [
    (PhaseKind.COLLECT, moment(9, 1), moment(9, 15)),
    (PhaseKind.SUPPORT, moment(9, 15), moment(10, 1)),
]
AFTER = moment(10, 6, 12)


def of_staff(role: Role) -> Client:
    client = Client()
    client.force_login(UserFactory(display_name="Ambtenaar Jansen", groups=[Group.objects.get(name=role)]))
    return client


@pytest.fixture
def asking(agenda_item):
    """A round in which a share of the population makes two supporters enough."""
    return publish_round(
        agenda_item,
        title="De speelplek",
        phases=PHASES,
        method="",
        screening=Screening.AFTER,
        support_share="0.1",
        population=1_501,
        population_on=moment(1, 1).date(),
    )


def test_a_proposal_walks_from_support_to_the_agenda(
    asking, author, travel, signed_in, agenda_item, django_capture_on_commit_callbacks
):
    assert asking.support_threshold == 2
    travel(COLLECTING)
    bench = hand_in(asking, by=author, title="Bankje")
    address = reverse("proposal", args=[bench.reference.string])
    round_page = signed_in().get(asking.reference.get_absolute_url(), follow=True).content.decode()
    assert "0,1% van de 1.501 inwoners van 1 januari 2026" in round_page

    travel(SUPPORTING)
    supporters = UserFactory.create_batch(2)
    with django_capture_on_commit_callbacks(execute=True):
        for number, supporter in enumerate(supporters):
            shown = signed_in().get(address)
            assert "Er zijn 2 steuners nodig" in shown.content.decode()
            assert shown.context["subject"].support_count == number
            signed_in(supporter).post(reverse("support", args=[bench.reference.string]), {"support": "yes"})
    enough = "heeft genoeg steun"
    assert enough in signed_in().get(address).content.decode().lower()
    told = [one for one in mail.outbox if enough in one.subject]
    assert sorted(one.to[0] for one in told) == sorted([author.email, *(one.email for one in supporters)])

    travel(AFTER)
    clerk = of_staff(Role.CLERK)
    desk = reverse("proposals_desk")
    assert "Bankje" in clerk.get(desk).content.decode()
    screen = reverse("proposal_desk", args=[bench.reference.string])
    found = {"department": "Openbare ruimte", "feasible": "yes", "cost": "900", "reason": "Er is plaats voor."}
    kept = clerk.post(screen, {"step": "assessed", **{f"assessed-{name}": value for name, value in found.items()}})
    assert kept.status_code == 302
    assert "Er is plaats voor." not in signed_in().get(address).content.decode()
    clerk.post(desk, {"round": asking.reference.string})
    assert "Er is plaats voor." in signed_in().get(address).content.decode()

    wrong = clerk.post(screen, {"step": "taken", "taken-agenda_item": "LEA-2026-999", "taken-reason": "Mooi."})
    assert (wrong.status_code, "Mooi." in wrong.content.decode()) == (422, True)
    item = agenda_item.reference.string
    clerk.post(screen, {"step": "taken", "taken-agenda_item": item, "taken-department": "Griffie"})
    page = signed_in().get(address).content.decode()
    assert agenda_item.reference.get_absolute_url() in page
    assert "steun is niet meer nodig" in page
    assert "Griffie" in page
    assert "Jansen" not in page
    assert StateEvent.objects.get(state=State.TAKEN).by.display_name == "Ambtenaar Jansen"
    assert "in de agenda" in signed_in(author).get(reverse("my_page")).content.decode()


def test_the_desk_says_why_a_step_is_not_possible(asking, author, travel):
    travel(COLLECTING)
    bench = hand_in(asking, by=author, title="Bankje")
    screen = of_staff(Role.CLERK).get(reverse("proposal_desk", args=[bench.reference.string])).content.decode()
    assert "kan niet" in screen
    assert 'value="taken"' in screen
    assert 'value="published"' not in screen


def test_withdrawing_asks_why_and_keeps_it_from_the_public(asking, author, travel, signed_in):
    travel(COLLECTING)
    bench = hand_in(asking, by=author, title="Bankje")
    address = reverse("withdraw_proposal", args=[bench.reference.string])
    assert signed_in(author).post(address, {"reason": ""}).status_code == 422
    assert signed_in(author).post(address, {"reason": "Er staat er al een."}).status_code == 302
    assert bench.state_events.get(state=State.WITHDRAWN).reason == "Er staat er al een."
    assert (
        "Er staat er al een."
        not in signed_in().get(reverse("proposal", args=[bench.reference.string])).content.decode()
    )
