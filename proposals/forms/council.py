from collections.abc import Iterable
from typing import Any

from django import forms
from django.conf import settings
from django.db.models import QuerySet
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from base.forms.choice import AskedChoiceField
from base.forms.day import DayField
from base.forms.whole_number import WholeNumberField
from base.instants import day
from participation.models import ConsultationRound
from proposals.actions.council_paper import MeetingText, PaperText
from proposals.actions.council_vote import GroupHeads
from proposals.council_enums import HEAD_WORDS, HEADS, SEATS, MeetingBody, PaperKind
from proposals.forms.agenda_item import AgendaItemField
from proposals.models import (
    CouncilGroup,
    CouncilPaper,
    CouncilReading,
    CouncilTerm,
    CouncilVote,
    Decision,
    OfficialPublication,
)
from proposals.queries.council import first_day_of

# As its column.
LONGEST_GROUP = 120


class SourceForm(forms.Form):
    """What the council's information system says: by its link, or its JSON pasted or as a file."""

    link = forms.CharField(
        label=_("The link of the paper, the vote or the meeting"),
        widget=forms.URLInput({"inputmode": "url"}),
        required=False,
    )
    raw = forms.CharField(
        label=_("Or its JSON"),
        widget=forms.Textarea({"rows": 6}),
        required=False,
        help_text=_(
            "Open Raadsinformatie or mini-ORI: open the paper, vote or meeting there, also one ahead, and copy its JSON."
        ),
    )
    file = forms.FileField(label=_("Or the file"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        hosts = ", ".join(settings.COUNCIL_SOURCES)
        link = self.fields["link"]
        if hosts:
            link.help_text = _("In Open Raadsinformatie, at %(hosts)s.") % {"hosts": hosts}
        else:
            link.disabled = True
            link.help_text = _(
                "This site reads no links yet: who runs it names the information system first. Until then paste the JSON below."
            )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if not any(given.get(name) for name in ("link", "file", "raw")) and not self.errors:
            self.add_error("link" if settings.COUNCIL_SOURCES else "raw", _("Give a link, the JSON or a file."))
        return given

    def given(self) -> tuple[str, bytes | str]:
        """Only of a valid form: by which field, and what."""
        link, file = self.cleaned_data["link"], self.cleaned_data["file"]
        if link:
            return "link", link
        return ("file", file.read()) if file is not None else ("raw", self.cleaned_data["raw"])


class ReadForm(forms.Form):
    """Whatever is recorded, perhaps from a reading that a clerk looked through."""

    reading = forms.ModelChoiceField(queryset=CouncilReading.objects.all(), widget=forms.HiddenInput, required=False)
    let_go = forms.BooleanField(
        label=_("Record it without what was read"),
        required=False,
        help_text=_("Where that was of another paper. What is filled in here stays: look at each of it."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self["reading"].value():
            del self.fields["let_go"]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if given.get("let_go"):
            given["reading"] = None
        return given

    @property
    def source(self) -> dict[str, Any]:
        """Only of a valid form: the reading and its address, as fields of what is recorded."""
        reading = self.cleaned_data["reading"]
        return {"reading": reading, "source": reading.address if reading is not None else ""}


class MeetingForm(ReadForm):
    body = AskedChoiceField(label=_("Meeting of"), choices=MeetingBody.choices)
    held_on = DayField(label=_("On"))
    title = forms.CharField(label=_("Title"), max_length=200, required=False)
    url = forms.URLField(label=_("Link"), max_length=500, required=False, assume_scheme="https")

    def meeting_text(self) -> MeetingText:
        """Only of a valid form."""
        given = {name: self.cleaned_data[name] for name in ("body", "held_on", "title", "url")}
        return MeetingText(**given, **self.source)


class PaperChoice(forms.ModelChoiceField):
    """A paper of the council by its kind, number and title."""

    def label_from_instance(self, paper: CouncilPaper) -> str:
        return paper.label


class PaperForm(ReadForm):
    kind = AskedChoiceField(label=_("Kind"), choices=PaperKind.choices)
    title = forms.CharField(label=_("Title"), max_length=300)
    number = forms.CharField(label=_("Its number"), max_length=60, required=False)
    dated_on = DayField(label=_("Dated"))
    url = forms.URLField(label=_("Link"), max_length=500, required=False, assume_scheme="https")
    about = AgendaItemField(
        label=_("About which agenda item"),
        required=False,
    )
    consultation_round = forms.ModelChoiceField(
        label=_("Or about which round"),
        queryset=ConsultationRound.objects.filter(is_standing=False).order_by("-pk"),
        required=False,
    )
    part_of = PaperChoice(
        label=_("Goes with which paper"),
        queryset=CouncilPaper.objects.filter(
            kind__in=[PaperKind.COUNCIL_PROPOSAL, PaperKind.AMENDMENT, PaperKind.MOTION], corrected_by=None
        ).order_by("-dated_on", "-pk"),
        required=False,
        help_text=_("Of an amendment or a motion the proposal; of a letter of withdrawal what it takes back."),
    )
    corrects = PaperChoice(
        label=_("Corrects"),
        queryset=CouncilPaper.objects.filter(corrected_by=None).order_by("-dated_on"),
        required=False,
    )
    reason = forms.CharField(label=_("Why it is corrected"), widget=forms.Textarea({"rows": 2}), required=False)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        consultation_round, dated_on = given.get("consultation_round"), given.get("dated_on")
        about = given.get("about") or (consultation_round.about if consultation_round else None)
        # A plan is made before there is an item.
        since = first_day_of(about) if about is not None and given.get("kind") != PaperKind.PLAN else None
        if since is not None and dated_on is not None and dated_on < since:
            self.fields["is_older"] = forms.BooleanField(label=_("The day is right"), required=False)
            if not self.data.get("is_older"):
                sentence = _("The paper is older than its agenda item, which is there since %(day)s. Is the day right?")
                self.add_error("is_older", sentence % {"day": day(since)})
        return given

    def paper_text(self) -> PaperText:
        """Only of a valid form."""
        return PaperText(
            **{name: self.cleaned_data[name] for name in ("kind", "title", "number", "dated_on", "url")}, **self.source
        )


class VoteChoice(forms.ModelChoiceField):
    def label_from_instance(self, vote: CouncilVote) -> str:
        return f"{date_format(vote.meeting.held_on)}: {vote.get_outcome_display()}"


class PublicationChoice(forms.ModelChoiceField):
    def label_from_instance(self, publication: OfficialPublication) -> str:
        return f"{publication.number}: {publication.decision}"


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


class DifferenceForm(forms.Form):
    reason = forms.CharField(
        label=_("The reason, for everybody to read"),
        widget=forms.Textarea({"rows": 2}),
        initial=_("The council's information system says so now."),
        error_messages={"required": _("Say why: everybody reads it.")},
    )


class TermChoice(forms.ModelChoiceField):
    def label_from_instance(self, term: CouncilTerm) -> str:
        return date_format(term.starts_on)


class TermForm(forms.Form):
    starts_on = DayField(label=_("The council as it sits from"))
    groups = forms.CharField(
        label=_("Groups and their seats, one on a line"),
        widget=forms.Textarea({"rows": 8}),
        help_text=_("The name, then the number of seats: Waterpartij 5"),
    )
    corrects = TermChoice(
        label=_("Corrects"),
        queryset=CouncilTerm.objects.filter(corrected_by=None),
        required=False,
        help_text=_("Only where this term was recorded wrongly before."),
    )
    reason = forms.CharField(label=_("Why it is corrected"), widget=forms.Textarea({"rows": 2}), required=False)

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
            if (over := len(name) - LONGEST_GROUP) > 0:
                raise forms.ValidationError(
                    _("The name on line %(number)d is %(over)d characters too long: it has %(most)d at most."),
                    params={"number": number, "over": over, "most": LONGEST_GROUP},
                )
            if name in found:
                raise forms.ValidationError(
                    _("Line %(number)d names a group for the second time."), params={"number": number}
                )
            found[name] = int(seats)
        return found


class PublicationForm(forms.Form):
    decision = forms.ModelChoiceField(
        label=_("Which decision"),
        queryset=Decision.objects.filter(corrected_by__isnull=True).select_related("reference"),
    )
    number = forms.CharField(label=_("Number in the gazette"), max_length=40, help_text="gmb-2026-123456")
    url = forms.URLField(label=_("Link"), max_length=500, assume_scheme="https")
    published_on = DayField(label=_("Published on"))
    in_force_on = DayField(
        label=_("In force from"),
        required=False,
        help_text=_("Only where the decision says so; otherwise it is the eighth day after."),
    )
    corrects = PublicationChoice(
        label=_("Corrects"),
        queryset=OfficialPublication.objects.filter(corrected_by=None).select_related("decision__reference"),
        required=False,
    )
    reason = forms.CharField(label=_("Why it is corrected"), widget=forms.Textarea({"rows": 2}), required=False)
