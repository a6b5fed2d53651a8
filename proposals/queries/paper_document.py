"""The documents of council papers, as they were kept."""

from hashlib import sha256

from django.utils.translation import gettext as _

from base.refusal import Refusal
from proposals.models import PaperDocument


def document_bytes(digest: str) -> bytes:
    """Exactly what was kept with this hash. Raises Refusal where it is gone or another."""
    document = PaperDocument.objects.filter(sha256=digest, destroyed_at=None).order_by("pk").first()
    try:
        if document is None:
            raise FileNotFoundError
        with document.file.open("rb") as file:
            data: bytes = file.read()
    except (OSError, ValueError) as error:
        raise Refusal(
            _("The document of a council paper is gone. Ask who runs the site to bring its files back.")
        ) from error
    if sha256(data).hexdigest() != digest:
        raise Refusal(
            _("The document of a council paper was damaged or changed. Ask who runs the site to bring it back.")
        )
    return data
