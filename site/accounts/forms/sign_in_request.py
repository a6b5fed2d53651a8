from django import forms
from django.utils.translation import gettext_lazy as _

from base.forms.public import PublicForm


class AddressForm(PublicForm):
    email = forms.EmailField(
        label=_("Mail address"),
        # As long as the column of an account's address.
        max_length=254,
        help_text=_("We send a mail with a code and a link. You need no password."),
        error_messages={"invalid": _("This is not a whole mail address. It looks like name@example.nl.")},
        widget=forms.EmailInput(attrs={"autocomplete": "email", "autocapitalize": "none", "spellcheck": "false"}),
    )
    next = forms.CharField(required=False, widget=forms.HiddenInput)


class CodeForm(PublicForm):
    code = forms.CharField(
        label=_("Code from the mail"),
        help_text=_("Six digits."),
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "spellcheck": "false"}),
    )

    def clean_code(self) -> str:
        """The digits alone: people copy spaces and full stops along."""
        digits = "".join(str(int(sign)) for sign in self.cleaned_data["code"] if sign.isdecimal())
        if not digits:
            raise forms.ValidationError(_("Type the six digits that stand in the mail."))
        return digits
