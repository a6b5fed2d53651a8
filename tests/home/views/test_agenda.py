"""The agenda is looked through by term, theme and word, a page at a time."""

import re
from itertools import chain

import pytest

from base import clock
from base.models import Area
from home.enums import ItemStep, PublicWord
from home.models import ActionKind
from home.views.agenda import PER_PAGE
from tests.browser.city import translate
from tests.citations import republished
from tests.factories.base import AreaFactory
from tests.factories.home import AgendaItemPageFactory
from tests.many_items import many_items
from tests.removals import withdrawn
from tests.rounds import publish_round

pytestmark = pytest.mark.django_db


@pytest.fixture
def other(agenda_item):
    return AgendaItemPageFactory(parent=agenda_item.get_parent(), title="Taal aan huis")


def shown(client, query: str = "") -> list[str]:
    """The numbers of the items that the list shows, in its order."""
    page = client.get(f"/nl/agenda/?{query}")
    assert page.status_code == 200
    return [entry.reference.string for entry, _stations, _word in page.context["entries"]]


def options(client, name: str) -> list[str]:
    found = [one for one in client.get("/nl/agenda/").context["filters"] if one["name"] == name]
    return [label for _code, label in found[0]["options"]] if found else []


def test_a_term_shows_the_items_that_have_it(client, agenda_item, other):
    kind = ActionKind.objects.filter(locale__language_code="nl").first()
    area: Area = AreaFactory(name="Havenkwartier")
    republished(agenda_item, action_kinds=[kind])
    republished(other, areas=[area])
    first, second = agenda_item.reference.string, other.reference.string
    assert shown(client) == [first, second]
    assert shown(client, f"action_kinds={kind.code}") == [first]
    assert shown(client, f"areas={area.code}") == [second]
    assert shown(client, f"areas={area.code}&action_kinds={kind.code}") == []
    assert shown(client, "areas=nergens") == []
    assert options(client, "action_kinds") == [kind.name]
    assert options(client, "areas") == ["Havenkwartier"]
    assert options(client, "target_groups") == []


def test_a_theme_shows_its_items(client, agenda_item, other):
    page = republished(other)
    page.tags.add("Taal")
    page.save_revision().publish()
    assert shown(client, "theme=Taal") == [other.reference.string]
    assert [link["label"] for link in client.get("/nl/agenda/").context["theme_links"]][1:] == ["Taal"]


def test_each_of_the_five_words_shows_what_its_stamp_says(client, agenda_item, other, noon):
    """The filter asks the database, the stamp the item: they must never disagree."""
    republished(other, step=ItemStep.ON_COUNCIL_AGENDA)
    draft = AgendaItemPageFactory(parent=agenda_item.get_parent(), step=ItemStep.DRAFT)
    executed = AgendaItemPageFactory(parent=agenda_item.get_parent(), step=ItemStep.STARTED)
    publish_round(agenda_item)
    found = {}
    with clock.set_to(noon):
        for word in PublicWord:
            page = client.get(f"/nl/agenda/?state={word.value}")
            assert {entry.public_word(noon) for entry, _stations, _word in page.context["entries"]} <= {word}
            found[word] = shown(client, f"state={word.value}")
    assert found[PublicWord.TAKE_PART] == [agenda_item.reference.string]
    assert found[PublicWord.WEIGHING] == [other.reference.string]
    assert found[PublicWord.PREPARING] == [draft.reference.string]
    assert found[PublicWord.EXECUTION] == [executed.reference.string]
    assert sorted(chain.from_iterable(found.values())) == shown(client)
    assert shown(client, "state=nonsense") == shown(client)


def test_pages_of_the_list_show_everything_once_and_keep_the_choice(client, agenda_item):
    many_items(agenda_item, PER_PAGE + 5, versions=2)
    first, second = shown(client), shown(client, "page=2")
    assert (len(first), len(second)) == (PER_PAGE, 6)
    assert len({*first, *second}) == PER_PAGE + 6
    body = client.get("/nl/agenda/?state=preparing").content.decode()
    assert re.search(r'href="\?state=preparing&amp;page=2"', body)
    assert len(client.get("/nl/agenda/?whole").context["whole"]) == PER_PAGE + 6


def test_what_changed_lately_leads_to_the_difference(client, agenda_item, other):
    assert client.get("/nl/agenda/").context["changes"] == []
    republished(other, summary="Anders.", change_note="Beter gezegd.")
    [change] = client.get("/nl/agenda/").context["changes"]
    assert (change.version.label, change.version.title) == ("2", "Taal aan huis")
    assert client.get(change.url).status_code == 200


def test_an_item_stands_once_among_what_changed_lately_in_a_language_that_has_it(
    client, agenda_item, site_ground, django_capture_on_commit_callbacks
):
    agenda = agenda_item.get_parent().specific
    for page in (agenda, agenda_item):
        with django_capture_on_commit_callbacks(execute=True):
            translate(page, site_ground.english)
    for title in ("Twee", "Drie"):
        agenda_item = republished(agenda_item, title=title)
    assert client.get(agenda.get_translation(site_ground.english).url).context["changes"] == []
    [change] = client.get("/nl/agenda/").context["changes"]
    assert (change.version.label, change.version.language) == ("3", "nl")


def test_exact_state_never_contradicts_the_stamp(client, agenda_item, noon):
    republished(agenda_item, step=ItemStep.DRAFT)
    publish_round(agenda_item)
    with clock.set_to(noon):
        page = client.get(agenda_item.get_url())
    assert page.context["word"][0] == "reageren kan"
    assert "Precieze stand" not in page.content.decode()


def test_five_words_are_those_that_were_agreed():
    words = [str(word.label) for word in PublicWord]
    assert words == ["in voorbereiding", "reageren kan", "we wegen af", "besluit", "uitvoering"]


def test_label_of_the_filters_names_those_that_are_there(client, agenda_item):
    before = client.get("/nl/agenda/").content.decode()
    assert "<summary>Kies op: Stand</summary>" in before
    republished(agenda_item, areas=[AreaFactory()])
    assert "<summary>Kies op: Wijk, Stand</summary>" in client.get("/nl/agenda/").content.decode()


def test_an_item_whose_newest_version_was_withdrawn_is_not_listed(client, agenda_item, other, clerk):
    withdrawn(other.version, by=clerk)
    assert shown(client) == [agenda_item.reference.string]
    assert client.get("/nl/agenda/").context["page_obj"].paginator.count == 1
