"""Where the mail of a demonstration ends: files on this machine, readable on screen, sent to nobody."""

import os
import re
import secrets
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import getaddresses
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage as DjangoMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.utils import timezone

from base.instants import moment

KEPT = 200
NAME = re.compile(r"^\d{20}-[0-9a-f]{8}$")
# A code stands on a line of its own, as does the first link.
CODE = re.compile(r"^\s*(\d{6})\s*$", re.MULTILINE)
LINK = re.compile(r"https?://\S+")


class SinkBackend(BaseEmailBackend):
    """Writes each mail as an .eml file into settings.MAIL_SINK, which only this user can read; keeps the newest 200."""

    def send_messages(self, email_messages: Sequence[DjangoMessage]) -> int:
        folder = _folder()
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        folder.chmod(0o700)
        for message in email_messages:
            name = f"{time.time_ns():020d}-{secrets.token_hex(4)}"
            hidden = folder / f".{name}"
            handle = os.open(hidden, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(handle, "wb") as file:
                file.write(message.message().as_bytes())
            # Whoever lists the folder sees whole mails only.
            hidden.rename(folder / f"{name}.eml")
        for old in _files()[KEPT:]:
            old.unlink(missing_ok=True)
        return len(email_messages)


@dataclass(frozen=True)
class SunkMail:
    name: str
    message: EmailMessage

    @property
    def subject(self) -> str:
        return str(self.message["Subject"] or "")

    @property
    def recipients(self) -> list[str]:
        return [address for _name, address in getaddresses(self.message.get_all("To", []))]

    @property
    def sent_at(self) -> datetime:
        return datetime.fromtimestamp(int(self.name[:20]) / 1e9, tz=timezone.get_current_timezone())

    @property
    def text(self) -> str:
        part = self.message.get_body(preferencelist=("plain",))
        return str(part.get_content()) if part else ""

    @property
    def code(self) -> str:
        found = CODE.search(self.text)
        return found[1] if found else ""

    @property
    def link(self) -> str:
        found = LINK.search(self.text)
        return found[0] if found else ""

    def shown(self) -> dict[str, Any]:
        """What the component of a demonstration's mail takes."""
        return {
            "to": ", ".join(self.recipients),
            "subject": self.subject,
            "when": moment(self.sent_at),
            "paragraphs": re.split(r"\n\s*\n", self.text.replace("\r\n", "\n").strip()),
            "code": self.code,
            "url": self.link,
        }


def mails(to: str = "") -> list[SunkMail]:
    """Newest first; all, or those to one address."""
    found = (mail_of(file.stem) for file in _files())
    return [mail for mail in found if mail is not None and (not to or to in mail.recipients)]


def newest_mail(to: str) -> SunkMail | None:
    for file in _files():
        mail = mail_of(file.stem)
        if mail is not None and to in mail.recipients:
            return mail
    return None


def mail_of(name: str) -> SunkMail | None:
    """The mail of that name; nothing for one that was never there or has been swept away."""
    if not NAME.match(name):
        return None
    try:
        content = (_folder() / f"{name}.eml").read_bytes()
    except FileNotFoundError:
        return None
    return SunkMail(name, message_from_bytes(content, policy=policy.default))


def _folder() -> Path:
    return Path(settings.MAIL_SINK)


def _files() -> list[Path]:
    return sorted(_folder().glob("*.eml"), reverse=True)
