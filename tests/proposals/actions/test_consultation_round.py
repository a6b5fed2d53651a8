import pytest
from wagtail_localize.models import Translation, TranslationSource

from base import clock
from base.models import AuditEntry
from participation.models import ConsultationRound
from participation.queries.consultation_round import round_by_reference
from proposals.models import ConsultationRoundPage
from tests.factories.home import AgendaItemPageFactory
from tests.factories.proposals import ConsultationRoundPageFactory
from tests.rounds import PHASES, VOTING, anew, publish_round

pytestmark = pytest.mark.django_db


def page_of(consultation_round: ConsultationRound) -> ConsultationRoundPage:
    return ConsultationRoundPage.objects.get(
        translation_key=consultation_round.reference.translation_key, locale__language_code="nl"
    )


def test_publishing_the_page_puts_its_rules_in_force(agenda_item):
    consultation_round = publish_round(
        agenda_item, title="De speelplek", method="greedy", budget=5_000, screening="after"
    )
    assert (consultation_round.about, consultation_round.title, consultation_round.language) == (
        agenda_item.reference,
        "De speelplek",
        "nl",
    )
    assert (consultation_round.method, consultation_round.budget, consultation_round.screening) == (
        "greedy",
        5_000,
        "after",
    )
    assert [(phase.kind, phase.starts_at, phase.ends_at) for phase in consultation_round.phases.all()] == PHASES


def test_a_page_saved_without_publication_changes_no_rule(consultation_round):
    page = page_of(consultation_round)
    page.method = "greedy"
    page.budget = 1
    page.save()
    page.save_revision()
    assert anew(consultation_round).method == "approval"


def test_a_publication_that_the_rounds_state_forbids_changes_the_words_and_no_rule(consultation_round, editor):
    page = page_of(consultation_round)
    page.title, page.max_choices = "Nieuwe titel", 1
    with clock.set_to(VOTING):
        page.save_revision(user=editor).publish()
    kept = anew(consultation_round)
    assert (kept.max_choices, page.version.content["title"]) == (None, "Nieuwe titel")
    refused = AuditEntry.objects.get(act="publication_refused")
    assert (refused.by, refused.about) == (editor, f"page {page.pk}")
    assert "Het stemmen begon op zondag 1 november 2026" in refused.detail["reason"]


def test_a_round_under_an_item_that_was_not_published_is_not_put_in_force(agenda_item):
    unpublished = AgendaItemPageFactory(parent=agenda_item.get_parent(), live=False)
    page = ConsultationRoundPageFactory(parent=unpublished, is_standing=False)
    assert round_by_reference(page.reference.string) is None
    assert "Publiceer eerst" in AuditEntry.objects.get(act="publication_refused").detail["reason"]


def test_a_translation_carries_words_and_no_rules(consultation_round, site_ground, django_capture_on_commit_callbacks):
    page = page_of(consultation_round)
    for one in page.get_ancestors().filter(depth__gt=2):
        one.specific.copy_for_translation(site_ground.english).save_revision().publish()
    source, _made = TranslationSource.update_or_create_from_instance(page)
    translation = Translation.objects.create(source=source, target_locale=site_ground.english)
    with django_capture_on_commit_callbacks(execute=True):
        translation.save_target(publish=True)
    english = page.get_translation(site_ground.english)
    english.title = "The playground"
    english.save_revision().publish()
    kept = anew(consultation_round)
    assert (kept.title, kept.language, ConsultationRound.objects.count()) == ("De speelplek", "nl", 1)
    assert english.reference == page.reference
    assert english.version.content["title"] == "The playground"


def test_an_alias_or_a_copy_by_hand_in_another_language_changes_no_rule(consultation_round, site_ground):
    page = page_of(consultation_round)
    for one in page.get_ancestors().filter(depth__gt=2):
        one.specific.copy_for_translation(site_ground.english).save_revision().publish()
    english = page.copy_for_translation(site_ground.english)
    english.title, english.method = "The playground", ""
    english.save_revision().publish()
    kept = anew(consultation_round)
    assert (kept.title, kept.language, kept.method) == ("De speelplek", "nl", "approval")
