"""An agenda of any size, laid in bulk: copies of an item that was published by the actions, row by row the same as those."""

import uuid
from datetime import timedelta

from django.db import connection
from django.db.models import Max
from wagtail.models import Page

from base.models import CitablePage, PublishedVersion, Reference, ReferenceCounter, SearchEntry
from home.models import AgendaItemPage, Citation, ItemState, ItemTerm, Party

PER_ITEM = 20
BATCH = 2_000


def many_items(item: AgendaItemPage, count: int, versions: int = PER_ITEM) -> list[Reference]:
    """Brings the agenda of `item` to `count` items more, each with the words of `item` in every one of its versions."""
    original = item.version
    references = copied_references(original.reference, count)
    copied_pages(item, references)
    rows = [
        PublishedVersion(
            reference=reference,
            number=number,
            language=original.language,
            sha256=original.sha256,
            published_at=original.published_at + timedelta(days=number - 1, minutes=place),
            change_note="" if number == 1 else "Anders.",
            approved_by_id=original.approved_by_id,
        )
        for place, reference in enumerate(references)
        for number in range(1, versions + 1)
    ]
    PublishedVersion.objects.bulk_create(rows, BATCH)
    states = ItemState.objects.filter(reference=original.reference)
    ItemState.objects.bulk_create(
        [
            ItemState(reference=one, step=state.step, since=state.since, by=state.by)
            for one in references
            for state in states
        ],
        BATCH,
    )
    newest = [row for row in rows if row.number == versions]
    ItemTerm.objects.bulk_create(
        [
            ItemTerm(version=version, taxonomy=term.taxonomy, code=term.code, label=term.label)
            for term in ItemTerm.objects.filter(version=original)
            for version in newest
        ],
        BATCH,
    )
    copied_texts(original, rows)
    copied_entries(original.reference, newest)
    return references


def many_citations(party: Party, references: list[Reference], each: int = 2) -> None:
    """Citations of the newest versions of things, each like the first that the party registered."""
    first = Citation.objects.filter(party=party).order_by("pk")[0]
    own = {"id", "key", "version_id"}
    fields = {
        one.attname: getattr(first, one.attname) for one in Citation._meta.concrete_fields if one.attname not in own
    }
    newest = PublishedVersion.objects.filter(reference__in=references[-2_000:], number=PER_ITEM)
    Citation.objects.bulk_create(
        [Citation(**fields, version=version) for version in newest for _time in range(each)], BATCH
    )


def copied_texts(original: PublishedVersion, rows: list[PublishedVersion]) -> None:
    with connection.cursor() as cursor:
        # Two million rows of text are not carried through Python.
        cursor.execute(
            "INSERT INTO base_versiontext (version_id, field, value)"
            " SELECT version.id, text.field, text.value FROM base_publishedversion version"
            " JOIN base_versiontext text ON text.version_id = %s WHERE version.id >= %s",
            [original.pk, min(row.pk for row in rows)],
        )
        if connection.vendor == "postgresql":
            cursor.execute("ANALYZE")


def copied_entries(reference: Reference, versions: list[PublishedVersion]) -> None:
    """What the first is found by, for a version each."""
    names = dict(Reference.objects.filter(kind=reference.kind).values_list("pk", "string"))
    (entry,) = SearchEntry.objects.filter(kind=reference.kind, reference=reference)
    SearchEntry.objects.bulk_create(
        [
            SearchEntry(
                kind=entry.kind,
                thing=str(version.reference_id),
                source=version.pk,
                language=entry.language,
                reference_id=version.reference_id,
                name=names[version.reference_id],
                title=entry.title,
                text=entry.text,
                day=entry.day,
            )
            for version in versions
        ],
        BATCH,
    )


def copied_references(reference: Reference, count: int) -> list[Reference]:
    last = Reference.objects.filter(kind=reference.kind, year=reference.year).aggregate(last=Max("number"))["last"]
    ReferenceCounter.objects.filter(kind=reference.kind, year=reference.year).update(last=last + count)
    return Reference.objects.bulk_create(
        [
            Reference(
                kind=reference.kind,
                year=reference.year,
                number=last + step,
                string=f"{reference.kind}-{reference.year}-{last + step:03d}",
                translation_key=uuid.uuid4(),
                allotted_at=reference.allotted_at,
            )
            for step in range(1, count + 1)
        ],
        BATCH,
    )


def copied_pages(item: CitablePage, references: list[Reference]) -> None:
    model = type(item)
    parent, base = item.get_parent(), Page.objects.get(pk=item.pk)
    path = parent.get_last_child().path
    pages = []
    for reference in references:
        path = Page(path=path)._inc_path()
        slug = f"{base.slug}-{reference.number}"
        fields = {
            field.attname: getattr(base, field.attname)
            for field in Page._meta.concrete_fields
            if not field.primary_key and field.name not in ("latest_revision", "live_revision")
        }
        fields |= {"path": path, "slug": slug, "url_path": f"{parent.url_path}{slug}/"}
        pages.append(Page(**fields | {"translation_key": reference.translation_key}))
    pages = Page.objects.bulk_create(pages, BATCH)
    Page.objects.filter(pk=parent.pk).update(numchild=parent.numchild + len(pages))
    own = [field.attname for field in model._meta.local_concrete_fields if not field.primary_key]
    names = ", ".join(connection.ops.quote_name(model._meta.get_field(name).column) for name in own)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {model._meta.db_table} (page_ptr_id, {names})"
            f" SELECT page.id, {names} FROM wagtailcore_page page JOIN {model._meta.db_table} item ON item.page_ptr_id = %s"
            " WHERE page.id >= %s",
            [item.pk, pages[0].pk],
        )
