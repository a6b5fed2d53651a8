"""What is kept of the code of a letter, and of a mail address on a list: a keyed hash. The key is of this site and of one round: it follows from SECRET_KEY (older
ones, SECRET_KEY_FALLBACKS, still recognise their codes) and the salt of the round's roll."""

import hashlib
import hmac

from django.conf import settings
from django.utils.encoding import force_bytes

from participation.codes import ALPHABET, LENGTH


def code_digest(code: str, salt: str) -> str:
    return _digest(settings.SECRET_KEY, code, salt)


def code_digests(code: str, salt: str) -> list[str]:
    """Under the key of now and those of before.

    They are looked up by equality: how long that takes tells nothing of a hash whose key nobody else has.
    """
    return [_digest(secret, code, salt) for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)]


def address_digest(address: str, salt: str) -> str:
    """Of the mail address of somebody who is listed by it."""
    return code_digest(f"mail:{address}", salt)


def address_digests(address: str, salt: str) -> list[str]:
    return code_digests(f"mail:{address}", salt)


def notice_digests(receipt: str, reference: str) -> list[str]:
    """Of the receipt of a ballot, by which its voter finds out what became of it: under the key of now first."""
    return code_digests(f"receipt:{receipt}", f"notice:{reference}")


def code_drawn_once(once: str, line: int, reference: str) -> str:
    """The receipt of what the voter of this line of the roll sends from the page for which `once` was drawn, however often: kept nowhere,
    and known to nobody before."""
    number, signs = int(_digest(settings.SECRET_KEY, f"{line}:{once}", f"once:{reference}"), 16), []
    for _place in range(LENGTH):
        number, sign = divmod(number, len(ALPHABET))
        signs.append(ALPHABET[sign])
    return "".join(signs)


def mailbox_digests(address: str, reference: str) -> list[str]:
    """Of the mailbox that votes in the round of this number, where everybody who signs in may vote: under the key of now first."""
    return address_digests(address, f"mailbox:{reference}") if address else []


def _digest(secret: str | bytes, code: str, salt: str) -> str:
    key = hmac.digest(force_bytes(secret), b"participation.letter_code:" + salt.encode(), hashlib.sha256)
    return hmac.digest(key, code.encode(), hashlib.sha256).hex()
