"""What the front page, the agenda and the navigation say."""

import pytest
import time_machine

from tests.factories.home import AgendaItemPageFactory, ContentPageFactory
from tests.factories.participation import SubjectFactory
from tests.factories.proposals import DecisionFactory
from tests.rounds import COLLECTING, COUNTING, EXAMINING, PUBLISHED, VOTING, count, publish_round, vote

pytestmark = pytest.mark.django_db


def context_at(client, moment, address: str = "/nl/"):
    with time_machine.travel(moment, tick=False):
        return client.get(address).context


def titles(cards) -> list[str]:
    return [card.title for card, _now in cards]


def test_home_shows_what_is_open_what_comes_and_what_was_counted(client, agenda_item, clerk, site_ground):
    ahead = publish_round(agenda_item, title="Later", phases=[("collect", COUNTING, None)], method="")
    voted = publish_round(agenda_item, title="De speelplek")
    publish_round(
        site_ground.home, title="Begin zelf iets", is_standing=True, method="", phases=[("collect", PUBLISHED, None)]
    )
    context = context_at(client, COLLECTING)
    assert (titles(context["open_cards"]), titles(context["coming_cards"])) == (["De speelplek"], ["Later"])
    assert context["standing_card"].title == "Begin zelf iets"
    count(voted, by=clerk)
    context = context_at(client, COUNTING)
    assert (titles(context["open_cards"]), [card.title for card in context["counted_cards"]]) == (
        ["Later"],
        ["De speelplek"],
    )
    DecisionFactory(about=agenda_item.reference, consultation_round=voted)
    context = context_at(client, COUNTING)
    assert (len(context["decisions"]), context["counted_cards"]) == (1, [])
    assert ahead.about == agenda_item.reference


def test_home_says_to_who_has_voted_that_the_ballot_is_in(client, agenda_item, resident):
    voted = publish_round(agenda_item, title="De speelplek")
    SubjectFactory(consultation_round=voted, cost=1)
    client.force_login(resident)
    titles_before = [now.title for _card, now in context_at(client, VOTING)["open_cards"]]
    vote(voted, by=resident)
    for address, name in (("/nl/", "open_cards"), ("/nl/meedoen/", "cards"), (agenda_item.get_url(), "round_cards")):
        with time_machine.travel(VOTING, tick=False):
            client.force_login(resident)
        [(_card, now)] = context_at(client, VOTING, address)[name]
        assert (titles_before, now.title) == (["Nu: breng je stem uit"], "Je stembiljet zit in de stembus")
        assert now.body.startswith("Je kunt het vervangen tot en met zaterdag 14 november 2026, 23.59 uur")


def test_home_of_an_empty_city_says_what_one_can_do(client, site_ground):
    response = client.get("/nl/")
    assert response.status_code == 200
    assert (response.context["open_cards"], response.context["standing_card"]) == ([], None)


def test_agenda_is_chosen_by_theme(client, agenda_item):
    agenda_item.tags.add("lezen")
    agenda_item.save_revision().publish()
    other = AgendaItemPageFactory(parent=agenda_item.get_parent(), title="Iets anders")
    for theme, shown in (("", [agenda_item, other]), ("lezen", [agenda_item]), ("onbekend", []), ("<b>&", [])):
        response = client.get("/nl/agenda/", {"theme": theme})
        assert [entry.reference for entry, _stations, _word in response.context["entries"]] == [
            page.reference for page in shown
        ]
        assert "<b>&" not in response.content.decode()


def test_agenda_item_shows_its_round_and_what_can_be_done_now(client, agenda_item):
    publish_round(agenda_item, title="De speelplek")
    context = context_at(client, COLLECTING, agenda_item.get_url())
    assert titles(context["round_cards"]) == ["De speelplek"]
    assert [action["url"].split("/")[-2] for action in context["now"].actions][:1] == ["voorstel-doen"]
    assert context_at(client, EXAMINING, agenda_item.get_url())["now"].actions == []


def test_navigation_marks_where_the_reader_is_and_links_the_footer_in_their_language(client, agenda_item, site_ground):
    ContentPageFactory(parent=site_ground.home, title="Huisregels", body="<p>Wees aardig.</p>", show_in_menus=True)
    ContentPageFactory(
        parent=site_ground.home, title="Niet in het menu", body="<p>Wel te lezen.</p>", show_in_menus=False
    )
    ContentPageFactory(parent=site_ground.english_home, title="House rules", body="<p>Be kind.</p>", show_in_menus=True)
    dutch = client.get("/nl/agenda/").context
    assert [item["label"] for item in dutch["navigation"] if item["current"]] == ["Agenda"]
    assert [link["label"] for link in dutch["footer_links"]] == [
        "Wie de agenda aanhaalt",
        "Huisregels",
        "Verslag van de moderatie",
        "Controleer mijn programma",
    ]
    english = client.get("/en/").context
    assert [link["label"] for link in english["footer_links"]] == [
        "Who cites the agenda",
        "House rules",
        "Record of moderation",
        "Check my programme",
    ]
    assert not any(item["current"] for item in english["navigation"])


def test_account_link_is_the_readers_own(client, site_ground, resident):
    assert client.get("/nl/").context["account_link"]["url"] == "/nl/inloggen/"
    client.force_login(resident)
    assert client.get("/nl/").context["account_link"]["label"] == "Mijn pagina"


def test_old_address_of_a_page_that_was_renamed_leads_to_its_new_one(
    client, agenda_item, django_capture_on_commit_callbacks
):
    agenda = agenda_item.get_parent().specific
    with django_capture_on_commit_callbacks(execute=True):
        agenda_item.slug = "fietsen-naar-school"
        agenda_item.save_revision().publish()
    with django_capture_on_commit_callbacks(execute=True):
        agenda.slug = "plannen"
        agenda.save_revision().publish()
    for address in ("/nl/agenda/veilig-naar-school/", "/nl/agenda/fietsen-naar-school/"):
        response = client.get(address)
        assert (response.status_code, response["Location"]) == (301, "/nl/plannen/fietsen-naar-school/")
