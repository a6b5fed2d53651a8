import gc
import os
from collections.abc import Iterator
from copy import deepcopy
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core.cache import cache
from django.db.models.signals import post_delete, post_migrate, post_save
from django.test import TransactionTestCase
from django.utils import translation
from modelsearch.index import get_indexed_models
from modelsearch.signal_handlers import (
    post_delete_signal_handler,
    post_save_signal_handler,
    register_signal_handlers,
)
from pytest_django import DjangoDbBlocker
from wagtail.signal_handlers import connect_reference_index_signal_handlers, disconnect_reference_index_signal_handlers

from accounts.enums import Role
from config.settings import shared
from tests.database import begin_with_template, empty_and_lay_again, keep_as_template, rows_laid
from tests.database_races import shared_database
from tests.factories.accounts import UserFactory, person_with
from tests.factories.home import AgendaItemPageFactory, AgendaPageFactory
from tests.ground import SiteGround, lay_site_ground
from tests.rounds import COUNTING

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
# Folders and files of tests of what pages and mails show and to whom, or of what no database makes a difference to.
PAGES = {
    "admin_views",
    "demo",
    "exports",
    "imports",
    "management",
    "views",
    "test_admin.py",
    "test_change_note.py",
    "test_citable_rights.py",
    "test_entry.py",
    "test_every_door.py",
    "test_factories.py",
    "test_follow_mails.py",
    "test_headers.py",
    "test_hostile_agenda.py",
    "test_hostile_input.py",
    "test_item_state.py",
    "test_large_texts.py",
    "test_letters.py",
    "test_life.py",
    "test_life_path.py",
    "test_mentions.py",
    "test_moderation_path.py",
    "test_my_page.py",
    "test_name.py",
    "test_page_form.py",
    "test_people_in_admin.py",
    "test_privacy.py",
    "test_quotation.py",
    "test_register_desk.py",
    "test_register_rights.py",
    "test_reports.py",
    "test_role.py",
    "test_rules.py",
    "test_session.py",
    "test_sign_in.py",
    "test_staff_doors.py",
    "test_translation_check.py",
}
# What every test stands on, as it was laid; a test is given a copy of its own.
GROUND: list[SiteGround] = []
DATABASE_FIXTURES = {"db", "transactional_db", "django_db_setup"}


def pytest_collection_finish() -> None:
    """What was imported and collected stays until the end: it need not be looked through again for what can go."""
    gc.freeze()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """On the second database only what touches a database runs again: all else would say what it said before.

    What pages show is made of the same queries; their tests come along when everything is asked (`make check-all`).
    """
    wanted = os.environ.get("ONLY_DATABASE_TESTS")
    if not wanted:
        return
    chosen = [item for item in items if item.get_closest_marker("django_db") or DATABASE_FIXTURES & _fixtures(item)]
    if wanted != "pages too":
        chosen = [item for item in chosen if not PAGES & set(item.path.parts)]
        # Of a table of cases the first: the others ask the database the same.
        cases: dict[object, pytest.Item] = {}
        for item in chosen:
            cases.setdefault((item.path, item.parent, getattr(item, "originalname", item.name)), item)
        chosen = list(cases.values())
    config.hook.pytest_deselected(items=[item for item in items if item not in set(chosen)])
    items[:] = chosen


def _fixtures(item: pytest.Item) -> set[str]:
    return set(getattr(item, "fixturenames", ()))


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings: None, django_db_blocker: DjangoDbBlocker) -> None:
    with django_db_blocker.unblock():
        begin_with_template()


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    with django_db_blocker.unblock():
        keep_as_template()
    _disconnect_indexes()
    with django_db_blocker.unblock():
        # Once for all tests of this process: most stand on it. Read again, it is as a request would find it.
        with translation.override("nl"):
            lay_site_ground()
            GROUND.append(lay_site_ground())
        rows = rows_laid()
    # Of tests that commit (a live server, threads): Django would flush, and what migrations made would be gone.
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", lambda case: empty_and_lay_again(rows))
        yield


def _disconnect_indexes() -> None:
    """A task for every saved row, for the index of searching and for that of references, costs a fifth of publishing a page."""
    disconnect_reference_index_signal_handlers()
    # A test that migrates would bring it back for all that come after.
    post_migrate.disconnect(connect_reference_index_signal_handlers)
    for model in get_indexed_models():
        post_save.disconnect(post_save_signal_handler, sender=model)
        post_delete.disconnect(post_delete_signal_handler, sender=model)


@pytest.fixture
def indexes(db: None, settings) -> Iterator[None]:
    """Saving a page writes the indexes of searching and of references, as it does on the site."""
    settings.WAGTAILSEARCH_BACKENDS = shared.WAGTAILSEARCH_BACKENDS
    connect_reference_index_signal_handlers()
    register_signal_handlers()
    yield
    _disconnect_indexes()


@pytest.fixture(autouse=True)
def _nothing_left_over() -> Iterator[None]:
    """Counters at the door, Wagtail's cached addresses and the language live outside the database: each test begins afresh."""
    cache.clear()
    with translation.override("nl"):
        yield
    cache.clear()


@pytest.fixture
def in_english() -> Iterator[None]:
    """For tests that read a sentence as the code has it."""
    with translation.override("en"):
        yield


@pytest.fixture
def site_ground(db: None) -> SiteGround:
    """The root page, the site and the home pages in Dutch and English."""
    return deepcopy(GROUND[0])


@pytest.fixture
def noon() -> datetime:
    """A Tuesday in November, 12.00 uur in the city."""
    return datetime(2026, 11, 3, 12, 0, tzinfo=AMSTERDAM)


@pytest.fixture
def on_day_of_counting() -> Iterator[None]:
    """The clock stands where the rounds of `tests.rounds` are counted."""
    with time_machine.travel(COUNTING, tick=False):
        yield


@pytest.fixture
def resident(db: None):
    return UserFactory(display_name="Noor", email="noor@example.nl")


@pytest.fixture
def editor(db: None):
    return person_with(Role.EDITOR)


@pytest.fixture
def moderator(db: None):
    return person_with(Role.MODERATOR)


@pytest.fixture
def clerk(db: None):
    return person_with(Role.CLERK)


@pytest.fixture
def agenda_item(site_ground: SiteGround):
    """An item of an agenda at /nl/agenda/, published."""
    agenda = AgendaPageFactory(parent=site_ground.home, slug="agenda")
    return AgendaItemPageFactory(parent=agenda, title="Veilig naar school", slug="veilig-naar-school")


@pytest.fixture
def many_connections(transactional_db: None, tmp_path: Path) -> Iterator[None]:
    """A database in which threads work at once, each in transactions of its own."""
    with shared_database(tmp_path):
        yield
