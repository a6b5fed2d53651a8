from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from base.forms.public import PublicForm


class FollowForm(PublicForm):
    address = forms.EmailField(
        label=_("Mail address"),
        max_length=254,
        help_text=_(
            "You get a mail to confirm. We use your address for this alone, and delete it as soon as you stop. If you do not confirm, we delete it after a week."
        ),
        error_messages={"invalid": _("This is not a whole mail address. It looks like name@example.nl.")},
        widget=forms.EmailInput(attrs={"autocomplete": "email", "autocapitalize": "none", "spellcheck": "false"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        # Other forms stand on the same pages.
        super().__init__(*args, auto_id="follow_%s", **kwargs)

    def clean_address(self) -> str:
        """Django lets a domain have any sign above ASCII; none of them may end a line, or be unseen."""
        address: str = self.cleaned_data["address"]
        if not address.isprintable():
            raise forms.ValidationError(self.fields["address"].error_messages["invalid"], code="invalid")
        return address
