from typing import Any

from django.contrib.messages.storage.base import Message
from django.contrib.messages.storage.fallback import FallbackStorage


class OnceStorage(FallbackStorage):
    """Keeps a message once until it is read: pressed twice it says nothing more."""

    def add(self, level: int, message: Any, extra_tags: str | None = "") -> None:
        if self.used or Message(level, str(message)) not in self:
            super().add(level, message, extra_tags)
