from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _
from django.utils.translation import override

from base.actions.audit_entry import record
from base.actions.reference import allot_reference
from base.canonical import assembled, canonical_parts, normalised, sha256
from base.citable import with_identifiers
from base.enums import ChangeKind
from base.models import CitablePage, PublishedVersion, Reference, VersionFile, VersionText
from base.queries.translation import is_translation
from base.refusal import Refusal, refuse_if
from base.signals import publication_accepted, version_published


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
    # Of a translation with the words it had: the number of the source that somebody compared it with.
    checked_against: int | None = None


@transaction.atomic
def publish_version(*, page: CitablePage, by: Any, at: datetime) -> PublishedVersion:
    """Writes the page's citable text as the next version of its language; the version in force if nothing changed.

    Allots the reference at the first publication and sends `version_published` when a version was written, and
    `publication_accepted` in any case. Raises Refusal where the text may not be published as it is.
    """
    refuse_if(page.refusal_to_publish())
    reference = allot_reference(kind=page.reference_kind, translation_key=page.translation_key, at=at)
    # Labels of terms are written in the language of the text.
    with override(page.content_language):
        content = page.citable_content()
    text = NewText(
        content=content,
        language=page.content_language,
        is_translation=is_translation(page),
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


@transaction.atomic
def publish_text(*, reference: Reference, text: NewText, by: Any, at: datetime) -> tuple[PublishedVersion, bool]:
    """Writes a text as the next version of its language, and whether it did: a text that is in force is not written twice.

    Passages keep the identifiers they had in the version before it. A translation never makes a number: it joins the
    newest one, with the decision behind it, or corrects its own row there. With the words it had it joins only where
    somebody compared it with that number.
    """
    # One writer per thing: two publications at once get two numbers.
    Reference.objects.select_for_update().get(pk=reference.pk)
    rows = PublishedVersion.objects.filter(reference=reference)
    current = rows.filter(language=text.language).newest_first().prefetch_related("texts").first()
    parts = canonical_parts(with_identifiers(reference.kind, text.content, current.content if current else {}))
    digest = sha256(assembled(parts))
    last = rows.aggregate(number=Max("number"))["number"]
    lags = text.is_translation and current is not None and current.number != last
    if current is not None and current.sha256 == digest and not (lags and text.checked_against == last):
        return current, False
    number, correction = _next_number(reference, text, last)
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
        checked_against=number,
    )
    version, is_new = publish_text(reference=reference, text=text, by=by, at=at)
    refuse_if(
        "" if is_new else _("The source was published again meanwhile. Look at what changed, then tick once more.")
    )
    version_published.send(sender=CitablePage, page=page, version=version, by=by, at=at)
    return version


def _next_number(reference: Reference, text: NewText, last: int | None) -> tuple[int, int]:
    if last is None:
        return 1, 0
    if text.change_kind != ChangeKind.EDITORIAL and not text.is_translation:
        return last + 1, 0
    here = PublishedVersion.objects.filter(reference=reference, number=last, language=text.language)
    correction = here.aggregate(correction=Max("correction"))["correction"]
    return last, 0 if correction is None else correction + 1
