"""What every answer says to the browser before any of its content."""

import pytest

from tests.factories.accounts import UserFactory

PUBLIC = ["/nl/", "/en/", "/nl/bestaat-niet/", "/healthz", "/robots.txt", "/.well-known/security.txt"]


def policy(answer):
    directives = (part.split() for part in answer.headers["Content-Security-Policy"].split(";"))
    return {name: set(values) for name, *values in directives}


@pytest.mark.parametrize("address", PUBLIC)
def test_public_page_has_a_strict_content_policy(address, client, site_ground):
    found = policy(client.get(address))
    assert {value for values in found.values() for value in values if "unsafe" in value} == set()
    assert {
        name: found[name] for name in ("default-src", "base-uri", "form-action", "frame-ancestors", "object-src")
    } == {
        "default-src": {"'self'"},
        "base-uri": {"'self'"},
        "form-action": {"'self'"},
        "frame-ancestors": {"'self'"},
        "object-src": {"'none'"},
    }


@pytest.mark.parametrize("address", PUBLIC)
def test_public_page_sets_no_cookie(address, client, site_ground):
    assert client.get(address).cookies == {}


@pytest.mark.parametrize("address", [*PUBLIC, "/admin/"])
def test_every_answer_says_how_it_may_be_used(address, client, site_ground):
    headers = client.get(address).headers
    assert {name: headers.get(name) for name in ("X-Content-Type-Options", "Referrer-Policy", "X-Frame-Options")} == {
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "same-origin",
        "X-Frame-Options": "SAMEORIGIN",
    }
    assert "camera=()" in headers["Permissions-Policy"]
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"


def test_admin_has_a_policy_of_its_own_and_no_foreign_host(client, site_ground):
    client.force_login(UserFactory(is_superuser=True, is_staff=True))
    answer = client.get("/admin/")
    sources = {value for values in policy(answer).values() for value in values}
    assert answer.status_code == 200
    assert sources == {"'self'", "'none'", "'unsafe-inline'", "data:", "blob:"}
    assert "'unsafe-eval'" not in sources
    assert [host for host in ("releases.wagtail.org", "gravatar.com") if host in answer.content.decode()] == []


def test_a_page_that_only_begins_like_the_admin_has_the_strict_policy(client, site_ground):
    assert "'unsafe-inline'" not in client.get("/administratie/").headers["Content-Security-Policy"]


def test_front_address_leads_to_the_readers_language(client, site_ground):
    assert client.get("/", headers={"accept-language": "en"}).headers["Location"] == "/en/"
    assert client.get("/", headers={"accept-language": "fr"}).headers["Location"] == "/nl/"
