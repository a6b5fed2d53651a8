"""Real budgets, where the folder with them stands beside the project, and small ones written here."""

from collections.abc import Callable
from pathlib import Path

import pytest

BUDGETS = Path(__file__).resolve().parents[4] / "shared" / "data" / "budgets"


@pytest.fixture
def write_budget(tmp_path: Path) -> Callable[..., Path]:
    """Writes a .pb file from its text, as UTF-8 unless bytes are given, and returns its path."""

    def write(content: str | bytes, name: str = "budget.pb") -> Path:
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return write
