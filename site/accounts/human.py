"""Which human stands behind an account, told from others without keeping who it is.

Of names as the machine-readable lines of a document spell them (ICAO Doc 9303, part 3) and of the date of birth a keyed digest is
kept: two accounts with the same one are of one human, or of namesakes who were told apart by a number.
"""

import re
import unicodedata
from datetime import date

from django.utils.translation import gettext as _

from accounts.digest import digests

# Instead of the number of somebody who is known.
SOMEBODY_ELSE = -1


def refusal_of_spelling(name: str) -> str:
    if re.fullmatch("[a-z]+", _letters(name)):
        return ""
    return _("Type this name in the letters A to Z, as the lines at the bottom of the document spell it.")


def human_digests(*, given_name: str, surname: str, born_on: date) -> list[str]:
    """Under the key of now, and under those of before."""
    # The lines part the given names by the same sign as the halves of a double one, so the first ends at either.
    first = re.split(r"[\s<-]+", given_name.strip(" <-"))[0]
    return digests("resident", f"{_letters(first)}<<{_letters(surname)}<{born_on.isoformat()}")


def _letters(name: str) -> str:
    """Of Çelik-Öz: celikoz."""
    return "".join(sign for sign in unicodedata.normalize("NFKD", name).casefold() if sign.isalpha())


def question_who_it_is() -> str:
    return _(
        "Somebody with this name and date of birth was verified with another account. Say below whether it is the same person."
    )
