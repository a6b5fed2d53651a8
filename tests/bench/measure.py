import statistics
import time
from collections.abc import Callable

RUNS = 7


def median_seconds(act: Callable[[], object], runs: int = RUNS) -> float:
    act()
    times = []
    for _ in range(runs):
        start = time.perf_counter()
        act()
        times.append(time.perf_counter() - start)
    return statistics.median(times)


def report(name: str, measured: float, bare: float, bare_name: str) -> None:
    print(f"\n{name}: {measured / bare:.1f} × {bare_name} ({1000 * measured:.2f} ms against {1000 * bare:.2f} ms)")  # noqa: T201 - the figures are what this run is for
