"""A mail server of the test's own: mails go over a real connection, and are read by a mail program's parser."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Message


class Mailbox(Message):
    def __init__(self) -> None:
        super().__init__(EmailMessage)
        self.mails: list[EmailMessage] = []
        self.connections = 0

    async def handle_EHLO(self, server, session, envelope, hostname, responses):  # noqa: N802 - the name is aiosmtpd's
        self.connections += 1
        session.host_name = hostname
        return responses

    def prepare_message(self, session, envelope) -> EmailMessage:
        return message_from_bytes(envelope.content, policy=policy.default)

    def handle_message(self, message: EmailMessage) -> None:
        self.mails.append(message)


@contextmanager
def mail_server(settings: Any, box: Mailbox) -> Iterator[Mailbox]:
    """Django's own way of sending, to a server of this test."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    server = Controller(box, hostname="127.0.0.1", port=port)
    server.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
    try:
        yield box
    finally:
        server.stop()
