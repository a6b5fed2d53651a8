from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets import AdminDateInput, AdminDateTimeInput

from base.forms.day import DayField
from participation.forms.scan import ScanField
from proposals.actions.formal_view import Sender
from proposals.enums import ViewChannel
from proposals.forms.formal_view import LONGEST
from proposals.queries.formal_view import formal_rounds


class FormalViewRecordForm(forms.Form):
    """A view that came on paper, by mail or was spoken, as the clerk writes it down."""

    consultation_round = forms.ModelChoiceField(label=_("Formal round"), queryset=formal_rounds())
    channel = forms.ChoiceField(
        label=_("How it came"), choices=[one for one in ViewChannel.choices if one[0] != ViewChannel.WEB]
    )
    received_at = forms.DateTimeField(
        label=_("Received"),
        widget=AdminDateTimeInput,
        help_text=_("The moment that counts: of what was wrongly addressed, when it came to the other body."),
    )
    posted_on = DayField(
        label=_("Day of the postmark"),
        required=False,
        widget=AdminDateInput,
        help_text=_("Of a letter. Posted within the term and here within a week after it, it is in time."),
    )
    came_to = forms.CharField(
        label=_("Wrongly came to"), required=False, max_length=120, help_text=_("The body that sent it on to us.")
    )
    remark = forms.CharField(
        label=_("Reason"),
        required=False,
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Needed for what came early, late or to another body first. It stands on the receipt."),
    )
    text = forms.CharField(
        label=_("The view"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 10}),
        help_text=_("Word for word what was written. Of what was spoken the record that was read back to the speaker."),
    )
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
    name = forms.CharField(label=_("Name"), max_length=120)
    address = forms.CharField(label=_("Postal address"), max_length=300, widget=forms.Textarea(attrs={"rows": 3}))
    mail = forms.EmailField(label=_("Mail address"), required=False, max_length=254)
    scan = ScanField(
        label=_("Scan or document"),
        required=False,
        accept=".pdf,.jpg,.jpeg,.png,.odt,.docx",
        help_text=_("PDF, JPEG, PNG, ODT or DOCX, at most 10 MB."),
    )

    def record(self) -> dict[str, Any]:
        """What the action wants; only of a valid form."""
        given = dict(self.cleaned_data)
        scan = given.pop("scan")
        sender = Sender(name=given.pop("name"), address=given.pop("address"), mail=given.pop("mail"))
        return given | {"sender": sender, "scan": (scan.name, scan.read()) if scan is not None else None}
