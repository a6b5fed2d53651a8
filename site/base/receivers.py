"""From Wagtail's signals to one action each. A receiver of a publication never raises: the page is saved, the record decides
what shows. Those of files refuse before anything is written.
"""

import logging
from typing import Any

from django.core.management import call_command
from django.dispatch import receiver
from wagtail.signals import page_published

from base import clock
from base.actions.audit_entry import record_refused_publication
from base.actions.published_version import publish_version
from base.actions.record_redaction import destroy_same_records
from base.models import CitablePage, PublishedVersion, Redaction
from base.queries.record_redaction import saying
from base.refusal import Refusal, refuse_if
from base.rules import refusal_to_remove_file
from base.signals import words_redacted
from base.triggers import install_triggers, remove_triggers

logger = logging.getLogger(__name__)


@receiver(page_published)
def write_version(sender: Any, instance: Any, revision: Any = None, **kwargs: Any) -> None:
    # An alias shows what is published elsewhere: it is no thing of its own and has no number.
    if not isinstance(instance, CitablePage) or instance.alias_of_id is not None:
        return
    by = getattr(revision, "user", None)
    now = clock.now()
    try:
        publish_version(page=instance, by=by, at=now)
    except Exception as error:
        if not isinstance(error, Refusal):
            logger.exception("No version was written of page %s", instance.pk)
        record_refused_publication(page=instance, error=error, by=by, at=now)


@receiver(words_redacted)
def take_same_words_out(
    sender: Any, version: PublishedVersion, words: str, redaction: Redaction, **kwargs: Any
) -> None:
    """Raises with the redaction: one that leaves its words beside the text is none."""
    destroy_same_records(redaction, saying(words, version.reference))


def keep_shown_file(sender: Any, instance: Any, **kwargs: Any) -> None:
    """Before an image or a document is deleted."""
    refuse_if(refusal_to_remove_file(instance.file.name))


def keep_shown_size(sender: Any, instance: Any, **kwargs: Any) -> None:
    """Before an image in another size is deleted: its address stands in versions, and nothing else answers there."""
    refuse_if(refusal_to_remove_file(instance.image.file.name))


def keep_shown_file_in_place(sender: Any, instance: Any, raw: bool = False, **kwargs: Any) -> None:
    """Before an image or a document is saved with another file; its title and focal point may change."""
    if raw or not instance.pk:
        return
    name = sender._base_manager.filter(pk=instance.pk).values_list("file", flat=True).first()
    if name and name != instance.file.name:
        refuse_if(refusal_to_remove_file(name))


def make_cache_table(sender: Any, using: str, **kwargs: Any) -> None:
    """`migrate` is all that a new database needs: the counters at the door stand in the cache, and it in a table."""
    call_command("createcachetable", database=using, verbosity=0)


def lift_triggers(sender: Any, using: str, plan: Any = (), **kwargs: Any) -> None:
    """A migration may rebuild a table that a trigger names, which SQLite refuses; they are laid again behind it."""
    if plan:
        remove_triggers(using)


def lay_triggers(sender: Any, using: str, **kwargs: Any) -> None:
    install_triggers(using)
