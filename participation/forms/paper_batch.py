from typing import Any

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

    voter = forms.CharField(
        label=_("Identifier of the voter"),
        max_length=64,
        required=False,
        help_text=_("Capitals and spaces make no difference, dashes do. Leave it empty only where none can be read."),
    )
    unreadable = forms.BooleanField(
        label=_("Set it aside"),
        help_text=_(
            "It cannot be read, breaks the rules of the ballot paper, has no identifier that can be read, or one that is not on the electoral roll."
        ),
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if not given.get("unreadable") and not given.get("voter") and "voter" not in self.errors:
            self.add_error("voter", _("Type the identifier. If none can be read on the paper, set the paper aside."))
        return given


class PapersForm(forms.Form):
    """How many papers a batch holds after all."""

    prefix = "correct"
    papers = WholeNumberField(label=_("How many papers"), min_value=1, max_value=MOST_PAPERS)
    reason = forms.CharField(
        label=_("How it came that they were counted wrong"),
        max_length=500,
        help_text=_("It stands in the audit trail with your name. Name no voter."),
    )
