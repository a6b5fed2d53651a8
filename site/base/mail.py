from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils import translation


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
