import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from base.forms.public import PublicForm, StoredLength
from participation.actions.comment import LONGEST


class CommentForm(PublicForm):
    text = forms.CharField(
        label=_("Your comment"),
        max_length=LONGEST,
        validators=[StoredLength(4 * LONGEST)],
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("Everybody can read it. Leave out personal data of others."),
    )
    author_name = forms.CharField(
        label=_("Name to show"),
        max_length=80,
        required=False,
        help_text=_("Your own name, a nickname or nothing: then it says 'a resident'."),
    )
    parent = forms.IntegerField(required=False, widget=forms.HiddenInput)
    sent_key = forms.UUIDField(required=False, widget=forms.HiddenInput, initial=uuid.uuid4)

    def __init__(self, *args: Any, by: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not by.is_authenticated:
            # Signing in asks for a name, and once is enough.
            del self.fields["author_name"]

    @classmethod
    def typed(cls, data: Any) -> dict[str, str]:
        return {name: str(data.get(name, "")) for name in cls.base_fields}
