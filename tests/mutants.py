"""Runs the mutants that mutmut made (`make mutants`): the tests are collected once, and each mutant is a fork.

mutmut itself starts pytest anew for each, which costs many times what the tests of most mutants take.

    python -m tests.mutants [participation.tally.lot.* …]

Each that has no verdict yet runs, in the order of the names given. Verdicts are written where mutmut keeps its own, for
`mutmut results` and `mutmut show`.
"""

import json
import math
import os
import resource
import signal
import sys
import time
import tomllib
from collections import Counter
from collections.abc import Iterator
from fnmatch import fnmatchcase
from pathlib import Path
from typing import NamedTuple

import pytest
from _pytest.runner import runtestprotocol

RUNS = int(os.environ.get("MUTANTS_RUNS", 0)) or os.cpu_count() or 2
# Seconds of tests, as mutmut measured them, after which a mutant counts as survived. Quick ones go first.
PATIENCE = float(os.environ.get("MUTANTS_PATIENCE", "inf"))
MEMORY = 3 << 30
NO_TESTS = 33
# What mutmut calls suspicious: this program itself went wrong, and nothing is known of the mutant.
UNKNOWN = 35


@pytest.hookimpl(tryfirst=True)
def pytest_runtestloop(session: pytest.Session) -> bool:
    stats = json.loads(Path("mutmut-stats.json").read_text())
    hitting = stats["tests_by_mangled_function_name"]
    wanted = {name for _meta, mutant in waiting() for name in hitting.get(function_of(mutant), [])}
    items = {item.nodeid: item for item in session.items if item.nodeid in wanted}
    seconds = stats["duration_by_test"]
    # A test that fails in a fork of its own, or within its bounds, would seem to kill every mutant.
    nowhere = os.open(os.devnull, os.O_WRONLY)
    _child, status = os.waitpid(start("", [(item, seconds[name]) for name, item in items.items()], nowhere), 0)
    if code := os.waitstatus_to_exitcode(status):
        pytest.exit(f"Without a mutant the tests end with {code} in a fork: mend that first.", returncode=1)
    running: dict[int, Run] = {}
    seen = Seen(seconds)
    for meta, mutant in waiting():
        tests = list(seen.bounded(meta, [name for name in hitting.get(function_of(mutant), []) if name in items]))
        if not tests:
            keep(meta, mutant, NO_TESTS)
            continue
        while len(running) >= RUNS:
            collect(running, seen)
        begun, begins = os.pipe()
        child = start(mutant, [(items[name], seconds[name]) for name in tests], begins)
        os.close(begins)
        running[child] = Run(meta, mutant, tests, begun)
    while running:
        collect(running, seen)
    return True


class Run(NamedTuple):
    """``begun`` gets a byte for each of the tests that the mutant comes to."""

    meta: Path
    mutant: str
    tests: list[str]
    begun: int


class Seen:
    """How often each test has killed mutants of a file, so that those come first that cost least for what they kill."""

    def __init__(self, seconds: dict[str, float]) -> None:
        self.seconds = seconds
        self.runs: Counter[tuple[Path, str]] = Counter()
        self.kills: Counter[tuple[Path, str]] = Counter()

    def bounded(self, meta: Path, names: list[str]) -> Iterator[str]:
        spent = 0.0
        for place, name in enumerate(sorted(names, key=lambda name: (self._price(meta, name), name))):
            spent += self.seconds[name]
            if place and spent > PATIENCE:
                return
            yield name

    def note(self, run: Run, begun: int, *, killed: bool) -> None:
        self.runs.update((run.meta, name) for name in run.tests[:begun])
        if killed and begun:
            self.kills[run.meta, run.tests[begun - 1]] += 1

    def _price(self, meta: Path, name: str) -> float:
        return self.seconds[name] * (1 + self.runs[meta, name]) / (1 + self.kills[meta, name])


def waiting() -> Iterator[tuple[Path, str]]:
    for pattern in sys.argv[1:] or ["*"]:
        for meta in sorted(Path("participation/tally").glob("*.meta")):
            for mutant, verdict in json.loads(meta.read_text())["exit_code_by_key"].items():
                if verdict is None and fnmatchcase(mutant, pattern):
                    yield meta, mutant


def function_of(mutant: str) -> str:
    return mutant.rpartition("__mutmut_")[0]


def start(mutant: str, tests: list[tuple[pytest.Item, float]], begins: int) -> int:
    """A process with the mutant in place, which ends with 1 at the first test that fails."""
    if child := os.fork():
        return child
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    os.environ["MUTANT_UNDER_TEST"] = mutant
    verdict = UNKNOWN
    try:
        verdict = int(any(os.write(begins, b".") and fails(item, seconds) for item, seconds in tests))
    finally:
        os._exit(verdict)


def fails(item: pytest.Item, seconds: float) -> bool:
    """Does not return where the test computes much longer than it took without a mutant: the process is stopped then."""
    _soft, hard = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (math.ceil(time.process_time() + 2 + 3 * seconds), hard))
    return any(report.failed for report in runtestprotocol(item, nextitem=None, log=False))


def collect(running: dict[int, Run], seen: Seen) -> None:
    child, status = os.wait()
    code = os.waitstatus_to_exitcode(status)
    run = running.pop(child)
    with os.fdopen(run.begun, "rb") as begun:
        seen.note(run, len(begun.read()), killed=code not in (0, UNKNOWN))
    # A program that a test started may have been stopped by its limit in place of the test: that is a failure as well.
    keep(run.meta, run.mutant, -signal.SIGXCPU if code == -signal.SIGKILL else code)


def keep(meta: Path, mutant: str, verdict: int) -> None:
    kept = json.loads(meta.read_text())
    kept["exit_code_by_key"][mutant] = verdict
    meta.write_text(json.dumps(kept, indent=4))


def main() -> int:
    os.chdir(Path(__file__).resolve().parents[1] / "mutants")
    sys.path.insert(0, str(Path.cwd()))
    # Programs that tests start find the mutants as well.
    os.environ |= {"PYTHONPATH": str(Path.cwd()), "MUTANT_UNDER_TEST": ""}
    chosen = tomllib.loads(Path("pyproject.toml").read_text())["tool"]["mutmut"]
    arguments = [*chosen["pytest_add_cli_args"], *chosen["pytest_add_cli_args_test_selection"]]
    return int(pytest.main(["-q", "--tb=native", *arguments], plugins=[sys.modules[__name__]]))


if __name__ == "__main__":
    sys.exit(main())
