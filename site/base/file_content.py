"""What a file really is, by its content: its name and what a browser says of it prove nothing."""

import io
import zipfile
from contextlib import suppress
from dataclasses import dataclass

from django.utils.translation import gettext as _
from PIL import Image, ImageOps, UnidentifiedImageError

from base.refusal import Refusal

# The longest side of a picture as it is kept, and how many pixels one may have that is brought.
LONGEST_SIDE = 2_000
MOST_PIXELS = 60_000_000
CONTENT_TYPES = {
    "jpg": "image/jpeg",
    "png": "image/png",
    "pdf": "application/pdf",
    "odt": "application/vnd.oasis.opendocument.text",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}
_PICTURES = ("JPEG", "PNG", "WEBP", "GIF")
_ODT = b"application/vnd.oasis.opendocument.text"


@dataclass(frozen=True)
class FileContent:
    """What is kept of a file: a picture drawn anew, a document as it came."""

    extension: str
    data: bytes

    @property
    def is_picture(self) -> bool:
        return self.extension in ("jpg", "png")


def checked(data: bytes) -> FileContent:
    """Raises Refusal, in words for whoever sent it, for everything but a picture, a PDF, an ODT and a DOCX."""
    if not data:
        raise Refusal(_("This file is empty. Choose another."))
    if data.startswith(b"%PDF-"):
        return _pdf(data)
    if data.startswith(b"PK"):
        return FileContent(_office_document(data), data)
    start = data[:1_000].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith((b"<svg", b"<?xml", b"<!doctype", b"<html")):
        raise Refusal(_("An SVG or HTML file can hold a program, so it is not taken. Save it as PNG, JPEG or PDF."))
    return drawn_anew(data)


def _pdf(data: bytes) -> FileContent:
    from pypdf import PasswordType, PdfReader
    from pypdf.errors import PyPdfError

    try:
        reader = PdfReader(io.BytesIO(data))
        is_locked = reader.is_encrypted and reader.decrypt("") == PasswordType.NOT_DECRYPTED
        has_pages = is_locked or len(reader.pages) > 0
    except (PyPdfError, ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError) as error:
        raise _unreadable() from error
    if is_locked:
        raise Refusal(_("This PDF opens with a password only, so nobody could read it. Save it without one."))
    if not has_pages:
        raise _unreadable()
    return FileContent("pdf", data)


def _unreadable() -> Refusal:
    return Refusal(_("This PDF cannot be opened: it is damaged, or it is not a PDF. Save it as a PDF once more."))


def _office_document(data: bytes) -> str:
    # Whatever cannot be read as an archive is as unknown as an archive of something else.
    unreadable = suppress(zipfile.BadZipFile, OSError, ValueError, NotImplementedError, RuntimeError)
    with unreadable, zipfile.ZipFile(io.BytesIO(data)) as archive:
        names = set(archive.namelist())
        if any(name.lower().endswith(("vbaproject.bin", "basic/script-lc.xml")) for name in names):
            raise Refusal(_("This document has macros, so it is not taken. Save it without them, or as a PDF."))
        is_short = "mimetype" in names and archive.getinfo("mimetype").file_size == len(_ODT)
        if is_short and archive.read("mimetype") == _ODT:
            return "odt"
        if {"[Content_Types].xml", "word/document.xml"} <= names:
            return "docx"
    raise _unknown()


def drawn_anew(data: bytes) -> FileContent:
    """A picture upright, not too big, and without anything that was hidden in it, such as where it was taken. Raises Refusal."""
    try:
        with Image.open(io.BytesIO(data), formats=_PICTURES) as found:
            if found.width * found.height > MOST_PIXELS:
                raise Refusal(_("This picture has too many pixels. Make it smaller and choose it again."))
            picture = ImageOps.exif_transpose(found)
            has_holes = picture.mode in ("RGBA", "LA", "PA") or "transparency" in picture.info
            picture = picture.convert("RGBA" if has_holes else "RGB")
            picture.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
            drawn = Image.new(picture.mode, picture.size)
            drawn.paste(picture)
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise _unknown() from error
    written = io.BytesIO()
    if has_holes:
        drawn.save(written, "PNG", optimize=True)
        return FileContent("png", written.getvalue())
    drawn.save(written, "JPEG", quality=85)
    return FileContent("jpg", written.getvalue())


def _unknown() -> Refusal:
    return Refusal(
        _("This is not a picture or document that we know. Choose a JPEG, PNG, WebP, PDF, ODT or DOCX file.")
    )
