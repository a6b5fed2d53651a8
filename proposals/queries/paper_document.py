"""The documents of council papers, as they were kept."""

from django.utils.translation import gettext as _

from base.kept_file import kept_bytes
from base.refusal import Refusal
from proposals.models import PaperDocument


def document_bytes(digest: str) -> bytes:
    """Exactly what was kept with this hash. Raises Refusal where it is gone or another."""
    document = PaperDocument.objects.filter(sha256=digest, destroyed_at=None).order_by("pk").first()
    gone = _("The document of a council paper is gone. Ask who runs the site to bring its files back.")
    if document is None:
        raise Refusal(gone)
    changed = _("The document of a council paper was damaged or changed. Ask who runs the site to bring it back.")
    return kept_bytes(document.file, digest, gone=gone, changed=changed)
