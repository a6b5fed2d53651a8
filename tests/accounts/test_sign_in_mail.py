"""The mail itself, over a real connection, read by a mail program's parser."""

from collections.abc import Iterator

import pytest

from accounts.models import User
from tests.accounts.conftest import Person, at
from tests.smtp import Mailbox, mail_server

pytestmark = pytest.mark.django_db


@pytest.fixture
def mailbox(settings) -> Iterator[Mailbox]:
    with mail_server(settings, Mailbox()) as box:
        yield box


def test_sign_in_mail_arrives_whole_and_lets_in(laptop: Person, phone: Person, mailbox: Mailbox) -> None:
    laptop.ask("noor@example.nl", language="en")
    (message,) = mailbox.mails
    assert (message["To"], message["From"]) == ("noor@example.nl", "meedoen@waterrijk.example")
    assert message["Subject"] == "Your code for Waterrijk leert"
    assert [part.get_content_type() for part in message.iter_parts()] == ["text/plain", "text/html"]
    text = message.get_body(("plain",)).get_content()
    html = message.get_body(("html",)).get_content()
    code = next(line for line in text.splitlines() if line.isdigit())
    link = next(line for line in text.splitlines() if line.startswith("http"))
    assert f'<a href="{link}">' in html
    assert code in html

    path = link.removeprefix("http://testserver")
    assert phone.client.post(path).headers["Location"] == at("sign_in_person", "en")
    laptop.ask("sam@example.nl", language="en")
    text = mailbox.mails[1].get_body(("plain",)).get_content()
    laptop.type_code(next(line for line in text.splitlines() if line.isdigit()), language="en")
    laptop.take_name("Sam")
    assert list(User.objects.values_list("email", "display_name")) == [("sam@example.nl", "Sam")]
