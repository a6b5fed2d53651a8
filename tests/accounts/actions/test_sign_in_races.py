"""Two browsers in the same instant, on connections of their own."""

from datetime import datetime

import pytest

from accounts.actions.sign_in_request import Asked, ask_to_sign_in, confirm_code, finish_sign_in, open_link
from accounts.models import SignInRequest, User
from base.refusal import Refusal
from tests.database_races import at_once

pytestmark = pytest.mark.django_db(transaction=True)


def ask(at: datetime) -> Asked:
    return ask_to_sign_in(email="thuis@example.nl", next_path="", language="nl", client="192.0.2.1", by=None, at=at)


def kinds(answers: list[object]) -> list[str]:
    return sorted(type(answer).__name__ for answer in answers)


def test_code_and_link_at_once_work_once(many_connections: None, noon: datetime) -> None:
    asked = ask(noon)
    answers = at_once(
        lambda: confirm_code(sign_in_request=asked.sign_in_request, code=asked.code, by=None, at=noon),
        lambda: open_link(secret=asked.secret, by=None, at=noon),
        lambda: open_link(secret=asked.secret, by=None, at=noon),
    )
    assert kinds(answers) == ["Refusal", "Refusal", "SignInRequest"]


def test_wrong_codes_at_once_are_all_counted(many_connections: None, noon: datetime) -> None:
    asked = ask(noon)
    wrong = f"{(int(asked.code) + 1) % 1_000_000:06d}"
    answers = at_once(
        *[lambda: confirm_code(sign_in_request=asked.sign_in_request, code=wrong, by=None, at=noon)] * 7,
    )
    assert kinds(answers) == ["Refusal"] * 7
    assert SignInRequest.objects.get().attempts == 5


def test_a_name_form_sent_twice_makes_one_account(many_connections: None, noon: datetime) -> None:
    asked = ask(noon)
    shown = open_link(secret=asked.secret, by=None, at=noon)
    answers = at_once(
        *[lambda: finish_sign_in(sign_in_request=shown, person=None, display_name="Noor", by=None, at=noon)] * 2,
    )
    assert kinds(answers) == ["Refusal", "User"]
    assert User.objects.count() == 1


def test_two_at_one_address_with_one_name_become_one_account(many_connections: None, noon: datetime) -> None:
    shown = [open_link(secret=ask(noon).secret, by=None, at=noon) for _each in range(2)]
    answers = at_once(
        lambda: finish_sign_in(sign_in_request=shown[0], person=None, display_name="Noor", by=None, at=noon),
        lambda: finish_sign_in(sign_in_request=shown[1], person=None, display_name="noor", by=None, at=noon),
    )
    assert kinds(answers) == ["Refusal", "User"]
    assert User.objects.count() == 1
    assert all(isinstance(answer, Refusal | User) for answer in answers)


def test_two_at_one_address_with_two_names_become_two_accounts(many_connections: None, noon: datetime) -> None:
    shown = [open_link(secret=ask(noon).secret, by=None, at=noon) for _each in range(2)]
    answers = at_once(
        lambda: finish_sign_in(sign_in_request=shown[0], person=None, display_name="Noor", by=None, at=noon),
        lambda: finish_sign_in(sign_in_request=shown[1], person=None, display_name="Sam", by=None, at=noon),
    )
    assert kinds(answers) == ["User", "User"]
    assert sorted(User.objects.values_list("display_name", flat=True)) == ["Noor", "Sam"]
