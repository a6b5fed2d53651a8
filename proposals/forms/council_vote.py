from collections.abc import Iterable
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from base.forms.day import DayField
from base.forms.whole_number import WholeNumberField
from proposals.actions.council_vote import GroupHeads
from proposals.council_enums import HEAD_WORDS, HEADS, SEATS
from proposals.forms.council import ReadForm
from proposals.models import CouncilGroup, CouncilVote


class VoteChoice(forms.ModelChoiceField):
    def label_from_instance(self, vote: CouncilVote) -> str:
        return f"{date_format(vote.meeting.held_on)}: {vote.get_outcome_display()}"


class VoteForm(ReadForm):
    """How each group voted: as a whole, or how many of its members did what. Groups and seats are those of the term.

    A number that is typed holds; whoever of the group got none did what the group did as a whole.
    """

    held_on = DayField(label=_("In the meeting of"))
    was_called = forms.TypedChoiceField(
        label=_("Was a vote asked for?"),
        choices=[("yes", _("yes")), ("no", _("no, nobody asked for one: it is adopted"))],
        coerce=lambda value: value == "yes",
        initial="yes",
    )
    barred = WholeNumberField(
        label=_("Members who may not take part, since it concerns themselves"),
        min_value=0,
        max_value=99,
        initial=0,
        required=False,
    )
    corrects = VoteChoice(
        label=_("Corrects"),
        queryset=CouncilVote.objects.none(),
        required=False,
        help_text=_("Only where a vote was recorded wrongly before."),
    )
    reason = forms.CharField(label=_("Why it is corrected"), widget=forms.Textarea({"rows": 2}), required=False)

    despite = forms.CharField(
        label=_("Why you record it all the same"), widget=forms.Textarea({"rows": 2}), required=False
    )

    def __init__(self, *args: Any, groups: Iterable[CouncilGroup], votes: QuerySet[CouncilVote], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.groups = list(groups)
        self.fields["corrects"].queryset = votes  # type: ignore[attr-defined]
        choices = list(HEAD_WORDS.items())
        for group in self.groups:
            self.fields[f"whole-{group.pk}"] = forms.ChoiceField(
                label=_("%(group)s, all") % {"group": group.name},
                choices=choices,
                widget=forms.RadioSelect,
                required=False,
            )
            for name in SEATS:
                self.fields[f"{name}-{group.pk}"] = WholeNumberField(
                    label=f"{group.name}: {HEAD_WORDS.get(name, _('vacant'))}",
                    min_value=0,
                    max_value=999,
                    required=False,
                )
        self.fields["others-all"] = forms.ChoiceField(
            label=_("Every group above that you left open"), choices=choices, widget=forms.RadioSelect, required=False
        )

    def lines(self) -> list[tuple[CouncilGroup, Any, list[Any]]]:
        """Each group with what it did as a whole and its five numbers, for a table."""
        return [
            (group, self[f"whole-{group.pk}"], [self[f"{name}-{group.pk}"] for name in SEATS]) for group in self.groups
        ]

    def others(self) -> Any:
        return self["others-all"]

    def first(self) -> list[Any]:
        """What every vote asks for, before its groups."""
        return [self["held_on"], self["was_called"]]

    def rare(self) -> list[Any]:
        return [self[name] for name in RARE]

    @property
    def is_contradicted(self) -> bool:
        """Whether the council published something else than is given, or did so where that is corrected."""
        return bool(self["despite"].errors or self["despite"].value())

    @property
    def is_divided(self) -> bool:
        """Whether a group has numbers of its own."""
        names = [f"{name}-{group.pk}" for group in self.groups for name in SEATS]
        return any(self[name].value() or self[name].errors for name in names)

    @property
    def is_rare(self) -> bool:
        """Whether one of the rare fields has something to say."""
        return any(self[name].errors for name in RARE) or bool(self["corrects"].value())

    def of_groups(self, groups: Iterable[CouncilGroup]) -> dict[str, str]:
        """What was typed, for the groups of another term: what each did with the group of the same name."""
        groups = list(groups)
        typed = {name: value for name, value in self.data.items() if "-" not in name or name == "others-all"}
        by_name = {one.name.casefold(): one for one in self.groups}
        for group in groups:
            if (same := by_name.get(group.name.casefold())) is not None:
                names = ("whole", *SEATS)
                typed |= {f"{name}-{group.pk}": self.data.get(f"{name}-{same.pk}", "") for name in names}
            else:
                # The form is known by its groups.
                typed[f"in_favour-{group.pk}"] = ""
        return typed

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        given["barred"] = given.get("barred") or 0
        if given.get("was_called") is False and self._is_marked(given):
            self.add_error(
                "was_called",
                _(
                    "Something is marked for the groups below, and without a vote nothing of it is kept. "
                    "Choose 'yes', or open this paper anew and mark nothing."
                ),
            )
        for group in self.groups:
            whole = given.get(f"whole-{group.pk}")
            if whole and given.get(f"{whole}-{group.pk}"):
                self.add_error(
                    f"{whole}-{group.pk}",
                    _("Either all, or a number: with all, give only the numbers of those who did something else."),
                )
        return given

    def _is_marked(self, given: dict[str, Any]) -> bool:
        names = (f"{name}-{group.pk}" for group in self.groups for name in ("whole", *SEATS))
        return any(given.get(name) for name in (*names, "others-all"))

    def heads(self) -> list[GroupHeads]:
        """Only of a valid form."""
        found = []
        for group in self.groups:
            numbers = {name: self.cleaned_data[f"{name}-{group.pk}"] or 0 for name in SEATS}
            whole = self.cleaned_data[f"whole-{group.pk}"]
            if not whole and not any(numbers[name] for name in HEADS):
                whole = self.cleaned_data["others-all"]
            if whole:
                numbers[whole] += max(0, group.seats - sum(numbers.values()))
            found.append(GroupHeads(group, **numbers))
        return found


# What few votes ask for.
RARE = ("barred", "corrects", "reason")
