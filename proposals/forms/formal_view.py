from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from base.forms.public import PublicForm, StoredLength
from proposals.actions.formal_view import Sender
from proposals.enums import Timing

LONGEST = 20_000


class FormalViewForm(PublicForm):
    """A formal view with who sends it. What was typed is kept whatever this form thinks of it (`typed`)."""

    text = forms.CharField(
        label=_("Your formal view"),
        max_length=LONGEST,
        validators=[StoredLength(4 * LONGEST)],
        widget=forms.Textarea(attrs={"rows": 12}),
        help_text=_(
            "What do you think of the plan, and why? Say what should change. You can add documents in the next step."
        ),
    )
    remark = forms.CharField(
        label=_("Why does it come outside the term?"),
        max_length=1_000,
        validators=[StoredLength(4_000)],
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
        help_text=_("You need not answer. The municipality looks at the reason."),
    )
    name = forms.CharField(label=_("Your name"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    address = forms.CharField(
        label=_("Your postal address"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3, "autocomplete": "street-address"}),
        validators=[StoredLength(300)],
        help_text=_("Street, number, postcode and town. The answer is sent there."),
    )
    mail = forms.EmailField(
        label=_("Your mail address"),
        max_length=254,
        required=False,
        help_text=_("Not needed. With it you get the receipt by mail too."),
        error_messages={"invalid": _("This is not a whole mail address. It looks like name@example.nl.")},
        widget=forms.EmailInput(attrs={"autocomplete": "email", "autocapitalize": "none", "spellcheck": "false"}),
    )

    def __init__(self, *args: Any, timing: Timing, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if timing == Timing.IN_TIME:
            del self.fields["remark"]

    @classmethod
    def typed(cls, data: Any) -> dict[str, str]:
        """Everything that was typed, as it was typed, for the draft."""
        return {name: str(data[name]) for name in cls.base_fields if name in data}

    def clean_mail(self) -> str:
        """A domain may have any sign above ASCII, but none that ends a line or is unseen."""
        mail: str = self.cleaned_data["mail"]
        if not mail.isprintable():
            raise forms.ValidationError(self.fields["mail"].error_messages["invalid"], code="invalid")
        return mail

    def sender(self) -> Sender:
        """Only of a valid form."""
        return Sender(**{name: self.cleaned_data[name] for name in ("name", "address", "mail")})
