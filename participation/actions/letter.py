from datetime import datetime

from participation.mail_enums import LetterKind
from participation.models import Letter


def claim_letter(*, kind: LetterKind, what: str, at: datetime) -> bool:
    """Takes on the sending of a letter; whether nobody did before."""
    _letter, is_new = Letter.objects.get_or_create(kind=kind, what=what, defaults={"at": at})
    return is_new


def release_letter(*, kind: LetterKind, what: str) -> None:
    """Of one that could not be handed over: a later try may."""
    Letter.objects.filter(kind=kind, what=what).delete()
