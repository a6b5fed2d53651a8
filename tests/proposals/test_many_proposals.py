"""However many proposals there are, the list asks the database as often; and the many of the bench are what the actions write."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import Page

from participation.models import Subject
from proposals.actions.proposal import page_of_subject
from proposals.queries.proposal_list import ProposalChoice, found_subjects
from tests.factories.base import AreaFactory
from tests.factories.participation import CommentFactory, SupportFactory
from tests.home.test_many_items import fields_of
from tests.many_proposals import many_proposals
from tests.rounds import SUPPORTING, hand_in, publish

pytestmark = pytest.mark.django_db


@pytest.fixture
def one(consultation_round, author, moderator) -> Subject:
    subject = publish(
        hand_in(consultation_round, by=author, tags=["rust"], area=AreaFactory(code="oost"), cost=500), by=moderator
    )
    SupportFactory.create_batch(2, subject=subject)
    CommentFactory.create_batch(1, subject=subject)
    return subject


def test_proposals_in_bulk_are_what_the_actions_write(one):
    [seeded] = many_proposals(one, 1)
    written, seeded = (Subject.objects.select_related("reference").get(pk=pk) for pk in (one.pk, seeded.pk))
    assert Page.find_problems() == ([], [], [], [], [])
    assert fields_of(seeded, "reference_id") == fields_of(written, "reference_id")
    pages = page_of_subject(written), page_of_subject(seeded)
    keys = ("path", "slug", "url_path", "translation_key", "page_ptr_id", "latest_revision_id", "live_revision_id")
    assert fields_of(pages[1], *keys) == fields_of(pages[0], *keys)
    assert list(pages[0].tags.names()) == list(pages[1].tags.names()) == ["rust"]
    assert pages[1].version.content == pages[0].version.content
    assert pages[1].version.is_whole
    for rows in ("supports", "comments"):
        mine, theirs = (
            [fields_of(row, "subject_id", "sent_key") for row in getattr(of, rows).all()] for of in (seeded, written)
        )
        assert mine == theirs
    choice = ProposalChoice(words="bankje", theme="rust", area="oost")
    assert {subject.pk for subject in found_subjects(choice, SUPPORTING)} == {one.pk, seeded.pk}


@pytest.mark.parametrize(
    "asked", ["", "?order=supported", "?order=discussed", "?order=random&seed=4", "?q=bankje&theme=rust"]
)
def test_list_of_hundreds_takes_the_same_queries_as_of_ten(client, one, travel, asked):
    travel(SUPPORTING)
    many_proposals(one, 9)
    counts = []
    for more in (0, 300):
        if more:
            many_proposals(one, more)
        for address in (reverse("all_proposals"), reverse("proposals", args=[one.consultation_round.reference.string])):
            client.get(f"{address}{asked}")
            with CaptureQueriesContext(connection) as captured:
                assert client.get(f"{address}{asked}").status_code == 200
            counts.append(len(captured))
    assert counts[:2] == counts[2:]
    assert max(counts) <= 17
