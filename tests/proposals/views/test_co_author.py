"""Asking somebody to be named with a proposal, on the pages that people use."""

import re

import pytest
from django.core import mail
from django.urls import reverse

from participation.invitation_links import invitation_path
from participation.models import CoAuthor, Invitation
from tests.factories.accounts import UserFactory
from tests.factories.participation import CoAuthorFactory, InvitationFactory
from tests.rounds import COLLECTING, hand_in, hide, publish

pytestmark = pytest.mark.django_db


@pytest.fixture
def waiting(consultation_round, author, travel):
    travel(COLLECTING)
    return hand_in(consultation_round, by=author, title="Een bankje", author_name="Noor")


@pytest.fixture
def proposal(waiting, moderator):
    return publish(waiting, by=moderator)


def address(subject) -> str:
    return reverse("co_authors", args=[subject.reference.string])


def shown(client, url, status=200) -> str:
    response = client.get(url)
    assert response.status_code == status
    return response.getvalue().decode()


def test_from_the_invitation_to_the_name_on_every_surface(
    waiting, moderator, author, signed_in, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        signed_in(author).post(address(waiting), {"invite": "1", "email": "bo@example.nl"})
    path = re.search(r"http://[^/]+(/\S+)", mail.outbox[0].body)[1]
    visitor, bo = signed_in(), signed_in(UserFactory(display_name="Bo", email="bo@example.nl"))
    # What waits for a moderator is read whole by who is asked, and by no other visitor.
    assert "Nu staat iedereen." in shown(visitor, path)
    assert reverse("sign_in") in visitor.post(path, {"accept": "1"}).headers["Location"]
    assert not CoAuthor.objects.exists()
    assert 'value="Bo"' in shown(bo, path)
    bo.post(path, {"accept": "1", "name": "Bo B."})
    publish(waiting, by=moderator)
    of_round = waiting.consultation_round.reference.string
    for name in ("proposals", "proposals_feed", "proposals_csv"):
        assert "Noor en Bo B." in shown(visitor, reverse(name, args=[of_round]))
    assert "Noor en Bo B." in shown(visitor, reverse("proposal", args=[waiting.reference.string]))
    assert "Een bankje" in shown(bo, reverse("my_page"))


def test_who_is_asked_finds_the_question_on_their_own_page_without_the_mail(waiting, author, signed_in):
    asked = InvitationFactory(subject=waiting, invited_by=author, invited_at=COLLECTING, email="bo@example.nl")
    path, page = invitation_path(asked), reverse("my_page")
    assert path in shown(signed_in(UserFactory(email="Bo@example.nl")), page)
    assert path not in shown(signed_in(author), page)


def test_an_answered_or_broken_link_shows_no_word_of_the_proposal(proposal, signed_in, resident):
    used, other = (InvitationFactory(subject=proposal, invited_at=COLLECTING) for _one in range(2))
    visitor = signed_in()
    assert visitor.post(invitation_path(used), {"decline": "1"}).status_code == 200
    for path in (invitation_path(used), f"{invitation_path(other)[:-2]}x/"):
        assert "Nu staat iedereen." not in visitor.get(path).content.decode()
    assert Invitation.objects.get(pk=used.pk).answer == "declined"
    assert visitor.get(f"{invitation_path(other)[:-2]}x/").status_code == 404


def test_an_invitation_to_what_was_hidden_shows_nothing_of_it(proposal, moderator, signed_in):
    path = invitation_path(InvitationFactory(subject=proposal, invited_at=COLLECTING))
    hide(proposal, by=moderator, at=COLLECTING)
    text = shown(signed_in(), path, 410)
    assert not [word for word in ("Een bankje", "Nu staat iedereen.", "Dan kunnen mensen") if word in text]


def test_who_made_it_see_their_page_and_others_do_not(proposal, author, signed_in, resident):
    friend = CoAuthorFactory(subject=proposal, name="Bo").person
    asked = InvitationFactory(subject=proposal, invited_at=COLLECTING)
    assert asked.email in shown(signed_in(author), address(proposal))
    assert asked.email not in shown(signed_in(friend), address(proposal))
    shown(signed_in(resident), address(proposal), 404)
    assert signed_in(friend).post(address(proposal), {"invite": "1", "email": "x@example.nl"}).status_code == 409
    assert signed_in(friend).post(address(proposal), {"withdraw": str(asked.pk)}).status_code == 409
    signed_in(author).post(address(proposal), {"withdraw": str(asked.pk)})
    assert Invitation.objects.get().answer == "withdrawn"
    signed_in(friend).post(address(proposal), {"leave": "1"})
    assert not CoAuthor.objects.exists()


def test_a_refused_address_stays_in_the_form_with_the_reason(proposal, author, signed_in):
    InvitationFactory(subject=proposal, email="bo@example.nl")
    response = signed_in(author).post(address(proposal), {"invite": "1", "email": "bo@example.nl"})
    assert response.status_code == 409
    assert 'value="bo@example.nl"' in response.content.decode()
    assert signed_in(author).post(address(proposal), {"invite": "1", "email": "bo"}).status_code == 422
