from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from uuid import uuid4

import pytest
import time_machine
from django.contrib.auth.models import AnonymousUser
from django.core.cache import cache
from django.http import HttpResponse
from django.test import RequestFactory
from django.urls import path, resolve, reverse

import config.urls
from base.middleware import WriteLimitMiddleware
from base.write_limit import seconds_to_wait, unlimited
from tests.factories.accounts import UserFactory

NOON = datetime(2026, 11, 3, 12, 0, tzinfo=UTC)


def write(request):
    return HttpResponse("written")


@unlimited
def cast(request):
    return HttpResponse("cast")


def decline(request):
    return HttpResponse("declined", status=400)


urlpatterns = [path("write/", write), path("cast/", cast), path("admin/write/", write), *config.urls.urlpatterns]


@pytest.fixture
def doors(settings):
    settings.ROOT_URLCONF = __name__
    settings.WRITE_LIMITS = {"account": 2, "address": 3}
    # Every hour has limits of its own: no test runs over the end of one.
    with time_machine.travel(NOON + timedelta(minutes=5), tick=False):
        yield


def statuses(client, address, times, **extra):
    return [client.post(address, **extra).status_code for _time in range(times)]


@pytest.mark.django_db
def test_writes_of_an_account_are_refused_beyond_its_limit(client, doors):
    client.force_login(UserFactory())
    assert statuses(client, "/write/", 3) == [200, 200, 429]


@pytest.mark.django_db
def test_accounts_at_one_address_do_not_use_up_each_others_limit(client, doors):
    for _person in range(3):
        client.force_login(UserFactory())
        assert statuses(client, "/write/", 2) == [200, 200]


@pytest.mark.django_db
def test_writes_of_nobody_are_refused_per_address(client, doors):
    assert statuses(client, "/write/", 4) == [200, 200, 200, 429]
    assert statuses(client, "/write/", 1, REMOTE_ADDR="192.0.2.7") == [200]


@pytest.mark.django_db
def test_staff_write_ten_times_as_much_in_the_admin_and_keep_their_own_for_the_site(client, doors):
    client.force_login(UserFactory())
    assert statuses(client, "/admin/write/", 21) == [200] * 20 + [429]
    assert statuses(client, "/write/", 3) == [200, 200, 429]


@pytest.mark.django_db
def test_casting_a_ballot_is_never_refused_for_its_number(client, doors):
    client.force_login(UserFactory())
    statuses(client, "/write/", 3)
    assert statuses(client, "/cast/", 5) == [200] * 5


def test_casting_a_ballot_and_handing_in_a_formal_view_are_unlimited():
    for address in (reverse("ballot", args=["RND-2026-001"]), reverse("check_view", args=["RND-2026-001", uuid4()])):
        assert resolve(address).func.unlimited is True


@pytest.mark.django_db
def test_reading_is_not_counted(client, doors):
    assert [client.get("/write/").status_code for _time in range(5)] == [200] * 5
    assert statuses(client, "/write/", 3) == [200, 200, 200]


@pytest.mark.django_db
def test_limit_begins_anew_with_the_next_hour(client, doors):
    client.force_login(UserFactory())
    with time_machine.travel(NOON + timedelta(minutes=10), tick=False) as clock:
        assert statuses(client, "/write/", 3) == [200, 200, 429]
        clock.move_to(NOON + timedelta(minutes=60))
        assert statuses(client, "/write/", 1) == [200]


@pytest.mark.django_db
def test_refusal_says_when_to_come_back(client, doors):
    client.force_login(UserFactory())
    with time_machine.travel(NOON + timedelta(minutes=50), tick=False):
        statuses(client, "/write/", 2)
        answer = client.post("/write/", HTTP_ORIGIN="http://testserver")
    assert answer.headers["Retry-After"] == "600"
    assert "10 min" in answer.content.decode()


@pytest.mark.django_db
def test_script_that_asks_for_json_gets_the_sentence(client, doors):
    client.force_login(UserFactory())
    statuses(client, "/write/", 2)
    answer = client.post("/write/", headers={"accept": "application/json"})
    assert (answer.status_code, list(answer.json())) == (429, ["refusal"])


def test_a_cache_that_is_down_keeps_nobody_from_writing(monkeypatch, caplog):
    def fail(*args, **kwargs):
        raise ConnectionError("no cache")

    monkeypatch.setattr(cache, "incr", fail)
    request = RequestFactory().post("/write/")
    request.user = AnonymousUser()
    assert seconds_to_wait(request, at=NOON) == 0
    assert "cache does not answer" in caplog.text


def test_cache_holds_no_address(monkeypatch):
    keys = []
    monkeypatch.setattr(
        "base.counter.cache", SimpleNamespace(add=lambda key, *a, **k: keys.append(key), incr=lambda key: 1)
    )
    request = RequestFactory().post("/write/", REMOTE_ADDR="192.0.2.7")
    request.user = AnonymousUser()
    seconds_to_wait(request, at=NOON)
    assert keys
    assert "192.0.2" not in keys[0]


def test_middleware_lets_the_view_answer_for_itself():
    request = RequestFactory().get("/write/")
    assert WriteLimitMiddleware(decline)(request).status_code == 400
