from django import forms
from django.utils.translation import gettext_lazy as _

from base.forms.public import PublicForm, StoredLength

LONGEST = 2_000


class AppealForm(PublicForm):
    why = forms.CharField(
        label=_("Why do you not agree?"),
        max_length=LONGEST,
        validators=[StoredLength(4 * LONGEST)],
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Another moderator than the first one reads it. It is not shown on the site."),
    )
