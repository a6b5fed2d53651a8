import pytest

from base import clock


@pytest.fixture
def travel_clock(monkeypatch):
    return lambda at: monkeypatch.setattr(clock, "now", lambda: at)
