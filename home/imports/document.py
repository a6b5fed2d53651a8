"""The text of a DOCX, ODT, PDF or plain text, a paragraph at a time, with its page where the format knows one.

`home.imports.programme` runs this file as a process of its own, which may use so much time and memory and no more: what
comes in was made by a stranger. So it knows nothing of Django and of the site, and keeps nothing. Document on standard
input; JSON on standard output: `{"paragraphs": [[page, text], …]}` or `{"fault": "encrypted"}`.
"""

import io
import json
import re
import sys
import zipfile
from collections.abc import Callable, Iterator
from typing import Any

# A page, or None where the format has none, and the text.
Paragraphs = list[tuple[int | None, str]]

MOST_PAGES = 500
MOST_CHARACTERS = 3_000_000
# Of a document that is a packed folder, unpacked; pictures count.
MOST_UNPACKED = 80 * 1024 * 1024
MOST_FILES = 5_000
SECONDS = 20
MEMORY = 1024 * 1024 * 1024

_ODT = b"application/vnd.oasis.opendocument.text"
_OLE, _RTF, _ZIP = b"\xd0\xcf\x11\xe0", b"{\\rtf", b"PK"
_PAGE_NUMBER = re.compile(r"\W*(?:(?:pagina|page|p)\W*)?\d{1,4}(?:\s*(?:van|of|/)\s*\d{1,4})?\W*", re.IGNORECASE)
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"


class Fault(Exception):
    """Why a document cannot be read, in one word: encrypted, broken, pages, size, pictures, old, kind."""


def paragraphs(data: bytes) -> Paragraphs:
    """Which format it is, its first bytes say; a name may lie. Raises Fault."""
    if data[:1024].lstrip().startswith(b"%PDF-"):
        found = _of_pdf(data)
    elif data.startswith(_ZIP):
        found = _of_packed(data)
    elif data.startswith((_OLE, _RTF)):
        # Old Word, and also DOCX with a password.
        raise Fault("old")
    else:
        found = _of_text(data)
    if sum(len(text) for _page, text in found) > MOST_CHARACTERS:
        raise Fault("size")
    return found


def _of_text(data: bytes) -> Paragraphs:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        text = data.decode("utf-16", errors="replace")
    else:
        try:
            text = data.decode("utf-8-sig")
        except UnicodeDecodeError:
            text = data.decode("cp1252", errors="replace")
    if "\x00" in text:
        raise Fault("kind")
    pages = text.replace("\r\n", "\n").replace("\r", "\n").split("\f")
    return [
        (number if len(pages) > 1 else None, paragraph.strip())
        for number, page in enumerate(pages, 1)
        for paragraph in re.split(r"\n\s*\n", page)
        if paragraph.strip()
    ]


def _of_pdf(data: bytes) -> Paragraphs:
    from pypdf import PasswordType, PdfReader
    from pypdf.errors import DependencyError, FileNotDecryptedError

    try:
        reader = PdfReader(io.BytesIO(data))
        # One that only printing or changing is locked of opens without a word.
        if reader.is_encrypted and reader.decrypt("") == PasswordType.NOT_DECRYPTED:
            raise Fault("encrypted")
    except (DependencyError, FileNotDecryptedError):
        raise Fault("encrypted") from None
    if len(reader.pages) > MOST_PAGES:
        raise Fault("pages")
    found: Paragraphs = []
    length = 0
    for number, page in enumerate(reader.pages, 1):
        text = _without_page_number(page.extract_text())
        linked = [address for address in _links(page) if address not in text]
        text = "\n".join([text, *(f"({address})" for address in linked)]).strip()
        length += len(text)
        if length > MOST_CHARACTERS:
            raise Fault("size")
        if text:
            found.append((number, text))
    if not found:
        raise Fault("pictures")
    return found


def _without_page_number(text: str) -> str:
    """A page's lines without a number above or under them: words that run on to the next page stay together."""
    lines = [line.rstrip() for line in text.splitlines() if line.strip()]
    while lines and _PAGE_NUMBER.fullmatch(lines[-1]):
        lines.pop()
    while lines and _PAGE_NUMBER.fullmatch(lines[0]):
        lines.pop(0)
    return "\n".join(lines)


def _links(page: Any) -> list[str]:
    """Where the page's links lead, if to something that is cited."""
    found: dict[str, None] = {}
    for annotation in page.annotations or []:
        action = annotation.get_object().get("/A")
        address = str((action.get_object() if action is not None else {}).get("/URI", ""))
        if "/id/" in address:
            found[address] = None
    return list(found)


def _of_packed(data: bytes) -> Paragraphs:
    """Looks at what a packed document would unpack to before anything of it is unpacked."""
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        parts = packed.infolist()
        if len(parts) > MOST_FILES or sum(part.file_size for part in parts) > MOST_UNPACKED:
            raise Fault("size")
        names = {part.filename for part in parts}
        if any(part.flag_bits & 1 for part in parts):
            raise Fault("encrypted")
        if "word/document.xml" in names:
            return _of_docx(data)
        if "mimetype" in names and packed.read("mimetype").strip() == _ODT:
            if b"encryption-data" in packed.read("META-INF/manifest.xml"):
                raise Fault("encrypted")
            return _of_odt(data)
    raise Fault("kind")


def _of_docx(data: bytes) -> Paragraphs:
    """Body, tables and text boxes in order; a note stands where it is called, since sources often stand in notes."""
    import docx
    from docx.opc.constants import RELATIONSHIP_TYPE
    from docx.oxml import parse_xml

    document = docx.Document(io.BytesIO(data))
    notes: dict[tuple[str, str], str] = {}
    parts = {relation.reltype: relation for relation in document.part.rels.values() if not relation.is_external}
    for name, kind in (("footnote", RELATIONSHIP_TYPE.FOOTNOTES), ("endnote", RELATIONSHIP_TYPE.ENDNOTES)):
        if kind in parts:
            part = parts[kind].target_part
            for note in parse_xml(part.blob).iter(f"{_W}{name}"):
                lines = ["".join(_docx_text(one, part.rels, {}, [1])) for one in note.iter(f"{_W}p")]
                notes[name, str(note.get(f"{_W}id"))] = " ".join(lines).strip()
    body = document.element.body
    # Without the breaks that Word notes down as it lays out, no page is known.
    has_pages = body.find(f".//{_W}lastRenderedPageBreak") is not None
    page = [1]
    found: Paragraphs = []
    for paragraph in body.iter(f"{_W}p"):
        if any(above.tag == _FALLBACK for above in paragraph.iterancestors()):
            continue
        # A break before its first word is not within it.
        pieces = [(page[0], piece) for piece in _docx_text(paragraph, document.part.rels, notes, page)]
        text = "".join(piece for _page, piece in pieces).strip()
        if text:
            begins_on = next(number for number, piece in pieces if piece.strip())
            found.append((begins_on if has_pages else None, text))
    return found


def _docx_text(paragraph: Any, rels: Any, notes: dict[tuple[str, str], str], page: list[int]) -> Iterator[str]:
    """The words of one paragraph; `page` counts on at a break."""
    for element in paragraph:
        tag = element.tag
        if tag == f"{_W}t":
            yield element.text or ""
        elif tag in (f"{_W}tab", f"{_W}cr"):
            yield " "
        elif tag == f"{_W}br":
            yield "\n"
        elif tag == f"{_W}noBreakHyphen":
            yield "-"
        elif tag == f"{_W}lastRenderedPageBreak":
            page[0] += 1
        elif tag in (f"{_W}footnoteReference", f"{_W}endnoteReference"):
            name = tag.removeprefix(_W).removesuffix("Reference")
            yield (
                f" [{notes[name, str(element.get(f'{_W}id'))]}] "
                if (name, str(element.get(f"{_W}id"))) in notes
                else ""
            )
        elif tag in (f"{_W}p", f"{_W}del", f"{_W}moveFrom", f"{_W}pPr", f"{_W}rPr", _FALLBACK):
            continue
        else:
            yield from _docx_text(element, rels, notes, page)
            if tag == f"{_W}hyperlink":
                yield _target(element, rels)


def _target(element: Any, rels: Any) -> str:
    """Where a link leads, if to something that is cited and its words do not say so."""
    relation = rels.get(element.get(f"{_R}id") or "")
    if relation is None or not relation.is_external or "/id/" not in relation.target_ref:
        return ""
    anchor = element.get(f"{_W}anchor")
    address = f"{relation.target_ref}#{anchor}" if anchor else relation.target_ref
    return "" if address in "".join(element.itertext()) else f" ({address})"


def _of_odt(data: bytes) -> Paragraphs:
    from odf import opendocument
    from odf.namespaces import OFFICENS, TEXTNS, XLINKNS

    page = [1]
    found: Paragraphs = []

    def words(node: Any) -> Iterator[str]:
        for child in node.childNodes:
            if child.nodeType in (child.TEXT_NODE, child.CDATA_SECTION_NODE):
                yield str(child.data)
                continue
            name = child.qname
            if name == (TEXTNS, "s") or name == (TEXTNS, "tab"):
                yield " "
            elif name == (TEXTNS, "line-break"):
                yield "\n"
            elif name == (TEXTNS, "soft-page-break"):
                page[0] += 1
            elif name == (TEXTNS, "note-citation") or name[0] == OFFICENS:
                continue
            elif name == (TEXTNS, "note"):
                yield f" [{''.join(words(child)).strip()}] "
            else:
                yield from words(child)
                address = str(child.attributes.get((XLINKNS, "href"), "")) if name == (TEXTNS, "a") else ""
                if "/id/" in address and address not in "".join(words(child)):
                    yield f" ({address})"

    def walk(node: Any) -> None:
        for child in node.childNodes:
            name = getattr(child, "qname", None)
            if name in ((TEXTNS, "p"), (TEXTNS, "h")):
                pieces = [(page[0], piece) for piece in words(child)]
                text = "".join(piece for _page, piece in pieces).strip()
                if text:
                    found.append((next(number for number, piece in pieces if piece.strip()), text))
            elif name == (TEXTNS, "soft-page-break"):
                page[0] += 1
            elif name is not None and name != (TEXTNS, "tracked-changes"):
                walk(child)

    walk(opendocument.load(io.BytesIO(data)).text)
    return found if page[0] > 1 else [(None, text) for _page, text in found]


def _limit() -> None:
    """So much time of the processor and so much memory; a document that wants more ends this process and nothing else."""
    try:
        import resource
    except ImportError:  # Not on every system; the time is limited by whoever waits as well.
        return
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _told(read: Callable[[], Paragraphs]) -> dict[str, Any]:
    try:
        return {"paragraphs": read()}
    except Fault as fault:
        return {"fault": str(fault)}
    except (MemoryError, RecursionError):
        return {"fault": "size"}
    except Exception:
        # Libraries fail on a malformed document in many ways; whichever it is, the document is what is wrong.
        return {"fault": "broken"}


if __name__ == "__main__":
    _limit()
    sys.stdout.write(json.dumps(_told(lambda: paragraphs(sys.stdin.buffer.read()))))
