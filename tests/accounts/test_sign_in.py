"""Signing in as people do it: through the pages, with the mail at hand."""

from datetime import timedelta

import pytest
from allauth.account.signals import user_logged_in
from allauth.mfa.models import Authenticator
from django.core import mail
from django.db import connection
from django.http import HttpResponse
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext

from accounts.models import SignInRequest, User
from base.models import AuditEntry
from config.urls import urlpatterns as all_urls
from tests.accounts.conftest import Person, at, code_of, link_of
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db


def test_sign_in_lets_a_newcomer_in_with_code_and_name(laptop: Person) -> None:
    assert laptop.ask("Noor@Example.nl", next_path="/nl/mijn/?a=1").headers["Location"] == at("sign_in_code")
    answer = laptop.type_code(code_of(mail.outbox[0]))
    assert answer.headers["Location"] == at("sign_in_person")
    answer = laptop.take_name("  Noor   uit Zuid ")

    assert answer.headers["Location"] == "/nl/mijn/?a=1"
    person = User.objects.get()
    assert (person.email, person.display_name) == ("noor@example.nl", "Noor uit Zuid")
    assert [group.name for group in person.groups.all()] == ["resident"]
    assert laptop.user_key == str(person.pk)
    assert not person.has_usable_password()


def test_sign_in_leads_to_my_page_without_a_next(laptop: Person) -> None:
    laptop.ask("noor@example.nl")
    laptop.type_code(code_of(mail.outbox[0]))
    assert laptop.take_name("Noor").headers["Location"] == at("my_page")


def test_sign_in_lets_somebody_known_choose_who_they_are(laptop: Person) -> None:
    noor = UserFactory(email="thuis@example.nl", display_name="Noor")
    sam = UserFactory(email="thuis@example.nl", display_name="Sam")
    laptop.ask("thuis@example.nl")
    laptop.type_code(code_of(mail.outbox[0]))
    page = laptop.client.get(at("sign_in_person")).content.decode()

    assert str(noor.key) in page
    assert str(sam.key) in page
    laptop.choose(sam.key)
    assert laptop.user_key == str(sam.pk)


def test_sign_in_lets_a_second_person_at_an_address_take_part(laptop: Person) -> None:
    noor = UserFactory(email="thuis@example.nl", display_name="Noor")
    laptop.ask("thuis@example.nl")
    laptop.type_code(code_of(mail.outbox[0]))
    laptop.take_name("Sam")

    sam = User.objects.exclude(pk=noor.pk).get()
    assert (sam.email, sam.display_name) == ("thuis@example.nl", "Sam")
    assert laptop.user_key == str(sam.pk)


def test_sign_in_lets_no_more_people_in_at_an_address_than_a_household(laptop: Person, settings) -> None:
    most = settings.SIGN_IN["accounts_per_address"]
    for number in range(most - 1):
        UserFactory(email="thuis@example.nl", display_name=f"Kind {number}", is_active=number != 0)
    for name, people in (("Sam", most), ("Nog een", most)):
        laptop.ask("thuis@example.nl")
        laptop.type_code(code_of(mail.outbox[-1]))
        answer = laptop.take_name(name)
        assert User.objects.count() == people
    assert answer.status_code == 422
    assert settings.CITY_CONTACT in answer.content.decode()


def test_sign_in_link_used_before_says_that_one_is_signed_in_and_leads_on(laptop: Person) -> None:
    laptop.ask("noor@example.nl", next_path="/nl/agenda/")
    link = link_of(mail.outbox[0])
    laptop.client.post(link)
    laptop.take_name("Noor")
    page = laptop.client.get(link)
    assert (page.status_code, page.context["next"]) == (200, "/nl/agenda/")
    assert gettext("You are signed in already, as %(name)s") % {"name": "Noor"} in page.content.decode()
    # For somebody else it is what it was: used.
    assert Client().get(link).status_code == 410


def test_header_leads_back_to_the_page_one_was_on(client: Client) -> None:
    page = at("rounds")
    assert f"{at('sign_in')}?next={page.replace('/', '%2F')}%3Fa%3D1" in client.get(f"{page}?a=1").content.decode()
    there = client.get(at("sign_in"), {"next": page}).context["account_link"]
    assert (there["url"], there["next"]) == (at("sign_in"), page)


def test_sign_in_refuses_two_of_one_name_at_an_address(laptop: Person) -> None:
    UserFactory(email="thuis@example.nl", display_name="Noor")
    laptop.ask("thuis@example.nl")
    laptop.type_code(code_of(mail.outbox[0]))
    answer = laptop.take_name("NOOR")

    assert answer.status_code == 422
    assert User.objects.count() == 1
    assert laptop.user_key is None


def test_sign_in_does_not_take_a_person_of_another_address(laptop: Person) -> None:
    stranger = UserFactory(email="elders@example.nl")
    UserFactory(email="thuis@example.nl", display_name="Noor")
    laptop.ask("thuis@example.nl")
    laptop.type_code(code_of(mail.outbox[0]))
    laptop.choose(stranger.key)
    assert laptop.user_key is None


@pytest.mark.parametrize("language", ["nl", "en"])
def test_sign_in_link_works_in_another_browser_and_returns(laptop: Person, phone: Person, language: str) -> None:
    noor = UserFactory(email="noor@example.nl")
    laptop.ask("noor@example.nl", language=language, next_path="/nl/voorstel/?draft=17#tekst")
    link = link_of(mail.outbox[0])
    assert link.startswith(at("sign_in_link", language, secret="X")[:-2])

    # A program that looks into mail opens the link, more than once: that uses nothing up.
    assert [Client().get(link).status_code for _each in range(3)] == [200, 200, 200]
    assert phone.client.post(link).headers["Location"] == at("sign_in_person", language)
    answer = phone.choose(noor.key)

    assert answer.headers["Location"] == "/nl/voorstel/?draft=17#tekst"
    assert phone.user_key == str(noor.pk)
    assert laptop.user_key is None


def test_sign_in_link_works_once(laptop: Person, phone: Person) -> None:
    laptop.ask("noor@example.nl")
    link = link_of(mail.outbox[0])
    phone.client.post(link)
    again = Client().post(link)

    assert again.status_code == 410
    assert "Location" not in again.headers
    # The code of the same mail is used up too.
    assert laptop.type_code(code_of(mail.outbox[0])).status_code == 422


def test_sign_in_link_that_is_cut_off_says_what_to_do(laptop: Person) -> None:
    laptop.ask("noor@example.nl")
    answer = Client().get(link_of(mail.outbox[0])[:-4] + "/")
    assert answer.status_code == 410
    assert at("sign_in") in answer.content.decode()


def test_sign_in_code_works_only_in_the_browser_that_asked(laptop: Person, phone: Person) -> None:
    laptop.ask("noor@example.nl")
    assert phone.type_code(code_of(mail.outbox[0])).headers["Location"] == at("sign_in")


def test_sign_in_code_may_be_typed_with_spaces(laptop: Person) -> None:
    laptop.ask("noor@example.nl")
    code = code_of(mail.outbox[0])
    assert laptop.type_code(f" {code[:3]} {code[3:]}.").headers["Location"] == at("sign_in_person")


def test_sign_in_code_expires(laptop: Person, clock) -> None:
    laptop.ask("noor@example.nl")
    clock.shift(timedelta(minutes=15))
    assert laptop.type_code(code_of(mail.outbox[0])).status_code == 422
    assert SignInRequest.objects.get().used_at is None


def test_sign_in_answers_alike_whether_or_not_there_is_an_account(db: None) -> None:
    UserFactory(email="bekend@example.nl")
    UserFactory(email="gesloten@example.nl", is_active=False)
    answers = {}
    for email in ("bekend@example.nl", "gesloten@example.nl", "onbekend@example.nl"):
        person = Person(Client())
        first = person.ask(email)
        page = person.client.get(first.headers["Location"])
        shown = page.content.decode().replace(email, "ADDRESS")
        token = page.context["csrf_token"]
        answers[email] = (first.status_code, first.headers["Location"], page.status_code, shown.replace(str(token), ""))
    bodies = {
        message.to[0]: message.body.replace(code_of(message), "").replace(link_of(message), "")
        for message in mail.outbox
    }

    assert answers["bekend@example.nl"] == answers["onbekend@example.nl"] == answers["gesloten@example.nl"]
    assert len(set(bodies.values())) == 1


def test_sign_in_never_looks_for_an_account_before_the_address_is_shown(laptop: Person) -> None:
    UserFactory(email="bekend@example.nl")
    with CaptureQueriesContext(connection) as queries:
        laptop.ask("bekend@example.nl")
        laptop.client.get(at("sign_in_code"))
    assert len(queries) > 0
    assert [query["sql"] for query in queries if "accounts_user" in query["sql"]] == []


def test_sign_in_does_not_let_a_closed_account_in(laptop: Person) -> None:
    closed = UserFactory(email="gesloten@example.nl", is_active=False)
    laptop.ask("gesloten@example.nl")
    laptop.type_code(code_of(mail.outbox[0]))
    page = laptop.client.get(at("sign_in_person"))

    assert page.status_code == 403
    assert "meedoen@waterrijk.example" in page.content.decode()
    laptop.choose(closed.key)
    laptop.take_name("Iemand anders")
    assert laptop.user_key is None
    assert User.objects.count() == 1


def test_session_of_an_account_that_is_closed_ends_at_once(client: Client) -> None:
    noor = UserFactory()
    client.force_login(noor)
    assert client.get(at("my_page")).status_code == 200
    User.objects.filter(pk=noor.pk).update(is_active=False)
    assert client.get(at("my_page")).headers["Location"] == f"{at('sign_in')}?next={at('my_page')}"


@pytest.mark.parametrize(
    "elsewhere",
    [
        "https://kwaad.example/",
        "//kwaad.example/",
        "/\\kwaad.example",
        "///kwaad.example",
        "javascript:alert(1)",
        "/a\nb",
        "/" + "a" * 2001,
    ],
)
def test_sign_in_returns_to_this_site_only(laptop: Person, elsewhere: str) -> None:
    laptop.ask("noor@example.nl", next_path=elsewhere)
    assert SignInRequest.objects.get().next_path == ""
    laptop.type_code(code_of(mail.outbox[0]))
    assert laptop.take_name("Noor").headers["Location"] == at("my_page")


def test_sign_in_keeps_the_path_alone_of_an_address_of_this_site(laptop: Person) -> None:
    laptop.ask("noor@example.nl", next_path="http://testserver/nl/agenda/?x=1")
    assert SignInRequest.objects.get().next_path == "/nl/agenda/?x=1"


def test_sign_in_goes_through_the_flow_of_allauth(laptop: Person) -> None:
    noor = UserFactory(email="noor@example.nl")
    seen = []

    def see(sender, request, user, **kwargs) -> None:
        seen.append((user, request.session["account_authentication_methods"][0]["method"]))

    user_logged_in.connect(see)
    try:
        laptop.ask("noor@example.nl")
        laptop.type_code(code_of(mail.outbox[0]))
        laptop.choose(noor.key)
    finally:
        user_logged_in.disconnect(see)
    assert seen == [(noor, "code")]


class UrlsWithSecondFactor:
    urlpatterns = [path("tweede-stap/", lambda request: HttpResponse(), name="mfa_authenticate"), *all_urls]


def test_sign_in_waits_for_the_second_factor_of_who_has_one(laptop: Person) -> None:
    clerk = UserFactory(email="griffie@example.nl")
    Authenticator.objects.create(user=clerk, type=Authenticator.Type.TOTP, data={"secret": "x"})
    with override_settings(ROOT_URLCONF=UrlsWithSecondFactor):
        laptop.ask("griffie@example.nl")
        laptop.type_code(code_of(mail.outbox[0]))
        answer = laptop.choose(clerk.key)
    assert answer.headers["Location"] == "/tweede-stap/"
    assert laptop.user_key is None


def test_sign_in_changes_the_key_of_the_session(laptop: Person) -> None:
    laptop.ask("noor@example.nl")
    before = laptop.client.session.session_key
    laptop.type_code(code_of(mail.outbox[0]))
    between = laptop.client.session.session_key
    laptop.take_name("Noor")
    assert len({before, between, laptop.client.session.session_key}) == 3


def test_sign_in_says_in_words_that_mail_cannot_be_sent(laptop: Person, settings) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    answer = laptop.ask("noor@example.nl")
    assert answer.status_code == 503
    assert "noor@example.nl" in answer.content.decode()


def test_sign_in_does_not_go_round_for_somebody_without_rights(client: Client) -> None:
    client.force_login(UserFactory(display_name="Noor"))
    answer = client.get("/admin/", follow=True)
    assert answer.redirect_chain == [(f"{at('sign_in')}?next=/admin/", 302)]
    assert answer.status_code == 200
    assert "Noor" in answer.content.decode()


def test_sign_in_leaves_a_trail_without_the_address(laptop: Person) -> None:
    laptop.ask("noor@example.nl")
    laptop.type_code(code_of(mail.outbox[0]))
    laptop.take_name("Noor")
    entries = AuditEntry.objects.exclude(act="roles_granted")
    assert list(entries.order_by("pk").values_list("act", flat=True)) == [
        "sign_in_asked",
        "sign_in_address_shown",
        "account_created",
        "sign_in_finished",
    ]
    assert not [entry for entry in entries if "noor@" in f"{entry.about}{entry.detail}"]


def test_sign_in_mail_is_in_the_language_of_the_page(laptop: Person, phone: Person) -> None:
    laptop.ask("noor@example.nl", language="nl")
    phone.ask("noor@example.nl", language="en")
    assert [message.extra_headers["Content-Language"] for message in mail.outbox] == ["nl", "en"]
    assert mail.outbox[1].subject == "Your code for Waterrijk leert"
    html, kind = mail.outbox[1].alternatives[0]
    assert kind == "text/html"
    assert '<html lang="en">' in html
    assert code_of(mail.outbox[1]) in html


def test_sign_in_of_the_demo_shows_code_and_link(laptop: Person, settings, tmp_path) -> None:
    settings.DEMO, settings.MAIL_SINK = True, tmp_path / "mail"
    settings.EMAIL_BACKEND = "base.mail_sink.SinkBackend"
    laptop.ask("noor@example.nl")
    page = laptop.client.get(at("sign_in_code"))
    shown = page.context["demo_mail"]
    assert shown["to"] == "noor@example.nl"
    assert shown["url"].startswith(f"http://testserver{at('sign_in_link', secret='X')[:-2]}")
    assert laptop.type_code(shown["code"]).headers["Location"] == at("sign_in_person")


def test_sign_in_page_lists_the_people_of_the_demo_only_there(client: Client, settings, django_user_model) -> None:
    from accounts.actions.user import create_account

    now = timezone.now()
    create_account(email="noor@waterrijk.example", display_name="Noor", by=None, at=now)
    create_account(email="griffie@waterrijk.example", display_name="Griffie", roles=["clerk"], by=None, at=now)
    create_account(email="redactie@waterrijk.example", display_name="Redactie", roles=["editor"], by=None, at=now)
    create_account(email="echt@example.nl", display_name="Echt", by=None, at=now)
    assert "demo_people" not in client.get(at("sign_in")).context
    settings.DEMO = True
    people = client.get(at("sign_in", "en")).context["demo_people"]
    assert [(line["role"], line["email"]) for line in people] == [
        ("editor", "redactie@waterrijk.example"),
        ("clerk", "griffie@waterrijk.example"),
        ("resident", "noor@waterrijk.example"),
    ]
