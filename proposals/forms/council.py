from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from base.file_content import FileContent
from base.forms.choice import AskedChoiceField
from base.forms.day import DayField
from base.instants import day
from base.refusal import Refusal
from participation.models import ConsultationRound
from proposals.actions.council_paper import MeetingText, PaperText
from proposals.actions.paper_document import document_at, document_in, may_fetch
from proposals.council_contradiction import other_municipality
from proposals.council_enums import MeetingBody, PaperKind
from proposals.forms.agenda_item import AgendaItemField
from proposals.models import (
    CouncilPaper,
    CouncilReading,
    CouncilTerm,
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


class OfOursForm(ReadForm):
    """What is recorded from a reading of another municipality is asked about."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.other = other_municipality(self._read())
        if self.other:
            self.fields["is_ours"] = forms.BooleanField(
                label=_("It is about our municipality all the same"),
                required=False,
                help_text=_("What was read says that it is of %(municipality)s.") % {"municipality": self.other},
            )

    def _read(self) -> CouncilReading | None:
        pk = str(self["reading"].value() or "")
        return CouncilReading.objects.filter(pk=pk).first() if pk.isdecimal() and len(pk) < 19 else None

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        if self.other and given.get("reading") is not None and not given.get("is_ours"):
            self.add_error(
                "is_ours",
                _("This is of %(municipality)s. Look whether you read the right one; tick this if you did.")
                % {"municipality": self.other},
            )
        return given


class MeetingForm(OfOursForm):
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


class PaperForm(OfOursForm):
    kind = AskedChoiceField(label=_("Kind"), choices=PaperKind.choices)
    title = forms.CharField(label=_("Title"), max_length=300)
    number = forms.CharField(label=_("Its number"), max_length=60, required=False)
    dated_on = DayField(label=_("Dated"))
    url = forms.URLField(label=_("Link"), max_length=500, required=False, assume_scheme="https")
    holds_draft = forms.BooleanField(
        label=_("Its draft decision stands in it"),
        required=False,
        help_text=_("Of a proposal to the council. Where that is a paper of its own, record it as one."),
    )
    document = forms.FileField(
        label=_("The document itself"),
        required=False,
        help_text=_("PDF, ODT or DOCX. Everybody can read it, and the dossier holds it when the link is gone."),
    )
    fetch = forms.BooleanField(label=_("Fetch the document that lies at the link"), required=False)
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

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if settings.COUNCIL_SOURCES:
            hosts = ", ".join(settings.COUNCIL_SOURCES)
            self.fields["fetch"].help_text = _("A file, at %(hosts)s.") % {"hosts": hosts}
        else:
            del self.fields["fetch"]

    def clean_document(self) -> FileContent | None:
        file = self.cleaned_data["document"]
        try:
            return document_in(file.read()) if file is not None else None
        except Refusal as refusal:
            raise ValidationError(refusal.sentence) from refusal

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        if given.get("fetch") and not given.get("document") and not may_fetch(given.get("url", "")):
            self.add_error("fetch", _("This site may not read there. Give the document as a file."))
        self._ask_about_day(given)
        return given

    def _ask_about_day(self, given: dict[str, Any]) -> None:
        consultation_round, dated_on = given.get("consultation_round"), given.get("dated_on")
        about = given.get("about") or (consultation_round.about if consultation_round else None)
        # A plan is made before there is an item.
        since = first_day_of(about) if about is not None and given.get("kind") != PaperKind.PLAN else None
        if since is not None and dated_on is not None and dated_on < since:
            self.fields["is_older"] = forms.BooleanField(label=_("The day is right"), required=False)
            if not self.data.get("is_older"):
                sentence = _("The paper is older than its agenda item, which is there since %(day)s. Is the day right?")
                self.add_error("is_older", sentence % {"day": day(since)})

    def kept_document(self) -> dict[str, Any]:
        """Only of a valid form: the file that was given, or else what lies at the link. Raises Refusal."""
        given, link = self.cleaned_data["document"], self.cleaned_data["url"]
        if given is None and self.cleaned_data.get("fetch"):
            return {"document": document_at(link), "document_source": link}
        return {"document": given}

    def paper_text(self) -> PaperText:
        """Only of a valid form."""
        return PaperText(
            **{name: self.cleaned_data[name] for name in ("kind", "title", "number", "dated_on", "url")},
            holds_draft=self.cleaned_data.get("holds_draft", False),
            **self.source,
        )


class PublicationChoice(forms.ModelChoiceField):
    def label_from_instance(self, publication: OfficialPublication) -> str:
        return f"{publication.number}: {publication.decision}"


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
