"""Who voted: their receipt, and who helps them."""

import pytest
from django.urls import reverse

from participation.actions.ballot import cast_ballot
from participation.models import Casting
from participation.queries.electoral_roll import voter_of
from participation.verify.heads import receipt_digest
from tests.factories.accounts import UserFactory
from tests.factories.participation import VotingHelpFactory
from tests.rounds import anew, moment

pytestmark = pytest.mark.django_db


def test_every_page_of_a_vote_says_who_helps_and_the_last_how_to_object(voter, voting, park):
    VotingHelpFactory(
        language="nl", telephone="14 0123", desk="balie, 9 tot 17 uur", help_point="bibliotheek, woensdag"
    )
    reference = voting.reference.string

    def helps(page) -> list[bool]:
        said = page.content.decode()
        return [words in said for words in ("14 0123", "balie, 9 tot 17 uur", "bibliotheek, woensdag")]

    pages = [voter.get(voter.ballot)]
    voter.post(voter.ballot, {"step": "check", "choice": park.pk})
    pages.append(voter.get(voter.check))
    pages.append(voter.post(voter.ballot, {"step": "cast", "choice": park.pk, "voter": "entry-1"}))
    voter.post(voter.ballot, {"step": "cast", "choice": park.pk})
    names = ("voted", "round_rules", "ballot_box", "object_to_count")
    pages += [voter.get(reverse(name, args=[reference])) for name in names]
    assert [helps(page) for page in pages] == [[True] * 3] * 7
    assert "nadat de telling openbaar is bezwaar maken." in pages[3].content.decode()


def test_voted_shows_the_receipt_once_and_to_its_voter_alone(voter, voting, park):
    done = reverse("voted", args=[voting.reference.string])
    voter.post(voter.ballot, {"step": "cast", "choice": park.pk})
    cookie = voter.cookies[f"receipt-{voting.reference.string}-nl"]
    assert cookie["httponly"]
    receipt = voter.get(done).context["receipt"]
    assert receipt_digest(voting.reference.string, receipt.replace(" ", "")) == Casting.objects.get().receipt
    assert voter.get(done).context["receipt"] == ""

    voter.post(voter.ballot, {"step": "cast", "choice": park.pk})
    neighbour = UserFactory()
    cast_ballot(consultation_round=anew(voting), voter=voter_of(voting, neighbour), choices={}, at=moment(11, 3, 12))
    voter.force_login(neighbour)
    assert voter.get(done).context["receipt"] == ""
