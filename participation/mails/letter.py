from django.core.mail import EmailMultiAlternatives

from base.mail import add_way_to_stop, written_mail
from participation.letters import LetterText


def letter_mail(letter: LetterText) -> EmailMultiAlternatives:
    mail = written_mail("participation/mail/letter", {"letter": letter}, to=letter.to, language=letter.language)
    if letter.stop:
        add_way_to_stop(mail, letter.stop)
    return mail
