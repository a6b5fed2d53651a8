"""From signals to one action each; a receiver of a publication never raises."""

import logging
from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.db.models.signals import post_save
from django.dispatch import receiver
from wagtail.models import Locale, Page

from base.actions.search_entry import index_everything, index_words
from base.enums import ReferenceKind
from base.models import PublishedVersion, SearchEntry
from base.queries.translation import is_translation
from base.refusal import refuse_if
from base.signals import publication_accepted, publication_asked, version_published, words_redacted
from home.actions.citation import forget_quotes
from home.actions.item_state import begin_item, take_back_what_does_not_apply_yet
from home.actions.item_term import forget_item_terms, lay_item_terms
from home.actions.taxonomy import lay_taxonomies
from home.enums import FoundKind
from home.item_change import refusal_of_change
from home.models import (
    ActionKind,
    AgendaItemPage,
    AgendaPage,
    ContentPage,
    FeatureArea,
    ItemState,
    Party,
    TargetGroup,
)
from home.tasks import tell_citing_parties
from proposals.actions.amendment_in_text import take_in
from proposals.models import CouncilVote, OfficialPublication

logger = logging.getLogger(__name__)


@receiver(publication_asked, sender=AgendaItemPage)
def refuse_change(sender: Any, page: AgendaItemPage, **kwargs: Any) -> None:
    refuse_if(refusal_of_change(page))


@receiver(publication_accepted, sender=AgendaItemPage)
def begin_way(
    sender: Any, page: AgendaItemPage, version: PublishedVersion, by: Any, at: datetime, **kwargs: Any
) -> None:
    """A new item begins; its way from there is that of home.item_life, and no form of a page takes it on."""
    if is_translation(page) or ItemState.objects.filter(reference=version.reference).exists():
        return
    try:
        with transaction.atomic():
            begin_item(reference=version.reference, by=by, at=at)
    except Exception:
        logger.exception("The state of page %s was not written", page.pk)


@receiver(publication_accepted, sender=AgendaItemPage)
def take_amendments_in(
    sender: Any, page: AgendaItemPage, version: PublishedVersion, by: Any, at: datetime, **kwargs: Any
) -> None:
    """Raises with its action: a text that is said to carry out what it cannot is not published."""
    if not is_translation(page):
        take_in(amendments=page.amendments.all(), version=version, by=by, at=at)


@receiver(post_save, sender=OfficialPublication)
def follow_correction(
    sender: Any, instance: OfficialPublication, created: bool, raw: bool = False, **kwargs: Any
) -> None:
    """Raises with its action: no item is in force before the day that is published."""
    if created and not raw and instance.corrects_id is not None:
        take_back_what_does_not_apply_yet(publication=instance, at=instance.recorded_at)


@receiver(post_save, sender=Locale)
def lay_terms(sender: Any, raw: bool = False, **kwargs: Any) -> None:
    """After every `migrate`, and when the city takes on a language."""
    tables = {ActionKind._meta.db_table, FeatureArea._meta.db_table, TargetGroup._meta.db_table}
    if not raw and tables <= set(connection.introspection.table_names()):
        lay_taxonomies()


def fill_search(sender: Any, **kwargs: Any) -> None:
    """After the `migrate` that makes it, or on a database from which it was emptied."""
    tables = {SearchEntry._meta.db_table, Party._meta.db_table, CouncilVote._meta.db_table}
    if tables <= set(connection.introspection.table_names()) and not SearchEntry.objects.exists():
        index_everything()


@receiver(post_save, sender=ContentPage)
@receiver(post_save, sender=AgendaPage)
def index_page(sender: Any, instance: Page, raw: bool = False, **kwargs: Any) -> None:
    """Reads the row and not the instance, which may hold a draft."""
    if not raw:
        index_words(FoundKind.PAGE, [instance.translation_key])


@receiver(version_published)
def tell_whoever_cites(sender: Any, version: PublishedVersion, **kwargs: Any) -> None:
    if version.changes_substance:
        transaction.on_commit(lambda: _tell(version), robust=True)


@receiver(version_published)
def lay_terms_of_version(sender: Any, version: PublishedVersion, **kwargs: Any) -> None:
    """Raises with its action: a version that the agenda cannot be looked through by is not written."""
    if version.reference.kind == ReferenceKind.AGENDA_ITEM:
        lay_item_terms(version=version)


@receiver(words_redacted)
def forget_redacted_terms(sender: Any, version: PublishedVersion, field: str, **kwargs: Any) -> None:
    forget_item_terms(version=version, taxonomy=field)


@receiver(words_redacted)
def forget_redacted_quotes(sender: Any, version: PublishedVersion, words: str, **kwargs: Any) -> None:
    """Raises with the redaction: one that leaves its words in the register is none."""
    forget_quotes(version=version, words=words)


def _tell(version: PublishedVersion) -> None:
    tell_citing_parties.enqueue(version.pk)
