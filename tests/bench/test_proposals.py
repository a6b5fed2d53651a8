"""Fifty thousand proposals against ten, and against as many as fill a page: in one run, on the same server and database."""

import pytest
from django.core.management import call_command
from django.urls import reverse

from proposals.queries.proposal_list import PER_PAGE
from tests.bench.measure import measured_visit, report_growth
from tests.factories.base import AreaFactory
from tests.factories.participation import CommentFactory, SupportFactory
from tests.many_proposals import many_proposals
from tests.rounds import hand_in, publish, publish_round

TEN, MANY, RUNS = 10, 50_000, 15

pytestmark = [pytest.mark.bench, pytest.mark.timeout(1800), pytest.mark.django_db(transaction=True)]


def visits(of_round: str) -> dict[str, str]:
    everything = reverse("all_proposals")
    return {
        "the list of a round": reverse("proposals", args=[of_round]),
        "the list of all": everything,
        "most supported": f"{everything}?order=supported",
        "most discussed": f"{everything}?order=discussed",
        "random": f"{everything}?order=random&seed=7",
        "of a theme": f"{everything}?theme=rust",
        "of a neighbourhood": f"{everything}?area=oost",
        "with a word": f"{everything}?q=bankje",
        "the feed": reverse("all_proposals_feed"),
    }


def test_bench_fifty_thousand_proposals(agenda_item, resident, moderator):
    """Promised of the list: at most 1.2 × what ten take. A page of ten shows half as many as a full one."""
    consultation_round = publish_round(agenda_item)
    first = publish(
        hand_in(consultation_round, by=resident, tags=["rust"], area=AreaFactory(code="oost"), cost=500), by=moderator
    )
    SupportFactory.create_batch(3, subject=first)
    CommentFactory.create_batch(2, subject=first)
    addresses, known, there = visits(consultation_round.reference.string), [], 1
    for number in (TEN, PER_PAGE + 1):
        many_proposals(first, number - there)
        there = number
        known.append({name: measured_visit(address, RUNS) for name, address in addresses.items()})
    many_proposals(first, MANY - there)
    # As each night.
    call_command("optimize_database")
    for name, address in addresses.items():
        now = measured_visit(address, RUNS)
        for then, words in zip(known, (f"that of {TEN}", "a full page of few"), strict=True):
            report_growth(f"{name}, of {MANY:,} proposals", now, then[name], words)
