"""The map of a choice: the page that works without a script, its data, and the place of a proposal from the form to the page."""

import json
import uuid
from html import unescape

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext

from base.models import PublishedVersion
from base.queries.published_version import version_in_force
from participation.models import Draft, Subject
from proposals.actions.proposal import page_of_subject, withdraw_proposal
from tests.factories.base import AreaFactory
from tests.proposals.queries.test_proposal_map import square
from tests.removals import redacted
from tests.rounds import COLLECTING, SUPPORTING, hand_in, hide, publish

pytestmark = pytest.mark.django_db

POINT = {"type": "Point", "coordinates": [5.2, 52.5]}
TEXT = {"title": "Een bankje", "summary": "Zitten.", "body": "Nu staat iedereen.", "language": "nl", "cost": "10"}


@pytest.fixture
def placed(consultation_round, author, moderator, travel):
    area = AreaFactory(code="oost", name="Oost", outline=square(5.28, 52.54))
    one = publish(
        hand_in(consultation_round, by=author, title="Bij de sluis", geometry=POINT, place="de sluis"), by=moderator
    )
    publish(hand_in(consultation_round, by=author, title="In Oost", area=area), by=moderator)
    publish(hand_in(consultation_round, by=author, title="Overal"), by=moderator)
    travel(SUPPORTING)
    return one


def data(client, name="all_proposals_geojson", *args, **asked):
    return client.get(reverse(name, args=args), asked).json()


def test_map_tells_the_same_as_the_list_without_a_script(client, placed):
    page = client.get(reverse("all_proposals_map"))
    text = page.content.decode()
    assert [(one["name"], one["words"]) for one in page.context["areas"]] == [("Oost", "1 voorstel")]
    assert [row.title for row in client.get(page.context["areas"][0]["url"]).context["rows"]] == ["In Oost"]
    assert [row.title for row in client.get(page.context["without_place_url"]).context["rows"]] == ["Overal"]
    assert page.context["without_place"] in text
    assert page.context["number_words"] == "3 voorstellen"
    assert 'data-map="list" ' in text


def test_map_keeps_the_choice_and_leads_back_to_it(client, placed):
    page = client.get(reverse("proposals_map", args=[placed.consultation_round.reference.string]), {"q": "sluis"})
    assert page.context["number_words"] == "1 voorstel"
    assert [row.title for row in client.get(page.context["list_url"]).context["rows"]] == ["Bij de sluis"]
    assert client.get(page.context["data_url"]).json()["number"] == 1
    listed = client.get(page.context["list_url"])
    assert f"{reverse('proposals_map', args=[placed.consultation_round.reference.string])}?q=sluis" in unescape(
        listed.content.decode()
    )


def test_list_of_a_part_of_the_map_says_so_and_keeps_it(client, placed):
    page = client.get(reverse("all_proposals"), {"place": "5.19,52.49,5.21,52.51"})
    assert [row.title for row in page.context["rows"]] == ["Bij de sluis"]
    assert page.context["chips"][0]["label"] == f"{gettext('Place')}: {gettext('a part of the map')}"
    assert ("place", "5.19,52.49,5.21,52.51") in page.context["hidden"]
    assert client.get(reverse("all_proposals"), {"place": "nergens"}).context["number_words"] == "3 voorstellen"


def test_data_has_the_place_as_it_was_published(client, placed):
    found = data(client)
    assert found["bbox"] == list(settings.MAP["box"].edges)
    shown = {one["properties"]["title"]: one for one in found["features"]}
    assert shown.keys() == {"Bij de sluis", "In Oost"}
    assert shown["Bij de sluis"]["geometry"] == POINT
    assert shown["Bij de sluis"]["properties"]["place"] == {"words": "de sluis", "geometry": POINT}
    assert data(client, place="5.19,52.49,5.21,52.51")["number"] == 1
    assert data(client, across="x", place="x")["number"] == 2


def test_data_and_numbers_have_nothing_that_was_hidden(client, placed, moderator):
    hide(placed, by=moderator)
    assert {one["properties"]["title"] for one in data(client)["features"]} == {"In Oost"}
    assert client.get(reverse("all_proposals_map")).context["number_words"] == "2 voorstellen"
    assert Subject.objects.visible().count() == 2


def test_page_and_versions_say_where_it_is(client, placed):
    string = placed.reference.string
    page = client.get(reverse("proposal", args=[string]))
    assert {"label": gettext("Place"), "value": "de sluis"} in page.context["facts"]
    assert '"coordinates": [5.2, 52.5]' in unescape(page.content.decode())
    version = client.get(reverse("lasting_version", args=[string, "1", "nl"])).content.decode()
    assert "de sluis · 52.50000, 5.20000" in version
    described = client.get(f"{reverse('lasting_version', args=[string, '1', 'nl'])}.jsonld").json()
    assert described["contentLocation"] == {
        "@type": "Place",
        "name": "de sluis",
        "geo": {"@type": "GeoCoordinates", "latitude": 52.5, "longitude": 5.2},
    }


def test_version_without_a_place_is_cited_as_before_there_were_any(placed):
    by_title = {version.title: version for version in PublishedVersion.objects.filter(reference__kind="VST")}
    assert "place" not in by_title["Overal"].content
    assert by_title["Bij de sluis"].is_whole


def test_form_takes_a_place_to_the_page_and_back_to_the_form(client, consultation_round, author, travel):
    AreaFactory(name="West", outline=square(5.16, 52.54))
    travel(COLLECTING)
    client.force_login(author)
    key = uuid.uuid4()
    write = reverse("write_proposal", args=[consultation_round.reference.string, key])
    wrong = client.post(write, TEXT | {"spot": "bij de brug", "place": "de brug"})
    assert (wrong.status_code, list(wrong.context["form"].errors)) == (422, ["spot"])
    assert Draft.objects.get().data["spot"] == "bij de brug"
    spot = "52.54500, 5.16500; 52.54500, 5.17000; 52.55000, 5.17000"
    answer = client.post(write, TEXT | {"spot": spot, "place": "de brug", "seen": "1"})
    checked = client.get(answer.headers["Location"])
    facts = {fact["label"]: fact["value"] for fact in checked.context["facts"]}
    assert facts[gettext("Neighbourhood")] == "West"
    assert facts[gettext("Place")].startswith("de brug · ")
    client.post(answer.headers["Location"])
    subject = Subject.objects.get()
    page = page_of_subject(subject)
    assert (page.area.name, page.place["geometry"]["type"], page.place["words"]) == ("West", "Polygon", "de brug")
    draft = withdraw_proposal(subject=subject, reason="Toch niet.", by=author, at=COLLECTING)
    assert (draft.data["spot"], draft.data["place"]) == (spot, "de brug")


def test_form_leaves_a_neighbourhood_that_was_chosen(client, consultation_round, author, travel):
    AreaFactory(name="West", outline=square(5.16, 52.54))
    east = AreaFactory(name="Oost")
    travel(COLLECTING)
    client.force_login(author)
    write = reverse("write_proposal", args=[consultation_round.reference.string, uuid.uuid4()])
    answer = client.post(write, TEXT | {"spot": "52.545, 5.165", "area": east.pk})
    client.post(answer.headers["Location"])
    assert page_of_subject(Subject.objects.get()).area == east


def test_redaction_of_a_place_takes_it_from_the_map(client, placed, clerk):
    redacted(version_in_force(placed.reference_id, "nl"), "place", by=clerk)
    page = page_of_subject(placed)
    assert (page.place, page.longitude) == (None, None)
    assert all("52.5" not in json.dumps(revision.content) for revision in page.revisions.all())
    assert {one["properties"]["title"] for one in data(client)["features"]} == {"In Oost"}
