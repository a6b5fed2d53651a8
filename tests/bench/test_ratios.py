"""What `make bench` prints: never seconds alone, always a ratio to something bare in the same run on the same server.

Nothing here fails for being slow: a machine is busy or it is not. What must not grow with the number of rows is asserted
elsewhere, in numbers of queries.
"""

from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.db import transaction
from django.test import Client
from django.urls import reverse

from base.models import AuditEntry
from participation.actions.ballot import cast_ballot
from participation.enums import PhaseKind
from participation.models import ConsultationRound
from participation.queries.electoral_roll import voter_of
from participation.tally.pabulib import load
from participation.tally.rules import METHODS_BY_NAME
from tests.bench.measure import RUNS, median_seconds, report
from tests.documents import FORMATS, forty_citations
from tests.factories.accounts import UserFactory
from tests.factories.participation import ConsultationRoundFactory, PhaseFactory, SubjectFactory

DATA = Path(__file__).resolve().parents[3] / "shared/data/budgets"

pytestmark = [pytest.mark.bench, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("rows", [10, 200])
def test_bench_the_list_of_proposals(rows, site_ground, noon):
    consultation_round = ConsultationRoundFactory()
    PhaseFactory(consultation_round=consultation_round, kind=PhaseKind.SUPPORT, starts_at=noon - timedelta(days=400))
    SubjectFactory.create_batch(rows, consultation_round=consultation_round)
    client, url = Client(), reverse("proposals", args=[consultation_round.reference.string])
    assert client.get(url).status_code == 200
    bare = median_seconds(lambda: client.get(reverse("health")))
    report(
        f"list of {rows} proposals", median_seconds(lambda: client.get(url)), bare, "a bare view that asks the database"
    )


def test_bench_casting_a_ballot(noon):
    consultation_round = ConsultationRoundFactory()
    PhaseFactory(consultation_round=consultation_round, kind=PhaseKind.VOTE, starts_at=noon - timedelta(days=1))
    subjects = SubjectFactory.create_batch(20, consultation_round=consultation_round)
    consultation_round = ConsultationRound.objects.with_phases().get()
    choices = {subject.pk: 1 for subject in subjects[:5]}
    voters = iter(UserFactory.create_batch(2 * RUNS + 2))

    def cast() -> None:
        voter = voter_of(consultation_round, next(voters))
        cast_ballot(consultation_round=consultation_round, voter=voter, choices=choices, at=noon)

    def insert() -> None:
        with transaction.atomic():
            AuditEntry.objects.create(at=noon, act="bare", about="insert")

    report("casting a ballot", median_seconds(cast), median_seconds(insert), "a bare insert of one row")


@pytest.mark.parametrize("name", FORMATS)
def test_bench_checking_a_programme(name, agenda_item):
    """Promised: 40 citations in 60 pages in less than 10 seconds."""
    data = FORMATS[name](forty_citations(agenda_item))
    client = Client()
    checking = median_seconds(lambda: client.post(reverse("programme"), {"file": ContentFile(data, name="p")}), 3)
    bare = median_seconds(lambda: client.get(reverse("health")))
    report(
        f"checking a programme ({name}, 60 pages, 40 citations)", checking, bare, "a bare view that asks the database"
    )


@pytest.mark.parametrize("rule", ["greedy", "equal-shares", "equal-shares-add1"])
def test_bench_counting_wieliczka(rule):
    path = DATA / "poland_wieliczka_2023.pb"
    if not path.exists():
        pytest.skip("The real budgets (../shared/data/budgets) are not here.")
    profile = load(path).profile()
    bare = median_seconds(profile.scores)
    report(
        f"Wieliczka by {rule}",
        median_seconds(lambda: METHODS_BY_NAME[rule].count(profile), 3),
        bare,
        "adding up its scores",
    )
