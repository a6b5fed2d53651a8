from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from base.forms.public import PublicForm, StoredLength
from participation.actions.count_objection import Objector
from participation.models import CountObjection
from participation.voting_enums import ObjectionRuling

LONGEST = 5_000


class CountObjectionForm(PublicForm):
    """What somebody has against a count, with who they are."""

    text = forms.CharField(
        label=_("What is wrong with the count?"),
        max_length=LONGEST,
        validators=[StoredLength(4 * LONGEST)],
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("What did you see, and where? For example: your receipt is not on the list, or a sum is wrong."),
    )
    name = forms.CharField(label=_("Your name"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    address = forms.CharField(
        label=_("Your postal address"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3, "autocomplete": "street-address"}),
        validators=[StoredLength(300)],
    )
    mail = forms.EmailField(
        label=_("Your mail address"),
        max_length=254,
        required=False,
        help_text=_("Not needed. With it you get the receipt and the ruling by mail too."),
        error_messages={"invalid": _("This is not a whole mail address. It looks like name@example.nl.")},
        widget=forms.EmailInput(attrs={"autocomplete": "email", "autocapitalize": "none", "spellcheck": "false"}),
    )

    def clean_mail(self) -> str:
        """A domain may have any sign above ASCII, but none that ends a line or is unseen."""
        mail: str = self.cleaned_data["mail"]
        if not mail.isprintable():
            raise forms.ValidationError(self.fields["mail"].error_messages["invalid"], code="invalid")
        return mail

    def sender(self) -> Objector:
        """Only of a valid form."""
        return Objector(**{name: self.cleaned_data[name] for name in ("name", "address", "mail")})


class ObjectionRulingForm(forms.Form):
    """What the clerk says of an objection: all of it is public."""

    ruling = forms.ChoiceField(label=_("The ruling"), choices=ObjectionRuling.choices, widget=forms.RadioSelect)
    gist = forms.CharField(
        label=_("What the objection is about, without names"),
        max_length=1_000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    ground = forms.CharField(label=_("Why you rule so"), max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 5}))
    also = forms.ModelMultipleChoiceField(
        label=_("The same ruling for"),
        queryset=CountObjection.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Read each first: everybody who objected gets this ruling."),
    )

    def __init__(self, *args: Any, others: QuerySet[CountObjection], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["also"]
        field.queryset = others
        field.label_from_instance = lambda one: f"{one.number}: {Truncator(one.text).chars(120)}"
        if not others:
            del self.fields["also"]
