from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.urls import reverse
from django.utils import translation

from accounts.actions.sign_in_request import Asked
from base.links import whole
from base.mail import written_mail


def sign_in_mail(asked: Asked) -> EmailMultiAlternatives:
    """Code and link in the language in which they were asked; the same for every address."""
    request = asked.sign_in_request
    with translation.override(request.language):
        link = whole(reverse("sign_in_link", args=[asked.secret]))
    context = {"code": asked.code, "link": link, "minutes": settings.SIGN_IN["minutes"]}
    return written_mail("accounts/mail/sign_in", context, to=request.email, language=request.language)
