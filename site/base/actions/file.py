from typing import Any
from urllib.parse import unquote

from lxml import html
from wagtail.documents import get_document_model
from wagtail.images import get_image_model

from base.models import VersionText
from base.rich_text import file_sha256


def destroy_files(published: str) -> None:
    """Deletes the images and documents that a destroyed text showed, renditions included, where no published version shows
    them any more. `published` is HTML as `base.rich_text` and `base.blocks` write it."""
    for element in html.fragment_fromstring(published, create_parent="div").xpath(".//*[@data-sha256]"):
        digest = element.get("data-sha256")
        if not digest or VersionText.objects.filter(value__contains=digest).exists():
            continue
        address = unquote(element.get("src") or element.get("href") or "")
        for file in _image(address) if element.tag == "img" else _document(address):
            if file_sha256(file.file.name) == digest:
                file.delete()


def _image(address: str) -> list[Any]:
    """Its address is that of a rendition, under whichever address the storage serves it."""
    renditions = get_image_model().get_rendition_model().objects.select_related("image")
    return [rendition.image for rendition in renditions.filter(file__endswith=f"/{address.rsplit('/', 1)[-1]}")]


def _document(address: str) -> list[Any]:
    """Its address holds its key: `/documents/7/plan.pdf`."""
    keys = [int(part) for part in address.split("/") if part.isdigit()]
    return list(get_document_model().objects.filter(pk__in=keys))
