"""The agenda is looked through by term, theme and word, a page at a time."""

import re
from collections import Counter
from itertools import chain

import pytest
from taggit.models import Tag

from base import clock
from base.models import Area
from home.actions.item_state import set_item_state
from home.enums import ItemStep, PublicWord
from home.models import ActionKind, AgendaItemPage
from home.queries.agenda import AgendaChoice, listed_references, standing_of
from home.views.agenda import PER_PAGE
from proposals.models import ConsultationRoundPage
from tests.browser.city import translate
from tests.citations import republished
from tests.factories.base import AreaFactory
from tests.factories.home import ActionKindFactory, AgendaItemPageFactory
from tests.factories.proposals import DecisionFactory
from tests.many_items import many_items
from tests.removals import redacted, withdrawn
from tests.rounds import (
    COLLECTING,
    COUNTING,
    EXAMINING,
    PHASES,
    PUBLISHED,
    SUPPORTING,
    VOTING,
    count,
    moment,
    publish_round,
)

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


def test_the_list_is_looked_through_by_the_text_in_force_and_not_by_the_page(client, agenda_item, other, clerk):
    kind, area = ActionKindFactory(name="Oude naam"), AreaFactory(name="Haven")
    page = republished(agenda_item, action_kinds=[kind])
    page.tags.add("Taal")
    page.save_revision().publish()
    string = agenda_item.reference.string
    ActionKind.objects.filter(pk=kind.pk).update(name="Nieuwe naam")
    Tag.objects.filter(name="Taal").update(name="Spraak")
    # A publication that is refused makes the page live with other terms, and its text stays.
    page = republished(page, problem="", ambition="", action_kinds=[], areas=[area])
    page.tags.clear()
    page.save()
    assert (options(client, "action_kinds"), options(client, "areas")) == (["Oude naam"], [])
    assert [link["label"] for link in client.get("/nl/agenda/").context["theme_links"]][1:] == ["Taal"]
    assert shown(client, f"action_kinds={kind.code}") == shown(client, "theme=Taal") == [string]
    assert shown(client, f"areas={area.code}") == shown(client, "theme=Spraak") == []


def test_a_term_that_no_text_in_force_has_is_not_offered(client, agenda_item, other, clerk):
    kind, area = ActionKindFactory(), AreaFactory()
    first, second = republished(agenda_item, action_kinds=[kind]), republished(other, areas=[area])
    redacted(first.version, "action_kinds", by=clerk)
    withdrawn(second.version, by=clerk)
    assert (options(client, "action_kinds"), options(client, "areas")) == ([], [])
    assert shown(client, f"action_kinds={kind.code}") == shown(client, f"areas={area.code}") == []


def test_each_language_is_looked_through_by_its_own_text_or_by_the_one_that_it_shows(
    client, agenda_item, other, site_ground, clerk
):
    for page, theme in ((agenda_item, "Taal"), (other, "Spel")):
        page.tags.add(theme)
        page.save_revision().publish()
    agenda = agenda_item.get_parent().specific.copy_for_translation(site_ground.english)
    agenda.save_revision().publish()
    english = agenda_item.copy_for_translation(site_ground.english)
    english.tags.set(["Language"])
    english.save_revision().publish()
    other.copy_for_translation(site_ground.english, alias=True)
    context = client.get(agenda.get_url()).context
    assert [link["label"] for link in context["theme_links"]][1:] == ["Language", "Spel"]
    themes = {"Language": 1, "Taal": 0, "Spel": 1}
    assert {one: len(client.get(f"{agenda.get_url()}?theme={one}").context["entries"]) for one in themes} == themes
    assert [link["label"] for link in client.get("/nl/agenda/").context["theme_links"]][1:] == ["Spel", "Taal"]
    withdrawn(english.version, by=clerk)
    found = client.get(f"{agenda.get_url()}?theme=Taal").context["entries"]
    assert [entry.version.language for entry, _stations, _word in found] == ["nl"]


def test_each_of_the_five_words_shows_what_its_stamp_says(client, agenda_item, other, noon):
    """The filter asks the database, the stamp the item: they must never disagree."""
    set_item_state(reference=other.reference, step=ItemStep.ON_COUNCIL_AGENDA, by=None, at=clock.now())
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


def test_the_filter_by_word_agrees_with_the_stamp_whatever_the_clock_and_the_records_say(agenda_item, clerk):
    agenda = agenda_item.get_parent().specific

    def item(**fields) -> AgendaItemPage:
        return AgendaItemPageFactory(parent=agenda, **fields)

    gap, talk = [PHASES[0], PHASES[-1]], [("discuss", moment(9, 15), moment(10, 5))]
    publish_round(item())
    publish_round(item(step=ItemStep.IN_FORCE), phases=gap)
    publish_round(item(), phases=talk, method="")
    publish_round(item(step=ItemStep.ADOPTED), phases=talk, method="")
    publish_round(item(), phases=[("inform", moment(9, 1), None)], method="")
    unlisted = publish_round(item(step=ItemStep.STARTED))
    ConsultationRoundPage.objects.get(translation_key=unlisted.reference.translation_key).unpublish()
    for is_public in (False, True):
        count(publish_round(item()), by=clerk, public=is_public)
    decided = item(step=ItemStep.IN_CONSULTATION)
    count(publish_round(decided), by=clerk)
    DecisionFactory(about=decided.reference)
    DecisionFactory(about=item(step=ItemStep.DONE).reference)
    corrected = DecisionFactory(about=item().reference)
    DecisionFactory(about=corrected.about, corrects=corrected)
    item()
    item(step=ItemStep.ON_COUNCIL_AGENDA)
    answered = [("discuss", moment(9, 15), moment(10, 5)), ("answer", moment(10, 5), moment(12, 1))]
    publish_round(item(), phases=answered, method="")
    publish_round(item(step=ItemStep.STARTED), phases=answered, method="")
    # What a decision names was weighed, whatever of it still goes on.
    for phases, method in ((PHASES, "approval"), (answered, ""), ([answered[0], ("answer", moment(11, 25), None)], "")):
        named = item()
        one = publish_round(named, phases=phases, method=method)
        DecisionFactory(about=named.reference, consultation_round=one)
    for step in (ItemStep.DONE, ItemStep.WITHDRAWN):
        ended = item()
        set_item_state(reference=ended.reference, step=step, by=None, at=moment(9, 10), reason="Ja.")
        publish_round(ended)
    seen = set()
    for at in (PUBLISHED, COLLECTING, SUPPORTING, EXAMINING, VOTING, COUNTING):
        stamps = {
            one.pk: standing_of(one).public_word(at) for one in listed_references(agenda, "nl", AgendaChoice(), at)
        }
        for word in PublicWord:
            found = {one.pk for one in listed_references(agenda, "nl", AgendaChoice(word=word), at)}
            assert found == {pk for pk, stamp in stamps.items() if stamp == word}, (at, word)
            seen |= {word} if found else set()
    assert seen == set(PublicWord)


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


def test_the_thread_of_an_item_with_several_rounds_names_the_round_at_each_of_its_steps(
    client, agenda_item, clerk, noon
):
    first = publish_round(agenda_item, title="Welke routes?")
    # Of one round everything is.
    assert {one.of for one in client.get(agenda_item.get_url()).context["stations"]} == {""}
    publish_round(agenda_item, title="Welke brug?", phases=[("discuss", moment(9, 15), moment(10, 5))], method="")
    count(first, by=clerk)
    DecisionFactory(about=agenda_item.reference, consultation_round=first)
    page = client.get(agenda_item.get_url())
    named = Counter(one.of for one in page.context["stations"])
    # Of the one its phases, its count and its decision; of the other its phase. The steps of the item itself, and the decision that is
    # still to come, are of none.
    assert named == {"": 2, "Welke routes?": len(PHASES) + 2, "Welke brug?": 1}
    assert page.content.decode().count("Welke brug?</span>") == 1


def test_exact_state_never_contradicts_the_stamp(client, agenda_item, noon):
    set_item_state(reference=agenda_item.reference, step=ItemStep.DRAFT, by=None, at=clock.now())
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
