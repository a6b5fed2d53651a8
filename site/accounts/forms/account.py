from typing import Any

from django import forms
from django.contrib.auth.models import Group
from django.utils.translation import gettext_lazy as _

from accounts.enums import Role, role_label
from accounts.models import User


class RoleField(forms.ModelMultipleChoiceField):
    def label_from_instance(self, group: Any) -> str:
        return role_label(group.name)


class AccountForm(forms.ModelForm):
    """A person as an administrator sees them: no password, no key, and nothing that makes a superuser."""

    required_css_class = "required"

    display_name = forms.CharField(
        label=_("Name to show"),
        max_length=80,
        help_text=_("Of staff: their own name. Residents choose one themselves."),
    )
    groups = RoleField(
        label=_("Roles"),
        queryset=Group.objects.exclude(name=Role.RESIDENT),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Everybody is a resident. What each role may do is laid down by the product."),
    )

    class Meta:
        model = User
        fields = ["email", "display_name", "is_active", "groups"]
        labels = {"email": _("Mail address"), "is_active": _("May sign in")}
        help_texts = {
            "email": _("The way in: who reads the mail of this address can sign in."),
            "is_active": _("Take the tick away to close the account; what the person did stays."),
        }

    def __init__(self, *args: Any, editing_self: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if editing_self:
            # Nobody locks themselves out.
            del self.fields["is_active"]

    @property
    def role_names(self) -> list[str]:
        return [group.name for group in self.cleaned_data["groups"]]

    def clean_email(self) -> str:
        return str(self.cleaned_data["email"]).strip().lower()

    def _get_validation_exclusions(self) -> set[str]:
        # The action says in words when a name is taken at the address; the constraint would say it a second time.
        # (The stubs do not know this method of Django's.)
        return super()._get_validation_exclusions() | {"display_name"}  # type: ignore[misc]
