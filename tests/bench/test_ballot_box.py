"""What `make bench` prints of a large box. Promised: 200,000 ballots of 100 projects opened in less than 60 seconds, in less
than 1 GiB of memory."""

import json
import random
import subprocess
import sys
from datetime import timedelta
from time import perf_counter

import pytest

from accounts.enums import Role
from participation.actions.ballot import cast_ballots
from participation.enums import PhaseKind
from participation.models import Ballot, ConsultationRound
from participation.voting_enums import VotingChannel
from tests.bench.made_votes import BALLOTS, BUDGET, PROJECTS, likely_choices
from tests.bench.measure import report
from tests.database_races import ROOT, environment_of_database
from tests.factories.accounts import UserFactory, person_with
from tests.factories.participation import ConsultationRoundFactory, PhaseFactory, SubjectFactory
from tests.rounds import anew

pytestmark = [pytest.mark.bench, pytest.mark.django_db(transaction=True)]


@pytest.mark.timeout(1_800)
def test_bench_opening_and_counting_a_large_box(many_connections, noon):
    consultation_round = ConsultationRoundFactory()
    ConsultationRound.objects.update(method="greedy", budget=BUDGET, within_budget=False)
    PhaseFactory(consultation_round=consultation_round, kind=PhaseKind.VOTE, starts_at=noon - timedelta(days=1))
    options = SubjectFactory.create_batch(PROJECTS, consultation_round=consultation_round, cost=50_000)
    keys, chance = [subject.pk for subject in options], random.Random(1)
    clerk = person_with(Role.CLERK)
    start = perf_counter()
    cast_ballots(
        consultation_round=anew(consultation_round),
        ballots=((f"kiezer {number}", dict.fromkeys(likely_choices(chance, keys), 1)) for number in range(BALLOTS)),
        channel=VotingChannel.IMPORT,
        by=UserFactory(),
        at=noon,
    )
    casting = perf_counter() - start
    command = [sys.executable, "-m", "tests.bench.open_alone", consultation_round.reference.string, str(clerk.pk)]
    done = subprocess.run(
        [*command, str(noon + timedelta(days=20))],
        cwd=ROOT,
        env=environment_of_database(),
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    found = json.loads(done.stdout)
    assert (found["ballots"], Ballot.objects.count()) == (BALLOTS, BALLOTS)
    report("closing the box, of which no head was published before", found["closing"], casting, "casting them together")
    report(f"opening {BALLOTS:,} ballots of {PROJECTS} projects", found["opening"], casting, "casting them together")
    report("counting them greedily, with sheet and bundle", found["counting"], found["opening"], "opening them")
    print(  # noqa: T201 - what this run is for
        f"\nof the opening {found['opening_busy']:.1f} s in our own process; most memory {found['opening_memory']} MiB"
        f" when it was open, {found['memory']} MiB when it was counted"
    )
