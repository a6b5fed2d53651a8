from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.images.models import Image

from base.forms.choice import AskedChoiceField
from base.forms.day import DayField
from base.forms.whole_number import WholeNumberField
from participation.models import ConsultationRound, Subject
from proposals.commitment_rules import CommitmentText, Told
from proposals.council_enums import CommitmentOrigin, CommitmentStep
from proposals.forms.agenda_item import AgendaItemField
from proposals.forms.council import PaperChoice
from proposals.models import CouncilPaper, Decision, Milestone
from proposals.queries.commitment import CommitmentStanding
from proposals.queries.request import requests_agreed


class CommitmentWordsForm(forms.Form):
    """What was promised, by whom and by when."""

    text = forms.CharField(label=_("What is promised, in one or two sentences"), widget=forms.Textarea({"rows": 3}))
    text_en = forms.CharField(
        label=_("What is promised, in English"), widget=forms.Textarea({"rows": 3}), required=False
    )
    department = forms.CharField(label=_("Which department does it"), max_length=100)
    made_on = DayField(label=_("Promised on"))
    due_on = DayField(label=_("By which day"))
    origin = AskedChoiceField(label=_("Promised"), choices=CommitmentOrigin.choices)

    def commitment_text(self) -> CommitmentText:
        """Only of a valid form."""
        return CommitmentText(**{name: self.cleaned_data[name] for name in CommitmentText.__dataclass_fields__})


class CorrectionForm(CommitmentWordsForm):
    """The same, with why it was wrong, and how many corrections there were when it was read."""

    corrections = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    reason = forms.CharField(label=_("Why it is corrected"), widget=forms.Textarea({"rows": 2}))


class RequestChoice(forms.ModelChoiceField):
    """A request of residents by its number and title."""

    def label_from_instance(self, subject: Subject) -> str:
        return f"{subject.reference.string}, {subject.label}"


class CommitmentForm(CommitmentWordsForm):
    """What it is about follows from the decision or the paper where one is chosen."""

    decision = forms.ModelChoiceField(
        label=_("With which decision"),
        queryset=Decision.objects.filter(corrected_by__isnull=True).select_related("reference"),
        required=False,
    )
    paper = PaperChoice(
        label=_("On which motion or paper"),
        queryset=CouncilPaper.objects.filter(corrected_by__isnull=True).order_by("-dated_on", "-pk"),
        required=False,
    )
    about = AgendaItemField(
        label=_("About which agenda item"),
        required=False,
        help_text=_("Only where it does not follow from the decision or the paper."),
    )
    consultation_round = forms.ModelChoiceField(
        label=_("About which round"),
        queryset=ConsultationRound.objects.filter(is_standing=False).order_by("-pk"),
        required=False,
    )

    subject = RequestChoice(
        label=_("On which request"),
        queryset=requests_agreed(),
        required=False,
        help_text=_("A citizens' initiative or a challenge that was agreed to."),
    )

    def about_what(self) -> dict[str, Any]:
        names = ("about", "consultation_round", "decision", "paper", "subject")
        return {name: self.cleaned_data[name] for name in names}


class MilestoneForm(forms.Form):
    title = forms.CharField(label=_("Which step"), max_length=200)
    title_en = forms.CharField(label=_("Which step, in English"), max_length=200, required=False)
    due_on = DayField(label=_("By which day"))


class StepForm(forms.Form):
    """What happened, to the whole promise or to one of its milestones."""

    milestone = forms.ModelChoiceField(
        label=_("Of what"), queryset=Milestone.objects.none(), required=False, empty_label=_("the whole promise")
    )
    step = AskedChoiceField(label=_("What happened"), choices=CommitmentStep.choices)
    happened_on = DayField(label=_("On which day"))
    note = forms.CharField(label=_("In a sentence, for everybody"), widget=forms.Textarea({"rows": 3}), required=False)
    note_en = forms.CharField(label=_("The same in English"), widget=forms.Textarea({"rows": 3}), required=False)
    due_on = DayField(label=_("The new day"), required=False, help_text=_("Only where it is put off."))
    evidence_url = forms.URLField(
        label=_("Link to what shows it"), required=False, assume_scheme="https", max_length=500
    )
    picture = forms.ModelChoiceField(
        label=_("Picture that shows it"),
        queryset=Image.objects.order_by("-created_at"),
        required=False,
        help_text=_("Upload it first under Images, with words for who cannot see it."),
    )

    def __init__(self, *args: Any, standing: CommitmentStanding, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["milestone"].queryset = Milestone.objects.filter(commitment=standing.commitment)  # type: ignore[attr-defined]

    def told(self) -> Told:
        """Only of a valid form."""
        return Told(**{name: self.cleaned_data[name] for name in Told.__dataclass_fields__})


class SpendingForm(forms.Form):
    year = WholeNumberField(label=_("Year"), min_value=2000, max_value=2100)
    planned = WholeNumberField(label=_("Planned, in whole euros"), min_value=0, max_value=10**15)
    spent = WholeNumberField(label=_("Spent, in whole euros"), min_value=0, max_value=10**15, required=False)
