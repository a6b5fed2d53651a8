"""Text out of documents: by page, with notes and links where they are called, within limits, with a sentence for the rest."""

import io
import zipfile

import docx
import pytest
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from odf.opendocument import OpenDocumentText
from odf.text import A, Note, NoteBody, NoteCitation, P, S
from reportlab.pdfgen.canvas import Canvas

from base.refusal import Refusal
from home.imports import document
from home.imports.document import Fault, paragraphs
from home.imports.programme import read_programme
from home.programme import Deadline, Paragraph
from tests.documents import FORMATS, docx_of, odt_of, pdf_of

PAGES = [["Ons programma.", "Tweede alinea."], ["Zie LEA-2026-014, versie 3."], ["Slot."]]
ADDRESS = "https://stad.example/id/LEA-2026-014/v/3/nl#p-aaaaa"
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


@pytest.mark.parametrize("name", FORMATS)
def test_paragraphs_come_with_their_pages(name):
    found = paragraphs(FORMATS[name](PAGES))
    pages = {number: " ".join(text for page, text in found if page == number) for number in (1, 2, 3)}
    assert {number: " ".join(text.split()) for number, text in pages.items()} == {
        1: "Ons programma. Tweede alinea.",
        2: "Zie LEA-2026-014, versie 3.",
        3: "Slot.",
    }


def test_docx_without_layout_has_no_pages():
    assert paragraphs(docx_of(PAGES[:1])) == [(None, "Ons programma."), (None, "Tweede alinea.")]


def test_docx_has_a_note_where_it_is_called_and_where_a_link_leads():
    made = docx.Document()
    paragraph = made.add_paragraph("“Het is druk.”")
    call = paragraph.add_run()._r
    reference = call.makeelement(f"{{{W}}}footnoteReference")
    reference.set(f"{{{W}}}id", "2")
    call.append(reference)
    paragraph.add_run(" En verder.")
    blob = (
        f'<w:footnotes xmlns:w="{W}"><w:footnote w:id="2"><w:p><w:r><w:t>LEA-2026-014, versie 3</w:t></w:r></w:p>'
        "</w:footnote></w:footnotes>"
    )
    part = Part(PackURI("/word/footnotes.xml"), CONTENT_TYPE.WML_FOOTNOTES, blob.encode(), made.part.package)
    made.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)
    linked = made.add_paragraph("Lees ")
    relation = made.part.relate_to(ADDRESS, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
    link = linked._p.makeelement(f"{{{W}}}hyperlink")
    link.set("{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id", relation)
    linked._p.append(link)
    link.append(made.add_paragraph().add_run("de agenda")._r)
    saved = io.BytesIO()
    made.save(saved)
    assert paragraphs(saved.getvalue()) == [
        (None, "“Het is druk.” [LEA-2026-014, versie 3]  En verder."),
        (None, f"Lees de agenda ({ADDRESS})"),
    ]


def test_odt_has_a_note_where_it_is_called_and_where_a_link_leads():
    made = OpenDocumentText()
    paragraph = P(text="“Het")
    paragraph.addElement(S(c=1))
    paragraph.addText("is druk.”")
    note, body = Note(noteclass="footnote"), NoteBody()
    note.addElement(NoteCitation(text="1"))
    body.addElement(P(text="LEA-2026-014, versie 3"))
    note.addElement(body)
    paragraph.addElement(note)
    paragraph.addElement(A(href=ADDRESS, text="de agenda"))
    made.text.addElement(paragraph)
    saved = io.BytesIO()
    made.write(saved)
    assert paragraphs(saved.getvalue()) == [(None, f"“Het is druk.” [LEA-2026-014, versie 3] de agenda ({ADDRESS})")]


def test_pdf_tells_where_a_link_leads():
    made = io.BytesIO()
    canvas = Canvas(made)
    canvas.drawString(60, 700, "Lees de agenda")
    canvas.linkURL(ADDRESS, (60, 690, 200, 710))
    canvas.save()
    assert paragraphs(made.getvalue()) == [(1, f"Lees de agenda\n({ADDRESS})")]


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ("café “op z’n Fries”".encode("cp1252"), "café “op z’n Fries”"),
        ("\ufeffcafé".encode(), "café"),
        ("café".encode("utf-16"), "café"),
    ],
)
def test_text_is_read_in_the_encodings_people_have(data, words):
    assert paragraphs(data) == [(None, words)]


def packed(**files: bytes) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name.replace("__", "/"), data)
    return made.getvalue()


def bomb() -> bytes:
    """A hundred megabytes of nothing in a hundred kilobytes."""
    return packed(**{"word__document.xml": b" " * (document.MOST_UNPACKED + 1)})


def picture() -> bytes:
    made = io.BytesIO()
    canvas = Canvas(made)
    canvas.rect(60, 60, 100, 100, fill=1)
    canvas.save()
    return made.getvalue()


def encrypted_odt() -> bytes:
    return packed(
        mimetype=b"application/vnd.oasis.opendocument.text",
        **{"META-INF__manifest.xml": b"<manifest:encryption-data/>", "content.xml": b"\x00\x01"},
    )


FAULTS = {
    "encrypted pdf": (lambda: pdf_of(PAGES, encrypt="geheim"), "encrypted"),
    "encrypted odt": (encrypted_odt, "encrypted"),
    "half a pdf": (lambda: pdf_of(PAGES)[:300], "broken"),
    "half a docx": (lambda: docx_of(PAGES)[:5000], "broken"),
    "bad odt": (
        lambda: packed(mimetype=b"application/vnd.oasis.opendocument.text", **{"META-INF__manifest.xml": b"<"}),
        "broken",
    ),
    "bomb": (bomb, "size"),
    "pictures": (picture, "pictures"),
    "old word": (lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(100), "old"),
    "rtf": (lambda: b"{\\rtf1 Hallo}", "old"),
    "other zip": (lambda: packed(a=b"1"), "kind"),
    "program": (lambda: b"\x7fELF\x00\x00\x00", "kind"),
}


@pytest.mark.parametrize("name", FAULTS)
def test_read_programme_says_what_to_do_with_what_it_cannot_read(name, in_english):
    make, fault = FAULTS[name]
    with pytest.raises(Refusal) as refused:
        read_programme(make())
    told = {
        "encrypted": "Save it without a password",
        "broken": "damaged",
        "size": "too large",
        "pictures": "only pictures",
        "old": "Save it as DOCX, ODT or PDF",
        "kind": "no DOCX, ODT, PDF or text",
    }
    assert told[fault] in refused.value.sentence


def test_pdf_has_a_most_of_pages(monkeypatch):
    monkeypatch.setattr(document, "MOST_PAGES", 2)
    with pytest.raises(Fault, match="pages"):
        paragraphs(pdf_of(PAGES))


def test_read_programme_gives_up_on_what_takes_too_long(in_english):
    with pytest.raises(Refusal, match="takes too long"):
        read_programme(pdf_of(PAGES), Deadline(0.001))


def test_read_programme_reads_a_pdf_that_only_printing_is_locked_of():
    from reportlab.lib.pdfencrypt import StandardEncryption

    locked = pdf_of(PAGES[:1], encrypt=StandardEncryption("", ownerPassword="baas", canPrint=0))
    assert read_programme(locked) == [Paragraph(1, "Ons programma.\nTweede alinea.")]


@pytest.mark.parametrize("name", ["odt"])
def test_a_document_that_names_a_file_of_ours_gets_nothing_of_it(name):
    content = (
        '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
        '<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
        'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" office:version="1.2"><office:body><office:text>'
        "<text:p>begin &e; eind</text:p></office:text></office:body></office:document-content>"
    )
    good = odt_of([["x"]])
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(good)) as old, zipfile.ZipFile(made, "w") as new:
        for part in old.infolist():
            new.writestr(part, content.encode() if part.filename == "content.xml" else old.read(part))
    try:
        words = " ".join(one.text for one in read_programme(made.getvalue()))
    except Refusal:
        words = ""
    assert "root:" not in words
