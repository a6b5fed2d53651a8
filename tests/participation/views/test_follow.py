import json
from pathlib import Path

import pytest
import time_machine
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from base import mail_sink
from base.actions.reference import show_reference
from participation.actions.follow import stop_follows
from participation.follow_links import again_value, confirm_path, key_to_confirm, keys_to_stop, stop_path
from participation.forms.follow import FollowForm
from participation.models import Follow
from tests.factories.accounts import UserFactory
from tests.factories.base import MOMENT
from tests.factories.participation import FollowFactory
from tests.factories.proposals import DecisionFactory

pytestmark = pytest.mark.django_db

STRINGS = Path(__file__).resolve().parents[4] / "shared/data/hostile/blns.json"
# What would become a second header, or a second recipient.
INJECTIONS = [
    "sam@example.nl\nBcc: ieder@example.nl",
    "sam@example.nl\r\nBcc: ieder@example.nl",
    "sam@example.nl, ieder@example.nl",
    "sam@example.nl;ieder@example.nl",
    "Sam <sam@example.nl>",
    "sam@example.nl%0aBcc:ieder@example.nl",
    "sam@example.nl\x00",
    "sam@exam\u0131ple.nl\u2028x",
    f"{'s' * 250}@example.nl",
]


@pytest.fixture
def address(agenda_item) -> str:
    return reverse("follow", args=[agenda_item.reference.string])


def link_of(message) -> str:
    return next(line for line in message.body.splitlines() if line.startswith("http")).removeprefix("http://testserver")


def test_a_guest_asks_confirms_by_the_button_and_stops_again(client, agenda_item, address):
    response = client.post(address, {"address": "Sam@example.nl"})
    assert response.headers["Location"] == f"{address}?asked"
    (message,) = mail.outbox
    assert (message.to, message.extra_headers["Auto-Submitted"]) == (["sam@example.nl"], "auto-generated")
    assert message.subject == f"Bevestig dat je {agenda_item.reference.string} wilt volgen"
    link = link_of(message)
    for _scanner in range(2):
        assert client.get(link).status_code == 200
    assert Follow.objects.get().confirmed_at is None
    assert client.post(link).status_code == 200
    follow = Follow.objects.get()
    assert follow.confirmed_at is not None
    stop = stop_path([follow])
    assert client.get(stop).status_code == 200
    assert Follow.objects.count() == 1
    response = client.post(stop)
    assert Follow.objects.count() == 0
    assert client.get(stop).context["is_stopped"] is True
    client.post(reverse("follow_again"), {"again": response.context["again"]})
    assert Follow.objects.get().address == "sam@example.nl"
    # Nobody needed a cookie for it.
    assert client.cookies == {}


def test_the_answer_is_the_same_whether_the_address_is_known_or_not(client, agenda_item, address, resident):
    FollowFactory(reference=agenda_item.reference, person=resident, address="")
    FollowFactory(reference=agenda_item.reference, address="sam@example.nl")
    answers = [
        (response.status_code, response.headers["Location"], client.get(response.headers["Location"]).content)
        for response in (
            client.post(address, {"address": typed})
            for typed in (resident.email, "sam@example.nl", "nieuw@example.nl", "nieuw@example.nl")
        )
    ]
    assert len(set(answers)) == 1
    assert [message.to for message in mail.outbox] == [["nieuw@example.nl"]]


def test_an_address_that_is_none_stays_as_it_was_typed(client, address):
    response = client.post(address, {"address": "sam@"})
    assert response.status_code == 422
    assert 'value="sam@"' in response.content.decode()
    assert client.post(address, {"address": ""}).status_code == 422


def test_no_string_that_people_send_does_harm(client, address, settings):
    settings.WRITE_LIMITS = {"account": 10_000, "address": 10_000}
    settings.FOLLOW = settings.FOLLOW | {"asked_per_client_per_hour": 10_000}
    strings = INJECTIONS + (json.loads(STRINGS.read_text(encoding="utf-8")) if STRINGS.exists() else [])
    for string in strings:
        form = FollowForm({"address": string})
        assert form.is_valid() is False, string
        assert form.errors["address"]
    for string in [*INJECTIONS, *strings[len(INJECTIONS) :: 40]]:
        response = client.post(address, {"address": string})
        assert response.status_code == 422
        assert "<script>alert" not in response.content.decode()
    assert (mail.outbox, Follow.objects.count()) == ([], 0)


def test_a_person_follows_and_stops_with_one_button(client, agenda_item, address, resident):
    client.force_login(resident)
    assert client.post(address, {"follow": "yes"}).status_code == 302
    assert [(follow.person, follow.address) for follow in Follow.objects.all()] == [(resident, "")]
    page = client.get(agenda_item.get_url())
    assert page.context["follow"]["is_following"] is True
    assert client.post(address, {"follow": "no"}).status_code == 302
    assert (Follow.objects.count(), mail.outbox) == (0, [])
    assert client.get(address).status_code == 200


def test_nobody_makes_a_signed_in_person_follow_from_another_site(agenda_item, address, resident):
    elsewhere = Client(enforce_csrf_checks=True)
    elsewhere.force_login(resident)
    assert elsewhere.post(address, {"follow": "yes"}).status_code == 403
    assert elsewhere.post(reverse("stop_own_follows")).status_code == 403
    assert Follow.objects.count() == 0
    assert Client(enforce_csrf_checks=True).post(address, {"address": "sam@example.nl"}).status_code == 302


def test_one_click_of_a_mail_program_stops_at_once_without_cookie_or_redirect(agenda_item, settings):
    settings.WRITE_LIMITS = {"account": 0, "address": 0}
    program = Client(enforce_csrf_checks=True)
    follow = FollowFactory(reference=agenda_item.reference)
    for _press in range(2):
        response = program.post(stop_path([follow]), {"List-Unsubscribe": "One-Click"})
        assert (response.status_code, response.headers["Content-Type"]) == (200, "text/plain; charset=utf-8")
    assert (Follow.objects.count(), program.cookies) == (0, {})


def test_a_link_does_only_what_it_is_for_and_no_key_alone_does_anything(client, agenda_item):
    follow = FollowFactory(reference=agenda_item.reference, confirmed_at=None)
    confirm, stop = (path.rpartition("/")[2] for path in (confirm_path(follow), stop_path([follow])))
    assert (key_to_confirm(stop), keys_to_stop(confirm)) == ("", [])
    for token in (confirm, follow.key, f"{stop}x", "x"):
        assert client.post(reverse("stop_follow", args=[token])).status_code == 404
    for token in (stop, follow.key, f"{confirm}x"):
        assert client.post(reverse("confirm_follow", args=[token])).status_code == 410
    assert Follow.objects.get().confirmed_at is None
    assert follow.address not in confirm + stop


def test_a_link_to_confirm_grows_old_and_a_link_to_stop_does_not(client, agenda_item):
    with time_machine.travel(MOMENT, tick=False):
        follow = FollowFactory(reference=agenda_item.reference, confirmed_at=None)
        confirm, stop = confirm_path(follow), stop_path([follow])
    with time_machine.travel(MOMENT.replace(year=2046), tick=False):
        assert client.post(confirm).status_code == 410
        assert Follow.objects.get().confirmed_at is None
        assert client.post(stop).status_code == 200
        assert Follow.objects.count() == 0


def test_following_again_is_for_who_stopped_just_now(client, agenda_item):
    with time_machine.travel(MOMENT, tick=False):
        value = again_value(stop_follows(keys=[FollowFactory(reference=agenda_item.reference).key]))
    for wrong in (value, "", "x", value[:-1]):
        assert client.post(reverse("follow_again"), {"again": wrong}).status_code == 410
    assert Follow.objects.count() == 0


def test_what_is_not_public_is_not_followed_and_can_be_stopped(client, agenda_item, address, resident):
    follow = FollowFactory(reference=agenda_item.reference, confirmed_at=None)
    confirm = confirm_path(follow)
    show_reference(reference=agenda_item.reference, is_public=False)
    assert client.get(address).status_code == 404
    assert client.post(address, {"address": "sam@example.nl"}).status_code == 404
    assert client.post(confirm).status_code == 410
    response = client.get(stop_path([follow]))
    assert "Veilig naar school" not in response.content.decode()
    client.post(stop_path([follow]))
    assert Follow.objects.count() == 0
    assert client.get(reverse("follow", args=["LEA-2026-999"])).status_code == 404


def test_every_page_of_a_thing_offers_to_follow_it(client, agenda_item):
    decision = DecisionFactory(about=agenda_item.reference)
    for path, reference in (
        (agenda_item.get_url(), agenda_item.reference),
        (reverse("versions", args=[agenda_item.reference.string]), agenda_item.reference),
        (reverse("decision", args=[decision.reference.string]), decision.reference),
    ):
        html = client.get(path).content.decode()
        assert f'action="{reverse("follow", args=[reference.string])}"' in html
        assert reverse("feed", args=[reference.string]) in html
    assert client.cookies == {}


def test_my_page_lists_what_i_follow_and_stops_one_or_everything(client, agenda_item, resident):
    decision = DecisionFactory()
    FollowFactory(reference=agenda_item.reference, person=resident, address="")
    FollowFactory(reference=decision.reference, person=resident, address="")
    other = FollowFactory(reference=agenda_item.reference, person=UserFactory(), address="")
    client.force_login(resident)
    html = client.get(reverse("my_page")).content.decode()
    assert "Veilig naar school" in html
    show_reference(reference=agenda_item.reference, is_public=False)
    assert "Veilig naar school" not in client.get(reverse("my_page")).content.decode()
    client.post(reverse("stop_own_follows"), {"reference": agenda_item.reference.string})
    assert [one.reference for one in Follow.objects.filter(person=resident)] == [decision.reference]
    client.post(reverse("stop_own_follows"), {"everything": "yes"})
    assert list(Follow.objects.all()) == [other]


def test_my_page_takes_as_many_queries_however_much_one_follows(client, resident):
    client.force_login(resident)
    client.get(reverse("my_page"))
    counted = []
    for number in (1, 2):
        for _more in range(number):
            FollowFactory(reference=DecisionFactory().reference, person=resident, address="")
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse("my_page"))
        counted.append(len(queries))
    assert counted[0] == counted[1]


def test_mails_and_pages_speak_the_language_in_which_was_asked(client, agenda_item):
    with translation.override("en"):
        english = reverse("follow", args=[agenda_item.reference.string])
    client.post(english, {"address": "sam@example.nl"})
    assert mail.outbox[0].subject == f"Confirm that you want to follow {agenda_item.reference.string}"
    assert link_of(mail.outbox[0]).startswith("/en/follow/confirm/")


def test_the_demonstration_shows_the_mail_on_screen(client, address, settings, tmp_path):
    settings.EMAIL_BACKEND, settings.MAIL_SINK = "base.mail_sink.SinkBackend", tmp_path / "mail"
    client.post(address, {"address": "sam@example.nl"})
    (message,) = mail_sink.mails(to="sam@example.nl")
    client.post(message.link.removeprefix("http://testserver"))
    assert Follow.objects.get().confirmed_at is not None
