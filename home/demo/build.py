"""Builds the demo city Waterrijk: all of it or nothing, the same every time for the same day."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from random import Random
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Locale, Page, Site

from accounts.actions.user import create_account
from accounts.enums import Role
from base.actions.audit_entry import record
from base.models import Area, AuditEntry
from base.refusal import Refusal
from home.demo.agenda import tell_of_agenda, tell_of_item
from home.demo.answers import lay_reusable_answers, tell_of_response
from home.demo.areas import AREAS, outline_of
from home.demo.ballots import tell_of_vote
from home.demo.chronicle import Chronicle
from home.demo.city import City
from home.demo.days import Days
from home.demo.earlier import tell_of_earlier
from home.demo.formal_views import tell_of_views
from home.demo.glossary import lay_glossary
from home.demo.pages import FOOTER_PAGES, HOME_INTRO, HOME_SLUG, HOME_TITLE, VOTING_HELP
from home.demo.parties import tell_of_parties
from home.demo.people import PEOPLE
from home.demo.proposals import tell_of_drafts, tell_of_proposals
from home.demo.questionnaires import tell_of_answers
from home.demo.reach import tell_of_population
from home.demo.requests import tell_of_ordinance, tell_of_steps
from home.demo.rounds import tell_of_round
from home.demo.talk import tell_of_talk
from home.demo.threads import THREADS
from home.demo.way import tell_of_council, tell_of_meeting_ahead, tell_of_way
from home.demo.words import PageText
from home.models import ContentPage, HomePage
from participation.actions.voting_help import set_voting_help

SEED = "Waterrijk"
BUILT = "demo_city_built"
FIRST_DAY = -210


def is_built() -> bool:
    return AuditEntry.objects.filter(act=BUILT).exists()


@transaction.atomic
def build_city(*, at: datetime) -> int:
    """Builds the city and says how many things happened in it. Raises Refusal where another site stands already."""
    city = City(
        days=Days(timezone.localtime(at).date(), ZoneInfo(settings.TIME_ZONE)),
        chance=Random(SEED),  # noqa: S311 - the same every time is what is wanted
        chronicle=Chronicle(),
        dutch=Locale.objects.get_or_create(language_code="nl")[0],
        english=Locale.objects.get_or_create(language_code="en")[0],
    )
    city.root = _cleared_root(city.dutch)
    lay_glossary(city)
    lay_reusable_answers()
    write_chronicle(city)
    city.chronicle.unfold()
    record(act=BUILT, about="demo city", by=None, at=at, day=city.days.today, happened=len(city.chronicle))
    return len(city.chronicle)


def write_chronicle(city: City) -> None:
    """Everything that happened in Waterrijk until last midnight; nothing is done yet."""
    _tell_of_people(city)
    _tell_of_home(city)
    tell_of_agenda(city, FIRST_DAY)
    tell_of_population(city, FIRST_DAY)
    for thread in THREADS:
        tell_of_item(city, thread)
        tell_of_round(city, thread)
        tell_of_ordinance(city, thread)
        tell_of_proposals(city, thread)
        tell_of_steps(city, thread)
        tell_of_talk(city, thread)
        tell_of_vote(city, thread)
        tell_of_views(city, thread)
        tell_of_answers(city, thread)
        tell_of_response(city, thread)
        tell_of_earlier(city, thread)
        tell_of_way(city, thread)
        tell_of_meeting_ahead(city, thread)
    tell_of_council(city)
    tell_of_drafts(city)
    tell_of_parties(city)


def forget_everything() -> None:
    """Takes the whole database away and migrates a new one: migrations lay more than tables (a root page, rights), which
    emptying the tables would lose. Nothing else may use the database meanwhile.
    """
    if connection.vendor == "sqlite":
        name = str(connection.settings_dict["NAME"])
        connection.close()
        for part in ("", "-wal", "-shm"):
            Path(f"{name}{part}").unlink(missing_ok=True)
    else:
        with connection.cursor() as cursor:
            cursor.execute("DROP SCHEMA public CASCADE")
            cursor.execute("CREATE SCHEMA public")
    ContentType.objects.clear_cache()
    call_command("migrate", verbosity=0)


def _cleared_root(locale: Locale) -> Page:
    """The root of the page tree, without the welcome page that Wagtail brings. Raises Refusal where more stands there."""
    root = Page.get_first_root_node()
    if root is None:
        return Page.add_root(instance=Page(title="Root", slug="root", locale=locale))
    for page in root.get_children().specific():
        if type(page) is not Page:
            raise Refusal(
                _("A site stands here already: '%(page)s'. Build the demo city in an empty database.")
                % {"page": page.title}
            )
        page.delete()
    Site.objects.all().delete()
    root.refresh_from_db()
    return root


def _tell_of_people(city: City) -> None:
    def move_in(at: datetime) -> None:
        for code, name in AREAS.items():
            city.areas[code] = Area.objects.update_or_create(
                code=code, defaults={"name": name, "outline": outline_of(code)}
            )[0]
        for person in PEOPLE:
            roles = [] if person.role == Role.RESIDENT else [person.role]
            city.people[person.key] = create_account(
                email=person.email, display_name=person.name, by=None, at=at, roles=roles
            )

        set_voting_help(texts=VOTING_HELP, by=city.clerk, at=at)

    city.chronicle.at(city.days.at(FIRST_DAY, 8), move_in)


def _tell_of_home(city: City) -> None:
    def publish(at: datetime) -> None:
        city.home = HomePage(title=HOME_TITLE.nl, slug=HOME_SLUG.nl, intro=HOME_INTRO.nl)
        city.publish_under(city.root, city.home, city.editor)
        city.translate(city.home, {"title": HOME_TITLE.en, "slug": HOME_SLUG.en, "intro": HOME_INTRO.en}, city.editor)
        address = urlsplit(settings.BASE_URL)
        Site.objects.create(
            hostname=address.hostname or "localhost",
            port=address.port or (443 if address.scheme == "https" else 80),
            site_name=HOME_TITLE.nl,
            root_page=city.home,
            is_default_site=True,
        )

    city.chronicle.at(city.days.at(FIRST_DAY, 9), publish)
    # After the agenda: the menus list pages in the order in which they were made.
    for text in FOOTER_PAGES:
        city.chronicle.at(city.days.at(FIRST_DAY, 12), _text_publisher(city, text))


def _text_publisher(city: City, text: PageText) -> Callable[[datetime], None]:
    return lambda at: _publish_text(city, text)


def _publish_text(city: City, text: PageText) -> None:
    page = ContentPage(
        title=text.title.nl, slug=text.slug.nl, intro=text.intro.nl, body=text.body.nl, show_in_menus=True
    )
    city.publish_under(city.home, page, city.editor)
    words = {"title": text.title.en, "slug": text.slug.en, "intro": text.intro.en, "body": text.body.en}
    city.translate(page, words, city.editor)
