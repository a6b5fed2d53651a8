from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max
from wagtail_localize.models import Translation

from base.actions.audit_entry import record
from base.actions.reference import allot_reference
from base.canonical import canonical_json, sha256
from base.enums import ChangeKind
from base.models import CitablePage, PublishedVersion, Reference, VersionText
from base.signals import version_published


@transaction.atomic
def publish_version(*, page: CitablePage, by: Any, at: datetime) -> PublishedVersion:
    """Writes the page's citable text as the next version of its language; the version in force if nothing changed.

    Allots the reference at the first publication and sends `version_published` when a version was written.
    """
    reference = allot_reference(kind=page.reference_kind, translation_key=page.translation_key, at=at)
    # One writer per thing: two publications at once get two numbers.
    Reference.objects.select_for_update().get(pk=reference.pk)
    language = page.content_language
    canonical = canonical_json(page.citable_content())
    digest = sha256(canonical)
    current = PublishedVersion.objects.filter(reference=reference, language=language).newest_first().first()
    if current is not None and current.sha256 == digest:
        return current
    number, correction = _next_number(reference, page, language)
    version = PublishedVersion.objects.create(
        reference=reference,
        number=number,
        correction=correction,
        language=language,
        sha256=digest,
        published_at=at,
        change_kind=page.change_kind,
        change_note=page.change_note,
        approved_by=by,
        caused_by=page.caused_by(),
    )
    VersionText.objects.create(version=version, canonical=canonical)
    record(act="version_published", about=reference, by=by, at=at, version=version.label, language=language)
    version_published.send(sender=CitablePage, page=page, version=version, by=by, at=at)
    return version


def is_translation(page: CitablePage) -> bool:
    """Whether the page's text is a translation of another language's: then it makes no version number of its own."""
    return Translation.objects.filter(source__object_id=page.translation_key, target_locale=page.locale).exists()


def _next_number(reference: Reference, page: CitablePage, language: str) -> tuple[int, int]:
    last = PublishedVersion.objects.filter(reference=reference).aggregate(number=Max("number"))["number"]
    if last is None:
        return 1, 0
    editorial = page.change_kind == ChangeKind.EDITORIAL or is_translation(page)
    if not editorial:
        return last + 1, 0
    here = PublishedVersion.objects.filter(reference=reference, number=last, language=language)
    correction = here.aggregate(correction=Max("correction"))["correction"]
    return last, 0 if correction is None else correction + 1
