import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from base.forms.public import PublicForm, StoredLength
from participation.actions.comment import LONGEST
from participation.enums import Stance
from participation.forms.invitation import refuse_reserved


class EditCommentForm(PublicForm):
    text = forms.CharField(
        label=_("Your comment"),
        max_length=LONGEST,
        validators=[StoredLength(4 * LONGEST)],
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_(
            "Everybody can read it. Leave out personal data of others. With @ and a name you tell who wrote here."
        ),
    )
    # How often the text was changed that stands in the form: two windows must not undo each other.
    edition = forms.IntegerField(widget=forms.HiddenInput)


class CommentForm(PublicForm):
    stance = forms.ChoiceField(
        label=_("You are"),
        choices=[(one.value, one.label) for one in Stance if one.value],
        widget=forms.RadioSelect,
        error_messages={"required": _("Say whether you are for, against or neutral.")},
    )
    text = EditCommentForm.base_fields["text"]
    author_name = forms.CharField(
        label=_("Name to show"),
        max_length=80,
        required=False,
        help_text=_("Your own name, a nickname or nothing: then it says 'a resident'."),
        validators=[refuse_reserved],
    )
    official_as = forms.CharField(
        label=_("Answer for the municipality as"),
        max_length=80,
        required=False,
        help_text=_(
            "The role or department, such as 'Education department'. Your own name is not shown then. Empty: you write as a person."
        ),
    )
    parent = forms.IntegerField(required=False, widget=forms.HiddenInput)
    sent_key = forms.UUIDField(required=False, widget=forms.HiddenInput, initial=uuid.uuid4)

    def __init__(
        self, *args: Any, by: Any, asks_stance: bool = False, may_be_official: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        if not by.is_authenticated:
            # Signing in asks for a name, and once is enough.
            del self.fields["author_name"]
        if not asks_stance:
            del self.fields["stance"]
        elif may_be_official:
            # The municipality takes no side.
            self.fields["stance"].required = False
        if not may_be_official:
            del self.fields["official_as"]

    @classmethod
    def typed(cls, data: Any) -> dict[str, str]:
        return {name: str(data.get(name, "")) for name in cls.base_fields}
