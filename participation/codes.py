"""Codes that people copy by hand: 13 characters of an alphabet without look-alikes."""

import secrets
import unicodedata

# Neither 0/O, 1/I, 2/Z, 5/S nor 8/B; and no V, which looks like a U as it is written and sounds like an F as it is spoken.
ALPHABET = "34679ACDEFGHJKLMNPQRTUWXY"
LENGTH = 13
# Codes of before V was left out have it.
_READ = frozenset(ALPHABET + "V")


def new_code() -> str:
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


def spaced(code: str) -> str:
    """As it is shown: groups are easier to copy."""
    return " ".join(filter(None, (code[:4], code[4:8], code[8:])))


def typed_code(text: str) -> str:
    """What somebody typed or pasted, as a code; nothing where it can be none. What looks like a sign of the alphabet is
    read as that."""
    code = "".join(sign for sign in _plain(text) if sign.isalnum()).translate(_MEANT)
    return code if len(code) == LENGTH and set(code) <= _READ else ""


def readings(code: str) -> list[str]:
    """What a typed code can be: as it stands, and with a U for each V, which no new code has."""
    return list(dict.fromkeys((code, code.replace("V", "U"))))


def strange_signs(text: str) -> str:
    """What was typed that is in no code, to tell whoever typed it."""
    typed = (sign for sign in _plain(text) if sign.isalnum())
    return " ".join(dict.fromkeys(sign for sign in typed if sign.translate(_MEANT) not in _READ))


def _plain(text: str) -> str:
    """In capitals, and also of a font of wide or raised letters."""
    return unicodedata.normalize("NFKC", text).upper()


# A round Q and a narrow L are taken for these, which no code has.
_MEANT = str.maketrans({"O": "Q", "0": "Q", "1": "L", "I": "L"})
