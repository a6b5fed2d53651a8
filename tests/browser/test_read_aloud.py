"""The way from a letter's code to the receipt, as somebody hears it who does not see it."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Page

from participation.enums import Eligibility, PhaseKind
from participation.models import ConsultationRound, Subject
from tests.browser.read_aloud import mistakes, read_aloud
from tests.browser.visitor import Visitor
from tests.factories.participation import (
    ConsultationRoundFactory,
    PhaseFactory,
    SubjectFactory,
    VotingHelpFactory,
    VotingLetterFactory,
)
from tests.ground import SiteGround

CODE = "ACDEFGHJKLMNQ"
METHODS: dict[str, dict[str, Any]] = {
    "greedy": {"budget": 20_000},
    "irv": {},
    "yes-no": {},
}


@pytest.fixture
def page(new_context: Any) -> Page:
    made: Page = new_context(bypass_csp=True).new_page()
    return made


def vote_by(method: str) -> tuple[ConsultationRound, list[Subject]]:
    vote = ConsultationRoundFactory(
        eligibility=Eligibility.ROLL, title="Waar komt de bank?", method=method, **METHODS[method]
    )
    PhaseFactory(consultation_round=vote, kind=PhaseKind.VOTE, starts_at=timezone.now() - timedelta(days=1))
    costs = (8_000, 16_000) if METHODS[method] else (None, None)
    lines = [
        SubjectFactory(consultation_round=vote, label=label, cost=cost, language=language)
        for (label, language), cost in zip((("In het park", "nl"), ("Near the school", "en")), costs, strict=True)
    ]
    VotingLetterFactory(roll_entry__consultation_round=vote, code=CODE)
    return vote, lines


def mark(voter: Visitor, method: str, line: Subject) -> None:
    if method == "greedy":
        voter.main.get_by_role("checkbox", name=line.label).check()
    elif method == "irv":
        voter.main.locator(f"[name=mark-{line.pk}]").select_option("1")
    else:
        voter.main.locator(f"[name=mark-{line.pk}][value='1']").check()


def hear(voter: Visitor, *expected: str) -> None:
    """Listens to the page as it stands, and finds nothing to stumble over and all that is expected."""
    said = read_aloud(voter.page)
    whole = "\n".join(said)
    found = mistakes(said) + [f"not said: {words}" for words in expected if words not in whole]
    found += [f"said twice in one: {phrase}" for phrase in said for words in expected if phrase.count(words) > 1]
    assert not found, "\n".join([f"{voter.page.url} ({voter.language})", *found, "", *said])


@pytest.mark.parametrize("language", ["nl", "en"])
def test_every_step_of_a_vote_by_letter_can_be_heard(site_ground: SiteGround, page: Page, language: str) -> None:
    for code in ("nl", "en"):
        VotingHelpFactory(language=code, telephone="14 0123")
    voter = Visitor(page, language)
    for method in METHODS:
        vote, lines = vote_by(method)
        labels = [line.label for line in lines]
        voter.visit("vote_by_code", vote.reference.string)
        hear(voter, f"button, {voter.words('To the ballot paper')}", "14 0123")
        voter.fill(code="acde fghj 8")
        voter.press("To the ballot paper")
        hear(
            voter,
            voter.words("These signs are in no code: %(signs)s. Look once more at what your letter says.", signs="8"),
        )
        voter.fill(code=CODE)
        voter.press("To the ballot paper")
        voter.is_at("ballot", vote.reference.string)
        hear(voter, *labels, voter.words("How secret is this?"), f"button, {voter.words('Look my ballot through')}")
        mark(voter, method, lines[0])
        voter.press("Look my ballot through")
        hear(voter, labels[0], voter.words("Your ballot is not cast yet"), f"button, {voter.words('Cast my ballot')}")
        voter.press("Cast my ballot")
        voter.is_at("voted", vote.reference.string)
        hear(voter, voter.words("Your receipt"), f"button, {voter.words('Leave the vote')}")
        voter.press("Leave the vote")
