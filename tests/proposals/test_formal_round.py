"""What a formal round asks of its editor, and that it is refused in words while something is missing."""

from dataclasses import replace

import pytest
from django.urls import reverse
from django.utils import translation

from base.models import AuditEntry
from participation.enums import PhaseKind
from participation.round_plan import PhasePlan, RulesPlan
from participation.round_plan_rules import refusal_of_rules, refusal_to_change
from tests.factories.home import AgendaItemPageFactory
from tests.rounds import anew, formal_round, moment, publish_round

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]
RULES = RulesPlan(title="Ronde", language="nl", is_formal=True, notice="gmb-2026-123456", laid_out="Balie, 9-12 uur.")
TERM = PhasePlan(PhaseKind.DISCUSS, moment(10, 1))


@pytest.fixture
def agenda_item(site_ground):
    return AgendaItemPageFactory(parent=site_ground.home)


def test_refusal_of_rules_says_what_a_formal_round_misses():
    assert refusal_of_rules(RULES, [TERM]) == ""
    assert "'Discuss'" in refusal_of_rules(RULES, [PhasePlan(PhaseKind.INFORM, moment(10, 1))])
    assert "notice" in refusal_of_rules(replace(RULES, notice=" "), [TERM])
    assert "inspection" in refusal_of_rules(replace(RULES, laid_out=""), [TERM])
    assert "no discussion" in refusal_of_rules(replace(RULES, is_discussed=True), [TERM])
    short = replace(TERM, ends_at=moment(11, 11))
    assert "Wednesday 11 November 2026 or later" in refusal_of_rules(RULES, [short])
    assert refusal_of_rules(replace(RULES, is_formal=False), [short]) == ""


def test_publishing_rolls_the_end_of_the_term(agenda_item):
    shortest = formal_round(agenda_item)
    assert shortest.term.ends_at == moment(11, 12)
    until_saturday = formal_round(agenda_item, ends=moment(11, 15))
    assert until_saturday.term.ends_at == moment(11, 17)


def test_publishing_without_notice_puts_nothing_in_force(agenda_item):
    with pytest.raises(AssertionError):
        formal_round(agenda_item, notice="")
    assert "gmb" in AuditEntry.objects.get(act="publication_refused").detail["reason"]


def test_refusal_to_change_keeps_what_has_begun(agenda_item):
    consultation_round = formal_round(agenda_item)
    at = moment(10, 5)
    shorter = [replace(TERM, ends_at=moment(11, 11))]
    assert "longer, not shorter" in refusal_to_change(consultation_round, RULES, shorter, at)
    informal = replace(RULES, is_formal=False)
    assert "stays formal" in refusal_to_change(consultation_round, informal, [TERM], at)


def test_term_is_of_formal_rounds_only(agenda_item):
    informal = publish_round(agenda_item)
    assert anew(informal).term is None


def test_page_of_formal_round_states_term_and_laying_out(agenda_item, client):
    with translation.override("nl"):
        consultation_round = formal_round(agenda_item)
        page = client.get(consultation_round.reference.get_absolute_url(), follow=True).content.decode()
        start = reverse("start_view", args=[consultation_round.reference.string])
    for words in (
        "gmb-2026-123456",
        "Balie, 9-12 uur.",
        "11 november 2026, 23.59",
        start,
    ):
        assert words in page
