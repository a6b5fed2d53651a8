"""What `make bench` prints of a large box. Promised: 200,000 ballots of 100 projects opened in less than 60 seconds, in less
than 1 GiB of memory."""

import random
import resource
from datetime import timedelta
from time import perf_counter

import pytest

from accounts.enums import Role
from participation.actions.ballot import cast_ballots
from participation.enums import PhaseKind
from participation.models import Ballot
from participation.queries.ballot import marked_ballots
from participation.voting_enums import VotingChannel
from tests.bench.measure import report
from tests.factories.accounts import UserFactory, person_with
from tests.factories.participation import ConsultationRoundFactory, PhaseFactory, SubjectFactory
from tests.rounds import anew, open_up

pytestmark = [pytest.mark.bench, pytest.mark.django_db(transaction=True)]

BALLOTS, PROJECTS = 200_000, 100


@pytest.mark.timeout(1_800)
def test_bench_opening_a_large_box(noon):
    consultation_round = ConsultationRoundFactory()
    PhaseFactory(consultation_round=consultation_round, kind=PhaseKind.VOTE, starts_at=noon - timedelta(days=1))
    keys = [subject.pk for subject in SubjectFactory.create_batch(PROJECTS, consultation_round=consultation_round)]
    chance = random.Random(1)
    clerk = person_with(Role.CLERK)
    ballots = (
        (f"kiezer {number}", dict.fromkeys(chance.sample(keys, chance.randrange(30)), 1)) for number in range(BALLOTS)
    )
    start = perf_counter()
    cast_ballots(
        consultation_round=anew(consultation_round),
        ballots=ballots,
        channel=VotingChannel.IMPORT,
        by=UserFactory(),
        at=noon,
    )
    casting, start = perf_counter() - start, perf_counter()
    assert open_up(consultation_round, by=clerk, at=noon + timedelta(days=20)) == BALLOTS
    opening, start = perf_counter() - start, perf_counter()
    assert Ballot.objects.count() == BALLOTS
    marked, blank = marked_ballots(consultation_round)
    assert sum(marked.values()) + blank == BALLOTS
    report(f"opening {BALLOTS} ballots of {PROJECTS} projects", opening, casting, "casting them together")
    report("reading them for the count", perf_counter() - start, opening, "opening them")
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"\nmost memory in this run: {memory} MiB, the database among it where it lies there")  # noqa: T201 - what this run is for
