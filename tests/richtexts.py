"""Texts with everything in them that an export, a parser or a browser may stumble over."""

from typing import Any

from wagtail.images.models import Rendition
from wagtail_factories import ImageFactory

from base.blocks import WIDTH
from home.models import AgendaItemPage
from tests.citations import republished

RTL = "\u05e9\u05dc\u05d5\u05dd \u0639\u0631\u0628\u064a"
MARKS = "e\u0301\u0323 Z\u0351\u036b\u0343algo"
EMOJI = "👨‍👩‍👧‍👦🏳️‍🌈"
TITLE = f"Café {{open}} 100% & “dicht” \\emph{{x}} $5 #1 a_b ~ ^ </title><b> {RTL} {MARKS} {EMOJI}"
NOTE = f"Omdat <b>het</b> & zo is ]]> {RTL} \\n;,: {EMOJI}"
KEYS = [f"{number}{number}f0e6a4e-2f7c-4c55-9a30-6a4b6f1d7c0"[:36] for number in range(1, 4)]
TABLE = {
    "caption": "Wat het kost & <wanneer>",
    "columns": ["Jaar", "€ {bedrag}"],
    "rows": [{"cells": ["2027", "10.000 %"]}, {"cells": ["2028", '"20" \\ 000']}],
}


def enriched(page: AgendaItemPage, **fields: Any) -> AgendaItemPage:
    """The item's next version, with links, a list, a table, a picture, quotes and two scripts in it."""
    picture = ImageFactory(title="Een bus")
    # Wagtail leaves the file open in which it makes one.
    Rendition.objects.create(image=picture, filter_spec=WIDTH, file=picture.file.name, width=8, height=6)
    problem = (
        f'<h3 data-block-key="kop01">Waaróm {{nu}}?</h3><p data-block-key="al001">Hij zei: “Zo’n 50% \\ helft” &amp; {RTL}.</p>'
        f'<p data-block-key="al002">Zie <a linktype="page" id="{page.pk}">het punt</a> en '
        '<a href="https://elders.example/?a=1&amp;b={2}">elders</a>.</p>'
        f'<ul><li data-block-key="li001">{MARKS}</li><li data-block-key="li002">{EMOJI}<br/>%s %(x)s {{{{ 7 }}}}</li></ul>'
    )
    measures = [
        {"type": "paragraphs", "id": KEYS[0], "value": f"<p data-block-key='al003'>The English sentence, {EMOJI}.</p>"},
        {"type": "table", "id": KEYS[1], "value": TABLE},
        {
            "type": "figure",
            "id": KEYS[2],
            "value": {"image": {"image": picture.pk}, "caption": "De bus, \\ {leeg} <i>"},
        },
    ]
    return republished(page, **{"title": TITLE, "problem": problem, "measures": measures, "change_note": NOTE} | fields)
