import json
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.models import Page
from wagtail_localize.models import String, TranslationSource

from base.actions.audit_entry import record
from base.actions.file import destroy_files
from base.actions.search_entry import index_text
from base.canonical import normalised
from base.citable import field_of
from base.enums import Shape
from base.models import CitablePage, PublishedVersion, Redaction, Reference, VersionFile, VersionText, Withdrawal
from base.models.removal import NOTE, FieldRemoval, Removal
from base.queries.published_version import rows_of_version
from base.queries.removal import versions_saying
from base.redaction_ledger import keep_in_ledger
from base.refusal import Refusal, refuse_if
from base.signals import words_redacted
from base.two_people import refusal_of_same
from base.version_words import plain_value

ASK_REDACTION, CONFIRM_REDACTION = "base.add_redaction", "base.change_redaction"
ASK_WITHDRAWAL, CONFIRM_WITHDRAWAL = "base.add_withdrawal", "base.change_withdrawal"
# What the same words elsewhere take over of a redaction that was asked.
AS_ASKED = ("reason", "explanation", "explanation_en", "asked_by", "asked_at")


@transaction.atomic
def ask_redaction(
    *,
    version: PublishedVersion,
    fields: list[str],
    reason: str,
    explanation: str,
    by: Any,
    at: datetime,
    explanation_en: str = "",
) -> list[Redaction]:
    """Asks that fields of a version are destroyed. Nothing happens to the words until a second person confirms."""
    refuse_if("" if by.has_perm(ASK_REDACTION) else _("Only the clerk asks for a redaction."))
    refuse_if("" if explanation.strip() else _("Say why, in words that everybody may read."))
    there = set(version.texts.values_list("field", flat=True)) | ({NOTE} if version.change_note else set())
    asked = set(version.redactions.values_list("field", flat=True))
    if not fields or not set(fields) <= there - asked:
        raise Refusal(_("Choose fields that this version has, and that no redaction names yet."))
    redactions = [
        Redaction.objects.create(
            version_id=pk,
            field=name,
            reason=reason,
            explanation=explanation.strip(),
            explanation_en=explanation_en.strip(),
            asked_by=by,
            asked_at=at,
        )
        for name in fields
        for pk in versions_saying(version, name)
        if not Redaction.objects.filter(version=pk, field=name).exists()
    ]
    record(
        act="redaction_asked", about=version.reference, by=by, at=at, version=str(version), fields=fields, reason=reason
    )
    return redactions


@transaction.atomic
def confirm_redaction(*, redaction: Redaction, by: Any, at: datetime) -> Redaction:
    """Destroys the field, here and in every copy that was made of it. Number, moment, hash and reason stay.

    A version that was published with the same words since it was asked goes with it.
    """
    redaction = Redaction.objects.select_related("version__reference").get(pk=redaction.pk)
    # Nobody publishes meanwhile what is destroyed here.
    Reference.objects.select_for_update().get(pk=redaction.version.reference_id)
    redaction = (
        Redaction.objects.select_for_update(of=("self",)).select_related("version__reference").get(pk=redaction.pk)
    )
    refuse_if(refusal_to_confirm(redaction, by, CONFIRM_REDACTION))
    for pk in versions_saying(redaction.version, redaction.field):
        asked = {name: getattr(redaction, name) for name in AS_ASKED}
        since, is_new = Redaction.objects.get_or_create(version_id=pk, field=redaction.field, defaults=asked)
        if is_new:
            carry_out_redaction(since, by, at)
    return carry_out_redaction(redaction, by, at)


def carry_out_redaction(redaction: Redaction, by: Any, at: datetime) -> Redaction:
    """Confirms it without asking who may: that was asked of what it goes with."""
    redaction.confirmed_by, redaction.confirmed_at = by, at
    redaction.save(update_fields=["confirmed_by", "confirmed_at"])
    destroy_words(redaction)
    record(
        act="redaction_confirmed",
        about=redaction.version.reference,
        by=by,
        at=at,
        version=str(redaction.version),
        field=redaction.field,
        reason=redaction.reason,
    )
    # Written before the transaction ends: what is destroyed here must never come back with a backup.
    keep_in_ledger(redaction)
    return redaction


def destroy_words(redaction: Redaction) -> None:
    """Deletes the field of the version with the files that nothing else shows, and takes the same words out of the editor's
    drafts and of translation memory."""
    if redaction.is_of_note:
        _destroy_note(redaction)
        return
    version = redaction.version
    text = VersionText.objects.filter(version=version, field=redaction.field).first()
    if text is None:
        return
    field = field_of(version.reference.kind, redaction.field)
    words = plain_value(field.shape, PublishedVersion.objects.get(pk=version.pk).content.get(redaction.field))
    VersionText.objects.filter(pk=text.pk).delete()
    files = VersionFile.objects.filter(version=version, field=redaction.field)
    names = list(files.values_list("name", flat=True))
    files.delete()
    for page in Page.objects.filter(translation_key=version.reference.translation_key).specific():
        if isinstance(page, CitablePage):
            _forget_in_drafts(page, redaction.field, field.shape, words)
    _forget_in_translations(version.reference, field.attribute, words)
    destroy_files(names)
    index_text(version.reference)
    _tell(redaction, version, words)


def _destroy_note(redaction: Redaction) -> None:
    """Empties the change note of a version, and the same one on the editor's desk and where it waits for translation."""
    version = PublishedVersion.objects.get(pk=redaction.version_id)
    words = version.change_note
    if not words:
        return
    PublishedVersion.objects.filter(pk=version.pk).update(change_note="")
    for page in Page.objects.filter(translation_key=version.reference.translation_key).specific():
        if not isinstance(page, CitablePage):
            continue
        for revision in page.revisions.all():
            if normalised(revision.content.get(NOTE, "")) == words:
                revision.content[NOTE] = ""
                revision.save(update_fields=["content"])
        if normalised(page.change_note) == words:
            type(page)._base_manager.filter(pk=page.pk).update(change_note="")
    for source in TranslationSource.objects.filter(object_id=version.reference.translation_key):
        content = json.loads(source.content_json)
        if normalised(content.get(NOTE, "")) == words:
            source.content_json = json.dumps(content | {NOTE: ""})
            source.save(update_fields=["content_json"])
    _tell(redaction, version, words)


def _tell(redaction: Redaction, version: PublishedVersion, words: str) -> None:
    words_redacted.send(sender=Redaction, version=version, field=redaction.field, words=words, redaction=redaction)


@transaction.atomic
def ask_withdrawal(
    *,
    version: PublishedVersion,
    reason: str,
    explanation: str,
    decided_by: str,
    replaced_by: Reference | None,
    by: Any,
    at: datetime,
    replaced_by_label: str = "",
    explanation_en: str = "",
) -> Withdrawal:
    """Asks that a version is taken off the site. It stays until a second person confirms."""
    refuse_if("" if by.has_perm(ASK_WITHDRAWAL) else _("Only the clerk asks for the withdrawal of a version."))
    refuse_if("" if explanation.strip() and decided_by.strip() else _("Say why, and who decided it."))
    if Withdrawal.objects.filter(version=version).exists():
        raise Refusal(_("The withdrawal of this version has been asked already."))
    replacing = _replacing(version, replaced_by, replaced_by_label) if replaced_by is not None else None
    withdrawal = Withdrawal.objects.create(
        version=version,
        reason=reason,
        explanation=explanation.strip(),
        explanation_en=explanation_en.strip(),
        decided_by=decided_by.strip(),
        replaced_by=replaced_by,
        replaced_by_version=replacing,
        asked_by=by,
        asked_at=at,
    )
    record(act="withdrawal_asked", about=version.reference, by=by, at=at, version=str(version), reason=reason)
    return withdrawal


@transaction.atomic
def confirm_withdrawal(*, withdrawal: Withdrawal, by: Any, at: datetime) -> Withdrawal:
    """From now on the version's address answers with a tombstone."""
    withdrawal = Withdrawal.objects.select_for_update().select_related("version__reference").get(pk=withdrawal.pk)
    refuse_if(refusal_to_confirm(withdrawal, by, CONFIRM_WITHDRAWAL))
    withdrawal.confirmed_by, withdrawal.confirmed_at = by, at
    withdrawal.save(update_fields=["confirmed_by", "confirmed_at"])
    index_text(withdrawal.version.reference)
    record(
        act="withdrawal_confirmed", about=withdrawal.version.reference, by=by, at=at, version=str(withdrawal.version)
    )
    return withdrawal


@transaction.atomic
def take_back(*, removal: Removal, by: Any, at: datetime) -> None:
    """Drops what was asked and not confirmed; the audit trail keeps that it was asked."""
    removal = type(removal)._base_manager.select_for_update().get(pk=removal.pk)
    allowed = by.has_perm(ASK_REDACTION if isinstance(removal, FieldRemoval) else ASK_WITHDRAWAL)
    refuse_if("" if allowed else _("Only the clerk takes this back."))
    refuse_if(_("It has been confirmed, and stands.") if removal.is_confirmed else "")
    record(act="removal_taken_back", about=removal.about or removal.thing, by=by, at=at, version=str(removal.thing))
    removal.delete()


def _replacing(version: PublishedVersion, reference: Reference, label: str) -> PublishedVersion | None:
    """The version that replaces another one, in its language where it is out in that; none where the thing as a whole does."""
    if not label:
        refuse_if(_("Say which version of it replaces this one.") if reference.pk == version.reference_id else "")
        return None
    rows = rows_of_version(reference.string, label)
    found = rows.get(version.language) or next(iter(rows.values()), None)
    if found is None or found.is_withdrawn:
        raise Refusal(_("%(reference)s has no version %(label)s.") % {"reference": reference, "label": label})
    refuse_if(_("A version does not replace itself.") if found.pk == version.pk else "")
    return found


def refusal_to_confirm(removal: Removal, by: Any, right: str) -> str:
    if not by.has_perm(right):
        return _("Only the clerk or the administrator confirms this.")
    if removal.is_confirmed:
        return _("It has been confirmed already.")
    return refusal_of_same(removal.asked_by, by, _("You asked for this yourself: somebody else confirms it."))


def _forget_in_drafts(page: CitablePage, name: str, shape: Shape, words: str) -> None:
    """The words in the page itself and in every revision of it that has them."""
    field = field_of(page.reference_kind, name)

    def has_words(one: CitablePage) -> bool:
        return normalised(plain_value(shape, one.citable_value(field))) == words

    empty = _empty(page, field.attribute)
    for revision in page.revisions.all():
        if field.attribute in revision.content and has_words(revision.as_object()):
            revision.content[field.attribute] = empty
            if field.attribute == "title":
                revision.object_str = revision.content["draft_title"] = ""
            revision.save(update_fields=["content", "object_str"])
    if has_words(page) and hasattr(type(page)._meta.get_field(field.attribute), "attname"):
        setattr(page, field.attribute, empty)
        if field.attribute == "title":
            page.draft_title = ""
        # Not `full_clean`: a required field is empty until the editor writes a new text.
        page.save(clean=False)


def _empty(page: CitablePage, attribute: str) -> Any:
    field = page._meta.get_field(attribute)
    if field.many_to_many or field.one_to_many:
        return []
    return None if field.null else [] if field.get_internal_type() == "JSONField" else ""


def _forget_in_translations(reference: Reference, name: str, words: str) -> None:
    """What wagtail-localize kept of the source: its snapshot is made anew at the next translation, its sentences go now."""
    for source in TranslationSource.objects.filter(object_id=reference.translation_key):
        strings = source.stringsegment_set.filter(context__path__startswith=name)
        gone = [segment.string_id for segment in strings.select_related("string") if segment.string.data in words]
        strings.filter(string_id__in=gone).delete()
        String.objects.filter(pk__in=gone, segments__isnull=True).delete()
        instance = source.get_source_instance()
        if gone and instance is not None:
            source.content_json = instance.to_json()
            source.save(update_fields=["content_json"])
