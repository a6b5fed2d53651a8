from django import forms
from django.utils.translation import gettext_lazy as _

from base.forms.public import PublicForm, StoredLength

LONGEST = 500


class WithdrawalForm(PublicForm):
    """Why somebody takes back what they handed in."""

    reason = forms.CharField(
        label=_("Why do you withdraw it?"),
        help_text=_("A few words are enough. Only you and the municipality read them."),
        max_length=LONGEST,
        validators=[StoredLength(4 * LONGEST)],
        widget=forms.Textarea(attrs={"rows": 3}),
    )
