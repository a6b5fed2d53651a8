from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from accounts.actions.sign_in_request import Asked


def sign_in_mail(asked: Asked) -> EmailMultiAlternatives:
    """Code and link in the language in which they were asked; the same for every address."""
    request = asked.sign_in_request
    with translation.override(request.language):
        context = {
            "code": asked.code,
            "link": f"{settings.BASE_URL}{reverse('sign_in_link', args=[asked.secret])}",
            "minutes": settings.SIGN_IN["minutes"],
            "city_name": settings.CITY_NAME,
            "language": request.language,
        }
        # A subject is one line.
        subject = " ".join(render_to_string("accounts/mail/sign_in_subject.txt", context).split())
        mail = EmailMultiAlternatives(
            subject=subject,
            body=render_to_string("accounts/mail/sign_in.txt", context).strip() + "\n",
            to=[request.email],
            # An answering machine must not answer, and a mail program may thread no two of these together.
            headers={"Auto-Submitted": "auto-generated", "Content-Language": request.language},
        )
        mail.attach_alternative(render_to_string("accounts/mail/sign_in.html", context), "text/html")
    return mail
