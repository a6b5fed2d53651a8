from uuid import UUID

from django.contrib.auth.models import Group

from accounts.enums import Role
from accounts.models import User


def stand_in(*, role: str, key: UUID) -> User:
    """Somebody with a role, for as long as the caller's transaction lasts: that is rolled back."""
    person = User.objects.create_user("", str(Role(role).label).capitalize())
    person.groups.set(Group.objects.filter(name=role))
    # Not in the database, where the same key at two requests at once would have one wait for the other.
    person.key = key
    return person
