"""The register of promises as everybody reads it, and the clerk's desk."""

import csv
import re
from datetime import date

import pytest
import time_machine
from django.urls import reverse

from proposals.models import Commitment, CommitmentEvent
from tests.factories.proposals import (
    CommitmentEventFactory,
    CommitmentFactory,
    CouncilPaperFactory,
    MilestoneFactory,
    SpendingFactory,
)
from tests.html import text_of
from tests.rounds import COUNTING

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("site_ground")]


@pytest.fixture(autouse=True)
def day():
    with time_machine.travel(COUNTING, tick=False):
        yield


def kept(**fields) -> Commitment:
    commitment = CommitmentFactory(**fields)
    MilestoneFactory(commitment=commitment)
    SpendingFactory(commitment=commitment)
    return commitment


def test_register_says_what_is_late_done_and_dropped(client):
    kept(text="Laat.", due_on=date(2026, 11, 3))
    kept(text="Onderweg.")
    for step in ("done", "dropped"):
        CommitmentEventFactory(commitment=kept(text=step), step=step, note="Zo.", evidence_url="https://example.org/zo")
    text = client.get("/nl/toezeggingen/").content.decode()
    assert "Gedaan: 1. Nog op tijd: 1. Later dan toegezegd: 1. Uitgesteld: 0. Gaat niet door: 1." in " ".join(
        text.split()
    )
    only_late = client.get("/nl/toezeggingen/?part=late").content.decode()
    assert "Laat." in only_late
    assert "Onderweg." not in only_late
    # What a link gets wrong shows everything.
    assert "Onderweg." in client.get("/nl/toezeggingen/?part=nothing").content.decode()
    rows = list(csv.DictReader(client.get("/nl/toezeggingen/tabel.csv").content.decode().splitlines()))
    assert [(row["promise"], row["late"], row["state"]) for row in rows][:2] == [
        ("Laat.", "1", "open"),
        ("Onderweg.", "0", "open"),
    ]


def test_a_promise_that_was_kept_after_its_day_stays_late_in_public(client):
    promise = CommitmentFactory(text="Een bank.", made_on=date(2026, 10, 1), due_on=date(2026, 11, 8))
    in_time = CommitmentFactory(text="Een pad.", made_on=date(2026, 10, 1), due_on=date(2026, 11, 18))
    step = MilestoneFactory(commitment=promise, due_on=date(2026, 11, 17))
    for one, milestone in ((promise, None), (promise, step), (in_time, None)):
        CommitmentEventFactory(
            commitment=one, milestone=milestone, step="done", happened_on=date(2026, 11, 18), note="Zo.",
            evidence_url="https://example.org/zo",
        )  # fmt: skip
    text = " ".join(client.get("/nl/toezeggingen/").content.decode().split())
    assert "Gedaan: 2." in text
    assert "1 van wat gedaan is, is later gedaan dan toegezegd." in text
    assert text.count("10 dagen later gedaan dan toegezegd") == 1
    page = client.get(reverse("commitment", args=[promise.reference.string]))
    assert page.context["stamp"] == ("te laat gedaan", "amber")
    assert "1 dag later gedaan dan toegezegd" in page.content.decode()
    assert client.get(reverse("commitment", args=[in_time.reference.string])).context["stamp"] == ("gedaan", "green")
    rows = csv.DictReader(client.get("/nl/toezeggingen/tabel.csv").content.decode().splitlines())
    assert {row["promise"]: row["days_late_when_done"] for row in rows} == {"Een bank.": "10", "Een pad.": "0"}


def test_register_asks_as_often_for_three_promises_as_for_one(client, django_assert_max_num_queries):
    counts = []
    for more in (1, 2):
        for _number in range(more):
            CommitmentEventFactory(commitment=kept())
        with django_assert_max_num_queries(20) as queries:
            client.get("/nl/toezeggingen/")
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_page_of_a_promise_tells_its_course_in_both_languages(client):
    promise = kept(text="Een bank.", text_en="A bench.")
    CommitmentEventFactory(
        commitment=promise, step="moved", note="De winter was lang.", note_en="A long winter.", due_on=date(2027, 9, 1)
    )
    dutch = client.get(f"/nl/toezeggingen/{promise.reference}/").content.decode()
    assert "De nieuwe dag is 1 september 2027. Vastgelegd op 1 november 2026.</span>" in dutch
    assert '<span dir="auto">De winter was lang.</span>' in dutch
    english = client.get(f"/en/promises/{promise.reference}/").content.decode()
    assert "<h1>A bench.</h1>" in english
    assert "1 September 2027; put off 1 time, it was to be 1 June 2027" in english
    # Of a promise in Dutch alone the words are marked as such.
    first = CouncilPaperFactory(kind="motion", title="Meer padden")
    CouncilPaperFactory(kind="motion", title="Meer paden", about=first.about, corrects=first, reason="Een letter.")
    path = kept(text="Een pad.", department="Groen", paper=first)
    CommitmentEventFactory(commitment=path, step="started", note="De spa staat klaar.")
    only_dutch = client.get(f"/en/promises/{path.reference}/").content.decode()
    assert '<h1 lang="nl">Een pad.</h1>' in only_dutch
    assert '<span lang="nl" dir="auto">Groen</span>' in only_dutch
    # The paper is named as it is now.
    assert "Meer padden" not in only_dutch
    for words in ("De spa staat klaar.", "Meer paden"):
        assert re.search(rf'<span lang="nl" dir="auto">{words}</span> .*\(written in Dutch\)', only_dutch), words
    assert client.get("/nl/toezeggingen/TZG-2026-999/").status_code == 404


def test_desk_records_a_promise_and_what_became_of_it(client, clerk, agenda_item):
    client.force_login(clerk)
    given = {"text": "Een bank.", "department": "Groen", "made_on": "2026-11-02", "due_on": "2027-06-01"}
    given |= {"origin": "meeting", "about": agenda_item.reference.pk}
    page = client.post(reverse("commitments_desk"), given | {"due_on": "2026-01-01"})
    assert page.status_code == 409
    # What was typed is still there.
    assert text_of(page.content.decode(), "textarea").strip() == "Een bank."
    # Nobody chose beforehand where it was promised, and nothing is public before it was looked through.
    unasked = client.post(reverse("commitments_desk"), {name: given[name] for name in given if name != "origin"})
    assert (unasked.status_code, list(unasked.context["form"].errors)) == (422, ["origin"])
    check = client.post(reverse("commitments_desk"), given)
    assert "Een bank." in check.content.decode()
    assert not Commitment.objects.exists()
    again = client.post(reverse("commitments_desk"), given | {"change": "yes"})
    assert text_of(again.content.decode(), "textarea").strip() == "Een bank."
    client.post(reverse("commitments_desk"), given | {"sure": "yes"})
    promise = Commitment.objects.get()
    address = reverse("commitment_desk", args=[promise.reference.string])
    done = {"act": "step", "step-step": "done", "step-happened_on": "2026-11-19", "step-note": "Hij staat er."}
    assert client.post(address, done).status_code == 409
    assert client.post(address, done | {"step-evidence_url": "https://example.org/bank"}).status_code == 302
    assert CommitmentEvent.objects.get().step == "done"
    assert client.post(address, {"act": "milestone", "milestone-title": ""}).status_code == 422
    assert client.post(address, {"act": "nothing"}).status_code == 404


def test_agenda_item_shows_what_was_promised_on_it(client, agenda_item):
    promise = kept(about=agenda_item.reference)
    page = client.get(agenda_item.get_url())
    assert reverse("commitment", args=[promise.reference.string]) in page.content.decode()
