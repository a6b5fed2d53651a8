"""Writing, keeping and handing in a proposal; reading lists page by page."""

import re
import uuid

import pytest
from django.urls import reverse

from participation.models import Draft, Subject
from proposals.models import ProposalPage
from tests.factories.accounts import UserFactory
from tests.factories.participation import CommentFactory
from tests.rounds import COLLECTING, SUPPORTING, VOTING, hand_in, publish

pytestmark = pytest.mark.django_db

TEXT = {
    "title": "Een bankje bij de vijver",
    "summary": "Dan kunnen mensen zitten.",
    "body": "Nu staat iedereen.\n\nDat is jammer.",
    "language": "nl",
    "author_name": "Noor",
    "tags": "spelen, lezen",
}


@pytest.fixture
def key() -> uuid.UUID:
    return uuid.uuid4()


@pytest.fixture
def address(consultation_round, key):
    def of(name: str, own_key: uuid.UUID = key) -> str:
        return reverse(name, args=[consultation_round.reference.string, own_key])

    return of


def test_write_proposal_keeps_what_is_wrong_and_says_so(address, key, resident, signed_in, travel):
    travel(COLLECTING)
    typed = TEXT | {"title": "", "summary": "x" * 500, "tags": "a" * 150}
    response = signed_in(resident).post(address("write_proposal"), typed)
    assert response.status_code == 422
    assert set(response.context["form"].errors) == {"title", "summary", "tags"}
    assert Draft.objects.get(key=key).data["summary"] == "x" * 500


def test_write_proposal_needs_no_account_and_asks_for_one_at_the_check(address, key, resident, signed_in, travel):
    travel(COLLECTING)
    visitor = signed_in()
    assert visitor.post(address("write_proposal"), TEXT).headers["Location"] == address("check_proposal")
    sent_on = visitor.get(address("check_proposal"))
    assert sent_on.headers["Location"].startswith(reverse("sign_in"))
    visitor.force_login(resident)
    page = visitor.get(address("check_proposal"))
    assert (page.status_code, page.context["content"]["title"]) == (200, TEXT["title"])
    assert Draft.objects.get(key=key).owner == resident


def test_write_proposal_loses_nothing_when_the_session_ended(address, key, resident, signed_in, travel):
    travel(COLLECTING)
    browser = signed_in(resident)
    browser.post(address("write_proposal"), TEXT | {"save": ""})
    browser.logout()
    newer = TEXT | {"body": "Een uur later geschreven."}
    response = browser.post(address("write_proposal"), newer)
    assert response.headers["Location"].startswith(reverse("sign_in"))
    kept = Draft.objects.exclude(key=key).get()
    assert (kept.data["body"], kept.owner) == ("Een uur later geschreven.", None)
    assert Draft.objects.get(key=key).data["body"] == TEXT["body"]
    browser.force_login(resident)
    again = browser.get(address("write_proposal", kept.key))
    assert again.context["form"]["body"].value() == "Een uur later geschreven."
    assert Draft.objects.get(key=kept.key).owner == resident


@pytest.mark.parametrize("name", ["write_proposal", "check_proposal"])
def test_a_draft_is_opened_by_its_owner_alone(address, resident, signed_in, travel, name):
    travel(COLLECTING)
    signed_in(resident).post(address("write_proposal"), TEXT)
    other = signed_in(UserFactory()).get(address(name))
    visitor = signed_in().get(address(name))
    assert other.status_code == 404
    assert visitor.headers["Location"].startswith(reverse("sign_in"))


def test_check_proposal_sent_twice_hands_in_one(address, key, resident, signed_in, travel, consultation_round):
    travel(COLLECTING)
    browser = signed_in(resident)
    browser.post(address("write_proposal"), TEXT)
    first, again = (browser.post(address("check_proposal")) for _ in range(2))
    subject = Subject.objects.get(consultation_round=consultation_round)
    proposal = reverse("proposal", args=[subject.reference.string])
    assert [first.headers["Location"], again.headers["Location"]] == [f"{proposal}?handed-in=1", proposal]
    assert ProposalPage.objects.count() == 1
    assert Draft.objects.get(key=key).data == {}


def test_write_proposal_after_handing_in_elsewhere_keeps_the_words_as_a_draft(
    address, key, resident, signed_in, travel
):
    travel(COLLECTING)
    browser = signed_in(resident)
    browser.post(address("write_proposal"), TEXT)
    browser.post(address("check_proposal"))
    told = browser.post(address("write_proposal"), TEXT | {"title": "Nieuwe woorden"}, follow=True)
    assert (told.status_code, told.context["was_handed_in"], told.context["elsewhere"]) == (
        200,
        True,
        address("write_proposal"),
    )
    assert Draft.objects.exclude(key=key).get().data["title"] == "Nieuwe woorden"


def test_check_proposal_keeps_the_text_when_the_phase_is_over(address, key, resident, signed_in, travel):
    travel(COLLECTING)
    browser = signed_in(resident)
    browser.post(address("write_proposal"), TEXT)
    travel(SUPPORTING)
    browser.force_login(resident)
    response = browser.post(address("check_proposal"))
    assert response.status_code == 409
    assert "Die tijd is voorbij" in response.content.decode()
    assert (Draft.objects.get(key=key).data["title"], Subject.objects.count()) == (TEXT["title"], 0)


def test_check_proposal_shows_what_was_handed_in_to_its_author(address, resident, signed_in, travel):
    travel(COLLECTING)
    browser = signed_in(resident)
    browser.post(address("write_proposal"), TEXT)
    page = browser.post(address("check_proposal"), follow=True)
    subject = Subject.objects.get()
    assert (subject.label, subject.author, subject.moderation) == (TEXT["title"], resident, "awaiting")
    assert [tag["label"] for tag in page.context["tags"]] == ["lezen", "spelen"]
    assert "Dat is jammer." in page.content.decode()


def test_start_proposal_refuses_in_words_outside_the_phase(consultation_round, signed_in, travel):
    travel(VOTING)
    response = signed_in().get(reverse("start_proposal", args=[consultation_round.reference.string]))
    assert response.status_code == 409
    assert "Die tijd is voorbij" in response.content.decode()


@pytest.fixture
def bench(consultation_round, author, moderator) -> Subject:
    return publish(hand_in(consultation_round, by=author), by=moderator)


NO_MARKS = ["abc", "0", "-3", "", "9" * 30, "٢", "²", "<b>"]


def test_proposal_takes_any_mark_of_comments_for_one(bench, signed_in, travel):
    travel(SUPPORTING)
    CommentFactory.create_batch(21, subject=bench)
    for number in NO_MARKS:
        response = signed_in().get(
            reverse("proposal", args=[bench.reference.string]), {"after": number, "since": number, "order": number}
        )
        assert (response.status_code, response.context["talk"]["is_first"]) == (200, True)


def test_proposal_leads_through_a_talk_a_hundred_deep(bench, signed_in, travel):
    parent = first = CommentFactory(subject=bench, text="diep 0")
    for number in range(1, 100):
        parent = CommentFactory(subject=bench, text=f"diep {number}", parent=parent, thread=first)
    travel(SUPPORTING)
    client, address, seen = signed_in(), reverse("proposal", args=[bench.reference.string]), set()
    while address:
        text = client.get(address).content.decode()
        seen |= {int(number) for number in re.findall(r"diep (\d+)</p>", text)}
        further = re.search(r"href=\"([^\"]+)#answers\">", text)
        address = further[1] if further else ""
    assert seen == set(range(100))
