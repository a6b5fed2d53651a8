import re
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from base import characters
from base.forms.map import MapInput
from base.forms.public import MarkedTextarea, PublicForm, StoredLength
from base.forms.whole_number import WholeNumberField
from base.geometry import Geometry, centre_of, read_typed
from base.marks import marked_html
from base.models import Area
from base.passages import plain_text
from base.queries.area import area_at
from base.refusal import Refusal
from participation.forms.invitation import is_mail_address, refuse_reserved
from participation.models import ConsultationRound, Ordinance, Subject
from participation.request_terms import declaration_of_starter
from proposals.actions.proposal import ProposalText
from proposals.actions.question import field_name
from proposals.enums import ProposalKind
from proposals.forms.question import answers_of, question_fields

# On whose behalf somebody writes.
GROUP = ("group_name", "speaks_for", "is_group_alone")
# As many as a theme's own table holds.
LONGEST_TAG = 100
MOST_TAGS = 10


class ProposalForm(PublicForm):
    """A proposal as its author writes it. What was typed is kept whatever this form thinks of it (`typed`)."""

    kind = forms.ChoiceField(label=_("What do you want to begin?"), choices=ProposalKind.choices, required=False)
    title = forms.CharField(
        label=_("Title"),
        max_length=120,
        # The page's own column.
        validators=[StoredLength(255)],
        help_text=_(
            "What should happen, in a few words. A joined picture, such as an emoji of a family, takes more room."
        ),
    )
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
        widget=MarkedTextarea(attrs={"rows": 10}),
        help_text=_(
            "Why is it needed, for whom, and how could it be done? An empty line begins a new paragraph. Begin a line with '- ' "
            "for a list, or with '## ' for a heading. **Two stars** make words bold, and [words](https://example.org) make a link."
        ),
    )
    area = forms.ModelChoiceField(
        label=_("Neighbourhood"), queryset=Area.objects.all(), required=False, empty_label=_("the whole municipality")
    )
    place = forms.CharField(
        label=_("Where exactly?"),
        max_length=200,
        required=False,
        help_text=_("A street, a square or a building, as you would tell a neighbour. Not somebody's home."),
    )
    spot = forms.CharField(
        label=_("On the map"),
        max_length=8_000,
        required=False,
        widget=MapInput,
        help_text=_(
            "Latitude and longitude, such as 52.5312, 5.2134. Three points or more, with a semicolon between them, are an area."
        ),
    )
    cost = WholeNumberField(
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
        validators=[refuse_reserved],
    )
    group_name = forms.CharField(
        label=_("On behalf of"),
        max_length=120,
        validators=[refuse_reserved],
        required=False,
        help_text=_("A group, association, school or company. Empty: you speak for yourself."),
    )
    speaks_for = forms.BooleanField(label=_("I may speak for this group"), required=False)
    is_group_alone = forms.BooleanField(label=_("Show only the group, and no name of a person"), required=False)
    co_authors = forms.CharField(
        label=_("Who made it with you"),
        max_length=500,
        required=False,
        help_text=_(
            "Mail addresses with commas between them. They get one mail when you hand it in, and are named only if they say yes."
        ),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}),
    )

    declares = forms.BooleanField(
        error_messages={"required": _("Only who may do this under the ordinance can start it.")}
    )

    note = forms.CharField(
        label=_("What did you change?"),
        max_length=300,
        validators=[StoredLength(1_200)],
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("In a few words, and why. Everybody reads this beside the new text."),
    )

    def __init__(
        self,
        *args: Any,
        consultation_round: ConsultationRound,
        by: Any,
        changes: Subject | None = None,
        ordinance: Ordinance | None = None,
        **kwargs: Any,
    ) -> None:
        # Before the form is made: it gives every field its words and its limits.
        self.questions = consultation_round.questions
        self.by = by
        self.base_fields = self._asked(type(self).base_fields)  # type: ignore[misc]  # as Django reads it
        super().__init__(*args, **kwargs)
        if changes is None:
            del self.fields["note"]
        else:
            # What stays as it was handed in.
            for name in (*GROUP, "kind", "language", "author_name", "co_authors", "declares"):
                self.fields.pop(name)
        if changes is None and ordinance is None:
            del self.fields["declares"]
        elif ordinance is not None:
            self.fields["declares"].label = declaration_of_starter(ordinance)
            for name in () if ordinance.takes_organisations else GROUP:
                self.fields.pop(name)
        if not consultation_round.is_standing or ordinance is not None:
            self.fields.pop("kind", None)
        if not by.is_authenticated:
            # Signing in asks for a name, and once is enough.
            self.fields.pop("author_name", None)
        if consultation_round.has_budget:
            self.fields["cost"].required = True
        elif not consultation_round.is_standing and consultation_round.method:
            del self.fields["cost"]

    def _asked(self, fields: dict[str, forms.Field]) -> dict[str, forms.Field]:
        """With the questions of the round behind the text."""
        first = list(fields)[: list(fields).index("area")]
        own = {name: fields[name] for name in first} | question_fields(self.questions)
        return own | {name: field for name, field in fields.items() if name not in own}

    @classmethod
    def typed(cls, data: Any, consultation_round: ConsultationRound) -> dict[str, str]:
        """Everything that was typed, as it was typed, for the draft."""
        names = [*cls.base_fields, *(field_name(question["label"]) for question in consultation_round.questions)]
        return {name: str(data[name]) for name in names if name in data}

    def clean_body(self) -> str:
        body = str(self.cleaned_data["body"])
        if characters.is_blank(plain_text(marked_html(body))):
            # Marks and no words.
            raise forms.ValidationError(self.fields["body"].error_messages["required"], code="required")
        return body

    def clean_spot(self) -> Geometry | None:
        try:
            return read_typed(self.cleaned_data["spot"], settings.MAP["box"])
        except Refusal as refusal:
            raise forms.ValidationError(refusal.sentence) from refusal

    def clean_tags(self) -> list[str]:
        names = [name.strip() for name in self.cleaned_data["tags"].split(",")]
        if any(len(name) > LONGEST_TAG for name in names):
            raise forms.ValidationError(
                _("A theme has at most %(most)d characters. Put a comma between two themes.") % {"most": LONGEST_TAG}
            )
        found = sorted({name.lower(): name for name in names if name}.values(), key=str.lower)
        if len(found) > MOST_TAGS:
            raise forms.ValidationError(
                _("A proposal has at most %(most)d themes, and here are %(given)d. Take %(over)d away."),
                params={"most": MOST_TAGS, "given": len(found), "over": len(found) - MOST_TAGS},
            )
        return found

    def clean_co_authors(self) -> list[str]:
        found = [one.lower() for one in re.split(r"[\s,;]+", self.cleaned_data["co_authors"]) if one]
        for address in found:
            if not is_mail_address(address):
                raise forms.ValidationError(
                    _("“%(address)s” is not a whole mail address. It looks like name@example.nl."),
                    params={"address": address},
                )
            if address == getattr(self.by, "email", ""):
                raise forms.ValidationError(_("Your own address need not be among them."))
        most = settings.CO_AUTHORS["most"]
        if len(set(found)) > most:
            raise forms.ValidationError(_("A proposal has at most %(most)d co-authors."), params={"most": most})
        return list(dict.fromkeys(found))

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if given.get("spot") and not given.get("area"):
            # Whoever points at a place need not look up its neighbourhood.
            given["area"] = area_at(centre_of(given["spot"]))
        if given.get("group_name") and not given.get("speaks_for"):
            self.add_error("speaks_for", _("Say that you may speak for this group, or leave its name out."))
        return given

    def text(self) -> ProposalText:
        """Only of a valid form."""
        given = self.cleaned_data
        return ProposalText(
            title=given["title"],
            summary=given["summary"],
            body=given["body"],
            author_name=given.get("author_name", ""),
            group_name=given.get("group_name", ""),
            is_group_alone=given.get("is_group_alone", False) and bool(given.get("group_name")),
            language=given.get("language", ""),
            area=given["area"],
            place=given["place"],
            geometry=given["spot"],
            cost=given.get("cost"),
            tags=given["tags"],
            kind=given.get("kind") or ProposalKind.PROPOSAL,
            answers=answers_of(self.questions, given),
        )

    def words(self) -> list[str]:
        """Everything that was written in words; only of a valid form."""
        given = self.cleaned_data
        asked = [given.get(field_name(question["label"])) for question in self.questions]
        return [
            given["title"],
            given["summary"],
            given["body"],
            given["place"],
            *(one for one in asked if isinstance(one, str)),
        ]
