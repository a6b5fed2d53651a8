"""Ten thousand agenda items with twenty versions each, against as many as fill the pages of the lists: in one run, on the same server and database."""

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse
from wagtail.models import Page

from base.models import Reference
from home.queries.citation import standing_citations
from tests.bench.measure import measured_visit, median_seconds, report, report_growth
from tests.citations import cites, listed, speaker
from tests.documents import FORMATS, forty_citations
from tests.many_items import many_citations, many_items

FEW, MANY = 60, 10_000
RUNS = 15

pytestmark = [pytest.mark.bench, pytest.mark.django_db(transaction=True)]


def visits(reference: Reference, party: str) -> dict[str, str]:
    """What is measured, and the address of it."""
    string, page = reference.string, Page.objects.get(translation_key=reference.translation_key)
    citation = standing_citations(reference.pk)[0]
    return {
        "the page of an item": page.url,
        "the list of the agenda": "/nl/agenda/",
        "the lasting address": f"/id/{string}",
        "a version": f"/id/{string}/v/3/nl",
        "the canonical JSON": f"/id/{string}/v/3/nl.json",
        "the timegate": f"/timegate/{string}",
        "the timemap": f"/timemap/{string}",
        "the history": reverse("versions", args=[string]),
        "a difference": reverse("difference", args=[string, "3", "20"]),
        "the register": reverse("parties"),
        "what a party cites": party,
        "a citation": citation.get_absolute_url(),
        "the positions on an item": reverse("positions", args=[string]),
    }


def test_bench_ten_thousand_items(agenda_item, clerk):
    """Promised: at most 1.2 × what few items take."""
    programme = FORMATS["docx"](forty_citations(agenda_item))
    party = listed(clerk)
    cites(party, agenda_item, speaker(clerk, party), quote="Het is druk bij de school.")
    own = party.get_absolute_url()
    few = many_items(agenda_item, FEW)
    many_citations(party, few)
    few_take = {name: measured_visit(address, RUNS) for name, address in visits(few[-1], own).items()}
    checking = median_seconds(lambda: check(programme), 3)
    more = many_items(agenda_item, MANY - FEW)
    many_citations(party, more)
    for name, address in visits(more[-1], own).items():
        report_growth(
            f"{name}, of {MANY:,} items", measured_visit(address, RUNS), few_take[name], f"that of {FEW} items"
        )
    report(
        f"checking a programme, {MANY:,} items", median_seconds(lambda: check(programme), 1), checking, f"with {FEW}"
    )


def check(programme: bytes) -> None:
    assert Client().post(reverse("programme"), {"file": ContentFile(programme, name="p.docx")}).status_code == 200
