"""What a reader sees as one character, so that a text is measured as its writer counts it."""

import unicodedata

ZERO_WIDTH_JOINER = "\u200d"
# In these six scripts a virama binds the consonant after it (rule GB9c of the annex).
VIRAMAS = frozenset("\u094d\u09cd\u0acd\u0b4d\u0c4d\u0d4d")
EMPTY_LETTERS = frozenset("\u115f\u1160\u3164\uffa0\u2800")
PICTOGRAPHS = (
    *((0x00A9, 0x00A9), (0x00AE, 0x00AE), (0x203C, 0x203C), (0x2049, 0x2049), (0x2122, 0x2122), (0x2139, 0x2139)),
    *((0x2194, 0x21AA), (0x231A, 0x23FF), (0x24C2, 0x24C2), (0x25AA, 0x27BF), (0x2934, 0x2935), (0x2B05, 0x2B55)),
    *((0x3030, 0x3030), (0x303D, 0x303D), (0x3297, 0x3297), (0x3299, 0x3299), (0x1F000, 0x1F1E5), (0x1F200, 0x1F3FA)),
    (0x1F400, 0x1FAFF),
)


def is_blank(text: str) -> bool:
    """Whether a reader sees nothing of it: white space, control and zero-width characters, empty letters of Korean."""
    return not any(_is_seen(character) for character in text)


def _is_seen(character: str) -> bool:
    # Marks are seen only on a letter; the others are letters or symbols by name, and empty in every font.
    return unicodedata.category(character)[0] not in "CZM" and character not in EMPTY_LETTERS


def count(text: str) -> int:
    """The grapheme clusters of a text, as browsers count them (Unicode annex 29; a rare script may differ by a few).

    A line end is one, whether a browser sent it as one character or as two.
    """
    clusters, before, flags, bound, picture = 0, "", 0, False, False
    for character in text.replace("\r\n", "\n"):
        flag = "\U0001f1e6" <= character <= "\U0001f1ff"
        pictograph = _is_pictograph(character)
        joined = before not in ("", "\n", "\r") and (
            _extends(character)
            or (pictograph and picture and before == ZERO_WIDTH_JOINER)
            or (flag and flags % 2 == 1)
            or (bound and unicodedata.category(character) == "Lo")
            or _completes_syllable(before, character)
        )
        clusters += not joined
        flags = flags + 1 if flag else 0
        if _extends(character):
            bound = bound or character in VIRAMAS
        else:
            bound, picture = False, pictograph
        before = character
    return clusters


def _extends(character: str) -> bool:
    return (
        unicodedata.category(character) in ("Mn", "Me", "Mc")
        or character in (ZERO_WIDTH_JOINER, "\u200c", "\u0e33", "\u0eb3", "\uff9e", "\uff9f")
        or "\U0001f3fb" <= character <= "\U0001f3ff"
        or "\U000e0020" <= character <= "\U000e007f"
    )


def _is_pictograph(character: str) -> bool:
    point = ord(character)
    return any(first <= point <= last for first, last in PICTOGRAPHS)


def _completes_syllable(before: str, character: str) -> bool:
    """Korean letters that are written as one syllable."""
    kinds = {
        "L": {"L", "V", "LV", "LVT"},
        "V": {"V", "T"},
        "LV": {"V", "T"},
        "T": {"T"},
        "LVT": {"T"},
    }
    return _syllable_part(character) in kinds.get(_syllable_part(before), ())


def _syllable_part(character: str) -> str:
    if "\u1100" <= character <= "\u115f" or "\ua960" <= character <= "\ua97c":
        return "L"
    if "\u1160" <= character <= "\u11a7" or "\ud7b0" <= character <= "\ud7c6":
        return "V"
    if "\u11a8" <= character <= "\u11ff" or "\ud7cb" <= character <= "\ud7fb":
        return "T"
    if "\uac00" <= character <= "\ud7a3":
        return "LV" if (ord(character) - 0xAC00) % 28 == 0 else "LVT"
    return ""
