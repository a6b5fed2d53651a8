from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from base.forms.public import PublicForm
from base.forms.whole_number import WholeNumberField
from participation.box_rules import FEWEST_TO_SPLIT, usual_needed
from participation.enums import Keeping

LONGEST = 400
# With two holders both are always needed.
WISE_HOLDERS = 3


def secret_field(label: Any) -> forms.CharField:
    """Words that are typed over from paper: readable while they are typed, and kept by no browser."""
    attrs = {"rows": 3, "autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}
    return forms.CharField(label=label, max_length=LONGEST, widget=forms.Textarea(attrs=attrs))


class MakeBoxForm(forms.Form):
    """Who opens the box: a passphrase, or several clerks together, each of whom can have a deputy."""

    prefix = "make"
    keeping = forms.ChoiceField(
        label=_("How is the box opened?"),
        choices=[(one.value, one.label) for one in (Keeping.PASSPHRASE, Keeping.PARTS)],
        widget=forms.RadioSelect,
    )
    needed = WholeNumberField(
        label=_("How many of them open it"),
        required=False,
        min_value=2,
        help_text=_(
            "Leave it empty for one fewer than there are: then one can be ill, or lose their part. Of two holders both are needed; three, of whom two open the box, is what we advise."
        ),
    )
    all_needed = forms.BooleanField(
        label=_("Every holder is needed, and we accept that one lost part means that nobody can count this vote"),
        required=False,
        help_text=_("Only where as many are needed as there are holders, so always with two."),
    )

    def __init__(self, *args: Any, people: Iterable[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = {str(one.pk): one for one in people}
        choices = [(key, str(one)) for key, one in self.people.items()]
        self.fields["holders"] = forms.MultipleChoiceField(
            label=_("Who holds a part"),
            required=False,
            choices=choices,
            widget=forms.CheckboxSelectMultiple,
            help_text=_("Only where several people open it together. Three or more is wise."),
        )
        if len(self.people) <= WISE_HOLDERS:
            self.fields["holders"].help_text = _(
                "Only where several people open it together. Three or more is wise. A deputy holds no part of their own, and with three holders nobody is left here to be one: %(people)d people may count. Give more people the role of clerk first if you want deputies."
            ) % {"people": len(self.people)}
            return
        for key, one in self.people.items():
            self.fields[f"deputy_{key}"] = forms.ChoiceField(
                label=_("Deputy of %(holder)s") % {"holder": one}, required=False, choices=[("", "-"), *choices]
            )

    def asked(self) -> dict[str, Any]:
        """For the action; only of a valid form."""
        if self.cleaned_data["keeping"] == Keeping.PASSPHRASE:
            return {}
        holders = [
            (self.people[key], self.people.get(self.cleaned_data.get(f"deputy_{key}", ""))) for key in self.holders
        ]
        return {"holders": holders, "needed": self.cleaned_data["needed"]}

    def _refuse_all_needed(self, holders: int, needed: int | None) -> None:
        """A box that one illness keeps closed is made by nobody who did not read that."""
        if holders >= FEWEST_TO_SPLIT and (needed or usual_needed(holders)) == holders:
            sentence = _(
                "All %(holders)d holders are needed here: if one is ill the vote is counted late, and if one part is lost nobody can count it. Choose one holder more, or tick that you accept this."
            )
            self.add_error("all_needed", sentence % {"holders": holders})

    @property
    def holders(self) -> list[str]:
        return list(self.cleaned_data["holders"])

    def _refuse_contradictions(self, cleaned: dict[str, Any]) -> None:
        """Nothing that was chosen is left out without a word."""
        deputies = {key: cleaned.get(f"deputy_{key}") for key in self.people}
        if cleaned.get("keeping") == Keeping.PASSPHRASE:
            if cleaned.get("holders") or cleaned.get("needed") or cleaned.get("all_needed") or any(deputies.values()):
                self.add_error(
                    "keeping",
                    _(
                        "You chose a passphrase, and filled in who holds a part as well. Choose several people together, or empty what is below."
                    ),
                )
            return
        for key, deputy in deputies.items():
            if deputy and key not in (cleaned.get("holders") or []):
                self.add_error(
                    f"deputy_{key}",
                    _("%(holder)s holds no part, so needs no deputy. Choose them as a holder, or nobody here.")
                    % {"holder": self.people[key]},
                )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        self._refuse_contradictions(cleaned)
        if cleaned.get("keeping") == Keeping.PARTS and not cleaned.get("holders"):
            self.add_error("holders", _("Choose who holds a part."))
        elif cleaned.get("keeping") == Keeping.PARTS and not cleaned.get("all_needed"):
            self._refuse_all_needed(len(cleaned["holders"]), cleaned.get("needed"))
        return cleaned


class PassphraseForm(forms.Form):
    prefix = "passphrase"
    passphrase = secret_field(_("The passphrase"))


class PartForm(forms.Form):
    prefix = "part"
    words = secret_field(_("The words of your part, in their order"))


class ReasonForm(forms.Form):
    """Why somebody asks for what another confirms."""

    prefix = "why"
    reason = forms.CharField(
        label=_("Why"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Who confirms it reads this, and it is kept."),
    )


class ConfirmForm(forms.Form):
    """Why somebody confirms what is never undone."""

    prefix = "confirm"
    reason = forms.CharField(
        label=_("Why you confirm it, in your own words"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("What you looked at, and why it is right. It cannot be undone, and what you write is kept."),
    )


class OpenForm(forms.Form):
    """Who asks for the opening says who else is there; who confirms it is known by their account."""

    prefix = "open"
    also = forms.CharField(
        label=_("Who else is there, beside the two of you"),
        max_length=200,
        required=False,
        help_text=_("A notary, observers: their names or offices. Everybody reads them."),
    )


class ReceiptForm(PublicForm):
    """A receipt that somebody looks up."""

    code = forms.CharField(
        label=_("Your receipt"),
        max_length=40,
        help_text=_("13 letters and digits. Spaces and small letters are fine."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
    )
