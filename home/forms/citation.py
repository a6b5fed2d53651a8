import uuid
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from base.citable import field_of
from base.difference import passages_of
from base.forms.public import PublicForm, StoredLength
from base.models import PublishedVersion
from base.web_address import refusal_of_address
from home.actions.citation import CitedWords, CitingDocument, Stand
from home.enums import DocumentKind, Position
from home.models import Citation, Party

LONGEST_QUOTE = 5000
LONGEST_EXPLANATION = 3000
FACTS = ("document_title", "document_kind", "document_address", "document_page")


class DocumentForm(forms.Form):
    """The facts of the document in which a party cites."""

    document_title = forms.CharField(label=gettext_lazy("Title of the document"), max_length=255)
    document_kind = forms.ChoiceField(label=gettext_lazy("Kind of document"), choices=DocumentKind.choices)
    document_address = forms.URLField(
        label=gettext_lazy("Address of the document"), max_length=500, required=False, assume_scheme="https"
    )
    document_page = forms.CharField(label=gettext_lazy("Page"), max_length=40, required=False)

    def clean_document_address(self) -> str:
        address: str = self.cleaned_data["document_address"]
        if sentence := refusal_of_address(address):
            raise forms.ValidationError(sentence)
        return address

    def document(self) -> CitingDocument:
        """Only of a valid form."""
        return CitingDocument(**{name: self.cleaned_data[name] for name in FACTS})


def facts_of(citation: Citation) -> dict[str, str]:
    return {name: getattr(citation, name) for name in FACTS}


class CitationForm(PublicForm, DocumentForm):
    """What a representative registers: the document, the cited words and the position of the party."""

    party = forms.ModelChoiceField(label=gettext_lazy("Party"), queryset=Party.objects.none(), empty_label=None)
    passage = forms.ChoiceField(label=gettext_lazy("Which passage?"), required=False)
    quote = forms.CharField(
        label=gettext_lazy("The words that you quote"),
        max_length=LONGEST_QUOTE,
        validators=[StoredLength(4 * LONGEST_QUOTE)],
        widget=forms.Textarea(attrs={"rows": 4}),
        required=False,
        help_text=gettext_lazy("Copy them from your document. We say with them whether they stand so in this version."),
    )
    position = forms.ChoiceField(label=gettext_lazy("Position"), widget=forms.RadioSelect, required=False)
    explanation = forms.CharField(
        label=gettext_lazy("Your position in your own words"),
        max_length=LONGEST_EXPLANATION,
        validators=[StoredLength(4 * LONGEST_EXPLANATION)],
        widget=forms.Textarea(attrs={"rows": 6}),
        required=False,
        help_text=gettext_lazy("Everybody reads this beside the words of other parties."),
    )
    key = forms.UUIDField(required=False, widget=forms.HiddenInput, initial=uuid.uuid4)

    field_order = [
        "party",
        *FACTS,
        "passage",
        "quote",
        "position",
        "explanation",
    ]

    def __init__(
        self,
        *args: Any,
        version: PublishedVersion,
        parties: Sequence[Party],
        citation: Citation | None = None,
        is_frozen: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.version = version
        self.citation = citation
        self.parties = parties
        choose: dict[str, Any] = self.fields
        choose["passage"].choices = [("", _("The whole version")), *_passage_choices(version)]
        choose["position"].choices = [("", _("no position: we only cite")), *Position.choices]
        if citation is not None:
            del self.fields["key"]
        if citation is not None or len(parties) == 1:
            del self.fields["party"]
        else:
            choose["party"].queryset = Party.objects.filter(pk__in=[party.pk for party in parties]).by_name()
        if is_frozen:
            # What is there stays; nobody is asked what they may not answer.
            del self.fields["position"], self.fields["explanation"]

    def party_chosen(self) -> Party:
        chosen: Party = self.cleaned_data["party"] if "party" in self.fields else self.parties[0]
        return chosen

    def words(self) -> CitedWords:
        return CitedWords(self.version, self.cleaned_data["passage"], self.cleaned_data["quote"])

    def stand(self, language: str) -> Stand:
        """What was filled in; where the form does not ask, what the citation says already."""
        if "position" in self.fields:
            # Words that stay the same stay in the language in which they were written.
            same = self.citation is not None and self.cleaned_data["explanation"] == self.citation.explanation
            return Stand(
                self.cleaned_data["position"],
                self.cleaned_data["explanation"],
                self.citation.language if same and self.citation else language,
            )
        if self.citation is not None:
            return Stand(self.citation.position, self.citation.explanation, self.citation.language)
        return Stand(language=language)


def initial_of(citation: Citation) -> dict[str, Any]:
    return facts_of(citation) | {
        name: getattr(citation, name) for name in ("passage", "quote", "position", "explanation")
    }


def _passage_choices(version: PublishedVersion) -> list[tuple[str, Any]]:
    """The passages under the heading of their field; a field without passages is one."""
    kind, content = version.reference.kind, version.content
    groups = []
    for name, value in content.items():
        field = field_of(kind, name)
        found = passages_of(field.shape, name, value)
        if found:
            groups.append((str(field.label), [(one.identifier, Truncator(one.text).chars(90)) for one in found]))
    return groups
