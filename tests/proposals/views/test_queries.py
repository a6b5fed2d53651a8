"""Pages take a fixed number of queries, however much there is to show."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from home.models import AgendaItemPage
from participation.enums import Moderation
from participation.models import ConsultationRound
from proposals.models import Decision
from tests.factories.accounts import UserFactory
from tests.factories.base import AreaFactory
from tests.factories.home import AgendaItemPageFactory
from tests.factories.participation import CommentFactory, RulingFactory, SupportFactory
from tests.factories.proposals import DecisionFactory
from tests.rounds import COUNTING, SUPPORTING, VOTING, count, hand_in, publish, publish_round, vote

pytestmark = pytest.mark.django_db

# One of them asks whether somebody who is signed in follows the thing.
MOST = 24
# Wagtail walks from the root to a page of the tree, two queries a step, and asks for site, language and restrictions; of a
# round also what was changed of it since it began, of an item also what was recorded of it on its way through the council.
MOST_IN_TREE = 42


def queries(client: Client, address: str) -> int:
    """How many a second visit takes; the first one fills Django's and Wagtail's own caches."""
    client.get(address, follow=True)
    with CaptureQueriesContext(connection) as captured:
        response = client.get(address)
    assert response.status_code == 200
    return len(captured)


@pytest.fixture
def published(consultation_round, author, moderator) -> Callable:
    def add(number: int = 1, *, to=consultation_round):
        """So many proposals, each with an area, themes, supports, comments and a ruling."""
        added = []
        for _ in range(number):
            subject = publish(
                hand_in(to, by=author, area=AreaFactory(), tags=["lezen", "spelen"], cost=100), by=moderator
            )
            SupportFactory.create_batch(2, subject=subject)
            CommentFactory.create_batch(2, subject=subject)
            added.append(subject)
        return added

    return add


READERS = {"visitor": lambda: None, "resident": UserFactory}


@pytest.mark.parametrize("who", READERS)
@pytest.mark.parametrize("place", ["list", "round", "take part", "home", "agenda item"])
def test_pages_of_proposals_take_the_same_queries_with_one_and_with_three(
    consultation_round, published, signed_in, travel, place, who
):
    published(1)
    travel(SUPPORTING)
    client = signed_in(READERS[who]())
    string = consultation_round.reference.string
    address = {
        "list": reverse("proposals", args=[string]),
        "round": client.get(consultation_round.reference.get_absolute_url()).headers["Location"],
        "take part": reverse("rounds"),
        "home": "/nl/",
        "agenda item": "/nl/agenda/veilig-naar-school/",
    }[place]
    with_one = queries(client, address)
    published(2)
    with_three = queries(client, address)
    assert with_three == with_one <= (MOST_IN_TREE if place in {"round", "agenda item"} else MOST)


@pytest.mark.parametrize("who", [*READERS, "author"])
def test_proposal_takes_the_same_queries_with_one_comment_and_with_thirty(published, author, signed_in, travel, who):
    [subject] = published(1)
    travel(SUPPORTING)
    client = signed_in(author if who == "author" else READERS[who]())
    address = reverse("proposal", args=[subject.reference.string])
    last = None
    for _ in range(3):
        last = CommentFactory(subject=subject, parent=last, thread=last and (last.thread or last))
    with_few = queries(client, address)
    for _ in range(28):
        last = CommentFactory(subject=subject, parent=last, thread=last and (last.thread or last))
    CommentFactory.create_batch(5, subject=subject, moderation=Moderation.HIDDEN)
    RulingFactory.create_batch(3, subject=subject)
    # A talk is read level by level, however long it is.
    assert queries(client, address) == with_few <= MOST + 4


def test_ballot_takes_the_same_queries_with_one_line_and_with_three(consultation_round, published, signed_in, travel):
    published(1)
    other = publish_round(item_of(consultation_round))
    published(3, to=other)
    travel(VOTING)
    client = signed_in(UserFactory())
    counts = []
    for one in (consultation_round, other):
        vote(one, by=UserFactory())
        counts.append(queries(client, reverse("ballot", args=[one.reference.string])))
    assert counts[0] == counts[1] <= MOST


def item_of(consultation_round: ConsultationRound) -> AgendaItemPage:
    return AgendaItemPage.objects.get(translation_key=consultation_round.about.translation_key)


def test_result_takes_the_same_queries_with_one_line_and_with_three(
    consultation_round, published, clerk, signed_in, travel
):
    published(1)
    other = publish_round(item_of(consultation_round))
    published(3, to=other)
    for one in (consultation_round, other):
        vote(one, *one.subjects.all(), by=UserFactory())
        count(one, by=clerk)
    travel(COUNTING)
    client = signed_in()
    counts = [queries(client, reverse("result", args=[one.reference.string])) for one in (consultation_round, other)]
    assert counts[0] == counts[1] <= MOST


def test_pages_of_the_agenda_take_the_same_queries_with_one_item_and_with_three(
    agenda_item, consultation_round, signed_in, travel
):
    DecisionFactory(about=agenda_item.reference, consultation_round=consultation_round)
    travel(SUPPORTING)
    client = signed_in()
    addresses = ["/nl/agenda/", "/nl/", reverse("rounds"), reverse("outcomes")]
    with_one = {address: queries(client, address) for address in addresses}
    for _ in range(2):
        item = AgendaItemPageFactory(parent=agenda_item.get_parent())
        DecisionFactory(about=item.reference, consultation_round=publish_round(item))
    assert {address: queries(client, address) for address in addresses} == with_one
    assert with_one.pop("/nl/agenda/") <= MOST_IN_TREE
    assert max(with_one.values()) <= MOST
    assert Decision.objects.count() == 3


def test_my_page_takes_the_same_queries_with_one_and_with_three(
    consultation_round, published, author, signed_in, travel
):
    published(1)
    CommentFactory(author=author)
    travel(SUPPORTING)
    client = signed_in(author)
    with_one = queries(client, reverse("my_page"))
    published(2)
    CommentFactory.create_batch(2, author=author)
    # Alone of all it asks what the municipality answered to everything that is theirs, and what it still has to, by when.
    assert queries(client, reverse("my_page")) == with_one <= MOST + 4
