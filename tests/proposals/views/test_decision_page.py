"""From a decision to everything that belongs to it."""

import pytest
from django.urls import reverse

from base.models import Reference
from tests.factories.proposals import (
    CommitmentFactory,
    CouncilVoteFactory,
    DecisionFactory,
    GroupVoteFactory,
    OfficialPublicationFactory,
    ResponseDocumentFactory,
)
from tests.rounds import COUNTING

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("site_ground")]


def test_a_decision_leads_to_its_votes_publication_promises_and_answers(client, agenda_item, clerk, editor):
    document = ResponseDocumentFactory(
        offered_at=COUNTING,
        offered_by=editor,
        approved_at=COUNTING,
        approved_by=clerk,
        published_at=COUNTING,
        sha256="0" * 64,
    )
    Reference.objects.filter(pk=document.reference_id).update(is_public=True)
    decision = DecisionFactory(
        body="council", about=agenda_item.reference, consultation_round=document.consultation_round
    )
    about = {"paper__about": agenda_item.reference, "outcome": "adopted"}
    motion = CouncilVoteFactory(meeting__held_on=decision.decided_on, paper__kind="motion", **about)
    vote = CouncilVoteFactory(meeting=motion.meeting, was_called=True, **about)
    GroupVoteFactory(vote=vote, in_favour=16, against=3)
    amendment = CouncilVoteFactory(meeting=vote.meeting, paper__kind="amendment", paper__part_of=vote.paper, **about)
    other = CouncilVoteFactory(meeting__held_on=COUNTING.date(), **about)
    publication = OfficialPublicationFactory(decision=decision)
    promise = CommitmentFactory(decision=decision)
    page = client.get(reverse("decision", args=[decision.reference.string])).content.decode()
    for one in (vote, amendment):
        assert reverse("council_vote", args=[one.pk]) in page
    assert reverse("council_vote", args=[other.pk]) not in page
    # The one on the proposal itself comes first.
    assert page.index(reverse("council_vote", args=[vote.pk])) < page.index(reverse("council_vote", args=[motion.pk]))
    assert "16 voor, 3 tegen" in page
    assert publication.number in page
    assert reverse("commitment", args=[promise.reference.string]) in page
    assert reverse("response_document", args=[document.reference.string]) in page
