import pytest

from tests.browser.conftest import DESK

ADDRESSES = {"home": "/nl/", "home in English": "/en/", "not found": "/nl/bestaat-niet/"}


@pytest.mark.parametrize("address", ADDRESSES.values(), ids=ADDRESSES)
def test_page_keeps_wcag_at_both_sizes_and_contacts_no_other_host(
    address, phone_page, site_ground, live_server, check_access, check_reflow
):
    hosts, refused = set(), []
    phone_page.on("request", lambda request: hosts.add("/".join(request.url.split("/")[:3])))
    phone_page.on(
        "console", lambda message: refused.append(message.text) if "Content Security" in message.text else None
    )
    phone_page.goto(address)
    check_access(phone_page)
    check_reflow(phone_page)
    phone_page.set_viewport_size(DESK)
    check_access(phone_page)
    assert {host for host in hosts if not host.startswith("data:")} == {live_server.url}
    assert refused == []


def test_front_page_works_without_scripts(page_without_scripts, site_ground):
    page_without_scripts.goto("/")
    assert page_without_scripts.url.endswith("/nl/")
    assert page_without_scripts.locator("main").count() == 1


def test_ground_is_laid_again_after_a_flush(page, site_ground):
    page.goto("/nl/")
    assert page.locator("html").get_attribute("lang") == "nl"
