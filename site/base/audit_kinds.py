"""Acts of which no screen tells who did them, although the audit trail keeps it: declared by the package that records them."""

# In the detail of what somebody did for the municipality that others do for themselves.
OFFICIALLY = "official_as"

_SECRET: set[str] = set()
_PERSONAL: set[str] = set()


def declare_secret_acts(*acts: str) -> None:
    """Acts that say of somebody that they voted: no screen lists them, not even without a name."""
    _SECRET.update(acts)


def declare_personal_acts(*acts: str) -> None:
    """What people say and do for themselves, colleagues too."""
    _PERSONAL.update(acts)


def secret_acts() -> frozenset[str]:
    return frozenset(_SECRET)


def personal_acts() -> frozenset[str]:
    return frozenset(_PERSONAL)
