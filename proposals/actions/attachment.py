import hashlib
import re
from datetime import datetime
from pathlib import PurePosixPath
from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.translation import gettext as _

from base.actions.audit_entry import record
from base.canonical import normalised
from base.file_content import FileContent, checked
from base.models import Reference
from base.refusal import refuse_if
from participation.models import Draft
from proposals.enums import AttachmentKind
from proposals.models import Attachment

# Per proposal and kind, and in bytes per file.
MOST_FILES = 3
MOST_BYTES = 10 * 1024 * 1024
LONGEST_NAME = 100


@transaction.atomic
def add_attachment(*, draft: Draft, name: str, data: bytes, description: str, by: Any, at: datetime) -> Attachment:
    """Keeps a picture or a document with a draft. Raises Refusal for what it is not, and for the fourth of a kind."""
    content = checked(data)
    draft = Draft.objects.select_for_update().get(pk=draft.pk)
    refuse_if(_("This has been handed in.") if draft.became_id is not None else "")
    kind = AttachmentKind.PICTURE if content.is_picture else AttachmentKind.DOCUMENT
    if draft.attachments.filter(kind=kind).count() >= MOST_FILES:
        refuse_if(
            _("You have three pictures already. Take one away first.")
            if content.is_picture
            else _("You have three documents already. Take one away first.")
        )
    attachment = _kept(content, name, description, at, draft=draft)
    # Its name may name a person; its hash says which file it was.
    about = draft.consultation_round.reference
    record(act="attachment_added", about=about, by=by, at=at, sha256=attachment.sha256)
    return attachment


@transaction.atomic
def keep_with_reference(
    *, reference: Reference, name: str, data: bytes, description: str, by: Any, at: datetime
) -> Attachment:
    """Keeps a file with what was handed in on paper."""
    attachment = _kept(checked(data), name, description, at, reference=reference)
    record(act="attachment_added", about=reference, by=by, at=at, sha256=attachment.sha256)
    return attachment


def _kept(content: FileContent, name: str, description: str, at: datetime, **owner: Any) -> Attachment:
    attachment = Attachment(
        **owner,
        kind=AttachmentKind.PICTURE if content.is_picture else AttachmentKind.DOCUMENT,
        extension=content.extension,
        name=shown_name(name, content.extension),
        description=normalised(description),
        size=len(content.data),
        sha256=hashlib.sha256(content.data).hexdigest(),
        added_at=at,
    )
    attachment.file.save(f"file.{content.extension}", ContentFile(content.data), save=False)
    attachment.save()
    return attachment


@transaction.atomic
def remove_attachment(*, attachment: Attachment, by: Any, at: datetime) -> None:
    """Takes a file away that was not handed in; its row takes the file along."""
    draft = attachment.draft
    if draft is None:
        return
    record(act="attachment_removed", about=draft.consultation_round.reference, by=by, at=at, sha256=attachment.sha256)
    attachment.delete()


def hand_over(*, draft: Draft, reference: Reference) -> None:
    """From now on the files belong to what became of the draft."""
    draft.attachments.update(draft=None, reference=reference)


def cited_attachments(draft: Draft | None) -> dict[str, str]:
    """The files as they are cited: what they show, and the SHA-256 of their bytes, by name."""
    cited: dict[str, str] = {}
    for attachment in draft.attachments.all() if draft is not None else ():
        name, number = attachment.name, 1
        while name in cited:
            number += 1
            name = f"{attachment.name} ({number})"
        cited[name] = f"{attachment.description} (SHA-256 {attachment.sha256})"
    return cited


def shown_name(name: str, extension: str) -> str:
    """The name it came with, without a folder or control characters, and with the ending that its content has."""
    stem = PurePosixPath(normalised(name).replace("\\", "/")).stem
    stem = re.sub(r"[\x00-\x1f\x7f<>:\"|?*\u202a-\u202e\u2066-\u2069]", "", stem).strip(" .")[:LONGEST_NAME].strip()
    return f"{stem or _('file')}.{extension}"
