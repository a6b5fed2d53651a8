"""The document itself of a council paper: given as a file, or fetched from the information system; kept, and destroyed."""

import hashlib
from datetime import datetime
from functools import partial
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.translation import gettext as _

from base.actions.audit_entry import record
from base.fetch import fetch_document, origin_of
from base.file_content import FileContent, checked
from base.refusal import Refusal
from proposals.models import CouncilPaper, PaperDocument
from proposals.queries.council import paper_now, versions_of

# In bytes.
MOST_BYTES = 20 * 1024 * 1024


def document_in(data: bytes) -> FileContent:
    """Raises Refusal for whatever is no document that opens."""
    if len(data) > MOST_BYTES:
        raise Refusal(_("This document is more than 20 MB. Give a smaller one, or record the paper by its link alone."))
    content = checked(data)
    if content.is_picture:
        raise Refusal(_("This is a picture, and a paper is a document. Give it as PDF, ODT or DOCX."))
    return content


def may_fetch(url: str) -> bool:
    """Whether it lies where the operator lets this site read."""
    return origin_of(urlsplit(url)) in settings.COUNCIL_SOURCES


def document_at(url: str) -> FileContent:
    """Outside any transaction: the other side may take its time. Raises Refusal."""
    return document_in(fetch_document(url, settings.COUNCIL_SOURCES, MOST_BYTES))


@transaction.atomic
def keep_document(
    *, paper: CouncilPaper, content: FileContent | None, by: Any, at: datetime, source: str = ""
) -> PaperDocument | None:
    """Keeps it with a paper that was recorded now; with a correction for which none is given that of what it corrects."""
    if content is None:
        before = PaperDocument.objects.filter(paper=paper.corrects_id, destroyed_at=None).first()
        if before is None:
            return None
        with before.file.open("rb") as file:
            content, source = FileContent(before.extension, file.read()), before.source
    document = PaperDocument(
        paper=paper,
        extension=content.extension,
        size=len(content.data),
        sha256=hashlib.sha256(content.data).hexdigest(),
        source=source,
        added_at=at,
    )
    document.file.save(f"file.{content.extension}", ContentFile(content.data), save=False)
    document.save()
    about = str(paper.about or paper.consultation_round)
    record(act="paper_document_kept", about=about, by=by, at=at, paper=paper.pk, sha256=document.sha256)
    return document


@transaction.atomic
def destroy_documents(*, paper: CouncilPaper, at: datetime) -> None:
    """Of a paper and of all that it corrects or that corrects it: what was destroyed in its words stands in its document."""
    versions = versions_of([paper_now(paper)])
    for document in PaperDocument.objects.select_for_update().filter(paper__in=versions, destroyed_at=None):
        name, storage = str(document.file.name), document.file.storage
        document.file, document.destroyed_at = "", at
        document.save(update_fields=["file", "destroyed_at"])
        transaction.on_commit(partial(storage.delete, name), robust=True)
