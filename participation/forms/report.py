from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from base.forms.public import PublicForm, StoredLength
from participation.forms.ruling import GROUNDS

LONGEST = 2_000


class ReportForm(PublicForm):
    """What article 16 of the DSA asks of a report; without name and mail address it counts as well."""

    ground = forms.ChoiceField(label=_("What is wrong with it?"), choices=GROUNDS)
    why = forms.CharField(
        label=_("Explain it"),
        max_length=LONGEST,
        validators=[StoredLength(4 * LONGEST)],
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Which words, and why should they not stand there? Only moderators read this."),
    )
    name = forms.CharField(label=_("Your name"), max_length=120, required=False)
    mail = forms.EmailField(
        label=_("Your mail address"),
        max_length=254,
        required=False,
        help_text=_("With it you get a receipt and the ruling. We delete it a year later."),
        error_messages={"invalid": _("This is not a whole mail address. It looks like name@example.nl.")},
        widget=forms.EmailInput(attrs={"autocomplete": "email", "autocapitalize": "none", "spellcheck": "false"}),
    )
    in_good_faith = forms.BooleanField(
        label=_("I report this in good faith: as far as I know what I write here is right and complete.")
    )

    def __init__(self, *args: Any, by: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if by.is_authenticated:
            # Who signed in is known: the mails go to the address of the account.
            del self.fields["name"], self.fields["mail"]

    def clean_mail(self) -> str:
        """As with following: a domain may have any sign above ASCII, but none that ends a line or is unseen."""
        mail: str = self.cleaned_data["mail"]
        if not mail.isprintable():
            raise forms.ValidationError(self.fields["mail"].error_messages["invalid"], code="invalid")
        return mail
