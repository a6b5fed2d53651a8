from datetime import datetime

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from participation.entry import Entry
from participation.enums import ENTERED, Channel
from participation.forms.invitation import LONGEST_ADDRESS

MOST_BYTES = 10 * 1024 * 1024
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
    scan = forms.FileField(
        label=_("Scan or photograph"),
        required=False,
        widget=forms.FileInput(attrs={"accept": ".jpg,.jpeg,.png,.webp,.pdf"}),
        help_text=_("JPEG, PNG, WebP or PDF, at most 10 MB. Only staff see it."),
    )

    def clean_scan(self) -> UploadedFile | None:
        scan: UploadedFile | None = self.cleaned_data["scan"]
        if scan is not None and (scan.size or 0) > MOST_BYTES:
            raise forms.ValidationError(_("This file is too big: at most 10 MB is possible."))
        return scan

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
