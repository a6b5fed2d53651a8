import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage, EmailMultiAlternatives, get_connection
from django.template.loader import render_to_string
from django.utils import translation

logger = logging.getLogger(__name__)


def written_mail(template: str, context: dict[str, Any], *, to: str, language: str) -> EmailMultiAlternatives:
    """A mail to one mailbox in one language, of the templates `TEMPLATE_subject.txt`, `TEMPLATE.txt` and `TEMPLATE.html`.

    They are given `context`, `city_name` and `language`. An answering machine must not answer it.
    """
    context = context | {"city_name": settings.CITY_NAME, "language": language}
    with translation.override(language):
        mail = EmailMultiAlternatives(
            # A subject is one line.
            subject=" ".join(render_to_string(f"{template}_subject.txt", context).split()),
            body=render_to_string(f"{template}.txt", context).strip() + "\n",
            to=[to],
            headers={"Auto-Submitted": "auto-generated", "Content-Language": language},
        )
        mail.attach_alternative(render_to_string(f"{template}.html", context), "text/html")
    return mail


def add_way_to_stop(mail: EmailMultiAlternatives, link: str) -> None:
    """RFC 2369 and 8058: mail programs show a button of their own, and it works at one press."""
    mail.extra_headers |= {"List-Unsubscribe": f"<{link}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}


@contextmanager
def one_connection() -> Iterator[Callable[[EmailMessage], bool]]:
    """Gives what sends one mail after the other over one connection, and says whether it went.

    One mailbox that cannot be reached must not keep the others from being told; a server that does not answer at all is
    not asked again for each of them.
    """
    connection = get_connection()
    is_away = False

    def send(mail: EmailMessage) -> bool:
        nonlocal is_away
        if is_away:
            return False
        try:
            connection.open()
        except Exception as error:
            logger.error("The mail server cannot be reached: %s", type(error).__name__)
            is_away = True
            return False
        try:
            return bool(connection.send_messages([mail]))
        except Exception as error:
            # What the server answered repeats the address, and a log must not hold it.
            logger.error("A mail could not be handed over: %s", type(error).__name__)
            # Whatever state it is in, the next one begins afresh.
            with suppress(Exception):
                connection.close()
            return False

    try:
        yield send
    finally:
        with suppress(Exception):
            connection.close()
