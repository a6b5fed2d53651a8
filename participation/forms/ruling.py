from django import forms
from django.utils.translation import gettext_lazy as _

from participation.enums import Ground


class HideForm(forms.Form):
    """Why a moderator takes something from view. The author reads both."""

    ground = forms.ChoiceField(label=_("Ground"), choices=[("", _("choose a ground")), *Ground.choices[1:]])
    reason = forms.CharField(
        label=_("Reason, as the author will read it"), max_length=2_000, widget=forms.Textarea(attrs={"rows": 4})
    )
