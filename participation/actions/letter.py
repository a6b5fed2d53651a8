from collections.abc import Iterable
from datetime import datetime

from participation.mail_enums import LetterKind
from participation.models import Letter


def claim_letter(*, kind: LetterKind, reasons: Iterable[str], at: datetime) -> list[str]:
    """Takes on the telling of each of these that nobody told or tells; of two workers each gets other ones."""
    return [one for one in reasons if Letter.objects.get_or_create(kind=kind, what=one, defaults={"at": at})[1]]


def release_letter(*, kind: LetterKind, reasons: Iterable[str]) -> None:
    """Of one that could not be handed over: a later try may."""
    Letter.objects.filter(kind=kind, what__in=list(reasons)).delete()
