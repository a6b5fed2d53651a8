import pytest

from base.models import PublishedVersion
from base.refusal import Refusal
from participation.actions.draft import save_draft
from participation.enums import Moderation
from participation.models import Subject
from proposals.actions.proposal import ProposalText, page_of_subject, submit_proposal
from proposals.models import ConsultationRoundPage, ProposalPage
from tests.factories.base import AreaFactory
from tests.rounds import COLLECTING, SUPPORTING, anew, hand_in, hide, publish, publish_round

pytestmark = pytest.mark.django_db

TEXT = ProposalText("Een bankje", "Om te zitten.", "Nu staat iedereen.", "Noor", "nl")


def test_submit_proposal_makes_a_page_that_waits_and_a_subject(consultation_round, author):
    area = AreaFactory(name="Zuid")
    subject = hand_in(
        consultation_round, by=author, title="Een bankje", area=area, cost=500, tags=["spelen"], language="en"
    )
    page = page_of_subject(subject)
    assert (subject.moderation, page.live, subject.reference.string) == (Moderation.AWAITING, False, "VST-2026-001")
    assert (page.title, page.author, page.area, page.cost, page.language, list(page.tags.names())) == (
        "Een bankje",
        author,
        area,
        500,
        "en",
        ["spelen"],
    )
    assert (subject.label, subject.cost, subject.language, subject.author) == ("Een bankje", 500, "en", author)
    # The page of the round it was handed in to, in the round's own language.
    assert page.get_parent().translation_key == consultation_round.reference.translation_key
    assert PublishedVersion.objects.filter(reference=subject.reference).count() == 0


def test_submit_proposal_publishes_at_once_where_the_round_says_so(agenda_item, author):
    subject = hand_in(publish_round(agenda_item, screening="after"), by=author)
    version = PublishedVersion.objects.get(reference=subject.reference)
    assert (subject.moderation, page_of_subject(subject).live, version.label) == (Moderation.VISIBLE, True, "1")


def test_a_ruling_publishes_the_page_hides_it_and_publishes_it_again(consultation_round, author, moderator):
    subject = publish(hand_in(consultation_round, by=author), by=moderator)
    assert page_of_subject(subject).live is True
    hide(subject, by=moderator)
    assert page_of_subject(subject).live is False
    publish(subject, by=moderator, at=SUPPORTING)
    assert page_of_subject(subject).live is True
    # The same words: no version was added.
    assert [version.label for version in subject.reference.versions.all()] == ["1"]
    assert subject.reference.versions.get().language == "nl"


def test_submit_proposal_of_a_draft_handed_in_before_gives_the_same(consultation_round, author):
    draft = save_draft(
        form="proposal", consultation_round=consultation_round, data={}, language="nl", by=author, at=COLLECTING
    )
    first, again = (
        submit_proposal(consultation_round=anew(consultation_round), text=TEXT, by=author, at=COLLECTING, draft=draft)
        for _ in range(2)
    )
    assert (again, Subject.objects.count(), ProposalPage.objects.count()) == (first, 1, 1)
    draft.refresh_from_db()
    assert (draft.became, draft.data) == (first.reference, {})


def test_submit_proposal_outside_its_phase_writes_nothing(consultation_round, author):
    with pytest.raises(Refusal):
        hand_in(consultation_round, by=author, at=SUPPORTING)
    assert (Subject.objects.count(), ProposalPage.objects.count()) == (0, 0)
    assert hand_in(consultation_round, by=author).reference.string == "VST-2026-001"


def test_submit_proposal_writes_nothing_when_the_round_lost_its_page(consultation_round, author):
    ConsultationRoundPage.objects.all().delete()
    with pytest.raises(Refusal):
        hand_in(consultation_round, by=author)
    assert (Subject.objects.count(), ProposalPage.objects.count()) == (0, 0)


def test_proposals_of_a_round_are_numbered_one_after_the_other(consultation_round, author):
    numbers = [hand_in(consultation_round, by=author, title="Een bankje").reference.string for _ in range(3)]
    assert numbers == ["VST-2026-001", "VST-2026-002", "VST-2026-003"]
