"""A group as author, and the names nobody takes for their own."""

import pytest
from django.core import mail
from django.urls import reverse

from base.refusal import Refusal
from participation.author_rules import refusal_of_shown_name
from participation.models import Draft, Subject
from participation.reserved_names import is_reserved
from tests.citations import listed
from tests.factories.participation import DraftFactory
from tests.rounds import COLLECTING, hand_in, publish

pytestmark = pytest.mark.django_db

WRITTEN = {"title": "Een bankje", "summary": "Om te zitten.", "body": "Nu staat iedereen.", "language": "nl"}


@pytest.fixture
def pages(consultation_round, author, signed_in, travel):
    """Sends the form of a proposal, and hands it in where it is right."""
    travel(COLLECTING)
    client = signed_in(author)
    string = consultation_round.reference.string

    def send(**fields):
        draft = DraftFactory(consultation_round=consultation_round, owner=author, form="proposal")
        written = client.post(reverse("write_proposal", args=[string, draft.key]), {**WRITTEN, **fields})
        if written.status_code != 302:
            return written
        check = reverse("check_proposal", args=[string, draft.key])
        return client.get(check), client.post(check)

    return send


def test_a_group_speaks_through_somebody_who_may(pages, moderator, client):
    refused = pages(author_name="Noor", group_name="Buurtvereniging Oost")
    assert (refused.status_code, list(refused.context["form"].errors)) == (422, ["speaks_for"])
    check, _sent = pages(author_name="Noor", group_name="Buurtvereniging Oost", speaks_for="on")
    assert "Buurtvereniging Oost (bij monde van Noor)" in check.content.decode()
    subject = publish(Subject.objects.get(), by=moderator)
    assert (
        "Buurtvereniging Oost (bij monde van Noor)"
        in client.get(subject.reference.get_absolute_url(), follow=True).content.decode()
    )


def test_a_group_alone_hides_the_name_of_who_speaks_for_it(pages, moderator, client, consultation_round):
    pages(author_name="Noor", group_name="Buurtvereniging Oost", speaks_for="on", is_group_alone="on")
    publish(Subject.objects.get(), by=moderator)
    for name in ("proposals", "proposals_feed", "proposals_csv"):
        text = client.get(reverse(name, args=[consultation_round.reference.string])).getvalue().decode()
        assert ("Buurtvereniging Oost" in text, "Noor" in text) == (True, False)


def test_co_authors_are_asked_when_a_proposal_is_handed_in(pages, django_capture_on_commit_callbacks):
    for wrong in ("bo", "bo@example.nl, x"):
        assert pages(co_authors=wrong).status_code == 422
    with django_capture_on_commit_callbacks(execute=True):
        check, _sent = pages(co_authors="bo@example.nl;  Cas@example.nl, bo@example.nl")
    assert "bo@example.nl, cas@example.nl" in check.content.decode()
    assert [letter.to for letter in mail.outbox] == [
        ["bo@example.nl"],
        ["cas@example.nl"],
        [Subject.objects.get().author.email],
    ]
    assert Draft.objects.filter(became__isnull=False).get().data == {}


def test_is_reserved_whatever_its_spaces_and_article(clerk, settings):
    listed(clerk, "Waterpartij")
    taken = ("Waterpartij", "de water-partij", "WATERPARTIJ", settings.CITY_NAME, "Gemeente Waterrijk", "De gemeente")
    free = ("", "Buurtvereniging Waterrijk", "Waterpartijtje", "Jan de Gemeente", "!")
    assert ([is_reserved(name) for name in taken], [is_reserved(name) for name in free]) == ([True] * 6, [False] * 5)


def test_shown_name_pretends_to_no_office_and_turns_no_line_around(settings):
    refused = (
        "De griffier",
        "Yasmin (moderator)",
        "Dе gemeente",
        "Ηаn",
        "Burgеmeester",
        "grïffier",
        "Noor\u202e",
        "No\u200bor",
    )
    free = ("", "Noor", "Griffierhof", "Hana Burgemeesters", "Олена", "Ελένη", "דנה", "Zoë-Anne d'Hondt", "李 Wei")
    assert [name for name in refused if not refusal_of_shown_name(name)] == []
    assert [name for name in free if refusal_of_shown_name(name)] == []


@pytest.mark.parametrize("field", ["author_name", "group_name"])
def test_the_name_of_a_party_is_refused_in_words_and_stays_in_the_form(pages, clerk, consultation_round, author, field):
    listed(clerk, "Waterpartij")
    refused = pages(**{field: "De Waterpartij", "speaks_for": "on"})
    assert (refused.status_code, list(refused.context["form"].errors)) == (422, [field])
    assert 'value="De Waterpartij"' in refused.content.decode()
    with pytest.raises(Refusal):
        hand_in(consultation_round, by=author, **{field: "De Waterpartij"})
