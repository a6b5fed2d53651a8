from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from base.addresses import VersionLabel
from base.citable import field_of
from base.enums import RedactionReason, ReferenceKind, WithdrawalReason
from base.forms.choice import AskedChoiceField
from base.models import PublishedVersion, Reference
from base.models.removal import NOTE


class RedactionForm(forms.Form):
    """Which fields are to be destroyed, and why. `names` are the fields that can be, with their labels."""

    fields_to_destroy = forms.MultipleChoiceField(
        label=_("what is to be destroyed"), widget=forms.CheckboxSelectMultiple
    )
    reason = AskedChoiceField(label=_("reason"), choices=RedactionReason.choices)
    explanation = forms.CharField(
        label=_("explanation, which everybody may read"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3})
    )
    explanation_en = forms.CharField(
        label=_("the explanation in English"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
    )

    def __init__(self, *args: Any, names: list[tuple[str, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["fields_to_destroy"].choices = names  # type: ignore[attr-defined]


def fields_to_redact(version: PublishedVersion) -> list[tuple[str, Any]]:
    """Those that no redaction names yet."""
    kind, asked = version.reference.kind, {one.field for one in version.redactions.all()}
    names = [(name, field_of(kind, name).label) for name in version.content]
    if version.change_note:
        names.append((NOTE, _("What changed and why")))
    return [(name, label) for name, label in names if name not in asked]


class WithdrawalForm(forms.Form):
    """Why a whole version is taken off the site, who decided it and what replaces it."""

    reason = AskedChoiceField(label=_("reason"), choices=WithdrawalReason.choices)
    decided_by = forms.CharField(label=_("who decided"), max_length=200)
    explanation = forms.CharField(
        label=_("explanation, which everybody may read"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3})
    )
    explanation_en = forms.CharField(
        label=_("the explanation in English"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
    )
    replaced_by = forms.ModelChoiceField(
        label=_("replaced by"),
        queryset=Reference.objects.filter(kind=ReferenceKind.AGENDA_ITEM).order_by("string"),
        to_field_name="string",
        required=False,
    )
    replaced_by_label = forms.RegexField(
        rf"^{VersionLabel.regex}$",
        label=_("version of it"),
        help_text=_("A number such as 3 or 2.1; empty where the item as a whole replaces it."),
        required=False,
    )

    def clean(self) -> dict[str, Any] | None:
        if self.cleaned_data.get("replaced_by_label") and not self.cleaned_data.get("replaced_by"):
            self.add_error("replaced_by", _("Say which item that version is of."))
        return super().clean()
