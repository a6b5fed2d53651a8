import pytest
from django.urls import reverse
from django.utils import translation

from base.triggers import without_triggers
from home.actions.item_state import set_item_state
from home.models import ItemState
from home.queries.agenda import (
    AgendaChoice,
    agenda_entries,
    agenda_entry,
    agenda_item_page,
    listed_references,
    version_label,
)
from participation.actions.consultation_round import publish_result
from participation.enums import RoundState
from participation.models import ConsultationRound
from participation.queries.consultation_round import standing
from proposals.models import Decision
from tests.factories.home import AgendaItemPageFactory
from tests.factories.proposals import DecisionFactory
from tests.rounds import COLLECTING, COUNTING, EXAMINING, PHASES, PUBLISHED, VOTING, anew, count, moment, publish_round

pytestmark = pytest.mark.django_db


def entry(agenda_item, language: str = "nl"):
    found = agenda_entry(agenda_item.reference, language)
    assert found is not None
    return found


def word(agenda_item, at) -> str:
    with translation.override("en"):
        return entry(agenda_item).word(at)[0]


def test_word_follows_the_round_of_the_item(agenda_item, clerk):
    assert word(agenda_item, COLLECTING) == "being prepared"
    gap = [*PHASES[:1], *PHASES[-1:]]
    consultation_round = publish_round(agenda_item, phases=gap)
    assert [word(agenda_item, at) for at in (PUBLISHED, COLLECTING, EXAMINING, VOTING, COUNTING)] == [
        "being prepared",
        "you can take part",
        "being weighed",
        "you can take part",
        "being weighed",
    ]
    count(consultation_round, by=clerk)
    assert word(agenda_item, COUNTING) == "being weighed"
    DecisionFactory(about=agenda_item.reference, consultation_round=consultation_round)
    assert word(agenda_item, COUNTING) == "decided"
    # A second round on the same item opens it again.
    publish_round(agenda_item, phases=[("collect", moment(12, 1), moment(12, 31))], method="")
    assert word(agenda_item, moment(12, 5)) == "you can take part"


def test_people_can_take_part_while_a_phase_asks_for_it_and_the_item_is_not_over(agenda_item):
    """A round that is being examined or answered asks nothing, whatever else of it runs."""
    talk = [("discuss", moment(9, 1), moment(10, 1)), ("answer", moment(10, 1), moment(12, 31))]
    consultation_round = publish_round(agenda_item, phases=talk, method="")
    assert [word(agenda_item, at) for at in (COLLECTING, COUNTING)] == ["you can take part", "being weighed"]
    assert standing(anew(consultation_round), COUNTING).state == RoundState.UNDER_WAY
    with without_triggers():
        ItemState.objects.update(since=PUBLISHED)
    began = {"reference": agenda_item.reference, "by": None}
    set_item_state(step="started", at=moment(11, 1), **began)
    assert word(agenda_item, COUNTING) == "being carried out"
    evaluation = [("discuss", moment(12, 1), moment(12, 31))]
    evaluated = publish_round(agenda_item, phases=evaluation, method="")
    set_item_state(step="done", at=moment(11, 21), **began)
    # What was carried out is evaluated: such a round asks something.
    assert [word(agenda_item, at) for at in (moment(11, 22), moment(12, 5))] == ["carried out", "you can take part"]
    set_item_state(step="evaluated", at=moment(12, 6), evidence=evaluated.reference, **began)
    assert word(agenda_item, moment(12, 7)) == "carried out and evaluated"
    shown = {"reason": "Er is een nieuwe.", "document": "https://raad.example/besluit"}
    for day, step in enumerate(("superseded", "repealed", "expired"), 8):
        set_item_state(step=step, at=moment(12, day), **shown, **began)
        assert word(agenda_item, moment(12, day, 12)) == step


def labels(agenda_item, at) -> list[tuple[str, str]]:
    with translation.override("en"):
        return [(station.label, station.state) for station in entry(agenda_item).stations(at)]


def test_stations_tell_what_was_what_is_and_what_comes(agenda_item):
    assert labels(agenda_item, COLLECTING) == [("Put on the agenda", "reached"), ("The decision", "next")]
    publish_round(agenda_item, phases=[PHASES[0], PHASES[-1]])
    found = labels(agenda_item, COLLECTING)
    assert [label for label, _state in found if label != "Put on the agenda"] == [
        "Collect proposals",
        "Vote",
        "The count",
        "The decision",
    ]
    assert [state for label, state in found if label != "Put on the agenda"] == ["now", "next", "later", "later"]


def test_stations_name_every_decision_and_no_corrected_one(agenda_item, clerk):
    consultation_round = publish_round(agenda_item)
    count(consultation_round, by=clerk, public=False)
    publish_result(consultation_round=anew(consultation_round), by=clerk, at=COUNTING)
    first = DecisionFactory(about=agenda_item.reference, consultation_round=consultation_round)
    corrected = DecisionFactory(about=agenda_item.reference, consultation_round=consultation_round, corrects=first)
    assert entry(agenda_item).decisions == [corrected]
    assert Decision.objects.count() == 2


def test_versions_of_an_entry_leave_out_corrections(agenda_item):
    for summary, kind in (("Iets beter gezegd.", "editorial"), ("Ook peuters.", "substantive")):
        agenda_item.summary, agenda_item.change_kind = summary, kind
        agenda_item.save_revision().publish()
    found = entry(agenda_item)
    assert [version.label for version in found.versions] == ["1", "2"]
    with translation.override("en"):
        assert [version_label(version) for version in found.versions] == ["Put on the agenda", "Version 2"]
    assert found.content["summary"] == "Ook peuters."


def test_agenda_entries_stand_in_the_order_of_their_numbers(agenda_item):
    agenda = agenda_item.get_parent().specific
    second, third = (AgendaItemPageFactory(parent=agenda) for _ in range(2))
    third.move(agenda, pos="first-child")
    AgendaItemPageFactory(parent=agenda, live=False)
    agenda.refresh_from_db()
    references = listed_references(agenda, "nl", AgendaChoice(), COUNTING)
    assert [found.reference for found in agenda_entries(agenda, references, "nl")] == [
        agenda_item.reference,
        second.reference,
        third.reference,
    ]


@pytest.fixture
def english_item(agenda_item, site_ground):
    agenda = agenda_item.get_parent().specific
    agenda.copy_for_translation(site_ground.english).save_revision().publish()
    page = agenda_item.copy_for_translation(site_ground.english)
    page.title, page.summary = "Safe to school", "Children cycle safely."
    page.save_revision().publish()
    return page


def test_both_languages_are_one_item_with_one_reference(client, agenda_item, english_item):
    assert english_item.reference == agenda_item.reference
    dutch, english = (client.get(page.get_url()).content.decode() for page in (agenda_item, english_item))
    assert ("Veilig naar school" in dutch, "Safe to school" in dutch) == (True, False)
    assert ("Veilig naar school" in english, "Safe to school" in english) == (False, True)
    for text in (dutch, english):
        assert agenda_item.reference.string in text


def test_the_lasting_address_leads_to_the_readers_language(client, agenda_item, english_item):
    for language, page in (("nl", agenda_item), ("en", english_item)):
        found = client.get(agenda_item.reference.lasting_address, HTTP_ACCEPT_LANGUAGE=language, follow=True)
        assert found.request["PATH_INFO"] == page.get_url()


def test_an_item_without_a_translation_is_read_in_its_own_language(client, agenda_item):
    with translation.override("en"):
        found = entry(agenda_item, "en")
        assert (found.version.language, found.other_language) == ("nl", "nl")
        address = reverse("reference", args=[agenda_item.reference.string])
    assert client.get(address, follow=True).request["PATH_INFO"] == agenda_item.get_url()


def test_agenda_item_page_is_the_one_that_rounds_stand_under(agenda_item):
    assert agenda_item_page(agenda_item.reference.string) == agenda_item
    assert agenda_item_page("LEA-1999-001") is None


def test_a_round_of_another_item_is_no_round_of_this_one(agenda_item):
    other = AgendaItemPageFactory(parent=agenda_item.get_parent())
    publish_round(other)
    assert entry(agenda_item).rounds == []
    assert entry(other).rounds == list(ConsultationRound.objects.all())
