from pathlib import Path

import pytest
from django.core.mail import EmailMultiAlternatives, send_mail
from django.test import Client
from django.urls import reverse

from base import mail_sink


@pytest.fixture
def sink(settings, tmp_path: Path) -> Path:
    settings.EMAIL_BACKEND = "base.mail_sink.SinkBackend"
    settings.MAIL_SINK = tmp_path / "private" / "mail"
    return settings.MAIL_SINK


def send(to: str = "noor@example.nl", body: str = "Hallo") -> None:
    send_mail("Onderwerp met é", body, None, [to])


def test_sink_writes_a_file_that_nobody_else_reads(sink: Path) -> None:
    send()
    (file,) = sink.iterdir()
    assert file.suffix == ".eml"
    assert (file.stat().st_mode & 0o777, sink.stat().st_mode & 0o777) == (0o600, 0o700)


def test_sink_reads_back_what_was_sent(sink: Path) -> None:
    body = "Typ dit:\n\n012345\n\nOf:\n\nhttp://127.0.0.1:8000/nl/x/\n\nGroet"
    message = EmailMultiAlternatives("Je code", body, to=["noor@example.nl"])
    message.attach_alternative("<p>012345</p>", "text/html")
    message.send()
    (mail,) = mail_sink.mails()
    assert (mail.subject, mail.recipients) == ("Je code", ["noor@example.nl"])
    assert (mail.code, mail.link) == ("012345", "http://127.0.0.1:8000/nl/x/")
    assert mail.shown()["paragraphs"] == ["Typ dit:", "Of:", "Groet"]


def test_sink_keeps_the_newest(sink: Path, monkeypatch) -> None:
    monkeypatch.setattr(mail_sink, "KEPT", 3)
    for number in range(5):
        send(f"bewoner{number}@example.nl")
    assert [mail.recipients[0] for mail in mail_sink.mails()] == [f"bewoner{number}@example.nl" for number in (4, 3, 2)]


def test_newest_mail_is_that_of_the_address(sink: Path) -> None:
    send("noor@example.nl", "eerste")
    send("noor@example.nl", "tweede")
    send("sam@example.nl", "derde")
    assert mail_sink.newest_mail("noor@example.nl").text.strip() == "tweede"
    assert mail_sink.newest_mail("kim@example.nl") is None


@pytest.mark.parametrize("name", ["../../etc/passwd", "x", "", "0" * 20 + "-0000000g"])
def test_mail_of_looks_nowhere_else(sink: Path, name: str) -> None:
    send()
    assert mail_sink.mail_of(name) is None


@pytest.mark.django_db
def test_demo_mails_are_shown_in_a_demonstration_only(sink: Path, client: Client, settings) -> None:
    send(body="Hallo Noor")
    (mail,) = mail_sink.mails()
    addresses = [reverse("demo_mails"), reverse("demo_mail", args=[mail.name])]
    # Outside a language Django tries the same address within one: that is not there either.
    assert [client.get(address, follow=True).status_code for address in addresses] == [404, 404]
    settings.DEMO = True
    shown = [client.get(address).content.decode() for address in addresses]
    assert addresses[1] in shown[0]
    assert "Hallo Noor" in shown[1]
    assert client.get(reverse("demo_mail", args=["x"]), follow=True).status_code == 404


@pytest.mark.django_db
def test_demo_mails_say_so_when_there_are_none(sink: Path, client: Client, settings) -> None:
    settings.DEMO = True
    assert client.get(reverse("demo_mails")).status_code == 200
