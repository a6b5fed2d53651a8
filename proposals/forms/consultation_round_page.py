from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from base import clock
from base.forms.page import CitablePageForm
from base.refusal import Refusal
from proposals.forms.method_settings import MethodSettingsField

if TYPE_CHECKING:
    from participation.round_plan import PhasePlan


class ConsultationRoundPageForm(CitablePageForm):
    settings = MethodSettingsField(
        label=_("what this way of counting leaves to you"),
        required=False,
        help_text=_("Unfold the one you chose. What you leave as it is, is how it is usually done."),
    )

    def refusals(self) -> Iterator[tuple[str | None, str]]:
        yield from super().refusals()
        yield None, self.refusal_of_rules()

    def refusal_of_rules(self) -> str:
        """What could not be put in force."""
        # Imported here: the page's class names this form, and the action names the page's class.
        from base.queries.translation import is_translation
        from participation.actions.consultation_round import as_extended, is_in_force
        from participation.ballot_rules import whole_settings
        from participation.models import ConsultationRound
        from participation.phase_words import moved_ends
        from participation.round_plan import PhasePlan, lawful_phases
        from participation.round_plan_rules import refusal_to_put_in_force
        from proposals.actions.consultation_round import agenda_item_of, rules_of

        page = self.instance
        if page.pk and is_translation(page):
            return ""
        typed = [one for one in self.formsets["phase_rows"].forms if one.cleaned_data]
        rows = sorted(
            (one for one in typed if not one.cleaned_data.get("DELETE")), key=lambda one: one.cleaned_data["starts_at"]
        )
        plans = [
            PhasePlan(given["kind"], given["starts_at"], given.get("ends_at"))
            for given in (one.cleaned_data for one in rows)
        ]
        questions = [one for one in self.formsets["question_rows"].forms if one.cleaned_data]
        asked = [one.instance.as_rule for one in questions if not one.cleaned_data.get("DELETE")]
        hours = [one for one in self.formsets["hours_rows"].forms if one.cleaned_data]
        kept = [one.instance.as_rule for one in hours if not one.cleaned_data.get("DELETE")]
        rules = replace(rules_of(page), questions=asked, hours=sorted(kept))
        lawful = lawful_phases(rules, plans)
        page.moved_ends = moved_ends(plans, lawful)
        plans = lawful
        known = ConsultationRound.objects.with_phases().filter(reference__translation_key=page.translation_key).first()
        plans = as_extended(known, plans) if known else plans
        # The page says of each phase when it is as it will be in force.
        for row, plan in zip(rows, plans, strict=True):
            row.instance.starts_at, row.instance.ends_at = plan.starts_at, plan.ends_at
        if sentence := self._refusal_of_questionnaire(rules, plans, known):
            return sentence
        try:
            about = agenda_item_of(page, self.parent_page)
        except Refusal as refusal:
            return refusal.sentence
        if known and is_in_force(known, about, replace(rules, settings=whole_settings(rules)), plans):
            return ""
        return refusal_to_put_in_force(known, rules, plans, clock.now())

    def _refusal_of_questionnaire(self, rules: Any, plans: Sequence["PhasePlan"], known: Any) -> str:
        from participation.actions.questionnaire import refusal_of_questions, refusal_to_change_questions

        rows = [one for one in self.formsets["questionnaire_rows"].forms if one.cleaned_data]
        asked = [one.instance.plan for one in rows if not one.cleaned_data.get("DELETE")]
        kinds = {str(plan.kind) for plan in plans}
        if sentence := refusal_of_questions(asked, is_discussed=rules.is_discussed, kinds=kinds):
            return sentence
        questionnaire = getattr(known, "questionnaire", None)
        return refusal_to_change_questions(questionnaire, asked, rules.language)
