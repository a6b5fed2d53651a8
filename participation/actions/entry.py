import hashlib
from datetime import datetime
from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.translation import gettext as _

from base.actions.audit_entry import record
from base.file_content import checked
from base.refusal import refuse_if
from participation.actions.invitation import write_invitation
from participation.author_rules import invitations_of_address, refusal_of_invitations
from participation.entry import Entry
from participation.models import Comment, Scan, Subject

SCANNED = ("jpg", "png", "pdf")


@transaction.atomic
def keep_entry(
    *, subject: Subject, comment: Comment | None, entry: Entry, language: str, by: Any, at: datetime
) -> None:
    """What goes with something that staff entered: the scan, the mail to who said it, and who entered it in the trail alone."""
    about = {"comment": comment} if comment is not None else {"subject": subject}
    detail: dict[str, Any] = {"channel": str(entry.channel), "received_at": entry.received_at.isoformat()}
    if entry.email:
        refuse_if(refusal_of_invitations(True, invitations_of_address().count(entry.email.strip().lower(), at=at)))
    if entry.scan:
        detail["scan"] = keep_scan(data=entry.scan, at=at, **about).sha256
    if comment is not None:
        detail["comment"] = comment.pk
    if entry.email:
        invitation = write_invitation(
            subject=subject, comment=comment, email=entry.email, language=language, by=by, at=at, is_of_author=True
        )
        detail["invitation"] = invitation.pk
    record(act="contribution_entered", about=subject.reference, by=by, at=at, **detail)


def keep_scan(*, data: bytes, at: datetime, **about: Any) -> Scan:
    """The paper of something, in the transaction of whoever enters it."""
    content = checked(data)
    refuse_if("" if content.extension in SCANNED else _("Choose a JPEG, PNG, WebP or PDF file for the scan."))
    scan = Scan(**about, extension=content.extension, sha256=hashlib.sha256(content.data).hexdigest(), added_at=at)
    scan.file.save(f"scan.{content.extension}", ContentFile(content.data), save=False)
    scan.save()
    return scan
