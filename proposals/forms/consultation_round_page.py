from collections.abc import Iterator
from dataclasses import replace

from base import clock
from base.forms.page import CitablePageForm
from base.refusal import Refusal


class ConsultationRoundPageForm(CitablePageForm):
    def refusals(self) -> Iterator[tuple[str | None, str]]:
        yield from super().refusals()
        yield None, self.refusal_of_rules()

    def refusal_of_rules(self) -> str:
        """What could not be put in force."""
        # Imported here: the page's class names this form, and the action names the page's class.
        from base.queries.translation import is_translation
        from participation.actions.consultation_round import PhasePlan, refusal_of_rules, refusal_to_change
        from participation.models import ConsultationRound
        from proposals.actions.consultation_round import agenda_item_of, rules_of

        page = self.instance
        if page.pk and is_translation(page):
            return ""
        rows = [row.cleaned_data for row in self.formsets["phase_rows"].forms if row.cleaned_data]
        plans = sorted(
            (
                PhasePlan(kind=row["kind"], starts_at=row["starts_at"], ends_at=row.get("ends_at"))
                for row in rows
                if not row.get("DELETE")
            ),
            key=lambda plan: plan.starts_at,
        )
        questions = [one for one in self.formsets["question_rows"].forms if one.cleaned_data]
        asked = [one.instance.as_rule for one in questions if not one.cleaned_data.get("DELETE")]
        hours = [one for one in self.formsets["hours_rows"].forms if one.cleaned_data]
        kept = [one.instance.as_rule for one in hours if not one.cleaned_data.get("DELETE")]
        rules = replace(rules_of(page), questions=asked, hours=sorted(kept))
        if sentence := refusal_of_rules(rules, plans):
            return sentence
        try:
            agenda_item_of(page, self.parent_page)
        except Refusal as refusal:
            return refusal.sentence
        known = ConsultationRound.objects.with_phases().filter(reference__translation_key=page.translation_key).first()
        return refusal_to_change(known, rules, plans, clock.now()) if known else ""
