from datetime import datetime

from django import forms
from django.utils.translation import gettext_lazy as _

from participation.entry import Entry
from participation.enums import ENTERED, Channel
from participation.forms.invitation import LONGEST_ADDRESS
from participation.forms.scan import ScanField

# As a browser sends a moment, and as people type one.
MOMENTS = ["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M", "%d-%m-%Y %H:%M"]


class EntryForm(forms.Form):
    """How something came in that staff enter for somebody; beside the fields that everybody has."""

    channel = forms.ChoiceField(
        label=_("How it came in"), choices=[(one.value, one.label) for one in ENTERED], widget=forms.RadioSelect
    )
    received_at = forms.DateTimeField(
        label=_("When it came in"),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        input_formats=MOMENTS,
        help_text=_(
            "On the clock of the municipality. What came in while it could counts, also when you enter it later."
        ),
    )
    email = forms.EmailField(
        label=_("Mail address of who it is from"),
        required=False,
        max_length=LONGEST_ADDRESS,
        help_text=_(
            "If they gave one: they get a receipt, and can say that it is theirs to have it in their own hands."
        ),
    )
    scan = ScanField(required=False)

    def entry(self) -> Entry:
        """Only of a valid form."""
        given = self.cleaned_data
        received_at: datetime = given["received_at"]
        scan = given["scan"]
        if scan is not None:
            scan.seek(0)
        return Entry(
            channel=Channel(given["channel"]),
            received_at=received_at,
            email=given["email"],
            scan=scan.read() if scan is not None else b"",
        )
