from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from base.enums import ReferenceKind
from base.forms.day import DayField
from base.forms.whole_number import WholeNumberField
from base.models import Reference
from participation.enums import State
from participation.life_enums import PROPOSAL_GROUNDS, Feasibility, InadmissibleGround
from participation.models import Subject


def _words(label: Any, *, required: bool = True) -> forms.CharField:
    return forms.CharField(label=label, required=required, max_length=2_000, widget=forms.Textarea(attrs={"rows": 4}))


def _department(*, required: bool = False) -> forms.CharField:
    return forms.CharField(
        label=_("Department or role"),
        required=required,
        max_length=100,
        help_text=_("As the public reads it. Nobody's name: that stands in the audit trail alone."),
    )


class StepForm(forms.Form):
    """A step of the clerk, with what must be given for it."""

    reason = _words(_("Reason, as everybody will read it"))
    department = _department()

    def __init__(self, *args: Any, subject: Subject, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.subject = subject


class InadmissibleForm(StepForm):
    ground = forms.ChoiceField(label=_("Ground"))
    field_order = ["ground", "reason", "department"]

    def __init__(self, *args: Any, subject: Subject, **kwargs: Any) -> None:
        super().__init__(*args, subject=subject, **kwargs)
        named = subject.ordinance.grounds if subject.ordinance is not None else PROPOSAL_GROUNDS
        choices = [(one.value, one.label) for one in InadmissibleGround if one in named]
        self.fields["ground"].choices = [("", _("choose a ground")), *choices]  # type: ignore[attr-defined]


class TakenForm(StepForm):
    agenda_item = forms.CharField(label=_("Agenda item that takes it up"), max_length=20, help_text="LEA-2026-014")
    reason = _words(_("Explanation, as everybody will read it"), required=False)
    field_order = ["agenda_item", "reason", "department"]

    def clean_agenda_item(self) -> Reference:
        string = self.cleaned_data["agenda_item"].strip().upper()
        found = Reference.objects.filter(kind=ReferenceKind.AGENDA_ITEM, string=string, is_public=True).first()
        if found is None:
            raise forms.ValidationError(_("There is no agenda item with this number."))
        return found


class ForwardedForm(StepForm):
    addressee = forms.CharField(label=_("Forwarded to"), max_length=200)
    field_order = ["addressee", "reason", "department"]


class AssessmentForm(forms.Form):
    department = _department(required=True)
    feasible = forms.ChoiceField(label=_("Can it be done?"), choices=Feasibility.choices)
    cost = WholeNumberField(label=_("Cost in whole euros"), required=False, min_value=0, max_value=10**12)
    legal = _words(_("What the law says about it"), required=False)
    reason = _words(_("What the department found, and why"))


class DayForm(StepForm):
    on = DayField(label=_("On which day"))
    reason = _words(_("Explanation, as everybody will read it"), required=False)
    field_order = ["on", "reason", "department"]


class TalksForm(StepForm):
    on = DayField(label=_("On which day"))
    reason = _words(_("What was talked about, as everybody will read it"))
    field_order = ["on", "reason", "department"]


class DocumentForm(DayForm):
    document = forms.URLField(
        label=_("Address of the document"),
        max_length=500,
        assume_scheme="https",
        help_text=_(
            "The agenda of the meeting, the decision, the agreement or the report, where everybody can read it."
        ),
    )
    field_order = ["on", "document", "reason", "department"]


class ExplainedForm(DocumentForm):
    reason = _words(_("Reason, as everybody will read it"))


class HandedOverForm(StepForm):
    reason = _words(_("Explanation, as everybody will read it"), required=False)


STEP_FORMS: dict[State, type[StepForm]] = {
    State.HANDED_OVER: HandedOverForm,
    State.ADMITTED: StepForm,
    State.INADMISSIBLE: InadmissibleForm,
    State.TAKEN: TakenForm,
    State.FORWARDED: ForwardedForm,
    State.NOT_TAKEN: StepForm,
    State.PUBLISHED: StepForm,
    State.ON_AGENDA: DocumentForm,
    State.TALKS: TalksForm,
    State.PUT_OFF: StepForm,
    State.DISCUSSED: ExplainedForm,
    State.GRANTED: ExplainedForm,
    State.REFUSED: ExplainedForm,
    State.AGREEMENT: DocumentForm,
    State.RUNNING: DayForm,
    State.EVALUATED: ExplainedForm,
    State.STOPPED: StepForm,
}


def step_form(state: State, *, is_back: bool) -> type[StepForm]:
    """A step back rests on what the state before rested on, and asks its reason alone."""
    return StepForm if is_back else STEP_FORMS[state]
