"""Somebody votes on a telephone by the code of their letter: no account, no mail, no JavaScript."""

from datetime import timedelta

from django.utils import timezone
from playwright.sync_api import Page, expect

from participation.enums import Eligibility, PhaseKind
from tests.browser.conftest import PHONE
from tests.browser.visitor import Visitor
from tests.factories.participation import (
    ConsultationRoundFactory,
    PhaseFactory,
    SubjectFactory,
    VotingHelpFactory,
    VotingLetterFactory,
)
from tests.ground import SiteGround
from tests.rounds import in_envelopes


def test_a_letter_is_enough_to_vote_on_a_telephone_without_scripts(site_ground: SiteGround, page_without_scripts: Page):
    consultation_round = ConsultationRoundFactory(eligibility=Eligibility.ROLL, title="Waar komt de bank?")
    PhaseFactory(
        consultation_round=consultation_round, kind=PhaseKind.VOTE, starts_at=timezone.now() - timedelta(days=1)
    )
    park = SubjectFactory(consultation_round=consultation_round, label="In het park")
    VotingLetterFactory(roll_entry__consultation_round=consultation_round, code="ACDEFGHJKLMNQ")
    VotingHelpFactory(language="en", telephone="14 0123")
    reference = consultation_round.reference.string
    page_without_scripts.set_viewport_size(PHONE)
    voter = Visitor(page_without_scripts, "en")

    voter.visit("ballot", reference)
    voter.is_at("vote_by_code", reference)
    voter.fill(code="acde fghj 8")
    voter.press("To the ballot paper")
    voter.sees("These signs are in no code: %(signs)s. Look once more at what your letter says.", signs="8")
    voter.fill(code="acde-fghj klmno")
    voter.press("To the ballot paper")
    voter.is_at("ballot", reference)
    voter.reads("14 0123")
    voter.main.get_by_role("checkbox", name="In het park").check()
    voter.press("Look my ballot through")
    voter.press("Cast my ballot")
    voter.is_at("voted", reference)
    assert in_envelopes() == [{park.reference.string: 1}]
    assert page_without_scripts.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]

    voter.press("Leave the vote")
    voter.is_at("vote_by_code", reference)
    page_without_scripts.go_back()
    expect(voter.main).not_to_contain_text(voter.words("You have voted"))
