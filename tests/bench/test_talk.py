"""A proposal with five thousand comments, twenty-four deep, against one with ten and one whose comments just fill the page: in one
run, on the same server and database."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from base import clock
from participation.actions.comment import post_comment
from participation.models import Comment, Subject
from tests.bench.measure import measured_visit, report_growth
from tests.factories.accounts import UserFactory
from tests.rounds import SUPPORTING, hand_in, publish, publish_round

FEW, FULL, MANY, DEEP, SHOWN = 10, 240, 5_000, 24, 3
RUNS = 15

pytestmark = [pytest.mark.bench, pytest.mark.django_db]


def seeded(subject: Subject, person: object, number: int, deep: int = DEEP) -> None:
    """Rows as `post_comment` writes them (test_seeded_comments_are_as_posted), thread after thread."""
    for start in range(0, number, deep):
        first = parent = None
        for step in range(min(deep, number - start)):
            row = Comment(
                subject=subject,
                author=person,
                author_name="Noor",
                text=f"Reactie {start + step}",
                language="nl",
                parent=parent,
                thread=first,
                posted_at=SUPPORTING + timedelta(seconds=start + step),
            )
            row.save()
            first, parent = first or row, row


def test_seeded_comments_are_as_posted(agenda_item, resident, moderator):
    subject = publish(hand_in(publish_round(agenda_item), by=resident), by=moderator)
    seeded(subject, resident, 2)
    rows = list(Comment.objects.order_by("pk"))
    first = post_comment(
        subject=subject, text="Reactie 0", language="nl", author_name="Noor", by=resident, at=rows[0].posted_at
    )
    answer = post_comment(
        subject=subject,
        text="Reactie 1",
        language="nl",
        author_name="Noor",
        by=resident,
        at=rows[1].posted_at,
        parent=first,
    )
    left_out = {"id", "parent_id", "thread_id", "_state"}
    fields = [{name: value for name, value in vars(row).items() if name not in left_out | {"_state"}} for row in rows]
    for posted, seed in zip((first, answer), fields, strict=True):
        posted.refresh_from_db()
        assert {name: getattr(posted, name) for name in seed if not name.startswith("_")} == {
            name: value for name, value in seed.items() if not name.startswith("_")
        }


def test_bench_five_thousand_comments(agenda_item, resident, moderator):
    """Promised: the same queries, and at most 1.2 times what ten take, all of which are shown."""
    people = UserFactory()
    addresses = {}
    consultation_round = publish_round(agenda_item)
    for number in (FEW, FULL, MANY):
        subject = publish(hand_in(consultation_round, by=resident, title=f"{number} reacties"), by=moderator)
        seeded(subject, people, number, SHOWN if number == FEW else DEEP)
        addresses[number] = reverse("proposal", args=[subject.reference.string])
    client, times, queries = Client(), {}, {}
    with clock.set_to(SUPPORTING):
        for number, address in addresses.items():
            times[number] = measured_visit(address, RUNS)
            with CaptureQueriesContext(connection) as found:
                client.get(address)
            queries[number] = len(found)
    assert queries[MANY] == queries[FULL] == queries[FEW]
    for few in (FULL, FEW):
        report_growth(f"a proposal with {MANY:,} comments", times[MANY], times[few], f"that with {few}")
