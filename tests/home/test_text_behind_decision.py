"""The decision behind a text and the amendments that it carries out: said by whoever publishes it, and never guessed."""

from datetime import date, timedelta

import pytest
import time_machine
from django.db import DatabaseError, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from base.models import PublishedVersion
from home.actions.item_state import set_item_state
from home.enums import ItemStep
from home.item_change import refusal_of_change
from home.waiting import waiting
from proposals.actions.council_paper import PaperText, meeting_on, record_paper
from proposals.actions.council_term import begin_term
from proposals.actions.council_vote import GroupHeads, record_vote
from proposals.models import AmendmentInText
from proposals.motion_life import MotionState
from proposals.queries.council import groups_on
from proposals.queries.dossier.council import council_data
from proposals.queries.motion import motions_about, motions_waiting
from tests.factories.base import ReferenceFactory
from tests.factories.participation import ConsultationRoundFactory
from tests.factories.proposals import DecisionFactory
from tests.home.test_change_note import Desk

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("site_ground")]
DATED, VOTED = date(2026, 3, 3), date(2026, 3, 17)


@pytest.fixture
def desk(client, clerk, agenda_item) -> Desk:
    client.force_login(clerk)
    return Desk(client, agenda_item)


@pytest.fixture
def amendments(clerk, agenda_item):
    """Two that the council carried on a proposal, and one that it rejected."""
    at = timezone.now()
    begin_term(starts_on=date(2026, 1, 19), groups={"Waterpartij": 9}, by=clerk, at=at)
    group, meeting = groups_on(VOTED)[0], meeting_on(body="council", held_on=VOTED, by=clerk, at=at)

    def paper(kind, number, **fields):
        text = PaperText(kind, f"Stuk {number}", DATED, number=number)
        item = agenda_item.reference
        return record_paper(text=text, about=item, consultation_round=None, by=clerk, at=at, **fields)

    proposal = paper("council-proposal", "RV1")
    found = [paper("amendment", f"A{number}", part_of=proposal) for number in range(3)]
    for one, heads in zip(found, (GroupHeads(group, 9), GroupHeads(group, 5, 4), GroupHeads(group, 4, 5)), strict=True):
        record_vote(paper=one, meeting=meeting, groups=[heads], was_called=True, by=clerk, at=at)
    return found


def decided(item, **fields):
    return DecisionFactory(about=item.reference, consultation_round=None, **{"decided_on": VOTED} | fields)


def offered(desk, name):
    form = desk.client.get(desk.address).context["form"]
    return [str(pk) for pk, _label in form.fields[name].choices if pk] if name in form.fields else None


def test_only_a_decision_on_this_item_that_adopted_something_and_stands_is_behind_its_text(desk, agenda_item):
    assert offered(desk, "decision") is None
    wrong = [
        DecisionFactory(about=ReferenceFactory(), consultation_round=None),
        decided(agenda_item, verdict="rejected", decided_on=date(2026, 3, 18)),
        decided(agenda_item, verdict="deferred", decided_on=date(2026, 3, 19)),
        corrected := decided(agenda_item),
    ]
    stands = decided(agenda_item, verdict="adopted-amended", corrects=corrected)
    assert offered(desk, "decision") == [str(stands.pk)]
    for one in wrong:
        assert (
            desk.press("action-publish", summary="Ook peuters.", decision=str(one.pk), change_note="x").status_code
            == 200
        )
        # Past the form it is refused as well, and past the action.
        page = type(agenda_item).objects.get(pk=agenda_item.pk)
        page.summary, page.decision = "Ook peuters.", one
        page.save_revision().publish()
        row = {"reference": agenda_item.reference, "number": 2, "language": "nl", "sha256": "0" * 64}
        with pytest.raises(DatabaseError), transaction.atomic():
            PublishedVersion.objects.create(**row, published_at=timezone.now(), caused_by=one.reference)
    assert desk.version.label == "1"
    assert (
        desk.press("action-publish", summary="Ook peuters.", decision=str(stands.pk), change_note="Raad.").status_code
        == 302
    )
    assert desk.version.caused_by == stands.reference


def test_an_item_that_was_withdrawn_or_lapsed_gets_no_new_text(desk, agenda_item, clerk):
    page, item = type(agenda_item).objects.get(pk=agenda_item.pk), agenda_item.reference
    page.summary = "Ook peuters."
    assert refusal_of_change(page) == ""
    evidence = {"reason": "Er kwam iets anders.", "document": "https://example.org/brief"}
    gone = [ItemStep.SUPERSEDED, ItemStep.REPEALED, ItemStep.EXPIRED, ItemStep.WITHDRAWN]
    for seconds, step in enumerate(gone, 1):
        # A moment on: the item began its way when it was published.
        at = timezone.now() + timedelta(seconds=seconds)
        set_item_state(reference=item, step=step, by=clerk, at=at, **evidence)
        with time_machine.travel(at), override("en"):
            assert f"{step.label}, so it gets no new text" in refusal_of_change(page)
    with time_machine.travel(at):
        page.save_revision().publish()
        assert desk.version.label == "1"
        told = desk.press("action-publish", summary="Ook peuters.", change_note="Nieuw.").content.decode()
        is_said = "dus krijgt het geen nieuwe tekst" in told
        # What is misspelt is mended.
        given = {"summary": "Ook peuters!", "change_note": "Leesteken.", "change_kind": "editorial"}
        answer = desk.press("action-publish", **given).status_code
        assert (is_said, answer, desk.version.label) == (True, 302, "1.1")


def test_an_amendment_is_in_the_text_where_whoever_published_it_says_so(desk, client, agenda_item, amendments):
    first, second, rejected = amendments
    item = agenda_item.reference

    def to_publish():
        told = [one.key for one in waiting(timezone.now()) if one.key == f"{item.string}-text"]
        return client.get(agenda_item.get_url()).context["not_in_text"], len(told)

    # Nobody publishes what the council did not decide yet, or decided against.
    assert to_publish() == ([], 0)
    decided(agenda_item, verdict="rejected", decided_on=date(2026, 3, 16))
    assert to_publish() == ([], 0)
    decision = decided(agenda_item, verdict="adopted-amended")
    assert to_publish() == ([first, second], 1)
    college = decided(agenda_item, body="executive")
    assert offered(desk, "amendments") == [str(first.pk), str(second.pk)]
    assert "amendement A0: Stuk A0" in desk.html()

    def state(one):
        found = next(standing for standing in motions_about(item.pk) if standing.paper == one)
        return found.state, found.version and found.version.label

    # Another text that follows from the decision carries nothing out by itself.
    by_decision = {"decision": str(decision.pk), "change_note": "De raad besloot."}
    assert desk.press("action-publish", summary="Ook peuters.", **by_decision).status_code == 302
    assert (desk.version.label, state(first), len(motions_waiting())) == ("2", (MotionState.CARRIED, None), 2)
    # It was forgotten: the text that follows from the decision is said to carry it out, without another one.
    for given in (
        {},
        {"decision": str(college.pk)},
        {"decision": str(decision.pk), "amendments": [str(rejected.pk)]},
    ):
        assert desk.press("action-publish", **{"amendments": [str(first.pk)]} | given).status_code == 200
    assert desk.press("action-publish", amendments=[str(first.pk)], decision=str(decision.pk)).status_code == 302
    assert (desk.version.label, state(first), state(second)) == (
        "2", (MotionState.TAKEN_IN, "2"), (MotionState.CARRIED, None),
    )  # fmt: skip
    assert ([one.paper for one in motions_waiting()], offered(desk, "amendments")) == ([second], [str(second.pk)])
    # The other comes with words of its own; a tick waits in a draft.
    assert desk.press("", summary="Ook kleuters.", amendments=[str(second.pk)]).status_code == 302
    assert desk.form()["amendments"] == [str(second.pk)]
    other = {
        "decision": str(decided(agenda_item, decided_on=date(2026, 3, 18)).pk),
        "change_note": "De raad besloot.",
        "change_kind": "editorial",
    }
    assert desk.press("action-publish", **other).status_code == 200
    assert desk.press("action-publish", **by_decision).status_code == 302
    assert (state(second), offered(desk, "amendments"), motions_waiting()) == ((MotionState.TAKEN_IN, "3"), None, [])
    for page in (agenda_item.get_url(), reverse("way_desk", args=[item.string])):
        html = client.get(page).content.decode()
        assert ("In de tekst sinds versie 2." in html, "In de tekst sinds versie 3." in html) == (True, True)
    told = council_data(ConsultationRoundFactory(about=item), timezone.now())["papers"]
    assert [one["became"]["version"]["version"] for one in told if one["number"] in {"A0", "A1"}] == ["2", "3"]


def test_the_database_keeps_what_a_text_carries_out(desk, agenda_item, amendments):
    decision = decided(agenda_item)
    given = {"decision": str(decision.pk), "change_note": "De raad besloot.", "amendments": [str(amendments[0].pk)]}
    assert desk.press("action-publish", summary="Ook peuters.", **given).status_code == 302
    link = AmendmentInText.objects.get()
    first = PublishedVersion.objects.get(reference=agenda_item.reference, number=1)
    now = {"recorded_at": timezone.now()}
    for write in (
        lambda: AmendmentInText.objects.update(version=first),
        lambda: AmendmentInText.objects.filter(pk=link.pk)._raw_delete("default"),
        lambda: AmendmentInText.objects.create(paper=amendments[0], version=link.version, **now),
        lambda: AmendmentInText.objects.create(paper=amendments[1], version=first, **now),
        lambda: AmendmentInText.objects.create(paper=amendments[0].part_of, version=link.version, **now),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            write()
