from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils import translation

from participation.letters import LetterText


def letter_mail(letter: LetterText) -> EmailMultiAlternatives:
    with translation.override(letter.language):
        context = {"letter": letter, "language": letter.language, "city_name": settings.CITY_NAME}
        mail = EmailMultiAlternatives(
            # A subject is one line.
            subject=" ".join(letter.headline.split()),
            body=render_to_string("participation/mail/letter.txt", context).strip() + "\n",
            to=[letter.to],
            headers={"Auto-Submitted": "auto-generated", "Content-Language": letter.language} | _ways_to_stop(letter),
        )
        mail.attach_alternative(render_to_string("participation/mail/letter.html", context), "text/html")
    return mail


def _ways_to_stop(letter: LetterText) -> dict[str, str]:
    """RFC 2369 and 8058: mail programs show a button of their own, and it works at one press."""
    if not letter.stop:
        return {}
    return {"List-Unsubscribe": f"<{letter.stop}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
