"""Programmes as parties hand them in, made by libraries that are not those that read them, where there are such."""

import io
from collections.abc import Sequence

import docx
from odf import teletype
from odf.opendocument import OpenDocumentText
from odf.text import P, SoftPageBreak
from reportlab.lib.pagesizes import A4
from reportlab.lib.utils import simpleSplit
from reportlab.pdfgen.canvas import Canvas

from home.models import AgendaItemPage
from tests.factories.home import AgendaItemPageFactory

Pages = Sequence[Sequence[str]]


def pdf_of(pages: Pages, **encryption: str) -> bytes:
    """Lines that are broken where the page ends, with a number under every page."""
    made = io.BytesIO()
    canvas = Canvas(made, pagesize=A4, **encryption)
    for number, paragraphs in enumerate(pages, 1):
        height = 800
        for paragraph in paragraphs:
            for line in simpleSplit(paragraph, "Helvetica", 10, 460):
                canvas.drawString(60, height, line)
                height -= 13
            height -= 8
        canvas.drawString(300, 20, str(number))
        canvas.showPage()
    canvas.save()
    return made.getvalue()


# Of one page.
PDF = pdf_of([["Een bladzijde"]])


def docx_of(pages: Pages) -> bytes:
    """With the page breaks that Word notes down as it lays out a document."""
    document = docx.Document()
    for number, paragraphs in enumerate(pages):
        for place, words in enumerate(paragraphs):
            run = document.add_paragraph().add_run()
            if number and not place:
                run._r.append(run._r.makeelement(docx.oxml.ns.qn("w:lastRenderedPageBreak")))
            run.add_text(words)
    made = io.BytesIO()
    document.save(made)
    return made.getvalue()


def odt_of(pages: Pages) -> bytes:
    document = OpenDocumentText()
    for number, paragraphs in enumerate(pages):
        if number:
            document.text.addElement(SoftPageBreak())
        for words in paragraphs:
            paragraph = P()
            teletype.addTextToElement(paragraph, words)
            document.text.addElement(paragraph)
    made = io.BytesIO()
    document.write(made)
    return made.getvalue()


def text_of(pages: Pages) -> bytes:
    return "\f".join("\n\n".join(paragraphs) for paragraphs in pages).encode()


FORMATS = {"docx": docx_of, "odt": odt_of, "pdf": pdf_of, "txt": text_of}


def forty_citations(item: AgendaItemPage) -> list[list[str]]:
    """A programme of sixty pages that cites forty times, of which every fourth in altered words."""
    filling = "Wij willen dat iedereen in de stad kan blijven leren, op elke leeftijd en in elke buurt. " * 6
    pages = [[f"Hoofdstuk {number}.", filling, filling, filling] for number in range(60)]
    others = [
        AgendaItemPageFactory(
            parent=item.get_parent(),
            problem=f"<p>Buurt {number} krijgt een eigen plek om samen te leren lezen en schrijven.</p>",
        )
        for number in range(10)
    ]
    for number in range(40):
        place = number % 10
        verb = "verliest" if number % 4 == 3 else "krijgt"
        words = f"Buurt {place} {verb} een eigen plek om samen te leren lezen en schrijven."
        pages[number + 10].insert(2, f"“{words}” ({others[place].reference.string}, versie 1)")
    return pages
