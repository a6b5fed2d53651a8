"""Search finds everything that is public, and nothing else, whatever its kind."""

import json
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation
from wagtail.models import Page, PageViewRestriction

from base.actions.published_version import publish_record
from base.actions.reference import show_reference
from base.actions.search_entry import index_everything, index_words
from base.citable import declared_fields
from base.enums import ReferenceKind
from base.models import Reference, SearchEntry, VersionText
from base.queries.published_version import version_in_force
from base.search_kinds import search_kinds
from base.triggers import without_triggers
from home.actions.party import PartyFacts, correct_party
from home.models import AgendaItemPage, ContentPage, Party
from home.views.search import PER_PAGE
from participation.actions.subject import withdraw_subject
from participation.models import Subject
from proposals.actions.council_paper import PaperText, meeting_on, record_paper
from proposals.actions.council_term import begin_term
from proposals.actions.council_vote import GroupHeads, record_vote
from proposals.actions.later_answer import approve_later_answer, ask_correction
from proposals.actions.response_document import begin_answers, offer_answers, publish_answers
from proposals.models import CouncilVote, ResponseRow
from proposals.queries.council import groups_on
from tests.citations import listed, republished
from tests.factories.accounts import UserFactory
from tests.factories.base import MOMENT
from tests.factories.home import AgendaItemPageFactory, ContentPageFactory
from tests.factories.proposals import CommitmentFactory, DecisionFactory, FormalViewFactory
from tests.proposals.actions.test_response_document import WHOLE
from tests.removals import redacted, withdrawn
from tests.rounds import ASKED, COUNTING, SUPPORTING, asking_round, hand_in, hide, publish, publish_round

pytestmark = pytest.mark.django_db

WORD = "Kiekendief"
STRINGS = Path(__file__).resolve().parents[4] / "shared/data/hostile/blns.json"
HOSTILE = [
    *(
        '"',
        '""',
        "*",
        '"a" OR',
        "a AND NOT b",
        "NEAR(a b)",
        "title:a",
        "a*",
        "-a",
        "-",
        "''",
        "\\",
        "%",
    ),
    *(
        "a\x00b",
        "\x00",
        "x" * 5000,
        "a " * 2500,
        "<mark>",
        "{{ 7|add:7 }}",
        "\ud800".encode("utf-8", "replace").decode(),
    ),
    *("LEA-0000-000", "LEA-2026-999999999", "ZZ-2026-1", "\u202e", "\x02\x03", "é\u0301", "🦆", "' OR 1=1 --", "a:*"),
    *("_", "(", "^a"),
    # Each is a page and some queries.
    *(json.loads(STRINGS.read_text(encoding="utf-8"))[::20] if STRINGS.exists() else []),
]
# Of which nothing is ever found: nobody but the clerk reads them.
NEVER = {ReferenceKind.FORMAL_VIEW}
# What has another name among what is found than its number begins with.
OTHERWISE = {ReferenceKind.RESPONSE: "answers"}


@pytest.fixture
def city(site_ground, agenda_item, clerk, editor, moderator, time_machine) -> dict[str, Any]:
    """Of every kind one that is public, with the same word in it, and what of each stays when the word is hidden."""
    item = republished(agenda_item, problem=f"<p>Bij de {WORD}.</p>")
    of_item = item.reference
    a_round = publish_round(item, title=f"Ronde over de {WORD}")
    proposal = publish(hand_in(a_round, by=UserFactory(), title=f"Een {WORD}", body="Op dak."), by=moderator)
    decision = DecisionFactory(about=of_item, consultation_round=None, title=f"Besluit {WORD}")
    promise = CommitmentFactory(about=of_item, text=f"Toezegging {WORD}.")
    for record in (decision, promise):
        publish_record(record=record, in_english=False, by=clerk, at=MOMENT)
    time_machine.move_to(COUNTING, tick=False)
    document = begin_answers(consultation_round=a_round, by=clerk, at=COUNTING)
    ResponseRow.objects.filter(document=document).update(
        answer=f"Er komt een {WORD}.", verdict="adopted", department="Groen", answered_at=COUNTING, answered_by=editor
    )
    type(document).objects.filter(pk=document.pk).update(intro=f"Over de {WORD}.")
    offer_answers(document=document, by=editor, at=COUNTING)
    publish_answers(document=document, by=clerk, at=COUNTING)
    begin_term(starts_on=date(2026, 1, 19), groups={"Waterpartij": 9}, by=clerk, at=COUNTING)
    voted = date(2026, 3, 17)
    paper = record_paper(
        text=PaperText("motion", f"Motie {WORD}", date(2026, 3, 3), number="M1"),
        about=of_item, consultation_round=None, by=clerk, at=COUNTING,
    )  # fmt: skip
    vote = record_vote(
        paper=paper,
        meeting=meeting_on(body="council", held_on=voted, by=clerk, at=COUNTING),
        groups=[GroupHeads(groups_on(voted)[0], 9)],
        was_called=True,
        by=clerk,
        at=COUNTING,
    )
    above = ContentPageFactory(parent=site_ground.home, title="Uitleg", body="<p>Hoe het gaat.</p>")
    page = ContentPageFactory(parent=above, title="Huisregels", body=f"<p>Geen <b>{WORD}</b> storen.</p>")
    party = listed(clerk, f"Partij {WORD}")
    return {
        "item": item, "round": a_round, "proposal": proposal, "decision": decision, "promise": promise, "paper": paper,
        "document": document, "vote": vote, "above": above, "page": page, "party": party, "clerk": clerk, "editor": editor,
        "moderator": moderator,
    }  # fmt: skip


def searched(words: str, language: str = "nl", **asked: Any) -> Any:
    with translation.override(language):
        address = reverse("search")
    return Client().get(address, {"q": words, **asked})


def kinds_found(words: str = WORD, language: str = "nl") -> set[str]:
    return {one.entry.kind for one in searched(words, language).context["results"]}


def field_with_word(reference: Reference) -> str:
    texts = VersionText.objects.filter(version=version_in_force(reference.pk, "nl"), value__contains=WORD)
    return texts.values_list("field", flat=True)[0]


def texts_hidden(thing: str) -> dict[str, Callable[[dict[str, Any]], Any]]:
    """What hides anything that has versions."""

    def version(city: dict[str, Any]) -> Any:
        return version_in_force(city[thing].reference.pk, "nl")

    return {
        "withdrawn": lambda city: withdrawn(version(city), by=city["clerk"], at=COUNTING),
        "redacted": lambda city: redacted(
            version(city), field_with_word(city[thing].reference), by=city["clerk"], at=COUNTING
        ),
        "closed": lambda city: show_reference(reference=city[thing].reference, is_public=False),
    }


def unpublished(reference: Reference) -> None:
    # On whatever path: the site itself refuses it.
    Page.objects.filter(translation_key=reference.translation_key).update(live=False)


def rejected(city: dict[str, Any]) -> None:
    with translation.override("nl"):
        withdraw_subject(subject=city["proposal"], reason="Toch niet.", by=city["proposal"].author, at=SUPPORTING)


def voted_again(city: dict[str, Any]) -> None:
    """The paper is called otherwise now."""
    text = PaperText("motion", "Motie ooievaar", date(2026, 3, 3), number="M1")
    record_paper(
        text=text, about=None, consultation_round=None, corrects=city["paper"], reason="Verkeerde titel.",
        by=city["clerk"], at=COUNTING,
    )  # fmt: skip


def answers_drafted(city: dict[str, Any]) -> None:
    with without_triggers():
        type(city["document"]).objects.filter(pk=city["document"].pk).update(
            published_at=None, sha256="", approved_at=None, approved_by=None
        )


def answer_corrected(city: dict[str, Any]) -> None:
    for row in list(city["document"].rows.all()):
        text = replace(WHOLE, answer="Anders.")
        asked = ask_correction(
            document=city["document"], number=row.number, text=text, because="Fout.", by=city["editor"], at=COUNTING
        )
        approve_later_answer(later_answer=asked, asked_at=COUNTING, by=city["clerk"], at=COUNTING)


def page_again(city: dict[str, Any], **fields: Any) -> ContentPage:
    page = ContentPage.objects.get(pk=city["page"].pk)
    for name, value in fields.items():
        setattr(page, name, value)
    return page


# Of every kind all that hides it, by its name: a new kind fails until it is here.
HIDDEN: dict[str, dict[str, Callable[[dict[str, Any]], Any]]] = {
    "LEA": texts_hidden("item") | {
        "unpublished": lambda city: unpublished(city["item"].reference),
        "said otherwise": lambda city: republished(city["item"], problem="<p>Bij de ooievaar.</p>", change_note="Anders."),
    },
    "RND": texts_hidden("round") | {"unpublished": lambda city: unpublished(city["round"].reference)},
    "VST": texts_hidden("proposal") | {
        "ruled away": lambda city: hide(city["proposal"], by=city["moderator"]),
        "taken back": rejected,
        "unpublished": lambda city: unpublished(city["proposal"].reference),
        "waiting": lambda city: Subject.objects.filter(pk=city["proposal"].pk).update(moderation="awaiting"),
    },
    "BSL": texts_hidden("decision"),
    "TZG": texts_hidden("promise"),
    "answers": {
        "draft": answers_drafted,
        "closed": lambda city: show_reference(reference=city["document"].reference, is_public=False),
    },
    "answer": {
        "draft": answers_drafted,
        "closed": lambda city: show_reference(reference=city["document"].reference, is_public=False),
        "corrected": answer_corrected,
    },
    "vote": {"called otherwise": voted_again},
    "page": {
        "unpublished": lambda city: page_again(city).unpublish(),
        "private": lambda city: PageViewRestriction.objects.create(page=city["page"], restriction_type="login"),
        "below what is private": lambda city: PageViewRestriction.objects.create(
            page=city["above"], restriction_type="login"
        ),
        "expired": lambda city: ContentPage.objects.filter(pk=city["page"].pk).update(expire_at=MOMENT),
        "deleted": lambda city: page_again(city).delete(),
        "said otherwise": lambda city: page_again(city, body="<p>Niets.</p>").save_revision().publish(),
    },
    "party": {
        "called otherwise": lambda city: correct_party(
            party=city["party"], facts=PartyFacts("Partij Ooievaar"), by=city["clerk"], at=COUNTING
        ),
        "gone": lambda city: Party.objects.filter(pk=city["party"].pk).delete(),
    },
}  # fmt: skip


def test_every_kind_is_found_by_its_words_and_never_while_it_is_hidden(city):
    names = {kind.name for kind in search_kinds()}
    assert set(HIDDEN) == names
    assert {OTHERWISE.get(kind, kind.value) for kind in ReferenceKind if kind not in NEVER} <= names
    assert all(kind.value in names for kind in ReferenceKind if declared_fields(kind))
    view = FormalViewFactory(consultation_round=city["round"], text=WORD)

    assert kinds_found() == kinds_found(language="en") == names
    index_everything()
    assert kinds_found() == names

    for kind, ways in HIDDEN.items():
        for way, hides in ways.items():
            with transaction.atomic():
                hides(city)
                for language in ("nl", "en"):
                    page = searched(WORD, language, kind=kind)
                    assert page.context["results"] == [], (kind, way, language)
                    counted = " ".join(one["url"] for one in page.context["kinds"])
                    assert f"kind={kind}&" not in f"{counted} ".replace(" ", "&"), (kind, way)
                # Nor when all is read again.
                index_everything()
                assert kind not in kinds_found(), (kind, way)
                transaction.set_rollback(True)
    assert kinds_found() == names

    page = searched(view.reference.string)
    assert (page.status_code, page.context["results"]) == (200, [])


def test_drafts_and_what_waits_are_not_found_and_words_of_before_are_forgotten(city, client):
    draft = AgendaItemPage.objects.get(pk=city["item"].pk)
    draft.problem = "<p>Een wielewaal.</p>"
    draft.save_revision()
    page = page_again(city, title="Wielewaal", body="<p>Wielewaal</p>")
    page.save_revision()
    hand_in(city["round"], by=UserFactory(), title="Wielewaal")
    assert kinds_found("wielewaal") == set()
    assert kinds_found(WORD) == set(HIDDEN)

    draft.change_note = "Anders."
    draft.save_revision().publish()
    page.save_revision().publish()
    assert kinds_found("wielewaal") == {"LEA", "page"}
    # Neither in the table that is looked through, on a path past every action.
    redacted(version_in_force(city["item"].reference.pk, "nl"), "problem", by=city["clerk"], at=COUNTING)
    assert not SearchEntry.objects.filter(text__icontains="wielewaal", kind="LEA").exists()
    assert SearchEntry.objects.filter(kind="LEA", thing=city["item"].reference.pk).exists()


def test_a_number_leads_straight_to_what_it_is_of(city):
    for thing in ("item", "round", "proposal", "decision", "promise", "document"):
        string = city[thing].reference.string
        for typed in (string, string.lower(), string.replace("-", ""), string.replace("-", " "), f" {string} "):
            answer = searched(typed)
            assert answer.status_code == 302, typed
            assert answer["Location"] == reverse("reference", args=[string])
    hide(city["proposal"], by=city["moderator"])
    hidden = searched(city["proposal"].reference.string)
    assert (hidden.status_code, hidden.context["results"]) == (200, [])


def test_in_the_readers_language_and_else_in_the_one_that_there_is(city, site_ground):
    english_page = city["page"].copy_for_translation(site_ground.english, copy_parents=True)
    english_page.title, english_page.body = "House rules", "<p>Do not disturb the harrier.</p>"
    english_page.save_revision().publish()
    dutch, english = ({one.entry.kind: one for one in searched(WORD, code).context["results"]} for code in ("nl", "en"))
    assert dutch["page"].language == ""
    # It is there in English, where it has other words.
    assert "page" not in english
    assert english["RND"].language == "nl"
    assert 'lang="nl"' in searched(WORD, "en").content.decode()
    assert {one.entry.language for one in searched("harrier", "en").context["results"]} == {"en"}
    assert kinds_found("harrier", "nl") == set()
    ContentPage.objects.get(pk=english_page.pk).unpublish()
    assert "page" in kinds_found(language="en")


def test_a_round_is_found_by_its_questions_and_says_until_when_it_is_open(site_ground, client, time_machine):
    found_round = asking_round(site_ground.home, title="De halte")
    time_machine.move_to(SUPPORTING.replace(month=11), tick=False)
    (result,) = searched(ASKED[0]["label"].rstrip("?")).context["results"]
    assert result.entry.name == found_round.reference.string
    assert "30 november 2026" in result.told.note
    assert result.told.stamp == "open"


def test_results_are_marked_counted_and_paged_in_a_fixed_number_of_queries(city, site_ground, clerk):
    page = searched(WORD)
    body = page.content.decode()
    assert f"<mark>{WORD}</mark>" in body
    assert '<meta name="robots" content="noindex">' in body
    assert page.context["number_words"] == f"{len(HIDDEN)} resultaten"
    searched(WORD)
    with CaptureQueriesContext(connection) as one_each:
        searched(WORD)
    for number in range(2 * PER_PAGE):
        ContentPageFactory(parent=city["above"], title=f"{WORD} {number}", body="<p>&lt;script&gt; ja</p>")
    for number in range(3):
        AgendaItemPageFactory(parent=city["item"].get_parent(), title=f"{WORD} {number}")
        listed(clerk, f"{WORD} {number}")
    with CaptureQueriesContext(connection) as many:
        page = searched(WORD)
    assert len(many) <= len(one_each)
    total = len(HIDDEN) + 2 * PER_PAGE + 6
    assert page.context["number_words"] == f"{total} resultaten"
    assert len(page.context["results"]) == PER_PAGE
    seen = [one.entry.pk for number in (1, 2, 3, 4) for one in searched(WORD, page=number).context["results"]]
    assert len(seen[:total]) == len(set(seen[:total]))
    only = searched(WORD, kind="page", page=2).context
    assert {one.entry.kind for one in only["results"]} == {"page"}
    assert only["base_query"] == f"q={WORD}&kind=page"
    assert "<script>" not in searched(WORD, kind="page").content.decode().split("<main")[1]


def test_nothing_found_and_nothing_asked_help_and_hostile_words_never_err(city):
    empty = searched("  ")
    assert "Of begin hier" in empty.content.decode()
    nothing = searched("qwertyuiop", kind="LEA").content.decode()
    assert "Niets gevonden" in nothing
    assert '/en/search/?q=qwertyuiop" hreflang="en"' in nothing
    for words in HOSTILE:
        answer = searched(words)
        # Of an address with a null character every page says that there is none (base.middleware).
        assert answer.status_code in ((400,) if "\x00" in words else (200, 302)), words
    assert searched(WORD, kind="nonsense", page="x").status_code == 200
    assert kinds_found(f"{WORD} \x03\x1f") == set(HIDDEN)


def test_words_with_an_ending_are_found(site_ground):
    ContentPageFactory(parent=site_ground.home, title="Onderweg", body="<p>Wie een fiets heeft.</p>")
    # On SQLite by how a word begins, on PostgreSQL by its stem.
    words = "fietsen" if connection.vendor == "postgresql" else "fie"
    assert [one.entry.title for one in searched(words).context["results"]] == ["Onderweg"]


def test_the_header_leads_to_it_on_every_page_and_says_where_one_is(site_ground, client):
    link = re.compile(r'<a href="/nl/zoeken/"( aria-current="true")?>Zoeken</a>')
    assert link.search(client.get("/nl/").content.decode()).group(1) is None
    assert link.search(client.get("/nl/zoeken/").content.decode()).group(1) is not None


def test_index_of_what_is_read_again_is_the_one_that_actions_kept(city):
    fields = ("kind", "thing", "source", "language", "name", "title", "text", "day")
    kept = sorted(SearchEntry.objects.values_list(*fields))
    index_everything()
    assert sorted(SearchEntry.objects.values_list(*fields)) == kept
    # What is no more is forgotten when its kind is read again.
    with without_triggers():
        city["vote"].groups.all().delete()
        CouncilVote.objects.filter(pk=city["vote"].pk).delete()
    index_words("vote", [city["vote"].pk])
    assert not SearchEntry.objects.filter(kind="vote")
