from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, time
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.models import Page

from base import clock
from base.actions.search_entry import index_text
from base.models import CitablePage, Reference
from base.queries.page import free_slug
from base.queries.translation import is_translation
from base.refusal import Refusal, refuse_if
from participation.actions.consultation_round import put_in_force
from participation.actions.questionnaire import put_questionnaire, translate_questionnaire
from participation.models import ConsultationRound
from participation.round_plan import PhasePlan, RulesPlan, supports_needed
from participation.round_plan_rules import refusal_of_rules
from proposals.models import ConsultationRoundPage, HoursRow, PhaseRow, QuestionRow


@dataclass(frozen=True)
class RoundText:
    """What a round's page says, in the language of the page above it; `background` is HTML."""

    title: str
    summary: str
    background: str = ""


@transaction.atomic
def add_round(
    *, parent: Page, text: RoundText, rules: RulesPlan, phases: Sequence[PhasePlan], at: datetime
) -> ConsultationRound:
    """Makes a round's page under an agenda item and publishes it at a moment, which puts its rules in force."""
    refuse_if(refusal_of_rules(rules, phases))
    kept = {
        name: value for name, value in asdict(rules).items() if name not in {"title", "language", "questions", "hours"}
    }
    if rules.support_share:
        # The page keeps the share; the number follows from it.
        kept["support_threshold"] = None
    page = ConsultationRoundPage(
        title=text.title,
        slug=free_slug(parent, text.title, otherwise="ronde"),
        summary=text.summary,
        background=text.background,
        locale=parent.locale,
        live=False,
        phase_rows=[PhaseRow(kind=plan.kind, starts_at=plan.starts_at, ends_at=plan.ends_at) for plan in phases],
        question_rows=[_question_row(question) for question in rules.questions],
        hours_rows=[
            HoursRow(weekday=day, begins=time.fromisoformat(begins), ends=time.fromisoformat(ends))
            for day, begins, ends in rules.hours
        ],
        **kept,
    )
    parent.add_child(instance=page)
    # Receivers read the clock, as they do after an editor's publication.
    with clock.set_to(at):
        page.save_revision().publish()
    consultation_round = (
        ConsultationRound.objects.with_phases().filter(reference__translation_key=page.translation_key).first()
    )
    if consultation_round is None:
        raise Refusal(_("The rules of the round were not put in force; the log says why."))
    return consultation_round


def put_page_in_force(
    *, page: ConsultationRoundPage, reference: Reference, by: Any, at: datetime
) -> ConsultationRound | None:
    """Puts the rules on a round's page in force. A translation carries text only: nothing happens.

    Raises Refusal where the rules do not hang together or the state of the round forbids the change.
    """
    known = ConsultationRound.objects.filter(reference=reference).first()
    # A round is put in force in one language; what another says, by translation or by hand, are words.
    questions = [row.plan for row in page.questionnaire_rows.all()]
    if is_translation(page) or (known is not None and known.language != page.content_language):
        if known is not None and questions:
            translate_questionnaire(
                consultation_round=known, questions=questions, language=page.content_language, by=by, at=at
            )
            index_text(reference)
        return None
    consultation_round = put_in_force(
        reference=reference,
        about=agenda_item_of(page),
        rules=rules_of(page),
        phases=phases_of(page),
        by=by,
        at=at,
    )
    put_questionnaire(
        consultation_round=consultation_round,
        questions=questions,
        language=page.content_language,
        is_open_to_guests=page.guests_answer,
        shows_meanwhile=page.answers_meanwhile,
        by=by,
        at=at,
    )
    index_text(reference)
    return consultation_round


def rules_of(page: ConsultationRoundPage) -> RulesPlan:
    return RulesPlan(
        title=page.title,
        language=page.content_language,
        is_standing=page.is_standing,
        method=page.method,
        settings=page.settings,
        budget=page.budget or None,
        max_choices=page.max_choices,
        seats=page.seats,
        within_budget=page.within_budget,
        points=page.points,
        tie_rule=page.tie_rule,
        public_draw=page.public_draw,
        eligibility=page.eligibility,
        screening=page.screening,
        comment_screening=page.comment_screening,
        hours=[row.as_rule for row in page.hours_rows.all()],
        outside_hours=page.outside_hours,
        force=page.force,
        force_decision=page.force_decision,
        objection_days=page.objection_days,
        paper_rule=page.paper_rule,
        paper_entry=page.paper_entry,
        option_order=page.option_order,
        rare_pattern=page.rare_pattern,
        asks_stance=page.asks_stance,
        is_discussed=page.is_discussed,
        is_evaluation=page.is_evaluation,
        support_threshold=page.support_threshold or supports_needed(page.support_share, page.population),
        support_share=page.support_share,
        population=page.population,
        population_on=page.population_on,
        questions=[row.as_rule for row in page.question_rows.all()],
        is_formal=page.is_formal,
        notice=page.notice,
        laid_out=page.laid_out,
    )


def phases_of(page: ConsultationRoundPage) -> list[PhasePlan]:
    rows = page.phase_rows.all()
    plans = [PhasePlan(kind=row.kind, starts_at=row.starts_at, ends_at=row.ends_at) for row in rows]
    return sorted(plans, key=lambda plan: plan.starts_at)


def agenda_item_of(page: ConsultationRoundPage, parent: Page | None = None) -> Reference | None:
    """The reference of the item the round is about; a standing round is about none. A new page has no `parent` yet."""
    parent = parent or page.get_parent()
    item = parent.specific if parent is not None else None
    if page.is_standing or not isinstance(item, CitablePage):
        if page.is_evaluation:
            raise Refusal(
                _("What evaluates is about an agenda item: make this round under that, and not a standing one.")
            )
        return None
    reference = item.reference
    if reference is None:
        raise Refusal(_("Publish the agenda item first: the round is about it."))
    return reference


def _question_row(question: dict[str, Any]) -> QuestionRow:
    return QuestionRow(**question | {"choices": "\n".join(question["choices"])})
