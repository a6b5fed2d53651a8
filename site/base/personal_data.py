"""What looks like personal data in a text, so that its writer can look again. Nothing is kept of it, and nothing refused."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from django.db import models
from django.utils.translation import gettext_lazy as _

# How many characters of the text around it are shown.
_AROUND = 30
# Of each kind in a text; more of them tell its writer nothing new.
_MOST = 10


class DataKind(models.TextChoices):
    IBAN = "iban", _("a bank account number")
    MAIL = "mail", _("a mail address")
    CITIZEN = "bsn", _("a citizen service number")
    TELEPHONE = "telephone", _("a telephone number")
    ADDRESS = "address", _("a postcode with a house number")


@dataclass(frozen=True)
class Finding:
    """`words` as they stand in the text, with a little of the line around them."""

    kind: DataKind
    words: str
    before: str
    after: str


def personal_data(texts: Iterable[str]) -> list[Finding]:
    return [finding for text in texts for finding in _of(text)]


def _of(text: str) -> Iterator[Finding]:
    taken: list[tuple[int, int]] = []
    found = []
    for kind, pattern, is_one in _KINDS:
        of_kind = (match.span() for match in pattern.finditer(text) if is_one(match[0]))
        free = (
            (start, end)
            for start, end in of_kind
            if not any(start < other_end and begin < end for begin, other_end in taken)
        )
        for start, end in islice(free, _MOST):
            taken.append((start, end))
            found.append((start, end, kind))
    for start, end, kind in sorted(found):
        before = text[max(0, start - _AROUND) : start].rsplit("\n", 1)[-1]
        yield Finding(kind, text[start:end], before, text[end : end + _AROUND].split("\n", 1)[0])


def _digits(words: str) -> str:
    return re.sub(r"\D", "", words)


def _is_iban(words: str) -> bool:
    plain = words.replace(" ", "")
    return 15 <= len(plain) <= 34 and int("".join(str(int(sign, 36)) for sign in plain[4:] + plain[:4])) % 97 == 1


def _is_citizen_number(words: str) -> bool:
    """The 11-test: the weights are 9 to 2, and -1 for the last digit."""
    digits = _digits(words).zfill(9)
    weights = (9, 8, 7, 6, 5, 4, 3, 2, -1)
    total = sum(int(digit) * weight for digit, weight in zip(digits, weights, strict=True))
    return int(digits) > 0 and total % 11 == 0


def _is_telephone(words: str) -> bool:
    digits = _digits(words)
    if words.startswith("+") or digits.startswith("00"):
        return 10 <= len(digits.removeprefix("00")) <= 15
    # The numbers of services belong to nobody.
    return len(digits) == 10 and digits[0] == "0" and digits[1] != "0" and digits[:4] not in ("0800", "0900")


def _is_anything(words: str) -> bool:
    return True


# Not behind a letter, a digit or what joins a number to one (LEA-2026-014, € 1.234), nor before one.
_BEGIN, _END = r"(?<![\w.,/-])(?<!€)(?<!€ )", r"(?![\w-])(?![.,]\d)"
_POSTCODE = r"[1-9]\d{3} ?(?!S[ADS]\b)[A-Z]{2}"
_KINDS: list[tuple[DataKind, re.Pattern[str], Callable[[str], bool]]] = [
    (
        DataKind.IBAN,
        re.compile(rf"{_BEGIN}[A-Z]{{2}}\d{{2}}(?: ?[A-Z0-9]{{4}}){{2,7}}(?: ?[A-Z0-9]{{1,3}})?{_END}"),
        _is_iban,
    ),
    (DataKind.MAIL, re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}"), _is_anything),
    (
        DataKind.CITIZEN,
        re.compile(
            rf"{_BEGIN}(?:[0-9]{{8,9}}|[0-9]{{4}}\.[0-9]{{2}}\.[0-9]{{3}}|[0-9]{{3}} [0-9]{{3}} [0-9]{{3}}){_END}"
        ),
        _is_citizen_number,
    ),
    (
        DataKind.TELEPHONE,
        re.compile(rf"{_BEGIN}(?:\+|\(?0)[0-9][0-9 ()./–-]{{6,18}}[0-9]{_END}"),
        _is_telephone,
    ),
    (
        DataKind.ADDRESS,
        re.compile(rf"(?<!\w)(?:[0-9]{{1,5}} ?[a-zA-Z]?,?\s+{_POSTCODE}|{_POSTCODE},?\s+[0-9]{{1,5}}[a-zA-Z]?)(?!\w)"),
        _is_anything,
    ),
]
