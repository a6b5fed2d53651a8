from dataclasses import dataclass
from datetime import datetime

from participation.enums import Channel


@dataclass(frozen=True)
class Entry:
    """How something came in that staff enter for somebody: by which way, when, whom to tell, and the scan of it."""

    channel: Channel
    received_at: datetime
    email: str = ""
    scan: bytes = b""
