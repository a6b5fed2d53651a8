"""A list of proposals of any length, laid in bulk: copies of one that was handed in and published by the actions."""

from typing import Any

from base.models import PublishedVersion
from participation.models import Comment, Subject, Support
from proposals.actions.proposal import page_of_subject
from proposals.models import ProposalPage, ProposalTag
from tests.many_items import BATCH, copied_entries, copied_pages, copied_references, copied_texts


def many_proposals(subject: Subject, count: int) -> list[Subject]:
    """So many more like `subject`: its page with themes, its version, its subject with supports and comments."""
    subject = Subject.objects.select_related("reference").get(pk=subject.pk)
    page = page_of_subject(subject)
    original = page.version
    references = copied_references(subject.reference, count)
    copied_pages(page, references)
    pages = dict(ProposalPage.objects.filter(pk__gt=page.pk).values_list("translation_key", "pk"))
    tags = ProposalTag.objects.filter(content_object=page).values_list("tag_id", flat=True)
    ProposalTag.objects.bulk_create(
        [
            ProposalTag(
                tag_id=tag,
                content_object_id=pages[one.translation_key],
                consultation_round_id=page.consultation_round_id,
            )
            for tag in list(tags)
            for one in references
        ],
        BATCH,
    )
    versions = [PublishedVersion(**_fields(original) | {"reference_id": one.pk}) for one in references]
    PublishedVersion.objects.bulk_create(versions, BATCH)
    copied_texts(original, versions)
    copied_entries(original.reference, versions)
    # What the database counts it counts of the rows that are copied next.
    none_yet = {"supports_here": 0, "visible_comments": 0}
    subjects = Subject.objects.bulk_create(
        [Subject(**_fields(subject) | none_yet | {"reference_id": one.pk}) for one in references], BATCH
    )
    for model in (Support, Comment):
        rows = [_fields(row) for row in model.objects.filter(subject=subject)]
        model.objects.bulk_create([model(**row | {"subject_id": one.pk}) for row in rows for one in subjects], BATCH)
    return subjects


def _fields(row: Any) -> dict[str, Any]:
    return {
        field.attname: getattr(row, field.attname)
        for field in type(row)._meta.concrete_fields
        if not field.primary_key and not field.generated
    }
