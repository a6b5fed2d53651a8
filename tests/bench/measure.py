import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass

from django.test import Client
from django.urls import reverse

RUNS = 7


def median_seconds(act: Callable[[], object], runs: int = RUNS) -> float:
    act()
    return statistics.median(_seconds(act) for _ in range(runs))


def report(name: str, measured: float, bare: float, bare_name: str) -> None:
    print(f"\n{name}: {measured / bare:.1f} × {bare_name} ({1000 * measured:.2f} ms against {1000 * bare:.2f} ms)")  # noqa: T201 - the figures are what this run is for


@dataclass(frozen=True)
class Visit:
    """How long a visit takes, and how many times as long as a bare view that was visited between.

    What was measured long before, on a machine that did other things as well, compares by `times_bare`.
    """

    seconds: float
    times_bare: float


def measured_visit(address: str, runs: int = RUNS) -> Visit:
    """Raises AssertionError where the address shows nothing."""
    client, bare = Client(), reverse("health")
    assert client.get(address).status_code in (200, 302), address
    client.get(bare)
    pairs = [(_seconds(lambda: client.get(bare)), _seconds(lambda: client.get(address))) for _ in range(runs)]
    bares, visits = (statistics.median(one) for one in zip(*pairs, strict=True))
    return Visit(visits, visits / bares)


def report_growth(name: str, now: Visit, then: Visit, then_name: str) -> None:
    print(  # noqa: T201 - the figures are what this run is for
        f"\n{name}: {now.times_bare / then.times_bare:.2f} × {then_name}"
        f" ({now.times_bare:.1f} × a bare view, {1000 * now.seconds:.2f} ms;"
        f" {then.times_bare:.1f} × before, {1000 * then.seconds:.2f} ms)"
    )


def _seconds(act: Callable[[], object]) -> float:
    start = time.perf_counter()
    act()
    return time.perf_counter() - start
