"""What the clerk's desk has in tables, as files: read by a program that we did not write."""

import csv
from io import BytesIO, StringIO

import pytest
import time_machine
from django.urls import reverse
from openpyxl import load_workbook

from tests.factories.home import AgendaItemPageFactory
from tests.factories.participation import OrdinanceFactory, SubjectFactory
from tests.factories.proposals import (
    CommitmentFactory,
    CouncilPaperFactory,
    DecisionFactory,
    GroupVoteFactory,
    ResponseDocumentFactory,
    ResponseRowFactory,
)
from tests.rounds import COUNTING, moment

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("site_ground")]
FORMULA = "=HYPERLINK(1)"


@pytest.fixture(autouse=True)
def day():
    with time_machine.travel(COUNTING, tick=False):
        yield


def test_every_table_of_the_desk_is_a_file_that_a_spreadsheet_reads(client, clerk, agenda_item):
    """Each is offered where it stands, with as many rows, in both forms, and with no formula."""
    about = {"about": agenda_item.reference}
    CommitmentFactory(text=FORMULA, **about)
    DecisionFactory(title=FORMULA, consultation_round=None, **about)
    paper = CouncilPaperFactory(title=FORMULA, kind="motion", **about)
    GroupVoteFactory(vote__paper=paper, vote__was_called=True, group__name="Dorp", in_favour=3, against=2)
    document = ResponseDocumentFactory()
    for department, theme in (("Groen", FORMULA), ("Zorg", "zorg")):
        ResponseRowFactory(document=document, department=department, theme=theme)
    SubjectFactory(label=FORMULA)
    ordinance = OrdinanceFactory()
    SubjectFactory(
        consultation_round=ordinance.consultation_round, ordinance=ordinance, label=FORMULA, support_until=moment(12, 9)
    )
    AgendaItemPageFactory(parent=agenda_item.get_parent(), title=FORMULA)
    string = document.reference.string
    client.force_login(clerk)
    for screen, name, number in (
        (reverse("ways_desk"), "waiting", None),
        (reverse("ways_desk"), "items", 2),
        (reverse("answers_desk"), "answers", 1),
        (reverse("answers_of", args=[string]), string, 2),
        (reverse("commitments_desk"), "promises", 1),
        (reverse("decisions_desk"), "decisions", 1),
        (reverse("council_papers_desk"), "papers", 1),
        (reverse("council_papers_desk"), "votes", 1),
        (reverse("proposals_desk") + "?part=waiting", "proposals", 1),
        (reverse("requests_desk"), "requests", 1),
    ):
        links = dict(client.get(screen).context["files"][name])
        table = client.get(screen.split("?")[0] + links["CSV"])
        assert table.headers["Content-Disposition"] == f'attachment; filename="{name}.csv"'
        rows = list(csv.reader(StringIO(table.content.decode("utf-8-sig"))))
        assert len(rows) == (number + 1 if number is not None else len(client.get(screen).context["waiting"]) + 1), name
        sheet = load_workbook(BytesIO(client.get(screen.split("?")[0] + links["XLSX"]).content)).active
        cells = [["" if cell is None else str(cell) for cell in row] for row in sheet.iter_rows(values_only=True)]
        assert [[cell.removeprefix("'") for cell in row] for row in rows] == cells, name
        assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {"s", "n", "inlineStr"}, name
        assert not any(cell.startswith("=") for row in rows for cell in row), name
    # As the screen is sieved.
    sieved = client.get(reverse("answers_of", args=[string]), {"department": "Zorg"})
    [(_kind, link), _xlsx] = sieved.context["files"][string]
    assert "department=Zorg" in link
    found = client.get(reverse("answers_of", args=[string]) + link).content.decode()
    assert ("Zorg" in found, "Groen" in found) == (True, False)
    for wrong in ("nothing.csv", "promises.pdf", "promises"):
        status = client.get(reverse("commitments_desk"), {"download": wrong}).status_code
        assert status == (200 if "." not in wrong else 404)


def test_a_table_is_for_who_may_see_its_screen(client, editor):
    client.force_login(editor)
    for screen, name in (("commitments_desk", "promises"), ("decisions_desk", "decisions")):
        assert client.get(reverse(screen), {"download": f"{name}.csv"}).status_code == 302
