from collections.abc import Sequence
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from base.forms.public import PublicForm
from base.forms.whole_number import WholeNumberField
from participation.codes import typed_code
from participation.queries.voting_letter import PrintRun
from participation.roll_source import OfList
from participation.voting_enums import LetterForm
from participation.voting_letter_rules import refusal_of_signs


class CodeForm(PublicForm):
    """The code of a letter, typed or pasted as people do."""

    code = forms.CharField(
        label=gettext_lazy("The code of your letter"),
        max_length=60,
        help_text=gettext_lazy("13 letters and digits. Spaces, dashes and small letters are fine."),
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters", "autocorrect": "off", "spellcheck": "false"}
        ),
    )

    def clean_code(self) -> str:
        typed = self.cleaned_data["code"]
        code = typed_code(typed)
        if not code:
            raise forms.ValidationError(refusal_of_signs(typed))
        return code


def read_upload(upload: Any) -> bytes:
    most = settings.VOTING_LETTERS["list_bytes"]
    if upload.size > most:
        raise forms.ValidationError(
            _("This list is larger than %(most)d MB. Cut it in two.") % {"most": most // (1024 * 1024)}
        )
    return bytes(upload.read())


class LettersForm(forms.Form):
    """The list that letters are made for, and as what they leave: once."""

    addressees = forms.FileField(
        label=gettext_lazy("The list, a CSV file (UTF-8)"),
        help_text=gettext_lazy(
            "The first line names the columns: identifier, name, address; and if you want language (nl or en), area, born (the year) "
            "and form (print, large, spoken or braille). Commas in an address begin a new line of it."
        ),
    )
    export = forms.ChoiceField(
        label=gettext_lazy("The letters leave as"),
        choices=[
            ("csv", gettext_lazy("a print file (CSV), for the printer")),
            ("pdf", gettext_lazy("letters to print here (PDF)")),
        ],
        initial="csv",
        widget=forms.RadioSelect,
    )

    def clean_addressees(self) -> bytes:
        return read_upload(self.cleaned_data["addressees"])


class WhoForm(forms.Form):
    """Whom a list is of: asked with it, and by itself to put it right until voting begins. `known` is what was said before."""

    field_order: Sequence[str] | None = ("who", "youngest")
    who = forms.CharField(
        label=gettext_lazy("Who is on this list"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy(
            "Everybody reads it in the rules of the vote, and from the first day of voting on it stands fast. For example: "
            "everybody who lives in Noord on 1 March 2027, by the register of residents. One sentence for all lists of this kind, "
            "and nobody's name in it."
        ),
    )
    youngest = WholeNumberField(
        label=gettext_lazy("From which age on people may vote"),
        min_value=0,
        max_value=120,
        help_text=gettext_lazy(
            "In the rules too; 0 where there is no lowest age. Where the list has years of birth, every line is held against it: who "
            "reaches this age this year may."
        ),
    )

    def __init__(self, *args: Any, known: OfList | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if known is not None:
            self.initial.update(who=known.who, youngest=known.youngest)


class IssueForm(WhoForm, LettersForm):
    """Who is too young is found too, and letters are made anew where that is asked."""

    prefix = "issue"
    field_order = ("read", "addressees", "who", "youngest", "export", "renew")
    # The hash of the list that was looked at: letters are made of that one alone.
    read = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)
    renew = forms.BooleanField(
        label=gettext_lazy("Make new letters also for who has one: their old codes work no more"),
        required=False,
        help_text=gettext_lazy("For when a file was lost before it was printed."),
    )


class RunForm(forms.Form):
    """A print run that was lost as a whole."""

    prefix = "run"
    run = forms.ChoiceField(label=gettext_lazy("Which print run"), widget=forms.RadioSelect)
    reason = forms.CharField(
        label=gettext_lazy("Why"), max_length=200, help_text=gettext_lazy("It is kept; name nobody in it.")
    )

    def __init__(self, *args: Any, runs: Sequence[PrintRun], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["run"]
        field.choices = [(str(run.key), str(run)) for run in runs]


class AgainForm(LettersForm):
    """The list of a print run, once more."""

    prefix = "again"


class MembersForm(WhoForm):
    """A list of mail addresses whose accounts may vote."""

    prefix = "members"
    field_order = ("members", "who", "youngest")
    members = forms.FileField(
        label=gettext_lazy("The list, a CSV file (UTF-8)"),
        help_text=gettext_lazy(
            "The first line names the columns: mail; and if you want identifier and area. Two people at one address each need an "
            "identifier."
        ),
    )

    def clean_members(self) -> bytes:
        return read_upload(self.cleaned_data["members"])


class TakeOffForm(forms.Form):
    """Who is taken off the roll before voting begins."""

    prefix = "off"
    lines = forms.CharField(
        label=gettext_lazy("Who is taken off"),
        max_length=200_000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("Identifiers or mail addresses, one on each line."),
    )
    reason = forms.CharField(
        label=gettext_lazy("Why"),
        max_length=200,
        help_text=gettext_lazy("It is kept; name nobody in it. For example: moved away, or a wrong list."),
    )

    def asked(self) -> dict[str, Any]:
        """For the action; only of a valid form."""
        lines = [line for line in self.cleaned_data["lines"].splitlines() if line.strip()]
        return {"lines": lines, "reason": self.cleaned_data["reason"]}


class FindForm(forms.Form):
    prefix = "find"
    identifier = forms.CharField(label=gettext_lazy("Identifier on the list"), max_length=64)


class ReplaceForm(forms.Form):
    """Another letter for one voter. Name and address are for the letter, and kept nowhere."""

    prefix = "replace"
    reason = forms.CharField(
        label=gettext_lazy("Why"), max_length=200, help_text=gettext_lazy("It is kept; name nobody in it.")
    )
    form = forms.ChoiceField(
        label=gettext_lazy("How the code is given"), choices=LetterForm.choices, initial=LetterForm.PRINT
    )
    language = forms.ChoiceField(label=gettext_lazy("Language"), choices=settings.LANGUAGES)
    name = forms.CharField(label=gettext_lazy("Name on the letter"), max_length=120, required=False)
    address = forms.CharField(label=gettext_lazy("Address on the letter"), max_length=300, required=False)

    def __init__(self, *args: Any, is_asked: bool = False, **kwargs: Any) -> None:
        """`is_asked`: somebody else confirms it, and addresses the letter."""
        super().__init__(*args, **kwargs)
        if is_asked:
            del self.fields["name"], self.fields["address"]


class AddressForm(forms.Form):
    """Whom a letter is for that two people agreed on. Kept nowhere."""

    prefix = "to"
    name = forms.CharField(label=gettext_lazy("Name on the letter"), max_length=120, required=False)
    address = forms.CharField(label=gettext_lazy("Address on the letter"), max_length=300, required=False)


class HelpForm(forms.Form):
    """Where somebody is helped with voting, in each language of the site."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        words = {
            "telephone": (_("Telephone (%(language)s)"), 40),
            "desk": (_("The desk and its hours (%(language)s)"), 200),
            "help_point": (_("Help point, such as the library (%(language)s)"), 200),
        }
        for code, name in settings.LANGUAGES:
            for field, (label, most) in words.items():
                self.fields[f"{field}_{code}"] = forms.CharField(
                    label=label % {"language": name}, max_length=most, required=False
                )

    def texts(self) -> dict[str, dict[str, str]]:
        """Per language; only of a valid form."""
        return {
            code: {field: self.cleaned_data[f"{field}_{code}"] for field in ("telephone", "desk", "help_point")}
            for code, _name in settings.LANGUAGES
        }
