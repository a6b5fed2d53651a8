from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from django.db import transaction
from django.db.models import Max, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import override

from base.actions.audit_entry import record
from base.actions.reference import allot_reference
from base.actions.search_entry import index_text
from base.canonical import assembled, canonical_parts, normalised, sha256
from base.citable import with_identifiers
from base.enums import ChangeKind
from base.models import CitablePage, PublishedVersion, Reference, VersionFile, VersionText
from base.queries.translation import is_translation, number_translated
from base.refusal import Refusal, refuse_if
from base.signals import publication_accepted, publication_asked, version_published


@dataclass(frozen=True)
class NewText:
    """A text that is to be published: its words by the declared fields of its kind, and what is said of the change."""

    content: Mapping[str, Any]
    language: str
    is_translation: bool = False
    change_kind: str = ChangeKind.SUBSTANTIVE
    change_note: str = ""
    caused_by: Reference | None = None
    # The files that its fields show: the field, and the name in the storage.
    files: Iterable[tuple[str, str]] = ()
    # Of a translation: the number of the source that its words were made from, or compared with, where that is known.
    of_number: int | None = None


@transaction.atomic
def publish_version(*, page: CitablePage, by: Any, at: datetime) -> PublishedVersion:
    """Writes the page's citable text as the next version of its language; the version in force if nothing changed.

    Allots the reference at the first publication and sends `version_published` when a version was written, and
    `publication_accepted` in any case. Raises Refusal where the text may not be published as it is.
    """
    refuse_if(page.refusal_to_publish())
    publication_asked.send(sender=type(page), page=page)
    reference = allot_reference(kind=page.reference_kind, translation_key=page.translation_key, at=at)
    # Labels of terms are written in the language of the text.
    with override(page.content_language):
        content = page.citable_content()
    is_translated = is_translation(page)
    text = NewText(
        content=content,
        language=page.content_language,
        is_translation=is_translated,
        of_number=number_translated(page) if is_translated else None,
        change_kind=page.change_kind,
        change_note=page.change_note,
        caused_by=page.caused_by(),
        files=page.shown_files(),
    )
    version, is_new = publish_text(reference=reference, text=text, by=by, at=at)
    if is_new:
        version_published.send(sender=CitablePage, page=page, version=version, by=by, at=at)
    elif version.is_withdrawn:
        raise Refusal(_("These words were withdrawn, and stay so. Change what was wrong with them, then publish."))
    publication_accepted.send(sender=type(page), page=page, version=version, by=by, at=at)
    page.forget_change()
    return version


class CitableRecord(Protocol):
    """What is recorded once under a number of its own, in Dutch and perhaps in English."""

    reference: Reference

    def citable_content(self, language: str) -> dict[str, Any]: ...


def publish_record(*, record: CitableRecord, in_english: bool, by: Any, at: datetime, change_note: str = "") -> None:
    """Writes the first version of a record, or the next with why, in each language that it has."""
    for language in ("nl", "en") if in_english else ("nl",):
        text = NewText(
            content=record.citable_content(language),
            language=language,
            is_translation=language != "nl",
            change_note=change_note,
        )
        publish_text(reference=record.reference, text=text, by=by, at=at)


@transaction.atomic
def publish_text(*, reference: Reference, text: NewText, by: Any, at: datetime) -> tuple[PublishedVersion, bool]:
    """Writes a text as the next version of its language, and whether it did: a text that is in force is not written twice.

    Passages keep the identifiers they had in the version before it. A translation never makes a number: it joins the one
    that it was made from, with the decision behind it, or corrects its own row there.
    """
    # One writer per thing: two publications at once get two numbers.
    Reference.objects.select_for_update().get(pk=reference.pk)
    rows = PublishedVersion.objects.filter(reference=reference)
    current = rows.filter(language=text.language).newest_first().prefetch_related("texts").first()
    parts = canonical_parts(with_identifiers(reference.kind, text.content, current.content if current else {}))
    digest = sha256(assembled(parts))
    last = rows.aggregate(number=Max("number"))["number"]
    number, correction = _next_number(rows, text, current, last)
    joins = text.is_translation and current is not None and number > current.number
    if current is not None and current.sha256 == digest and not joins:
        return current, False
    source = (
        rows.filter(number=number, is_translation=False).order_by("correction").first() if text.is_translation else None
    )
    version = PublishedVersion.objects.create(
        reference=reference,
        number=number,
        correction=correction,
        language=text.language,
        is_translation=text.is_translation,
        sha256=digest,
        published_at=at,
        change_kind=ChangeKind.EDITORIAL if correction else source.change_kind if source else text.change_kind,
        # Said once, by whoever published the source, and not translated.
        change_note=source.change_note if source and not correction else normalised(text.change_note),
        approved_by=by,
        caused_by=source.caused_by if source else text.caused_by,
    )
    VersionText.objects.bulk_create(
        [VersionText(version=version, field=name, value=value) for name, value in parts.items()]
    )
    VersionFile.objects.bulk_create(
        [VersionFile(version=version, field=name, name=file) for name, file in sorted(set(text.files))]
    )
    index_text(reference)
    record(act="version_published", about=reference, by=by, at=at, version=version.label, language=text.language)
    return version, True


@transaction.atomic
def confirm_translation(*, page: CitablePage, number: int, by: Any, at: datetime) -> PublishedVersion:
    """Lets a translation join a newer number of its source with the words it has: somebody checked that they still fit.

    Sends `version_published`. Raises Refusal where another number is the newest, or the translation has it already.
    """
    may_publish = page.permissions_for_user(by).can_publish()
    refuse_if("" if may_publish else _("Only who may publish the translation confirms it."))
    # Held from here on: what is confirmed is what stands there, and not what somebody read a moment ago.
    reference = Reference.objects.select_for_update().filter(translation_key=page.translation_key).first()
    translated = page.version
    if reference is None or translated is None or translated.is_withdrawn or not is_translation(page):
        raise Refusal(_("There is no published translation to confirm."))
    refuse_if("" if translated.is_whole else _("Words were taken out of this translation: publish it anew."))
    text = NewText(
        content=translated.content,
        language=translated.language,
        is_translation=True,
        files=translated.files.values_list("field", "name"),
        of_number=number,
    )
    newest = PublishedVersion.objects.filter(reference=reference).aggregate(number=Max("number"))["number"]
    if number != newest or number == translated.number:
        raise Refusal(_("The source was published again meanwhile. Look at what changed, then tick once more."))
    version, _is_new = publish_text(reference=reference, text=text, by=by, at=at)
    version_published.send(sender=CitablePage, page=page, version=version, by=by, at=at)
    return version


def _next_number(
    rows: QuerySet[PublishedVersion], text: NewText, current: PublishedVersion | None, last: int | None
) -> tuple[int, int]:
    if last is None:
        return 1, 0
    if text.change_kind != ChangeKind.EDITORIAL and not text.is_translation:
        return last + 1, 0
    number = last
    if text.is_translation:
        # Where nothing is known of what it was made from it claims no newer number than it had.
        known = [one for one in (text.of_number, current.number if current else None) if one is not None]
        number = max(known, default=last)
    here = rows.filter(number=number)
    if not here.filter(language=text.language).exists():
        return number, 0
    # Free in every language: what is cited as 2.1 is one change.
    return number, here.aggregate(correction=Max("correction"))["correction"] + 1
