"""The way from a passage to a reaction, and what stands beside the text afterwards."""

from urllib.parse import parse_qs, urlsplit

import pytest
import time_machine
from django.urls import reverse
from lxml import html

from base.passages import passages
from base.queries.published_version import version_in_force
from participation.enums import PhaseKind
from participation.models import Annotation, Draft
from tests.rounds import formal_round, moment, publish_round

pytestmark = pytest.mark.django_db


@pytest.fixture
def clock():
    with time_machine.travel(moment(9, 10, 12), tick=False) as traveller:
        yield traveller


@pytest.fixture
def version(agenda_item, clock):
    publish_round(
        agenda_item, phases=[(PhaseKind.DISCUSS, moment(9, 1), moment(10, 1))], method="", title="Wat vindt u?"
    )
    return version_in_force(agenda_item.reference.pk, "nl")


@pytest.fixture
def passage(version) -> str:
    return passages(version.content["problem"])[0].identifier


@pytest.fixture
def address(version) -> str:
    return reverse("react", args=[version.reference.string, version.label, "nl"])


def test_each_passage_of_an_item_in_consultation_leads_to_its_form(client, agenda_item, version, passage, address):
    for page in (agenda_item.get_url(), version.lasting_address):
        assert f'href="{address}?passage={passage}"' in client.get(page).content.decode()
    form = client.get(address, {"passage": passage})
    assert form.context["chosen"].text == "Het is druk bij de school."


def test_react_posts_it_and_shows_it_beside_its_passage(client, resident, agenda_item, version, passage, address):
    client.force_login(resident)
    sent = client.post(
        address, {"kind": "change", "text": "Het is te druk.", "passage": passage, "author_name": "Noor"}
    )
    annotation = Annotation.objects.get()
    assert sent.headers["Location"].endswith(f"#comment-{annotation.comment_id}")
    shown = client.get(sent.headers["Location"]).content.decode()
    assert [words for words in ("Het is te druk.", "Het is druk bij de school.", "Noor") if words not in shown] == []
    item = client.get(agenda_item.get_url()).content.decode()
    assert reverse("annotations", args=[version.reference.string]) in item


def test_react_of_a_guest_waits_in_a_draft_and_comes_back_after_signing_in(client, resident, passage, address):
    sent = client.post(address, {"kind": "remark", "text": "Bij ons ook.", "passage": passage})
    back = parse_qs(urlsplit(sent.headers["Location"]).query)["next"][0]
    client.force_login(resident)
    form = client.get(back)
    assert (form.context["form"]["text"].value(), form.context["form"]["kind"].value()) == ("Bij ons ook.", "remark")
    assert form.context["chosen"].identifier == passage
    assert Draft.objects.get().owner == resident


def test_react_after_the_end_keeps_the_words(client, resident, clock, passage, address):
    clock.move_to(moment(10, 2, 12))
    client.force_login(resident)
    assert "<textarea" not in client.get(address).content.decode()
    late = client.post(address, {"kind": "remark", "text": "Ik was aan het typen.", "passage": passage})
    assert (late.status_code, Annotation.objects.count()) == (409, 0)
    assert "Ik was aan het typen." in late.content.decode()


def test_react_points_out_what_looks_like_personal_data_once(client, resident, address):
    client.force_login(resident)
    words = {"kind": "remark", "text": "Bel mij op 06-12345678."}
    assert client.post(address, words).context["findings"]
    client.post(address, words | {"as_it_is": "1"})
    assert Annotation.objects.count() == 1


@pytest.mark.parametrize(
    "query", ["?passage=<b>", "?passage=" + "x" * 500, "?kind=nope&page=٣", "?text=xx&page=99999999999"]
)
def test_addresses_that_somebody_changed_show_a_page(client, version, address, query):
    assert client.get(address + query).status_code == 200
    assert client.get(reverse("annotations", args=[version.reference.string]) + query).status_code == 200


def test_links_behind_passages_stand_within_the_passage(client, agenda_item, version, passage):
    page = html.fromstring(client.get(agenda_item.get_url()).content)
    assert page.xpath(f"count(//p[@id='{passage}']/span[@class='passage-links'])") == 1


def test_react_in_a_formal_term_says_that_it_is_no_formal_view(client, agenda_item, clock):
    formal = formal_round(agenda_item, starts=moment(9, 5))
    version = version_in_force(agenda_item.reference.pk, "nl")
    form = client.get(reverse("react", args=[version.reference.string, version.label, "nl"]))
    assert reverse("start_view", args=[formal.reference.string]) in form.content.decode()
