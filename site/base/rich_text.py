"""From an editor's rich text to the HTML that is published: links and files as they were at that moment."""

import hashlib
from typing import Any
from urllib.parse import urlsplit

import nh3
from django.apps import apps
from django.core.files.storage import default_storage
from lxml import etree
from wagtail.documents import get_document_model
from wagtail.models import Page

from base.passages import parsed

TAGS = {
    *("h2", "h3", "h4", "p", "ul", "ol", "li", "a", "b", "strong", "i", "em", "br", "sup", "sub"),
    *("table", "caption", "thead", "tbody", "tr", "th", "td", "figure", "figcaption", "img"),
}
KEYS = {"data-block-key", "data-key"}
ATTRIBUTES = {
    "*": KEYS,
    "a": {"href", "data-sha256"},
    # A list that goes on, or a year at the beginning of a line.
    "ol": {"start"},
    "th": {"scope"},
    "img": {"src", "alt", "width", "height", "data-sha256"},
}
# What the database's own link elements carry, kept until they are resolved.
UNRESOLVED = ATTRIBUTES | {"a": {"href", "linktype", "id"}}
SCHEMES = {"http", "https", "mailto", "tel"}


def published_html(source: str) -> str:
    """The text of a rich-text field with every link resolved: to `/id/…` where the page is cited under a number, to the
    page's address otherwise, to a document with the SHA-256 of its file. Nothing that a browser would run is left.
    """
    if not source.strip():
        return ""
    root = parsed(nh3.clean(source, tags=TAGS, attributes=UNRESOLVED, url_schemes=SCHEMES, link_rel=None))
    links = [link for link in root.iter("a") if link.get("linktype")]
    pages = _pages([link.get("id") for link in links if link.get("linktype") == "page"])
    for link in links:
        kind, key = link.attrib.pop("linktype"), link.attrib.pop("id", "")
        link.attrib.pop("href", None)
        if kind == "page" and key in pages:
            link.set("href", pages[key])
        elif kind == "document":
            _to_document(link, key)
        if link.get("href") is None:
            # What it led to is gone: the words stay, and promise nothing.
            link.drop_tag()
    written = (root.text or "").replace("&", "&amp;").replace("<", "&lt;") + "".join(
        etree.tostring(child, encoding="unicode", method="html") for child in root
    )
    return nh3.clean(written, tags=TAGS, attributes=ATTRIBUTES, url_schemes=SCHEMES, link_rel=None)


def file_sha256(name: str) -> str:
    """64 hexadecimal digits over the bytes of a stored file; nothing where it cannot be read."""
    try:
        with default_storage.open(name) as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return ""


def _pages(keys: list[str]) -> dict[str, str]:
    pages = {str(page.pk): page for page in Page.objects.filter(pk__in=[key for key in keys if key.isdigit()])}
    # By name: the models of pages write their text with this module.
    references = {
        reference.translation_key: reference
        for reference in apps.get_model("base", "Reference").objects.filter(
            translation_key__in=[page.translation_key for page in pages.values()]
        )
    }
    found = {}
    for key, page in pages.items():
        reference = references.get(page.translation_key)
        address = reference.lasting_address if reference is not None else page.get_url()
        if address:
            found[key] = urlsplit(address).path
    return found


def _to_document(link: Any, key: str) -> None:
    document = get_document_model().objects.filter(pk=key).first() if key.isdigit() else None
    if document is not None:
        link.set("href", document.url)
        link.set("data-sha256", file_sha256(document.file.name))
