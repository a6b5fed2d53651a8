from django import forms
from django.utils.translation import gettext_lazy as _

from base.forms.public import PublicForm


class DisplayNameForm(PublicForm):
    display_name = forms.CharField(
        label=_("Name to show"),
        help_text=_("Others see this name with what you write. A first name or nickname is fine."),
        max_length=80,
        widget=forms.TextInput(attrs={"autocomplete": "nickname"}),
    )
    is_minor = forms.BooleanField(
        label=_("I am under 18"),
        required=False,
        help_text=_("Then we propose a nickname with what you write. We keep the day you said so, and not your age."),
    )
