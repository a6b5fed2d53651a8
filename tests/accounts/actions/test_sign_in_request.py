import pytest
from django.core.cache import cache

from accounts.actions import user as user_actions
from accounts.actions.sign_in_request import Asked, ask_to_sign_in, confirm_code, finish_sign_in, open_link
from accounts.models import SignInRequest, User
from base import instants
from base.refusal import Refusal
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db


def wrong(asked: Asked) -> str:
    return f"{(int(asked.code) + 1) % 1_000_000:06d}"


def ask(email: str, at, client: str = "192.0.2.1") -> Asked:
    return ask_to_sign_in(email=email, next_path="", language="nl", client=client, by=None, at=at)


def test_ask_to_sign_in_keeps_neither_code_nor_link(asked: Asked) -> None:
    row = SignInRequest.objects.values().get()
    kept = " ".join(str(value) for value in row.values())
    assert asked.code not in kept
    assert asked.secret not in kept
    assert (len(asked.code), len(asked.secret)) == (6, 43)


def test_ask_to_sign_in_makes_other_secrets_each_time(noon) -> None:
    made = [ask("noor@example.nl", noon) for _each in range(10)]
    assert len({one.secret for one in made}) == 10
    assert len({one.sign_in_request.code_digest for one in made}) == 10


def test_ask_to_sign_in_is_limited_per_address_until_the_next_hour(noon, later, settings) -> None:
    settings.SIGN_IN = settings.SIGN_IN | {"mails_per_address_per_hour": 2}
    ask("noor@example.nl", noon)
    ask("NOOR@example.nl", noon)
    with pytest.raises(Refusal) as refused:
        ask("noor@example.nl", later(59))
    assert instants.clock(later(60)) in refused.value.sentence
    ask("sam@example.nl", noon)
    ask("noor@example.nl", later(60))
    assert SignInRequest.objects.count() == 4


def test_ask_to_sign_in_is_limited_per_client(noon, settings) -> None:
    settings.SIGN_IN = settings.SIGN_IN | {"mails_per_client_per_hour": 3}
    for number in range(3):
        ask(f"bewoner{number}@example.nl", noon)
    with pytest.raises(Refusal):
        ask("noor@example.nl", noon)
    ask("noor@example.nl", noon, client="198.51.100.7")


def test_ask_to_sign_in_goes_on_without_a_cache(noon, monkeypatch) -> None:
    def fail(*args, **kwargs) -> None:
        raise ConnectionError

    monkeypatch.setattr(cache, "add", fail)
    monkeypatch.setattr(cache, "get", fail)
    asked = ask("noor@example.nl", noon)
    confirm_code(sign_in_request=asked.sign_in_request, code=asked.code, by=None, at=noon)
    assert SignInRequest.objects.get().used_at == noon


def test_ask_to_sign_in_sweeps_old_requests(asked: Asked, later) -> None:
    ask("sam@example.nl", later(15 + 24 * 60))
    assert SignInRequest.objects.count() == 2
    ask("sam@example.nl", later(15 + 24 * 60 + 1))
    assert list(SignInRequest.objects.values_list("email", flat=True)) == ["sam@example.nl", "sam@example.nl"]


def test_ask_to_sign_in_writes_no_address_into_the_cache(noon, monkeypatch) -> None:
    keys = []
    monkeypatch.setattr(cache, "add", lambda key, *args, **kwargs: keys.append(key))
    monkeypatch.setattr(cache, "incr", lambda key, *args, **kwargs: 1)
    ask("noor@example.nl", noon)
    assert len(keys) == 2
    assert not [key for key in keys if "noor" in key or "192.0.2.1" in key]


def test_confirm_code_takes_the_code_to_the_last_moment(asked: Asked, later) -> None:
    confirm_code(sign_in_request=asked.sign_in_request, code=asked.code, by=None, at=later(14.99))
    assert SignInRequest.objects.get().used_at == later(14.99)


def test_confirm_code_refuses_at_the_moment_of_expiry(asked: Asked, later) -> None:
    with pytest.raises(Refusal):
        confirm_code(sign_in_request=asked.sign_in_request, code=asked.code, by=None, at=later(15))


def test_confirm_code_refuses_after_five_wrong_ones_even_the_right_one(asked: Asked, noon) -> None:
    for _each in range(5):
        with pytest.raises(Refusal):
            confirm_code(sign_in_request=asked.sign_in_request, code=wrong(asked), by=None, at=noon)
    with pytest.raises(Refusal):
        confirm_code(sign_in_request=asked.sign_in_request, code=asked.code, by=None, at=noon)
    assert SignInRequest.objects.get().attempts == 5
    # The link is too long to be guessed: it goes on working.
    open_link(secret=asked.secret, by=None, at=noon)


def test_confirm_code_tells_how_many_tries_are_left(asked: Asked, noon) -> None:
    with pytest.raises(Refusal) as refused:
        confirm_code(sign_in_request=asked.sign_in_request, code=wrong(asked), by=None, at=noon)
    assert "4" in refused.value.sentence


def test_confirm_code_works_once(asked: Asked, noon) -> None:
    confirm_code(sign_in_request=asked.sign_in_request, code=asked.code, by=None, at=noon)
    with pytest.raises(Refusal):
        confirm_code(sign_in_request=asked.sign_in_request, code=asked.code, by=None, at=noon)


def test_confirm_code_refuses_the_code_of_another_request(asked: Asked, noon) -> None:
    other = ask("noor@example.nl", noon)
    with pytest.raises(Refusal):
        confirm_code(sign_in_request=other.sign_in_request, code=asked.code, by=None, at=noon)


def test_confirm_code_refuses_codes_after_too_many_wrong_ones_in_a_day_but_not_the_link(noon, settings) -> None:
    settings.SIGN_IN = settings.SIGN_IN | {"wrong_codes_per_address_per_day": 2}
    for _each in range(2):
        tried = ask("noor@example.nl", noon)
        with pytest.raises(Refusal):
            confirm_code(sign_in_request=tried.sign_in_request, code=wrong(tried), by=None, at=noon)
    asked = ask("noor@example.nl", noon)
    with pytest.raises(Refusal):
        confirm_code(sign_in_request=asked.sign_in_request, code=asked.code, by=None, at=noon)
    assert open_link(secret=asked.secret, by=None, at=noon) == asked.sign_in_request
    neighbour = ask("sam@example.nl", noon)
    confirm_code(sign_in_request=neighbour.sign_in_request, code=neighbour.code, by=None, at=noon)


def test_open_link_refuses_after_its_time(asked: Asked, later) -> None:
    with pytest.raises(Refusal):
        open_link(secret=asked.secret, by=None, at=later(15))


def test_open_link_refuses_a_secret_nobody_was_sent(asked: Asked, noon) -> None:
    with pytest.raises(Refusal):
        open_link(secret=asked.secret[:-1], by=None, at=noon)
    with pytest.raises(Refusal):
        open_link(secret=asked.sign_in_request.link_digest, by=None, at=noon)


def test_finish_sign_in_refuses_before_the_address_was_shown(asked: Asked, noon) -> None:
    with pytest.raises(Refusal):
        finish_sign_in(sign_in_request=asked.sign_in_request, person=None, display_name="Noor", by=None, at=noon)
    assert User.objects.count() == 0


def test_finish_sign_in_works_once_for_two_that_race(asked: Asked, noon) -> None:
    shown = confirm_code(sign_in_request=asked.sign_in_request, code=asked.code, by=None, at=noon)
    stale = SignInRequest.objects.get(pk=shown.pk)
    finish_sign_in(sign_in_request=shown, person=None, display_name="Noor", by=None, at=noon)
    with pytest.raises(Refusal):
        finish_sign_in(sign_in_request=stale, person=None, display_name="Sam", by=None, at=noon)
    assert list(User.objects.values_list("display_name", flat=True)) == ["Noor"]


def test_finish_sign_in_lets_the_database_decide_between_two_of_one_name(asked: Asked, noon, monkeypatch) -> None:
    shown = confirm_code(sign_in_request=asked.sign_in_request, code=asked.code, by=None, at=noon)
    UserFactory(email="noor@example.nl", display_name="noor")
    # As it is when the other was made after we looked.
    monkeypatch.setattr(user_actions, "_refusal_of_twin", lambda *args, **kwargs: "")
    with pytest.raises(Refusal):
        finish_sign_in(sign_in_request=shown, person=None, display_name="Noor", by=None, at=noon)
    assert User.objects.count() == 1
    assert SignInRequest.objects.get().finished_at is None


def test_finish_sign_in_refuses_who_takes_too_long(asked: Asked, noon, later) -> None:
    shown = open_link(secret=asked.secret, by=None, at=noon)
    with pytest.raises(Refusal):
        finish_sign_in(sign_in_request=shown, person=None, display_name="Noor", by=None, at=later(15))


def test_finish_sign_in_refuses_an_account_that_is_closed(asked: Asked, noon) -> None:
    closed = UserFactory(email="noor@example.nl", display_name="Noor", is_active=False)
    shown = open_link(secret=asked.secret, by=None, at=noon)
    for person, name in ((closed, ""), (None, "Een ander")):
        with pytest.raises(Refusal):
            finish_sign_in(sign_in_request=shown, person=person, display_name=name, by=None, at=noon)
    assert User.objects.count() == 1


@pytest.mark.parametrize("name", ["", "N", "noor@example.nl", "No\u0000or", "   "])
def test_finish_sign_in_refuses_a_name_that_cannot_be_shown(asked: Asked, noon, name: str) -> None:
    shown = open_link(secret=asked.secret, by=None, at=noon)
    with pytest.raises(Refusal):
        finish_sign_in(sign_in_request=shown, person=None, display_name=name, by=None, at=noon)
    assert User.objects.count() == 0
