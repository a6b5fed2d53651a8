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
            headers={"Auto-Submitted": "auto-generated", "Content-Language": letter.language},
        )
        mail.attach_alternative(render_to_string("participation/mail/letter.html", context), "text/html")
    return mail
