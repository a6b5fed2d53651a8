from html.parser import HTMLParser

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.urls import path

import config.urls
from base.views.failure import bad_request, is_from_here, permission_denied, server_error

HERE = "http://testserver"
TEXT = "\nEerste regel <b>met</b> 'tekens'\r\n\r\nen een tweede, lang genoeg om niet kort te zijn."


def write(request):
    return HttpResponse(request.POST["title"])


urlpatterns = [path("write/", write), *config.urls.urlpatterns]
handler404 = "base.views.failure.not_found"


class Fields(HTMLParser):
    """What a browser would send of the forms on a page: (name, value), in order."""

    def __init__(self, html):
        super().__init__()
        self.found, self.area = [], None
        self.feed(html)

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        if tag == "input" and "name" in attributes:
            self.found.append((attributes["name"], attributes.get("value", "")))
        elif tag == "textarea":
            self.area = attributes["name"]
            self.found.append((self.area, ""))

    def handle_data(self, data):
        if self.area:
            name, value = self.found[-1]
            self.found[-1] = (name, value + data)

    def handle_endtag(self, tag):
        if tag == "textarea":
            name, value = self.found[-1]
            # A browser leaves out one line break after the tag.
            self.found[-1] = (name, value.removeprefix("\n"))
            self.area = None


@pytest.fixture
def strict_client(settings, db):
    settings.ROOT_URLCONF = __name__
    return Client(enforce_csrf_checks=True)


def posted(**fields):
    return {"csrfmiddlewaretoken": "old", **fields}


def test_csrf_failure_offers_all_that_was_typed_for_sending_again(strict_client):
    answer = strict_client.post(
        "/write/?draft=1", posted(title="Bankje", text=TEXT, tags=["groen", "water"]), headers={"origin": HERE}
    )
    html = answer.content.decode()
    sent = [(name, value) for name, value in Fields(html).found if name != "csrfmiddlewaretoken"]
    assert answer.status_code == 403
    assert sent == [("title", "Bankje"), ("text", TEXT), ("tags", "groen"), ("tags", "water")]
    assert 'action="/write/?draft=1"' in html


def test_what_is_sent_again_is_accepted(strict_client):
    answer = strict_client.post("/write/", posted(title="Bankje"), headers={"origin": HERE})
    again = strict_client.post("/write/", dict(Fields(answer.content.decode()).found), headers={"origin": HERE})
    assert (again.status_code, again.content) == (200, b"Bankje")


@pytest.mark.parametrize("headers", [{"origin": "https://elders.example"}, {"origin": "null"}, {}], ids=str)
def test_csrf_failure_offers_nothing_that_another_site_filled_in(strict_client, headers):
    answer = strict_client.post("/write/", posted(title="Een vreemd stembiljet"), headers=headers)
    assert answer.status_code == 403
    assert "Een vreemd stembiljet" not in answer.content.decode()


def test_csrf_failure_is_never_kept_in_a_cache(strict_client):
    answer = strict_client.post("/write/", posted(title="Bankje"), headers={"origin": HERE})
    assert "no-store" in answer.headers["Cache-Control"]


@pytest.mark.parametrize(
    ("headers", "here"),
    [
        ({"origin": HERE}, True),
        ({"referer": f"{HERE}/nl/pagina/"}, True),
        ({"origin": "http://testserver.elders.example"}, False),
        ({"origin": "https://testserver"}, False),
        ({"origin": "https://elders.example", "referer": f"{HERE}/"}, False),
        ({}, False),
    ],
    ids=str,
)
def test_is_from_here_believes_the_origin_before_the_referer(headers, here):
    assert is_from_here(RequestFactory().post("/", headers=headers)) is here


@pytest.mark.parametrize(("language", "title"), [("nl", "Deze pagina is er niet"), ("en", "This page is not here")])
def test_not_found_speaks_the_readers_language(language, title, client, site_ground):
    answer = client.get(f"/{language}/bestaat-niet/")
    assert answer.status_code == 404
    assert title in answer.content.decode()


def test_permission_denied_says_why_where_the_view_said_it(rf, site_ground):
    request = rf.get("/nl/")
    request.user = AnonymousUser()
    assert "Alleen de griffier" in permission_denied(request, PermissionDenied("Alleen de griffier.")).content.decode()


def test_server_error_and_bad_request_need_no_database(rf):
    # No database fixture: a query would fail this test.
    assert server_error(rf.get("/nl/")).status_code == 500
    assert bad_request(rf.get("/nl/")).status_code == 400


def test_server_error_still_says_a_sentence_when_its_template_fails(rf, monkeypatch):
    def fail(name):
        raise OSError("no templates")

    monkeypatch.setattr("base.views.failure.loader.get_template", fail)
    answer = server_error(rf.get("/nl/"))
    assert (answer.status_code, answer.headers["Content-Type"]) == (500, "text/plain; charset=utf-8")


def test_host_that_is_not_ours_gets_a_page_of_its_own(client, site_ground):
    assert client.get("/nl/", headers={"host": "elders.example"}).status_code == 400


def test_a_browser_that_keeps_no_cookies_is_told_so_and_what_else_it_can_do(strict_client):
    answer = strict_client.post("/write/", {"title": TEXT}, HTTP_ORIGIN=HERE)
    page = answer.content.decode()
    assert (answer.status_code, "Sta cookies toe" in page, "bel de gemeente" in page) == (403, True, True)
    strict_client.cookies["csrftoken"] = "a" * 32
    assert "cookies" not in strict_client.post("/write/", {"title": TEXT}, HTTP_ORIGIN=HERE).content.decode()
