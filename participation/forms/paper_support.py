from django import forms
from django.utils.translation import gettext_lazy as _

from base.forms.whole_number import WholeNumberField
from participation.forms.entry import EntryForm


class PaperSupportForm(forms.Form):
    """A signed list of support as staff counted it; only numbers, never who signed."""

    signatures = WholeNumberField(label=_("Signatures on the list"), min_value=1, max_value=1_000_000)
    checked = WholeNumberField(
        label=_("Of which checked and found right"),
        min_value=0,
        max_value=1_000_000,
        help_text=_("Only these count. Leave out who signed twice, or does not live here."),
    )
    received_at = EntryForm.base_fields["received_at"]
    reason = forms.CharField(
        label=_("How it was checked"),
        max_length=1_000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("For staff: name nobody who signed."),
    )
    scan = EntryForm.base_fields["scan"]
    is_another = forms.BooleanField(
        label=_("It is another list than the one of that day with as many signatures"), required=False
    )


class PaperCorrectionForm(forms.Form):
    """The numbers as they should have been, and what was wrong."""

    signatures = PaperSupportForm.base_fields["signatures"]
    checked = PaperSupportForm.base_fields["checked"]
    reason = forms.CharField(label=_("What was wrong"), max_length=1_000, widget=forms.Textarea(attrs={"rows": 3}))
