from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from base.forms.public import PublicForm, StoredLength
from base.models import Area
from participation.models import ConsultationRound
from proposals.actions.proposal import ProposalText

# As many as a theme's own table holds.
LONGEST_TAG = 100


class ProposalForm(PublicForm):
    """A proposal as its author writes it. What was typed is kept whatever this form thinks of it (`typed`)."""

    title = forms.CharField(label=_("Title"), max_length=120, help_text=_("What should happen, in a few words."))
    summary = forms.CharField(
        label=_("In one sentence"),
        max_length=300,
        validators=[StoredLength(300)],
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("This is what people read in the list."),
    )
    body = forms.CharField(
        label=_("Your proposal"),
        max_length=8_000,
        validators=[StoredLength(32_000)],
        widget=forms.Textarea(attrs={"rows": 10}),
        help_text=_("Why is it needed, for whom, and how could it be done?"),
    )
    area = forms.ModelChoiceField(
        label=_("Neighbourhood"), queryset=Area.objects.all(), required=False, empty_label=_("the whole municipality")
    )
    cost = forms.IntegerField(
        label=_("Estimated cost in whole euros"),
        min_value=0,
        max_value=1_000_000_000,
        required=False,
        help_text=_("A rough guess will do. The municipality checks it."),
    )
    tags = forms.CharField(
        label=_("Themes"), max_length=200, required=False, help_text=_("With commas between them: reading, children.")
    )
    language = forms.ChoiceField(label=_("Written in"), choices=settings.LANGUAGES)
    author_name = forms.CharField(
        label=_("Name to show"),
        max_length=80,
        required=False,
        help_text=_("Your own name, a nickname or nothing: then it says 'a resident'."),
    )

    def __init__(self, *args: Any, consultation_round: ConsultationRound, by: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not by.is_authenticated:
            # Signing in asks for a name, and once is enough.
            del self.fields["author_name"]
        if consultation_round.has_budget:
            self.fields["cost"].required = True
        elif not consultation_round.is_standing and consultation_round.method:
            del self.fields["cost"]

    @classmethod
    def typed(cls, data: Any) -> dict[str, str]:
        """Everything that was typed, as it was typed, for the draft."""
        return {name: str(data[name]) for name in cls.base_fields if name in data}

    def clean_tags(self) -> list[str]:
        names = [name.strip() for name in self.cleaned_data["tags"].split(",")]
        if any(len(name) > LONGEST_TAG for name in names):
            raise forms.ValidationError(
                _("A theme has at most %(most)d characters. Put a comma between two themes.") % {"most": LONGEST_TAG}
            )
        return sorted({name.lower(): name for name in names if name}.values(), key=str.lower)[:10]

    def text(self) -> ProposalText:
        """Only of a valid form."""
        given = self.cleaned_data
        return ProposalText(
            title=given["title"],
            summary=given["summary"],
            body=given["body"],
            author_name=given.get("author_name", ""),
            language=given["language"],
            area=given["area"],
            cost=given.get("cost"),
            tags=given["tags"],
        )
