"""How long a large vote is counted by each method, and with how much memory, in a process of its own.

Promised: 200,000 approval ballots with 100 projects greedily in less than 2 seconds and by equal shares with add1 in less than 30,
80,101 ranked ballots by transferable vote in less than 5, in less than 1 GiB.
"""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from participation.tally.rules import METHODS_BY_NAME
from tests.database_races import ROOT

RANKED = Path(__file__).resolve().parents[3] / "shared/data/ranked/minneapolis_2013_park_ballots.csv"

PATIENCE = 120  # seconds

pytestmark = pytest.mark.bench


def count_alone(method: str, *about: str) -> None:
    command = [sys.executable, "-m", "tests.bench.count_alone", method, *about]
    try:
        done = subprocess.run(
            command,
            cwd=ROOT,
            env={"PYTHONPATH": ".:site"},
            stdout=subprocess.PIPE,
            timeout=PATIENCE,
            text=True,
            check=True,
        )
    except subprocess.TimeoutExpired:
        print(f"\n{method} ({', '.join(about)}): not done in {PATIENCE} s")  # noqa: T201
        return
    found = json.loads(done.stdout)
    print(  # noqa: T201 - the figures are what this run is for
        f"\n{method} ({', '.join(about)}): {found['seconds']:.2f} s, {found['processor']:.2f} s of one processor,"
        f" {found['memory']} MiB; {found['ballots']:,} ballots, {found['distinct']:,} of them different"
    )


@pytest.mark.timeout(900)
def test_bench_counting_a_large_vote_by_each_method():
    for name, method in METHODS_BY_NAME.items():
        for kind in method.kinds:
            count_alone(name, kind.name, "likely")


@pytest.mark.timeout(900)
def test_bench_counting_a_large_vote_in_which_no_two_ballots_are_equal():
    for name in ("greedy", "equal-shares", "equal-shares-add1"):
        count_alone(name, "approval", "distinct")


def test_bench_counting_minneapolis_alone():
    if not RANKED.exists():
        pytest.skip("The real elections (../shared/data/ranked) are not here.")
    for name in ("stv-scottish", "stv"):
        count_alone(name, str(RANKED), "3")
