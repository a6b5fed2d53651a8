import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from base.middleware import InvisibleTextMiddleware


def posted(**values):
    request = RequestFactory().post("/", values)
    assert request.POST
    InvisibleTextMiddleware(lambda _request: HttpResponse()).process_view(request, None, [], {})
    return request.POST


@pytest.mark.parametrize("value", ["\u200b", "\ufeff \u200d", "\u202e\u202c", "\u2800", "\u3164", "\u00ad", " \n\t"])
def test_what_shows_nothing_is_nothing(value):
    found = posted(reason=value, title="De bus komt er", choice=["3", value])
    assert (found["reason"], found["title"], found.getlist("choice")) == ("", "De bus komt er", ["3", ""])


@pytest.mark.parametrize("value", ["", "x", "\u200bWelkom", "👩\u200d🏫", "می\u200cخواهم", "0", " ja "])
def test_what_shows_something_stays_to_the_letter(value):
    assert posted(reason=value)["reason"] == value
