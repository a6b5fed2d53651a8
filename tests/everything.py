"""All that `make test` runs, in order, with a summary that also says what was left out and how to have it.

    python tests/everything.py [--heavy | --lint]

TEST_POSTGRES_URL names a PostgreSQL to test on (postgres://user@host:port/); without it a throw-away one is started where
PostgreSQL is installed. CHROMIUM names the browser (/usr/bin/chromium). With NOTHING_LEFT_OUT set, leaving out is failing.
"""

import argparse
import contextlib
import os
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from tests import postgres

ROOT = Path(__file__).resolve().parents[1]
PYTHON = sys.executable
CHROMIUM = Path(os.environ.get("CHROMIUM", "/usr/bin/chromium"))
WORKERS = str(min(4, os.cpu_count() or 1))

LINT = {
    "types": [PYTHON, "-m", "mypy"],
    "lint": [PYTHON, "-m", "ruff", "check", "."],
    "layout of the code": [PYTHON, "-m", "ruff", "format", "--check", "."],
    "import contracts": [
        PYTHON,
        "-c",
        "import sys; from importlinter.cli import lint_imports; sys.exit(lint_imports(no_logo=True))",
    ],
    "templates": [PYTHON, "-m", "djlint", "templates", "--lint", "--quiet"],
    "missing migrations": [PYTHON, "manage.py", "makemigrations", "--check", "--dry-run"],
}


@dataclass
class Run:
    environment: dict[str, str]
    lines: list[str] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)

    def step(self, name: str, command: list[str], **extra: str) -> None:
        print(f"\n── {name}", flush=True)
        began = time.monotonic()
        code = subprocess.run(command, cwd=ROOT, env={**self.environment, **extra}, check=False).returncode
        self.lines.append(f"  {'ok    ' if code == 0 else 'FAILED'} {time.monotonic() - began:6.1f} s  {name}")
        if code:
            self.failed.append(name)

    def leave_out(self, name: str, remedy: str) -> None:
        self.left_out.append(f"  left out: {name}. {remedy}")


def environment() -> dict[str, str]:
    """As a fresh shell has it: what the caller set for the demo or a server must not change the tests."""
    ours = (
        "DJANGO_",
        "DATABASE_URL",
        "CACHE_URL",
        "STORAGE_URL",
        "EMAIL_URL",
        "TASK_BACKEND",
        "CITY_",
        "BASE_URL",
        "DEBUG",
        # Dozens of processes import the same modules: each is compiled once.
        "PYTHONDONTWRITEBYTECODE",
    )
    kept = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
    return {
        **kept,
        "PYTHONPATH": os.pathsep.join([str(ROOT), str(ROOT / "site")]),
        "DJANGO_SETTINGS_MODULE": "config.settings.test",
    }


def pytest(marks: str, *paths: str, workers: str = WORKERS) -> list[str]:
    return [PYTHON, "-m", "pytest", "-q", "-n", workers, "--dist", "worksteal", "-m", marks, *paths]


def migrated(run: Run, **extra: str) -> subprocess.Popen:
    """Migrates, beside what goes on, the database that a suite begins with; it does so itself where this fails."""
    code = "import django; django.setup(); from tests.database import migrate_template; migrate_template()"
    command = [PYTHON, "-c", code]
    return subprocess.Popen(command, cwd=ROOT, env={**run.environment, **extra}, stderr=subprocess.DEVNULL)


def test(run: Run, *, heavy: bool) -> None:
    marks = "not browser and not bench" + ("" if heavy else " and not heavy")
    with contextlib.ExitStack() as stack:
        address = os.environ.get("TEST_POSTGRES_URL", "")
        if not address and postgres.is_installed():
            address = stack.enter_context(postgres.cluster())
        on_postgres = {"DATABASE_URL": f"{address.rstrip('/')}/leerstad"}
        on_sqlite_ready = stack.enter_context(migrated(run))
        on_postgres_ready = stack.enter_context(migrated(run, **on_postgres)) if address else None
        lint(run)
        on_sqlite_ready.wait()
        run.step("the suite on SQLite", pytest(marks))
        if on_postgres_ready is not None:
            on_postgres_ready.wait()
            run.step(
                "the suite on PostgreSQL, as far as a database makes a difference",
                pytest(f"{marks} and not any_database"),
                **on_postgres,
                ONLY_DATABASE_TESTS="pages too" if heavy else "no pages",
            )
        else:
            run.leave_out("PostgreSQL", "Install it (`apt-get install postgresql`), or name one in TEST_POSTGRES_URL.")
    if CHROMIUM.exists():
        run.step(
            "in a browser",
            pytest("browser" if heavy else "browser and not heavy", "tests/browser"),
            CHROMIUM=str(CHROMIUM),
        )
    else:
        run.leave_out("the browser", "Install Chromium (`apt-get install chromium`), or name one in CHROMIUM.")


def lint(run: Run) -> None:
    """The types beside all else: they take as long as the other checks together."""
    # No check needs a database; the one of migrations would look into one that a fresh clone does not have.
    database = {"DATABASE_URL": "sqlite:///:memory:"}
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(lambda name: run.step(name, LINT[name], **database), LINT))


def main() -> int:
    parser = argparse.ArgumentParser(description="All that `make test` runs.")
    parser.add_argument("--heavy", action="store_true", help="with the heavy oracles and the large files")
    parser.add_argument("--lint", action="store_true", help="only the checks that need no database")
    chosen = parser.parse_args()
    # Whoever stops the run with a signal still has the database server stopped and its folder taken away.
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(128 + number))
    began = time.monotonic()
    run = Run(environment())
    if chosen.lint:
        lint(run)
    else:
        test(run, heavy=chosen.heavy)
        if not chosen.heavy:
            run.left_out.append(
                "  left out, as always here: the heavy oracles and large files. `make check-all` runs them."
            )
    print(f"\n── together {time.monotonic() - began:.0f} s", *run.lines, *run.left_out, sep="\n", flush=True)
    missing = [line for line in run.left_out if "as always" not in line]
    if run.failed:
        print(f"\nFailed: {', '.join(run.failed)}.")
    elif missing and os.environ.get("NOTHING_LEFT_OUT"):
        print("\nFailed: something was left out, and NOTHING_LEFT_OUT is set.")
        return 1
    return 1 if run.failed else 0


if __name__ == "__main__":
    sys.exit(main())
