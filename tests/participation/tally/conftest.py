"""Real budgets, where the folder with them stands beside the project, and small ones written here."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import Phase, settings

from participation.tally.__main__ import main

BUDGETS = Path(__file__).resolve().parents[4] / "shared" / "data" / "budgets"

# A mutant need not be cornered, only caught, and the next run must catch the same.
settings.register_profile("mutants", derandomize=True, database=None, phases=[Phase.explicit, Phase.generate])
if "MUTANT_UNDER_TEST" in os.environ:
    settings.load_profile("mutants")


@pytest.fixture
def write_budget(tmp_path: Path) -> Callable[..., Path]:
    """Writes a .pb file from its text, as UTF-8 unless bytes are given, and returns its path."""

    def write(content: str | bytes, name: str = "budget.pb") -> Path:
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return write


class Done(NamedTuple):
    returncode: int
    stdout: str
    stderr: str


@pytest.fixture
def tally(capsys) -> Callable[..., Done]:
    """Runs the command in this process."""

    def run(*arguments: object) -> Done:
        try:
            code = main([*map(str, arguments)])
        except SystemExit as left:
            code = left.code
        return Done(code, *capsys.readouterr())

    return run
