"""Somebody at a browser of their own, who presses what a page says in their language and reads their mail.

Addresses and words are asked of the product, so that these stories hold however it words or translates them.
"""

import re
from datetime import datetime
from typing import Any

from django.core import mail
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext, ngettext
from playwright.sync_api import Locator, Page, expect
from wagtail.models import Page as WagtailPage
from wagtail_localize.models import TranslationSource

from accounts.models import User

CODE = re.compile(r"^\s*(\d{6})\s*$", re.MULTILINE)
LINK = re.compile(r"https?://\S+")


def address(name: str, *args: Any, language: str = "nl") -> str:
    with translation.override(language):
        return reverse(name, args=args)


class Visitor:
    def __init__(self, page: Page, language: str = "nl") -> None:
        self.page = page
        self.language = language

    def words(self, message: str, **values: Any) -> str:
        """What the page says for a message of the source, in this visitor's language."""
        with translation.override(self.language):
            return gettext(message) % values if values else gettext(message)

    def number_of(self, one: str, many: str, *, count: int) -> str:
        with translation.override(self.language):
            return ngettext(one, many, count) % {"count": count}

    def address(self, name: str, *args: Any) -> str:
        return address(name, *args, language=self.language)

    def visit(self, name: str, *args: Any) -> None:
        self.page.goto(self.address(name, *args))

    def visit_reference(self, string: str) -> None:
        """The address as it is cited; it leads to the page in the language that the browser asks for."""
        self.page.goto(address("lasting_address", string))

    @property
    def main(self) -> Locator:
        return self.page.locator("main")

    def button(self, message: str, **values: Any) -> Locator:
        return self.main.get_by_role("button", name=self.words(message, **values), exact=True)

    def link(self, message: str, **values: Any) -> Locator:
        return self.main.get_by_role("link", name=self.words(message, **values), exact=True)

    def press(self, message: str, **values: Any) -> None:
        self.button(message, **values).click()

    def follow(self, message: str, **values: Any) -> None:
        self.link(message, **values).first.click()

    def fill(self, **fields: str) -> None:
        """Types into the fields of the page by their names in the form."""
        for name, value in fields.items():
            self.main.locator(f"[name={name}]").fill(value)

    def sees(self, message: str, **values: Any) -> None:
        self.reads(self.words(message, **values))

    def reads(self, text: str) -> None:
        expect(self.main).to_contain_text(text)

    def does_not_see(self, message: str) -> None:
        expect(self.main).not_to_contain_text(self.words(message))

    def is_at(self, name: str, *args: Any) -> None:
        """Waits until the browser has come to a page."""
        self.page.wait_for_url(re.compile(re.escape(self.address(name, *args)) + r"([?#].*)?$"))

    def ask_for_mail(self, email: str) -> None:
        """From the sign-in page on; leaves the browser where the code is asked."""
        self.fill(email=email)
        self.press("Send me a mail")
        self.is_at("sign_in_code")

    def type_code(self) -> None:
        self.fill(code=newest_code())
        self.press("Go on")
        self.is_at("sign_in_person")

    def take_name(self, name: str) -> None:
        self.fill(display_name=name)
        self.press("Sign in with this name")

    def sign_in_as_newcomer(self, email: str, name: str) -> None:
        self.ask_for_mail(email)
        self.type_code()
        self.take_name(name)


class Desk(Visitor):
    """Somebody of staff, in Wagtail's admin. Fields go by their names, and so do the buttons of Wagtail."""

    def __init__(self, page: Page, email: str, name: str) -> None:
        super().__init__(page)
        self.email = email
        self.name = name

    def enter(self) -> None:
        """By the admin's own address, which leads to the mail."""
        self.page.goto(reverse("wagtailadmin_home"))
        self.ask_for_mail(self.email)
        self.type_code()
        self.main.get_by_role("button", name=self.name).click()
        self.page.wait_for_url(f"**{reverse('wagtailadmin_home')}")

    @property
    def person(self) -> User:
        return User.objects.get(email=self.email)

    def open(self, name: str, *args: Any) -> None:
        self.page.goto(reverse(name, args=args))

    def write(self, field: str, text: str) -> None:
        """Into a rich text field, in place of what stood there."""
        editor = self.page.locator(f"[data-contentpath={field}] [contenteditable=true]").first
        editor.click()
        editor.press("ControlOrMeta+a")
        editor.press_sequentially(text)
        # The editor hands its text to the form a moment later.
        expect(self.page.locator(f"input[name={field}]")).to_have_value(re.compile(re.escape(text)))

    def choose(self, field: str, value: str) -> None:
        self.main.locator(f"[name={field}]").select_option(value)

    def type_moment(self, field: str, moment: datetime | None) -> None:
        place = self.main.locator(f"[name={field}]")
        place.fill(timezone.localtime(moment).strftime("%Y-%m-%d %H:%M") if moment else "")
        place.press("Escape")

    def publish(self) -> None:
        """Opens the menu of the page's foot and publishes."""
        foot = self.page.locator("footer.footer")
        foot.locator("[data-controller~=w-dropdown] button[aria-expanded]").first.click()
        self.page.locator("[name=action-publish]").first.click()
        expect(self.page.locator(".messages .success")).to_be_visible()

    def succeeds(self, message: str, **values: Any) -> None:
        expect(self.page.locator(".messages .success")).to_contain_text(self.words(message, **values))

    def source_of(self, page: WagtailPage) -> TranslationSource:
        return TranslationSource.objects.get_for_instance(page)

    def translate(self, texts: dict[str, str], tab: int = 0) -> None:
        """Types the translation of each text that still waits for one, in the editor of translations."""
        self.page.get_by_role("tab").nth(tab).click()
        for text, translated in texts.items():
            segment = self.page.locator("li.incomplete").filter(has=self.page.get_by_text(text, exact=True))
            segment.get_by_role("button").click()
            segment.get_by_role("textbox").fill(translated)
            segment.get_by_role("textbox").press("Enter")
            expect(self.page.locator("li.complete").filter(has=self.page.get_by_text(text, exact=True))).to_be_visible()

    def publish_translation(self) -> None:
        self.page.locator("footer.footer [name=action][value=publish]").click()
        expect(self.page.locator(".messages .success")).to_be_visible()


def newest_code() -> str:
    found = CODE.search(str(mail.outbox[-1].body))
    assert found is not None
    return found[1]


def newest_link() -> str:
    found = LINK.search(str(mail.outbox[-1].body))
    assert found is not None
    return found[0]
