"""What is not public is read by its author and the moderators alone, whatever the address."""

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from participation.enums import Moderation
from participation.models import ConsultationRound, Subject
from proposals.actions.proposal import page_of_subject
from proposals.models import ConsultationRoundPage
from tests.factories.accounts import UserFactory
from tests.factories.participation import CommentFactory
from tests.factories.proposals import ConsultationRoundPageFactory
from tests.rounds import COUNTING, SUPPORTING, VOTING, count, hand_in, hide, publish, vote

pytestmark = pytest.mark.django_db

STATES = ("visible", "awaiting", "hidden", "hidden during the vote")


@dataclass(frozen=True)
class Written:
    """A proposal in each state, its words marked, and who reads."""

    consultation_round: ConsultationRound
    subjects: dict[str, Subject]
    readers: dict[str, Any]


def marked(state: str) -> dict[str, str]:
    word = state.replace(" ", "")
    return {
        "title": f"titel{word}",
        "summary": f"samenvatting{word}",
        "body": f"tekst{word}",
        "author_name": f"schrijver{word}",
        "tags": [f"thema{word}"],
    }


@pytest.fixture
def written(consultation_round, author, moderator) -> Written:
    subjects = {state: hand_in(consultation_round, by=author, **marked(state)) for state in STATES}
    for state in STATES:
        if state != "awaiting":
            publish(subjects[state], by=moderator)
    hide(subjects["hidden"], by=moderator)
    readers = {"visitor": None, "another resident": UserFactory(), "author": author, "moderator": moderator}
    return Written(consultation_round, subjects, readers)


def surfaces(written: Written) -> dict[str, str]:
    """Every address that shows proposals; one that names a proposal stands there once for each."""
    string = written.consultation_round.reference.string
    round_page = written.consultation_round.reference
    found = {
        name: reverse(name, args=[string] if needs else [])
        for name, needs in {
            "rounds": False,
            "outcomes": False,
            "begin": False,
            "my_page": False,
            "proposals": True,
            "ballot": True,
            "voted": True,
            "result": True,
            "result_json": True,
            "result_csv": True,
        }.items()
    }
    found |= {
        "home": "/nl/",
        "agenda": "/nl/agenda/",
        "agenda item": "/nl/agenda/veilig-naar-school/",
        "round": round_page.get_absolute_url(),
        "most supported": f"{found['proposals']}?order=supported",
        "most discussed": f"{found['proposals']}?order=discussed",
        "search": "/nl/?q=titel",
        "wagtail api": "/api/v2/pages/",
    }
    for state, subject in written.subjects.items():
        page = page_of_subject(subject)
        found |= {
            f"proposal {state}": reverse("proposal", args=[subject.reference.string]),
            f"reference {state}": subject.reference.get_absolute_url(),
            f"lasting {state}": subject.reference.lasting_address,
            f"page {state}": page.url_path.replace("/home/", "/nl/", 1),
            f"support {state}": reverse("support", args=[subject.reference.string]),
            f"comment {state}": reverse("write_comment", args=[subject.reference.string]),
        }
    return found


def found_states(client: Client, address: str) -> set[str]:
    """The states whose marked words the page shows."""
    text = client.get(address, follow=True).content.decode()
    words = set(re.findall(r"(?:titel|samenvatting|tekst|schrijver|thema)([a-z]+)", text))
    return {state for state in STATES if state.replace(" ", "") in words}


def seen(written: Written, signed_in) -> dict[tuple[str, str], set[str]]:
    """Per reader and state of a proposal the addresses that show its words."""
    found: dict[tuple[str, str], set[str]] = {(name, state): set() for name in written.readers for state in STATES}
    for name, person in written.readers.items():
        client = signed_in(person)
        for surface, address in surfaces(written).items():
            for state in found_states(client, address):
                found[name, state].add(surface)
    return found


def own(state: str) -> set[str]:
    """Where the author and a moderator read what is not public."""
    return {f"{kind} {state}" for kind in ("proposal", "reference", "lasting", "support", "comment")}


@pytest.mark.parametrize(
    "at",
    [
        pytest.param(SUPPORTING, id="supporting", marks=pytest.mark.heavy),
        pytest.param(VOTING, id="voting"),
        pytest.param(COUNTING, id="counted", marks=pytest.mark.heavy),
    ],
)
def test_words_are_shown_where_they_are_public_and_otherwise_to_author_and_moderator_alone(
    written, signed_in, travel, moderator, clerk, at: datetime
):
    if at >= VOTING:
        vote(written.consultation_round, *written_lines(written), by=written.readers["another resident"])
        hide(written.subjects["hidden during the vote"], by=moderator, at=VOTING)
    else:
        hide(written.subjects["hidden during the vote"], by=moderator, at=SUPPORTING)
    if at == COUNTING:
        count(written.consultation_round, by=clerk)
    travel(at)
    shown = seen(written, signed_in)
    for state in ("awaiting", "hidden", "hidden during the vote"):
        assert {name: shown[name, state] for name in written.readers} == {
            "visitor": set(),
            "another resident": set(),
            "author": own(state) | {"my_page"},
            "moderator": own(state),
        }
    public = own("visible") | {"page visible", "round", "proposals", "most supported", "most discussed"}
    if at == COUNTING:
        public |= {"result", "result_json", "result_csv"}
    # Supporting asks a visitor to sign in first; the ballot paper is for who is signed in.
    paper = {"ballot"} if at == VOTING else set()
    assert {name: shown[name, "visible"] for name in written.readers} == {
        "visitor": public - {"support visible"},
        "another resident": public | paper,
        "author": public | paper | {"my_page"} | ({"voted"} if paper else set()),
        "moderator": public | paper | ({"voted"} if paper else set()),
    }


def written_lines(written: Written) -> list[Subject]:
    return [written.subjects["visible"], written.subjects["hidden during the vote"]]


def test_a_hidden_line_keeps_its_place_on_the_ballot_and_in_the_result_under_its_number(
    written, signed_in, travel, moderator, clerk
):
    hidden = written.subjects["hidden during the vote"]
    voter = written.readers["another resident"]
    vote(written.consultation_round, hidden, by=voter)
    hide(hidden, by=moderator, at=VOTING)
    travel(VOTING)
    ballot = signed_in(voter).get(reverse("ballot", args=[written.consultation_round.reference.string]))
    assert hidden.reference.string in ballot.content.decode()
    count(written.consultation_round, by=clerk)
    travel(COUNTING)
    result = signed_in().get(reverse("result_json", args=[written.consultation_round.reference.string])).json()
    assert result["outcome"]["scores"][hidden.reference.string] == 1
    assert result["labels"][hidden.reference.string] == hidden.reference.string


def test_a_hidden_proposal_says_to_others_that_it_is_gone_and_to_its_author_why(written, signed_in, travel):
    travel(SUPPORTING)
    address = reverse("proposal", args=[written.subjects["hidden"].reference.string])
    gone, own_page = (signed_in(written.readers[name]).get(address) for name in ("visitor", "author"))
    assert (gone.status_code, own_page.status_code) == (410, 200)
    assert "Het scheldt." in own_page.content.decode()
    assert "Het scheldt." not in gone.content.decode()


def test_what_never_was_public_answers_as_if_it_were_not_there(written, signed_in, travel):
    travel(SUPPORTING)
    waiting, missing = written.subjects["awaiting"].reference.string, "VST-2026-999"
    for name in ("visitor", "another resident"):
        reader = signed_in(written.readers[name])
        for address in ("proposal", "proposal_json", "reference", "write_comment"):
            told = [reader.get(reverse(address, args=[string]), follow=True) for string in (waiting, missing)]
            assert [one.status_code for one in told] == [404, 404], (name, address)
    resident = signed_in(written.readers["another resident"])
    for address, data in (("support", {}), ("write_comment", {"text": "Goed idee."})):
        assert resident.post(reverse(address, args=[waiting]), data, follow=True).status_code == 404
    assert (
        signed_in(written.readers["author"]).get(reverse("reference", args=[waiting]), follow=True).status_code == 200
    )


def test_what_was_hidden_takes_no_support_and_no_comment(written, signed_in, travel):
    travel(SUPPORTING)
    subject = written.subjects["hidden"]
    resident = signed_in(written.readers["another resident"])
    with translation.override("nl"):
        for name, data in (("support", {}), ("write_comment", {"text": "Goed idee."})):
            answer = resident.post(reverse(name, args=[subject.reference.string]), data, follow=True)
            text = answer.content.decode()
            assert (answer.status_code, "titelhidden" in text, "want het is niet openbaar" in text) == (
                410,
                False,
                True,
            )
            assert data.get("text", "") in text
    assert (subject.supports.count(), subject.comments.count()) == (0, 0)


def test_words_of_a_hidden_comment_are_shown_to_author_and_moderator_alone(written, signed_in, travel):
    writer = UserFactory()
    comment = CommentFactory(
        subject=written.subjects["visible"], author=writer, text="watmoetjemijnu", moderation=Moderation.HIDDEN
    )
    CommentFactory(subject=comment.subject, parent=comment, thread=comment, text="rustigaan")
    travel(SUPPORTING)
    readers = written.readers | {"its writer": writer}
    address = reverse("proposal", args=[comment.subject.reference.string])
    texts = {name: signed_in(person).get(address).content.decode() for name, person in readers.items()}
    assert {name for name, text in texts.items() if "watmoetjemijnu" in text} == {"moderator", "its writer"}
    assert {name for name, text in texts.items() if "rustigaan" in text} == set(readers)
    answering = f"{reverse('write_comment', args=[comment.subject.reference.string])}?to={comment.pk}"
    assert "watmoetjemijnu" not in signed_in(written.readers["another resident"]).get(answering).content.decode()


def test_a_round_whose_page_is_not_published_stands_in_no_list_and_keeps_its_ballot(
    consultation_round, author, moderator, clerk, signed_in, travel
):
    subject = publish(hand_in(consultation_round, by=author), by=moderator)
    vote(consultation_round, subject, by=author)
    page = ConsultationRoundPage.objects.get(translation_key=consultation_round.reference.translation_key)
    item = page.get_parent().specific
    with translation.override("nl"):
        lists = ["/nl/", item.get_parent().get_url(), item.get_url(), reverse("rounds"), reverse("outcomes")]

    def named() -> set[str]:
        shown = {address: signed_in().get(address).content.decode() for address in lists}
        # The agenda names the stations of an item's rounds, not the rounds.
        return {address for address, text in shown.items() if page.title in text or "Stemmen" in text}

    travel(VOTING)
    before = named()
    assert before == set(lists) - {reverse("outcomes")}
    page.unpublish()
    assert named() == set()
    ballot = signed_in(author).get(reverse("ballot", args=[consultation_round.reference.string]))
    assert ballot.status_code == 200
    count(consultation_round, by=clerk)
    travel(COUNTING)
    assert named() == set()
    page.save_revision().publish()
    assert reverse("outcomes") in named()


def test_begin_leads_to_all_rounds_while_the_standing_one_is_not_published(site_ground, client):
    page = ConsultationRoundPageFactory(parent=site_ground.home, is_standing=True)
    assert client.get(reverse("begin")).url == page.reference.get_absolute_url()
    page.unpublish()
    assert client.get(reverse("begin")).url == reverse("rounds")
