"""A talk without JavaScript, by keyboard alone, on a telephone."""

from playwright.sync_api import Page, expect

from participation.models import Comment
from tests.browser.city import build_city
from tests.browser.conftest import PHONE
from tests.browser.visitor import Visitor
from tests.ground import SiteGround


def test_somebody_finds_a_comment_helpful_answers_it_and_changes_the_answer(
    site_ground: SiteGround, page_without_scripts: Page
):
    city = build_city(site_ground)
    page_without_scripts.set_viewport_size(PHONE)
    ada = Visitor(page_without_scripts, "en")
    first = Comment.objects.filter(subject=city.proposal, parent=None).earliest("pk")
    ada.visit("sign_in")
    ada.sign_in_as_newcomer("ada@example.nl", "Ada")
    ada.visit("comment", first.pk)
    button = ada.main.locator(f"#comment-{first.pk} .comment__helpful")
    button.focus()
    ada.page.keyboard.press("Enter")
    expect(button).to_have_attribute("aria-pressed", "true")
    first.refresh_from_db()
    assert first.helpful_count == 1

    reply = ada.main.locator(f"#comment-{first.pk}").get_by_role("link", name=ada.words("Reply"))
    reply.focus()
    ada.page.keyboard.press("Enter")
    ada.main.locator("[name=text]").focus()
    ada.page.keyboard.type("@Sam: for me too.")
    ada.button("Post my comment").focus()
    ada.page.keyboard.press("Enter")
    ada.reads("@Sam: for me too.")
    answer = Comment.objects.get(parent=first, author__display_name="Ada")
    ada.visit("edit_comment", answer.pk)
    ada.fill(text="@Sam: for me as well.")
    ada.press("Change my comment")
    ada.reads("@Sam: for me as well.")
    ada.follow("See all comments")
    ada.is_at("proposal", city.proposal.reference.string)
    ada.reads("@Sam: for me as well.")
    assert ada.page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
