from django import forms
from django.core.validators import validate_email
from django.utils.translation import gettext_lazy as _

from base.forms.public import PublicForm
from participation.author_rules import LONGEST_NAME, refusal_of_shown_name

# As long as the column of an account's address.
LONGEST_ADDRESS = 254


def refuse_reserved(name: str) -> None:
    """For every field with a name to show."""
    if sentence := refusal_of_shown_name(name):
        raise forms.ValidationError(sentence)


def is_mail_address(text: str) -> bool:
    try:
        validate_email(text)
    except forms.ValidationError:
        return False
    return len(text) <= LONGEST_ADDRESS


class InvitationForm(PublicForm):
    email = forms.EmailField(
        label=_("Mail address of who made it with you"),
        max_length=LONGEST_ADDRESS,
        help_text=_("They get one mail, read your proposal and say yes or no. Only then are they named."),
        error_messages={"invalid": _("This is not a whole mail address. It looks like name@example.nl.")},
        widget=forms.EmailInput(attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}),
    )


class NameForm(PublicForm):
    name = forms.CharField(
        label=_("Name to show"),
        max_length=LONGEST_NAME,
        required=False,
        help_text=_("Your own name, a nickname or nothing: then it says 'a resident'."),
        validators=[refuse_reserved],
    )
