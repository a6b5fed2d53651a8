from collections.abc import Sequence
from datetime import datetime

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import F
from wagtail.models import Page, PageLogEntry, ReferenceIndex, Revision
from wagtail.search.backends import get_search_backends_with_name
from wagtail.signals import page_published, published

from base import clock
from base.models import CitablePage, PublishedVersion

BATCH = 100


class PageWithoutVersion(Exception):
    """A page was published and no version of its text was written; the log says why. Nothing of the batch may stay."""


@transaction.atomic
def add_published_pages(*, parent: Page, pages: Sequence[tuple[CitablePage, datetime]]) -> None:
    """Adds many pages of one class under a parent, each published at its moment: what `add_child`, `save_revision` and
    `publish` write for one page, in few queries, and the same signals afterwards, which write the versions.

    The caller gives each page its slug (unused under the parent), locale and translation key; tags and other children
    of a page are not written. Raises ValidationError for a field that a form would refuse too.
    """
    if not pages:
        return
    page_class = type(pages[0][0])
    content_type = ContentType.objects.get_for_model(page_class)
    parent = Page.objects.select_for_update().get(pk=parent.pk)
    last = parent.get_last_child()
    place = last._get_lastpos_in_path() if last is not None else 0
    for number, (page, at) in enumerate(pages, start=place + 1):
        page.depth = parent.depth + 1
        page.path = Page._get_path(parent.path, page.depth, number)
        page.url_path = f"{parent.url_path}{page.slug}/"
        page.content_type = content_type
        page.draft_title = page.title
        page.live, page.has_unpublished_changes = True, False
        page.first_published_at = page.last_published_at = page.latest_revision_created_at = at
        # Keys to other records are looked up by whoever made the page; asking the database for each is what is saved.
        page.clean_fields(exclude={field.name for field in page_class._meta.fields if field.is_relation})
    _write_rows(page_class, [page for page, _at in pages])
    Page.objects.filter(pk=parent.pk).update(numchild=F("numchild") + len(pages))
    revisions = _write_revisions(pages)
    _write_log(pages, revisions)
    _index(page_class, [page for page, _at in pages])
    for (page, at), revision in zip(pages, revisions, strict=True):
        # Receivers read the clock, as they do after an editor's publication.
        with clock.set_to(at):
            published.send(sender=page_class, instance=page, revision=revision)
            page_published.send(sender=page_class, instance=page, revision=revision)
    keys = [page.translation_key for page, _at in pages]
    if PublishedVersion.objects.filter(reference__translation_key__in=keys).count() < len(pages):
        raise PageWithoutVersion


def _write_rows(page_class: type[CitablePage], pages: Sequence[CitablePage]) -> None:
    """Django writes no rows of two tables in bulk: Wagtail's half goes in at once, ours row by row behind it."""
    fields = [field.attname for field in Page._meta.concrete_fields if not field.primary_key]
    halves = [Page(**{name: getattr(page, name) for name in fields}) for page in pages]
    for page, half in zip(pages, Page.objects.bulk_create(halves, batch_size=BATCH), strict=True):
        page.pk = page.id = page.page_ptr_id = half.pk
        page.save_base(raw=True, force_insert=True)


def _write_revisions(pages: Sequence[tuple[CitablePage, datetime]]) -> list[Revision]:
    revisions = Revision.objects.bulk_create(
        [
            Revision(
                content_object=page,
                base_content_type=page.get_base_content_type(),
                content=page.serializable_data(),
                object_str=str(page),
                created_at=at,
            )
            for page, at in pages
        ],
        batch_size=BATCH,
    )
    for (page, _at), revision in zip(pages, revisions, strict=True):
        page.latest_revision = page.live_revision = revision
    rows = [
        Page(pk=page.pk, latest_revision=revision, live_revision=revision)
        for (page, _at), revision in zip(pages, revisions, strict=True)
    ]
    Page.objects.bulk_update(rows, ["latest_revision", "live_revision"], batch_size=BATCH)
    return list(revisions)


def _write_log(pages: Sequence[tuple[CitablePage, datetime]], revisions: Sequence[Revision]) -> None:
    """The lines that Wagtail's history of a page shows."""
    PageLogEntry.objects.bulk_create(
        [
            PageLogEntry(
                content_type=page.content_type,
                page=page,
                label=page.get_admin_display_title(),
                action=action,
                timestamp=at,
                revision=revision if action == "wagtail.publish" else None,
                content_changed=True,
            )
            for (page, at), revision in zip(pages, revisions, strict=True)
            for action in ("wagtail.create", "wagtail.publish")
        ],
        batch_size=BATCH,
    )


def _index(page_class: type[CitablePage], pages: Sequence[CitablePage]) -> None:
    """For the admin's search, and its 'used in'."""
    for _name, backend in get_search_backends_with_name(with_auto_update=True):
        backend.add_bulk(page_class, pages)
    for page in pages:
        ReferenceIndex.create_or_update_for_object(page)
