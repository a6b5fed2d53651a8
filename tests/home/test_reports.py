"""What editors and clerks see beside an item: its versions and who cites them, what is missing, what changed since."""

import csv
import io

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.enums import Role
from base import clock
from base.passages import passages
from base.queries.published_version import version_in_force, version_rows
from home.enums import QuoteFate
from home.models import AgendaItemPage
from home.queries.agenda import with_missing
from home.queries.citation import changed_since, with_fates
from participation.actions.annotation import react_to_text
from participation.enums import AnnotationKind, PhaseKind
from tests.citations import cites, listed, republished, speaker
from tests.factories.accounts import UserFactory, person_with
from tests.factories.home import ActionKindFactory, AgendaItemPageFactory
from tests.html import words
from tests.rounds import moment, publish_round

pytestmark = pytest.mark.django_db

QUOTE = "Auto's rijden er hard."


def form_of(client, page) -> str:
    return words(client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode())


def fates() -> list[str]:
    return [str(line.fate) for line in with_fates(changed_since())]


def test_the_form_shows_every_version_with_who_cites_it(client, editor, item, party, representative):
    cites(party, item, representative)
    cites(party, item, representative, quote=QUOTE)
    client.force_login(editor)
    html = form_of(client, item)
    version = item.version
    assert version.sha256 in html
    assert version.lasting_address in html
    assert reverse("difference", args=[version.reference.string, "1", "2"]) in html
    assert "1 partij: Waterpartij" in html


def test_version_rows_ask_as_many_queries_for_many_as_for_one(item, django_assert_num_queries):
    for number in range(3):
        republished(item, summary=f"Zoveel: {number}.")
    with django_assert_num_queries(2):
        rows = version_rows(item.translation_key, count=3)
    assert [(row.version.label, row.before.label) for row in rows] == [("5", "4"), ("4", "3"), ("3", "2")]


def test_the_form_says_what_an_item_lacks_and_leads_there(client, editor, agenda_item):
    client.force_login(editor)
    html = form_of(client, agenda_item)
    assert "Klaar om te publiceren" in html
    assert 'href="#id_partners-label"' in html
    assert 'id="id_partners-label"' in html
    agenda_item.summary = agenda_item.problem = ""
    agenda_item.save_revision(clean=False)
    html = form_of(client, agenda_item)
    assert "Klaar om te publiceren" not in html
    assert 'href="#id_summary-label"' in html
    assert 'href="#id_problem-label"' in html


def test_nought_euros_are_filled_in(agenda_item):
    assert "budget_amount" in agenda_item.not_yet_filled
    agenda_item.budget_amount = 0
    agenda_item.action_kinds.set([ActionKindFactory()])
    assert {"budget_amount", "action_kinds"} & set(agenda_item.not_yet_filled) == set()


def test_only_title_summary_text_owner_and_state_are_required_to_publish(agenda_item):
    required = {
        field.name for field in AgendaItemPage._meta.local_fields if not field.blank and not field.has_default()
    }
    assert required == {"page_ptr", "summary", "responsible"}
    empty = AgendaItemPage(title="", summary=" ", responsible="")
    assert set(empty.needed_to_publish) == {"title", "summary", "responsible", "problem"}
    assert (agenda_item.needed_to_publish, agenda_item.refusal_to_publish()) == ({}, "")


def test_the_report_of_what_is_missing_asks_as_many_queries_for_three_as_for_one(
    agenda_item, django_assert_max_num_queries
):
    agenda_item.action_kinds.set([ActionKindFactory()])
    agenda_item.save()
    for _number in range(2):
        AgendaItemPageFactory(parent=agenda_item.get_parent())
    pages = list(AgendaItemPage.objects.order_by("pk"))
    with django_assert_max_num_queries(5):
        found = with_missing(pages)
    assert [page.needed for page in found] == [[], [], []]
    assert ["Soorten actie" in page.suggested for page in found] == [False, True, True]


def test_the_report_renders_no_text_and_asks_as_much_for_many_items(
    client, clerk, agenda_item, monkeypatch, django_assert_num_queries
):
    linked = f'<p>Lees <a linktype="page" id="{agenda_item.pk}">dit</a>.</p>'
    AgendaItemPageFactory(parent=agenda_item.get_parent(), problem=linked)
    client.force_login(clerk)
    address = reverse("still_missing_report")
    client.get(address)
    monkeypatch.setattr(AgendaItemPage, "citable_value", None)
    with CaptureQueriesContext(connection) as few:
        client.get(address)
    for _number in range(5):
        page = AgendaItemPageFactory(parent=agenda_item.get_parent(), live=False, problem=linked)
        page.measures = [("paragraphs", linked)]
        page.save()
    with django_assert_num_queries(len(few)):
        found = client.get(address).context["object_list"]
    assert len(found) == 7


@pytest.mark.parametrize(
    ("fields", "is_there"),
    [
        ({}, False),
        ({"problem": "<p><br></p>", "ambition": "<p> </p>"}, False),
        ({"ambition": "<p>Veilig.</p>"}, True),
        ({"measures": [("paragraphs", "<p></p>")]}, False),
        ({"measures": [("paragraphs", "<p>Een zebrapad.</p>")]}, True),
        ({"measures": [("table", {"caption": "", "columns": [""], "rows": [{"cells": [""]}]})]}, False),
        ({"measures": [("table", {"caption": "", "columns": [""], "rows": [{"cells": ["12"]}]})]}, True),
    ],
)
def test_has_text_reads_every_field_as_it_is_stored(fields, is_there):
    assert AgendaItemPage(**fields).has_text is is_there


@pytest.mark.parametrize(
    ("problem", "fate"),
    [
        ("<p>Nieuw.</p><p>Auto's rijden er hard.</p>", QuoteFate.KEPT),
        ("<p>Nieuw.</p><p>Auto's rijden er veel te hard.</p>", QuoteFate.ALTERED),
        ("<p>Iets heel anders over bibliotheken en boeken.</p>", QuoteFate.GONE),
    ],
)
def test_changed_since_tells_what_became_of_a_quote(item, party, representative, problem, fate):
    cites(party, item, representative, quote=QUOTE)
    assert fates() == []
    republished(item, problem=problem, change_kind="editorial")
    assert fates() == []
    republished(item, problem=problem + "<p>En nog iets.</p>")
    assert fates() == [fate]


def test_changed_since_leaves_out_what_was_withdrawn_and_asks_the_same_for_many(
    item, clerk, representative, party, django_assert_num_queries
):
    for number in range(3):
        other = listed(clerk, f"Partij {number}")
        cites(other, item, speaker(clerk, other), quote=QUOTE)
    republished(item, problem="<p>Iets anders.</p>")
    with django_assert_num_queries(3):
        assert fates() == [QuoteFate.GONE] * 3


def test_the_report_is_filtered_and_exported(client, editor, item, party, representative, clerk):
    other = listed(clerk, "Lijst Linde")
    cites(party, item, representative, quote=QUOTE)
    cites(other, item, speaker(clerk, other))
    republished(item, problem="<p>Iets anders.</p>")
    client.force_login(editor)
    address = reverse("changed_citations_report")
    page = client.get(address, {"party": other.pk}).content.decode()
    assert ("Lijst Linde</a>" in page, "Waterpartij</a>" in page) == (True, False)
    exported = client.get(address, {"item": item.reference.pk, "export": "csv"})
    rows = list(csv.reader(io.StringIO(b"".join(exported.streaming_content).decode())))
    assert [row[0] for row in rows] == ["Partij", "Lijst Linde", "Waterpartij"]
    assert rows[2][3:7] == ["2", "3", "verdwenen", QUOTE]
    assert client.get(address, {"export": "xlsx"}).status_code == 200


@pytest.mark.parametrize("report", ["changed_citations_report", "still_missing_report"])
@pytest.mark.parametrize("who", [*Role])
def test_editors_and_clerks_see_the_reports_and_nobody_else(client, agenda_item, report, who):
    person = person_with(who) if who != Role.RESIDENT else UserFactory(groups=[Group.objects.get(name=who)])
    client.force_login(person)
    may = who in {Role.EDITOR, Role.CLERK, Role.ADMINISTRATOR}
    assert (client.get(reverse(report)).status_code == 200) is may
    assert (client.get(reverse(f"{report}_results")).status_code == 200) is may


def test_reactions_stand_by_passage_and_their_csv_names_nobody(client, editor, resident, agenda_item):
    with clock.set_to(moment(9, 10)):
        publish_round(agenda_item, phases=[(PhaseKind.DISCUSS, moment(9, 1), None)], method="")
    version = version_in_force(agenda_item.reference.pk, "nl")
    (passage,) = passages(version.content["problem"])
    said = {"version": version, "language": "nl", "author_name": "Noor", "by": resident, "at": moment(9, 10)}
    react_to_text(passage=passage.identifier, kind=AnnotationKind.QUESTION, text="=Hoe druk?", **said)
    react_to_text(passage="", kind=AnnotationKind.AGREE, text="", **said)
    client.force_login(editor)
    address = reverse("annotations_report")
    assert "Het is druk bij de school." in words(client.get(address).content.decode())
    assert [one.was for one in client.get(address, {"kind": "question"}).context["object_list"]] == [passage.text]
    exported = client.get(address, {"export": "csv"})
    rows = list(csv.reader(io.StringIO(b"".join(exported.streaming_content).decode())))
    assert len(rows) == 3
    assert "'=Hoe druk?" in rows[2]
    assert "Noor" not in str(rows)
