"""A resident takes part in English and without JavaScript: forms and pages alone are enough."""

import json

from playwright.sync_api import Page, expect

from participation.actions.ruling import rule_on
from participation.enums import RulingKind
from participation.models import Envelope, Subject
from participation.sealing import opener
from tests.browser.city import City, build_city
from tests.browser.conftest import PHONE
from tests.browser.visitor import Visitor
from tests.factories.participation import SECRET
from tests.ground import SiteGround


def test_resident_takes_part_in_english_without_scripts(site_ground: SiteGround, page_without_scripts: Page):
    city = build_city(site_ground)
    page_without_scripts.set_viewport_size(PHONE)
    ada = Visitor(page_without_scripts, "en")
    hand_in_proposal(ada, city)
    support_and_comment(ada, city)
    vote_over_the_limit_then_within_it(ada, city)
    replace_ballot(ada, city)
    rank_by_keyboard(ada, city)


def hand_in_proposal(ada: Visitor, city: City) -> None:
    ada.page.goto("/en/")
    ada.main.get_by_role("link", name=city.collecting.title).click()
    ada.follow("Make a proposal")
    ada.fill(title="A chess table", body="So that young and old meet.", cost="500")
    ada.press("On to the check")
    ada.sees("Fill in “%(label)s”.", label=ada.words("In one sentence"))
    ada.main.get_by_role("link", name=ada.words("Fill in “%(label)s”.", label=ada.words("In one sentence"))).click()
    expect(ada.main.locator("[name=summary]")).to_be_focused()
    assert ada.main.locator("[name=body]").input_value() == "So that young and old meet."
    ada.fill(summary="A table with a chess board in the bus.")
    ada.press("On to the check")
    ada.is_at("sign_in")
    ada.sign_in_as_newcomer("ada@example.nl", "Ada")
    ada.sees("Check your proposal")
    ada.reads("A table with a chess board in the bus.")
    ada.press("Hand in my proposal")
    ada.sees("Thank you. Your proposal is handed in")

    subject = Subject.objects.select_related("reference").get(label="A chess table")
    assert (subject.language, subject.author.display_name) == ("en", "Ada")
    rule_on(target=subject, kind=RulingKind.PUBLISH, by=city.moderator, at=subject.submitted_at)
    ada.visit("proposals", city.collecting.reference.string)
    ada.main.get_by_role("link", name="A chess table").click()
    ada.reads("So that young and old meet.")


def support_and_comment(ada: Visitor, city: City) -> None:
    string = city.proposal.reference.string
    ada.visit("proposal", string)
    ada.press("I support this")
    ada.sees("You support this now. You can take it back while supporting is open.")
    ada.follow("Write a comment")
    ada.fill(text="Every week, please.")
    ada.press("Post my comment")
    ada.reads("Every week, please.")
    ada.follow("See all comments")
    ada.is_at("proposal", string)


def boxes(ada: Visitor) -> dict[str, bool]:
    """The ballot paper as it stands: what is on it, by its first word, and whether that is marked."""
    expect(ada.main.get_by_role("checkbox")).not_to_have_count(0)
    return {
        ada.page.locator(f"label[for={box.get_attribute('id')}]").inner_text().split()[0]: box.is_checked()
        for box in ada.main.get_by_role("checkbox").all()
    }


def mark(ada: Visitor, **marks: bool) -> None:
    for word, marked in marks.items():
        ada.main.get_by_role("checkbox", name=f"{word} ").set_checked(marked)


def vote_over_the_limit_then_within_it(ada: Visitor, city: City) -> None:
    ada.visit("reference", city.voting.reference.string)
    ada.follow("Vote")
    mark(ada, Lezen=True, Computers=True)
    ada.press("Look my ballot through")
    ada.sees("One thing is still needed")
    ada.sees(
        "Your choice costs %(cost)s and there is %(budget)s. Take something away.",
        cost="€ 24,000",
        budget="€ 20,000",
    )
    assert boxes(ada) == {"Lezen": True, "Computers": True, "A": False}
    assert not Envelope.objects.filter(poll_book_entry__roll_entry__person__display_name="Ada").exists()
    mark(ada, Computers=False, A=True)
    ada.press("Look my ballot through")
    ada.sees("Your ballot is not cast yet")
    ada.follow("Change something")
    assert boxes(ada) == {"Lezen": True, "Computers": False, "A": True}
    ada.press("Look my ballot through")
    ada.press("Cast my ballot")
    ada.is_at("voted", city.voting.reference.string)
    assert marked_by_ada(city) == {"Lezen", "A"}


def replace_ballot(ada: Visitor, city: City) -> None:
    ada.follow("Replace my ballot")
    ada.sees("You have voted already")
    assert set(boxes(ada).values()) == {False}
    mark(ada, Computers=True)
    ada.press("Look my ballot through")
    ada.sees("It replaces your earlier ballot.")
    ada.press("Cast my ballot")
    ada.is_at("voted", city.voting.reference.string)
    assert marked_by_ada(city) == {"Computers"}


def rank_by_keyboard(ada: Visitor, city: City) -> None:
    """A first place takes two steps: to its line, and the key 1."""
    ada.visit("ballot", city.ordering.reference.string)
    for line, place in (("Computers", "1"), ("Lezen", "1"), ("A screen", "2")):
        ada.main.get_by_role("combobox", name=line).focus()
        ada.page.keyboard.press(place)
    ada.button("Look my ballot through").focus()
    ada.page.keyboard.press("Enter")
    ada.sees("You gave place %(rank)d to more than one.", rank=1)
    ada.follow("Change something")
    ada.main.get_by_role("combobox", name="Lezen").focus()
    ada.page.keyboard.press("Tab")
    ada.page.keyboard.press("Shift+Tab")
    ada.page.keyboard.press("n")
    ada.press("Look my ballot through")
    ada.sees("Your ballot is not cast yet")
    marked = ada.main.locator(".plain-list").first.locator("li").all_inner_texts()
    assert [line.split(":")[0] for line in marked] == ["Place 1", "Place 2"]
    ada.press("Cast my ballot")
    ada.is_at("voted", city.ordering.reference.string)


def marked_by_ada(city: City) -> set[str]:
    envelope = Envelope.objects.get(
        poll_book_entry__consultation_round=city.voting, poll_book_entry__roll_entry__person__display_name="Ada"
    )
    marks = json.loads(opener(SECRET)(bytes(envelope.sealed)))
    return {Subject.objects.get(reference__string=one).label.split()[0] for one in marks}
