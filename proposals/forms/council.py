from collections.abc import Iterable
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from base.forms.day import DayInput
from base.refusal import Refusal
from participation.models import ConsultationRound
from proposals.actions.council_paper import PaperText
from proposals.actions.council_vote import GroupHeads
from proposals.council_enums import MeetingBody, PaperKind
from proposals.forms.agenda_item import AgendaItemField
from proposals.imports.council import Understood, understood
from proposals.models import CouncilGroup, CouncilPaper, CouncilVote, Decision, OfficialPublication

HEADS = ("in_favour", "against", "abstained", "absent")


class SourceForm(forms.Form):
    """What the council's information system says, as its JSON: pasted, or as a file."""

    raw = forms.CharField(
        label=_("The JSON of the paper or the vote"),
        widget=forms.Textarea({"rows": 6}),
        required=False,
        help_text=_(
            "Open Raadsinformatie or mini-ORI: open the paper or the vote in the information system and copy its JSON."
        ),
    )
    file = forms.FileField(label=_("Or the file"), required=False)

    def understood(self) -> Understood | None:
        """Only of a valid form; nothing where nothing was given, and an error on the form where it says nothing."""
        file = self.cleaned_data["file"]
        raw: bytes | str = file.read() if file is not None else self.cleaned_data["raw"]
        if not raw:
            return None
        try:
            return understood(raw)
        except Refusal as refusal:
            self.add_error("file" if file is not None else "raw", refusal.sentence)
            return None


class PaperForm(forms.Form):
    kind = forms.ChoiceField(label=_("Kind"), choices=PaperKind.choices)
    title = forms.CharField(label=_("Title"), max_length=300)
    number = forms.CharField(label=_("Its number"), max_length=60, required=False)
    dated_on = forms.DateField(label=_("Dated"), widget=DayInput())
    url = forms.URLField(label=_("Link"), max_length=500, required=False, assume_scheme="https")
    source = forms.CharField(widget=forms.HiddenInput, max_length=500, required=False)
    about = AgendaItemField(
        label=_("About which agenda item"),
        required=False,
    )
    consultation_round = forms.ModelChoiceField(
        label=_("Or about which round"),
        queryset=ConsultationRound.objects.filter(is_standing=False).order_by("-pk"),
        required=False,
    )
    part_of = forms.ModelChoiceField(
        label=_("Goes with which proposal"),
        queryset=CouncilPaper.objects.filter(kind=PaperKind.COUNCIL_PROPOSAL, corrected_by=None),
        required=False,
        help_text=_("Of an amendment or a motion."),
    )
    corrects = forms.ModelChoiceField(
        label=_("Corrects"),
        queryset=CouncilPaper.objects.filter(corrected_by=None).order_by("-dated_on"),
        required=False,
    )
    reason = forms.CharField(label=_("Why it is corrected"), widget=forms.Textarea({"rows": 2}), required=False)

    def paper_text(self) -> PaperText:
        """Only of a valid form."""
        return PaperText(
            **{name: self.cleaned_data[name] for name in ("kind", "title", "number", "dated_on", "url", "source")}
        )


class VoteChoice(forms.ModelChoiceField):
    def label_from_instance(self, vote: CouncilVote) -> str:
        return f"{date_format(vote.meeting.held_on)}: {vote.get_outcome_display()}"


class PublicationChoice(forms.ModelChoiceField):
    def label_from_instance(self, publication: OfficialPublication) -> str:
        return f"{publication.number}: {publication.decision}"


class VoteForm(forms.Form):
    """How many members of each group did what. Nothing is typed twice: groups and their seats are those of the term."""

    body = MeetingBody.COUNCIL
    held_on = forms.DateField(label=_("In the meeting of"), widget=DayInput())
    was_called = forms.TypedChoiceField(
        label=_("Was a vote asked for?"),
        choices=[("yes", _("yes")), ("no", _("no, nobody asked for one: it is adopted"))],
        coerce=lambda value: value == "yes",
        initial="yes",
    )
    in_office = forms.IntegerField(
        label=_("Members in office"),
        min_value=1,
        max_value=999,
        required=False,
        help_text=_("Seats that are vacant do not count. All of them, where you leave it empty."),
    )
    barred = forms.IntegerField(
        label=_("Members who may not take part, since it concerns themselves"), min_value=0, max_value=99, initial=0
    )
    corrects = VoteChoice(
        label=_("Corrects"),
        queryset=CouncilVote.objects.none(),
        required=False,
        help_text=_("Only where a vote was recorded wrongly before."),
    )
    reason = forms.CharField(label=_("Why it is corrected"), widget=forms.Textarea({"rows": 2}), required=False)

    def __init__(self, *args: Any, groups: Iterable[CouncilGroup], votes: QuerySet[CouncilVote], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.groups = list(groups)
        self.fields["corrects"].queryset = votes  # type: ignore[attr-defined]
        for group in self.groups:
            for name in HEADS:
                self.fields[f"{name}-{group.pk}"] = forms.IntegerField(
                    label=f"{group.name}: {GROUP_WORDS[name]}", min_value=0, max_value=999, initial=0, required=False
                )

    def lines(self) -> list[tuple[CouncilGroup, list[Any]]]:
        """Each group with its four fields, for a table."""
        return [(group, [self[f"{name}-{group.pk}"] for name in HEADS]) for group in self.groups]

    def plain(self) -> list[Any]:
        """The fields that belong to no group."""
        return [field for field in self.visible_fields() if "-" not in field.name]

    def of_groups(self, groups: Iterable[CouncilGroup]) -> dict[str, str]:
        """What was typed, for the groups of another term: each number with the group of the same name."""
        groups = list(groups)
        typed = {name: value for name, value in self.data.items() if "-" not in name}
        if typed.get("in_office") == str(self.groups[0].term.seats):
            typed["in_office"] = str(groups[0].term.seats)
        by_name = {one.name.casefold(): one for one in self.groups}
        for group in groups:
            if (same := by_name.get(group.name.casefold())) is not None:
                typed |= {f"{name}-{group.pk}": self.data.get(f"{name}-{same.pk}", "") for name in HEADS}
        return typed

    def heads(self) -> list[GroupHeads]:
        """Only of a valid form."""
        return [
            GroupHeads(group, **{name: self.cleaned_data[f"{name}-{group.pk}"] or 0 for name in HEADS})
            for group in self.groups
        ]


GROUP_WORDS = {"in_favour": _("for"), "against": _("against"), "abstained": _("abstained"), "absent": _("absent")}


class TermForm(forms.Form):
    starts_on = forms.DateField(label=_("The council as it sits from"), widget=DayInput())
    groups = forms.CharField(
        label=_("Groups and their seats, one on a line"),
        widget=forms.Textarea({"rows": 8}),
        help_text=_("The name, then the number of seats: Waterpartij 5"),
    )

    def clean_groups(self) -> dict[str, int]:
        found: dict[str, int] = {}
        for number, line in enumerate(self.cleaned_data["groups"].splitlines(), 1):
            if not line.strip():
                continue
            name, _space, seats = line.strip().rpartition(" ")
            if not name or not (seats.isascii() and seats.isdigit()) or not 0 < int(seats) < 1000:
                raise forms.ValidationError(
                    _("Line %(number)d is no name with a number of seats: %(line)s"),
                    params={"number": number, "line": line[:60]},
                )
            if name in found:
                raise forms.ValidationError(
                    _("Line %(number)d names a group for the second time."), params={"number": number}
                )
            found[name[:120]] = int(seats)
        return found


class PublicationForm(forms.Form):
    decision = forms.ModelChoiceField(
        label=_("Which decision"),
        queryset=Decision.objects.filter(corrected_by__isnull=True).select_related("reference"),
    )
    number = forms.CharField(label=_("Number in the gazette"), max_length=40, help_text="gmb-2026-123456")
    url = forms.URLField(label=_("Link"), max_length=500, assume_scheme="https")
    published_on = forms.DateField(label=_("Published on"), widget=DayInput())
    in_force_on = forms.DateField(
        label=_("In force from"),
        widget=DayInput(),
        required=False,
        help_text=_("Only where the decision says so; otherwise it is the eighth day after."),
    )
    corrects = PublicationChoice(
        label=_("Corrects"),
        queryset=OfficialPublication.objects.filter(corrected_by=None).select_related("decision__reference"),
        required=False,
    )
    reason = forms.CharField(label=_("Why it is corrected"), widget=forms.Textarea({"rows": 2}), required=False)
