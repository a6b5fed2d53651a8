"""How often something was asked, guessed or sent: counters in the cache that all processes share."""

import logging
from dataclasses import dataclass
from datetime import UTC, datetime

from django.core.cache import cache
from django.utils.crypto import salted_hmac

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Counter:
    """Counts per `seconds`-long window of the clock, at most `limit` of them; `name` keeps counters apart."""

    name: str
    limit: int
    seconds: int

    def count(self, key: str, *, at: datetime) -> bool:
        """Counts one more for the key; whether it is still within the limit."""
        name = self._name(key, at)
        try:
            cache.add(name, 0, timeout=2 * self.seconds)
            return cache.incr(name) <= self.limit
        except Exception:
            # A cache that is down must not keep anybody out.
            logger.exception("Nothing is limited now by its number: the cache does not answer")
            return True

    def is_full(self, key: str, *, at: datetime) -> bool:
        """Whether the limit was reached, without counting."""
        try:
            return int(cache.get(self._name(key, at), 0)) >= self.limit
        except Exception:
            logger.exception("Nothing is limited now by its number: the cache does not answer")
            return False

    def free_at(self, at: datetime) -> datetime:
        """When the next window begins."""
        window = int(at.timestamp()) // self.seconds
        return datetime.fromtimestamp((window + 1) * self.seconds, tz=UTC)

    def _name(self, key: str, at: datetime) -> str:
        # The cache holds no addresses of people, only what this site alone can make of them.
        digest = salted_hmac("base.counter", f"{self.name}:{key}").hexdigest()[:32]
        return f"counter:{digest}:{int(at.timestamp()) // self.seconds}"
