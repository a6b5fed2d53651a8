from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from base.forms.day import DayField
from base.forms.whole_number import WholeNumberField
from participation.box_rules import refusal_of_many
from participation.enums import CommentScreening, Eligibility, Force, PhaseKind, Screening
from participation.method_words import method_label
from participation.round_plan import PhasePlan
from participation.round_plan_rules import refusal_of_order, refusal_of_past
from participation.voting_enums import OptionOrder, PaperEntry, PaperRule, RarePattern
from proposals.enums import DecidingBody
from proposals.recipes import Recipe, phases_between, usual_days

# As the title of a page.
LONGEST_OPTION = 255
SPANS = {
    PhaseKind.DISCUSS: (_("People react: first day"), _("last day, until midnight")),
    PhaseKind.COLLECT: (_("People hand in: first day"), _("last day, until midnight")),
    PhaseKind.VOTE: (_("People vote: first day"), _("last day, until midnight")),
}


def _text(label: Any, **more: Any) -> forms.CharField:
    return forms.CharField(label=label, widget=forms.Textarea(attrs={"rows": 3}), **more)


def _one_of(label: Any, choices: Any, usual: Any) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=choices, initial=usual)


class ParentField(forms.ModelChoiceField):
    def label_from_instance(self, page: Page) -> str:
        # A select is as wide as its longest line.
        return Truncator(page.title).chars(36)


class SpansForm(forms.Form):
    """First and last day of each phase that a recipe asks, with `spans` filled in."""

    def __init__(self, *args: Any, spans: Mapping[PhaseKind, tuple[date, date]], at: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.spans, self.at = spans, at
        for kind, days in spans.items():
            for name, label, day in zip(("first", "last"), SPANS[kind], days, strict=True):
                self.fields[f"{kind}_{name}"] = DayField(label=label, initial=day)
        if first := self.fields.get(f"{PhaseKind.VOTE}_first"):
            first.help_text = _("Today: from the next full hour on.")

    def clean(self) -> dict[str, Any]:
        for kind in self.spans:
            first, last = self.cleaned_data.get(f"{kind}_first"), self.cleaned_data.get(f"{kind}_last")
            if first and last and last < first:
                self.add_error(f"{kind}_last", _("The last day comes before the first."))
        if PhaseKind.VOTE in self.spans and not self.span_names & self.errors.keys():
            wrong = refusal_of_past(self.phases, self.at) or refusal_of_order(self.phases)
            if wrong:
                self.add_error(f"{PhaseKind.VOTE}_first", wrong)
        return self.cleaned_data

    @property
    def span_names(self) -> set[str]:
        return {f"{kind}_{name}" for kind in self.spans for name in ("first", "last")}

    @property
    def phases(self) -> list[PhasePlan]:
        """Of valid days only."""
        given = self.cleaned_data
        days = {kind: (given[f"{kind}_first"], given[f"{kind}_last"]) for kind in self.spans}
        return phases_between(days, self.at)


class RecipeForm(SpansForm):
    """What a recipe asks, at most twelve; and folded away what it fills in."""

    parent = ParentField(label=_("Under which page"), queryset=Page.objects.none())
    title = forms.CharField(label=_("The question, as people read it"), max_length=255)
    summary = _text(_("What it is about, in one or two plain sentences"), max_length=600)
    open_to_influence = _text(_("What people can influence"), required=False)
    who_decides = _one_of(_("Who decides"), DecidingBody.choices, DecidingBody.COUNCIL)
    what_happens_next = _text(_("What happens with the outcome"), required=False)

    def __init__(self, *args: Any, recipe: Recipe, parents: Iterable[Page], at: datetime, **kwargs: Any) -> None:
        super().__init__(*args, spans=usual_days(recipe, timezone.localdate(at)), at=at, **kwargs)
        self.recipe = recipe
        parent: Any = self.fields["parent"]
        parent.queryset = Page.objects.filter(pk__in=[page.pk for page in parents])
        chosen = parent.queryset.filter(pk=self.initial.get("parent") or 0).select_related("locale").first()
        language = chosen.locale.language_code if chosen else settings.LANGUAGE_CODE
        for name in recipe.texts:
            self.fields[name].initial = recipe.text(name, language)
        if "budget" in recipe.asks:
            self.fields["budget"] = WholeNumberField(label=_("Budget in whole euros"), min_value=1)
        if "seats" in recipe.asks:
            self.fields["seats"] = WholeNumberField(label=_("How many are chosen"), min_value=1, initial=3)
        self.asked = list(self.fields)
        if recipe.votes:
            self._add_rules_of_vote()
        if PhaseKind.COLLECT in recipe.spans:
            self.fields["screening"] = _one_of(_("Reading of proposals"), Screening.choices, Screening.BEFORE)
        self.fields["comment_screening"] = _one_of(
            _("Reading of comments"), CommentScreening.choices, CommentScreening.AFTER
        )

    def _add_rules_of_vote(self) -> None:
        methods = [(name, method_label(name)) for name in self.recipe.methods]
        self.fields["method"] = _one_of(_("How votes are counted"), methods, self.recipe.methods[0])
        usual = _("as fits the force: only who is on the electoral roll, unless the result is advice")
        self.fields["eligibility"] = _one_of(_("Who may vote"), [("", usual), *Eligibility.choices], "")
        self.fields["eligibility"].required = False
        self.fields["force"] = _one_of(_("Force of the result"), Force.choices, Force.ADVICE)
        self.fields["force_decision"] = forms.URLField(
            label=_("Address of the decision or mandate that says so"),
            required=False,
            assume_scheme="https",
            help_text=_("Not for advice alone."),
        )
        self.fields["objection_days"] = WholeNumberField(
            label=_("Days to object to the count"), initial=7, min_value=0, max_value=365
        )
        self.fields["paper_rule"] = _one_of(
            _("Where somebody votes on the site and on paper, this counts"), PaperRule.choices, PaperRule.WEB_FIRST
        )
        self.fields["paper_entry"] = _one_of(
            _("How ballots on paper and by telephone are entered"), PaperEntry.choices, PaperEntry.TWICE
        )
        self.fields["option_order"] = _one_of(_("Order of the options"), OptionOrder.choices, OptionOrder.DRAWN)
        self.fields["rare_pattern"] = _one_of(
            _("How the ballots are published"), RarePattern.choices, RarePattern.AS_IS
        )

    def clean(self) -> dict[str, Any]:
        super().clean()
        if "eligibility" in self.fields and not self.cleaned_data.get("eligibility"):
            advice = self.cleaned_data.get("force") == Force.ADVICE
            self.cleaned_data["eligibility"] = Eligibility.SIGNED_IN if advice else Eligibility.ROLL
        return self.cleaned_data

    @property
    def asked_fields(self) -> list[Any]:
        return [self[name] for name in self.asked]

    @property
    def more_fields(self) -> list[Any]:
        return [self[name] for name in self.fields if name not in self.asked]

    @property
    def more_is_wrong(self) -> bool:
        return any(field.errors for field in self.more_fields)

    @property
    def values(self) -> dict[str, Any]:
        """For the page, of a valid form only: what was answered and what the recipe fills in."""
        elsewhere = self.span_names | {"parent"}
        given = {name: value for name, value in self.cleaned_data.items() if name not in elsewhere}
        language = self.cleaned_data["parent"].locale.language_code
        given |= {name: self.recipe.in_language(name, given[name], language) for name in self.recipe.texts}
        return {**self.recipe.usual, **given}


class OptionsForm(forms.Form):
    options = _text(
        _("What people vote about"),
        help_text=_("One on each line. Until voting begins one can be kept off the paper again."),
    )

    def clean_options(self) -> list[str]:
        lines = [" ".join(line.split()) for line in self.cleaned_data["options"].splitlines()]
        for number, line in enumerate(lines, start=1):
            if (over := len(line) - LONGEST_OPTION) > 0:
                raise forms.ValidationError(
                    _("Line %(number)d is %(over)d characters too long: it has %(most)d at most."),
                    params={"number": number, "over": over, "most": LONGEST_OPTION},
                )
        written = [line for line in lines if line]
        if sentence := refusal_of_many(len(written)):
            raise forms.ValidationError(sentence)
        return written
