from typing import Any

from accounts.models import User


class Operator:
    """Whoever works at the server's own shell: every right, and no account, so that audit entries name nobody."""

    pk = None
    email = ""
    is_authenticated = True
    is_active = True

    def has_perm(self, permission: str, thing: object = None) -> bool:
        return True

    def __str__(self) -> str:
        return "the operator of the server"


OPERATOR = Operator()


def account_of(by: Any) -> User | None:
    """Who acts, as a record can name them: nobody for the operator and for a visitor who has not signed in."""
    return by if isinstance(by, User) else None
