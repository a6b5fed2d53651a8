"""Real budgets, where the folder with them stands beside the project, and small ones written here."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import Phase, settings

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
