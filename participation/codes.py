"""Codes that people copy by hand: 13 characters of an alphabet without look-alikes."""

import secrets

# Neither 0/O, 1/I, 2/Z, 5/S nor 8/B.
ALPHABET = "34679ACDEFGHJKLMNPQRTUVWXY"
LENGTH = 13


def new_code() -> str:
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


def spaced(code: str) -> str:
    """As it is shown: groups are easier to copy."""
    return " ".join(filter(None, (code[:4], code[4:8], code[8:])))


def typed_code(text: str) -> str:
    """What somebody typed or pasted, as a code; nothing where it can be none."""
    code = "".join(sign for sign in text.upper() if sign.isalnum())
    return code if len(code) == LENGTH and set(code) <= set(ALPHABET) else ""
