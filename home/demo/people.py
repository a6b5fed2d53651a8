"""The people of Waterrijk. None of them exists; their addresses end in a domain that cannot exist."""

from dataclasses import dataclass

from accounts.enums import Role

MAIL_DOMAIN = "waterrijk.example"


@dataclass(frozen=True)
class Person:
    """`key` is how the texts name them; `mailbox` is the part of the address before the @, the key where it is empty."""

    key: str
    name: str
    mailbox: str = ""
    role: Role = Role.RESIDENT
    is_shown: bool = False

    @property
    def email(self) -> str:
        return f"{self.mailbox or self.key}@{MAIL_DOMAIN}"


STAFF = (
    Person("ilse", "Ilse", "beheer", Role.ADMINISTRATOR, is_shown=True),
    Person("bram", "Bram", "redactie", Role.EDITOR, is_shown=True),
    Person("yasmin", "Yasmin", "moderatie", Role.MODERATOR, is_shown=True),
    Person("wout", "Wout", "griffie", Role.CLERK, is_shown=True),
    Person("maud", "Maud", "stembureau", Role.CLERK, is_shown=True),
    # Did nothing yet: whoever tries the demo names her as a deputy, and brings a part or certifies as her.
    Person("sanne", "Sanne", "plaatsvervanger", Role.CLERK, is_shown=True),
    Person("lotte", "Lotte", "fractie", Role.PARTY_REPRESENTATIVE, is_shown=True),
)

# They speak for a party or an organisation once the clerk has admitted them.
REPRESENTATIVES = (
    Person("ayla", "Ayla", "leestafel"),
    Person("floor", "Floor", "oever"),
    Person("teun", "Teun", "hoogwater"),
)

# Henk and Truus read the same mail and each take part.
SHOWN_RESIDENTS = (
    Person("noor", "Noor", is_shown=True),
    Person("henk", "Henk", "henk.en.truus", is_shown=True),
    Person("truus", "Truus", "henk.en.truus", is_shown=True),
)

OTHER_RESIDENTS = (
    Person("aicha", "Aïcha"),
    Person("anton", "Anton"),
    Person("bea", "Bea"),
    Person("cem", "Cem"),
    Person("chaima", "Chaima"),
    Person("daan", "Daan"),
    Person("dorota", "Dorota"),
    Person("eline", "Eline"),
    Person("emre", "Emre"),
    Person("esther", "Esther"),
    Person("farid", "Farid"),
    Person("femke", "Femke"),
    Person("gerda", "Gerda uit de Rietzoom"),
    Person("grace", "Grace"),
    Person("hamza", "Hamza"),
    Person("hanna", "Hanna"),
    Person("ineke", "Ineke"),
    Person("ivo", "Ivo"),
    Person("jamila", "Jamila"),
    Person("jan", "Jan van de volkstuin"),
    Person("joke", "Oma Joke"),
    Person("karim", "Karim"),
    Person("kees", "Kees"),
    Person("latifa", "Latifa"),
    Person("leo", "Leo"),
    Person("lien", "Lien"),
    Person("marijke", "Juf Marijke"),
    Person("mehmet", "Mehmet"),
    Person("mila", "Mila"),
    Person("nadia", "Nadia"),
    Person("olena", "Olena"),
    Person("oliver", "Oliver"),
    Person("otto", "Otto"),
    Person("pim", "Pim"),
    Person("priya", "Priya"),
    Person("rachid", "Rachid"),
    Person("rosa", "Rosa"),
    Person("ruud", "Ruud"),
    Person("samir", "Samir"),
    Person("sofie", "Sofie"),
    Person("thea", "Thea"),
    Person("tom", "Tom"),
    Person("wanda", "Wanda"),
    Person("yusuf", "Yusuf"),
    Person("zeynep", "Zeynep"),
)

RESIDENTS = (*SHOWN_RESIDENTS, *OTHER_RESIDENTS)
PEOPLE = (*STAFF, *REPRESENTATIVES, *RESIDENTS)
