from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from base.forms.choice import AskedChoiceField
from base.forms.day import DayField
from participation.models import ConsultationRound
from proposals.actions.decision import DecisionText
from proposals.enums import DecidingBody, Verdict
from proposals.forms.agenda_item import AgendaItemField
from proposals.models import Decision

# What is no word of the decision itself.
ABOUT = ("corrects", "corrected_because", "consultation_round", "about")


class DecisionForm(forms.Form):
    """What the clerk records of a decision."""

    corrects = forms.ModelChoiceField(
        label=_("Corrects an earlier decision"),
        queryset=Decision.objects.filter(corrected_by__isnull=True).select_related("reference"),
        required=False,
        error_messages={
            "invalid_choice": _("This decision has been corrected already, or it is not there. Correct the correction.")
        },
        help_text=_("The earlier one stays readable and points to this one. What it is about follows from it."),
    )
    corrected_because = forms.CharField(
        label=_("Why it is corrected"), widget=forms.Textarea(attrs={"rows": 2}), required=False
    )
    consultation_round = forms.ModelChoiceField(
        label=_("After which round"),
        queryset=ConsultationRound.objects.filter(is_standing=False).order_by("-pk"),
        required=False,
        help_text=_("The agenda item follows from the round."),
    )
    about = AgendaItemField(
        label=_("About which agenda item"),
        required=False,
        help_text=_("Only where there was no round."),
    )
    body = AskedChoiceField(label=_("Who decided"), choices=DecidingBody.choices)
    decided_on = DayField(label=_("Decided on"))
    verdict = AskedChoiceField(label=_("Verdict"), choices=Verdict.choices)
    title = forms.CharField(label=_("In one sentence"), max_length=255)
    reasons = forms.CharField(label=_("The reasons"), widget=forms.Textarea(attrs={"rows": 6}))
    no_vote_because = forms.CharField(
        label=_("Why no vote of the council is recorded"),
        widget=forms.Textarea(attrs={"rows": 2}),
        required=False,
        help_text=_(
            "Only where nothing of it was taken down. What was adopted without a vote is recorded as a vote, too."
        ),
    )
    title_en = forms.CharField(label=_("In one sentence, in English"), max_length=255, required=False)
    reasons_en = forms.CharField(
        label=_("The reasons, in English"), widget=forms.Textarea(attrs={"rows": 6}), required=False
    )
    document_url = forms.URLField(label=_("Link to the document"), required=False, assume_scheme="https")

    def text(self) -> DecisionText:
        """Only of a valid form."""
        given: dict[str, Any] = dict(self.cleaned_data)
        for name in ABOUT:
            del given[name]
        return DecisionText(**given)
