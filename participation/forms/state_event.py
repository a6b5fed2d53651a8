from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from base.enums import ReferenceKind
from base.models import Reference
from participation.enums import Feasibility, InadmissibleGround, State


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


class InadmissibleForm(StepForm):
    ground = forms.ChoiceField(label=_("Ground"), choices=[("", _("choose a ground")), *InadmissibleGround.choices])
    field_order = ["ground", "reason", "department"]


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
    cost = forms.IntegerField(label=_("Cost in whole euros"), required=False, min_value=0, max_value=10**12)
    legal = _words(_("What the law says about it"), required=False)
    reason = _words(_("What the department found, and why"))


STEP_FORMS: dict[State, type[StepForm]] = {
    State.INADMISSIBLE: InadmissibleForm,
    State.TAKEN: TakenForm,
    State.FORWARDED: ForwardedForm,
    State.NOT_TAKEN: StepForm,
    State.PUBLISHED: StepForm,
}
