from django import forms
from django.utils.translation import gettext_lazy as _

from base.forms.whole_number import WholeNumberField
from participation.forms.entry import MOMENTS
from participation.forms.scan import ScanField
from participation.paper_rules import MOST_PAPERS
from participation.voting_enums import VotingChannel


class BatchForm(forms.Form):
    """Papers that came in together."""

    prefix = "batch"
    channel = forms.ChoiceField(
        label=_("How they came in"),
        choices=[(one.value, one.label) for one in (VotingChannel.PAPER, VotingChannel.TELEPHONE)],
        initial=VotingChannel.PAPER,
        widget=forms.RadioSelect,
    )
    papers = WholeNumberField(
        label=_("How many papers"),
        min_value=1,
        max_value=MOST_PAPERS,
        help_text=_("Counted by hand, before anybody enters one."),
    )
    received_at = forms.DateTimeField(
        label=_("When they came in"),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        input_formats=MOMENTS,
    )
    scan = ScanField(label=_("Scan of all papers, or the notes of the calls"))


class PaperForm(forms.Form):
    """Whose paper it is; the marks are a BallotForm's."""

    voter = forms.CharField(label=_("Identifier of the voter"), max_length=64)
    unreadable = forms.BooleanField(
        label=_("It cannot be read, or breaks the rules of the ballot paper: set it aside"), required=False
    )
