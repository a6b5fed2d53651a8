from accounts.enums import Role, role_label
from accounts.models import User

# The same word in both languages.
ANIMALS = ("Alpaca", "Bison", "Dingo", "Emu", "Gecko", "Koala", "Okapi", "Otter", "Panda", "Tapir", "Wombat", "Zebra")

# The demonstration's people live here; the domain is one that cannot exist.
DEMO_DOMAIN = "@waterrijk.example"


def proposed_name(person: User) -> str:
    """What stands in a form as the name to show: of somebody under 18 a nickname, the same each time."""
    if person.minor_said_on is None:
        return person.display_name
    return f"{ANIMALS[person.key.int % len(ANIMALS)]} {person.key.int // len(ANIMALS) % 90 + 10}"


def active_people_at(email: str) -> list[User]:
    """Who can sign in at an address."""
    return list(User.objects.at_address(email).filter(is_active=True))


def others_at(person: User) -> list[User]:
    """Who signs in at the same mail address."""
    return [one for one in active_people_at(person.email) if one.pk != person.pk] if person.email else []


# How many residents the page offers: the first ones, whose stories the demonstration tells.
DEMO_RESIDENTS = 3


def demo_people() -> list[dict[str, str]]:
    """The demonstration's sign-ins, staff before some residents: [{role, name, email}]."""
    people = User.objects.filter(is_active=True, email__endswith=DEMO_DOMAIN).exclude(display_name="").order_by("pk")
    lines = []
    for person in people.prefetch_related("groups"):
        names = {group.name for group in person.groups.all()}
        # Staff are residents too: they are shown for their task.
        own: list[Role] = [role for role in Role if role in names and role != Role.RESIDENT] or [Role.RESIDENT]
        if names:
            lines.append((person, own))
    residents = [line for line in lines if line[1] == [Role.RESIDENT]][:DEMO_RESIDENTS]
    staff = sorted(
        (line for line in lines if line[1] != [Role.RESIDENT]), key=lambda line: list(Role).index(line[1][0])
    )
    return [
        {"role": ", ".join(role_label(role) for role in own), "name": person.display_name, "email": person.email}
        for person, own in [*staff, *residents]
    ]
