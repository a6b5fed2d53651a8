"""Codes that people copy by hand: 13 characters of an alphabet without look-alikes."""

import secrets
import unicodedata

# Neither 0/O, 1/I, 2/Z, 5/S nor 8/B.
ALPHABET = "34679ACDEFGHJKLMNPQRTUVWXY"
LENGTH = 13


def new_code() -> str:
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


def spaced(code: str) -> str:
    """As it is shown: groups are easier to copy."""
    return " ".join(filter(None, (code[:4], code[4:8], code[8:])))


def typed_code(text: str) -> str:
    """What somebody typed or pasted, as a code; nothing where it can be none. What looks like a sign of the alphabet is
    read as that."""
    code = "".join(sign for sign in _plain(text) if sign.isalnum()).translate(_MEANT)
    return code if len(code) == LENGTH and set(code) <= set(ALPHABET) else ""


def strange_signs(text: str) -> str:
    """What was typed that is in no code, to tell whoever typed it."""
    typed = (sign for sign in _plain(text) if sign.isalnum())
    return " ".join(dict.fromkeys(sign for sign in typed if sign.translate(_MEANT) not in ALPHABET))


def _plain(text: str) -> str:
    """In capitals, and also of a font of wide or raised letters."""
    return unicodedata.normalize("NFKC", text).upper()


# A round Q and a narrow L are taken for these, which no code has.
_MEANT = str.maketrans({"O": "Q", "0": "Q", "1": "L", "I": "L"})
