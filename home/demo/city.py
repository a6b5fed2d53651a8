from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random

from wagtail.models import Locale, Page

from accounts.models import User
from base.models import Area
from home.demo.chronicle import Chronicle
from home.demo.days import Days
from home.demo.people import RESIDENTS, STAFF
from home.demo.translation import translate_page
from home.models import AgendaItemPage, AgendaPage, HomePage
from participation.models import ConsultationRound, Subject


@dataclass
class City:
    """What the stages of building share. Pages, rounds and subjects appear as the chronicle unfolds; items and rounds by
    their Dutch slug, subjects by their title."""

    days: Days
    chance: Random
    chronicle: Chronicle
    dutch: Locale
    english: Locale
    people: dict[str, User] = field(default_factory=dict)
    areas: dict[str, Area] = field(default_factory=dict)
    root: Page | None = None
    home: HomePage | None = None
    agenda: AgendaPage | None = None
    items: dict[str, AgendaItemPage] = field(default_factory=dict)
    rounds: dict[str, ConsultationRound] = field(default_factory=dict)
    subjects: dict[str, Subject] = field(default_factory=dict)

    @property
    def administrator(self) -> User:
        return self.people[STAFF[0].key]

    @property
    def editor(self) -> User:
        return self.people[STAFF[1].key]

    @property
    def moderator(self) -> User:
        return self.people[STAFF[2].key]

    @property
    def clerk(self) -> User:
        return self.people[STAFF[3].key]

    def draw_residents(self, count: int, *, besides: tuple[str, ...] = ()) -> list[str]:
        return self.chance.sample([person.key for person in RESIDENTS if person.key not in besides], count)

    def draw_moment(self, begin: datetime, end: datetime) -> datetime:
        """By daylight, between two moments that are hours apart."""
        while True:
            found = begin + timedelta(seconds=self.chance.random() * (end - begin).total_seconds())
            if self.days.is_daytime(found):
                return found

    def publish_under(self, parent: Page, page: Page, by: User) -> None:
        """Adds a page in Dutch and publishes it through the editor's own way: a revision."""
        page.locale = self.dutch
        page.live = False
        parent.refresh_from_db()
        parent.add_child(instance=page)
        self.publish(page, by)

    def publish(self, page: Page, by: User) -> None:
        page.save_revision(user=by).publish(user=by)
        page.refresh_from_db()

    def translate(self, page: Page, words: Mapping[str, str], by: User) -> None:
        translate_page(page=page, words=words, to=self.english, by=by)
