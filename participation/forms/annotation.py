from django import forms
from django.utils.translation import gettext_lazy as _

from base.forms.public import StoredLength
from participation.actions.comment import LONGEST
from participation.enums import AnnotationKind
from participation.forms.comment import CommentForm


class AnnotationForm(CommentForm):
    kind = forms.ChoiceField(
        label=_("What do you want to say?"), choices=AnnotationKind.choices, widget=forms.RadioSelect
    )
    text = forms.CharField(
        label=_("Your words"),
        max_length=LONGEST,
        validators=[StoredLength(4 * LONGEST)],
        widget=forms.Textarea(attrs={"rows": 6}),
        required=False,
        help_text=_(
            "With 'Change it to': write the words as you want them. With 'I agree' you may leave this empty. Everybody can read it. Leave out personal data of others."
        ),
    )
    parent = None  # type: ignore[assignment]  # nobody answers here
    passage = forms.CharField(max_length=60, required=False, widget=forms.HiddenInput)
    field_order = ("kind", "text", "author_name")
