from django import forms
from django.utils.translation import gettext_lazy as _

from base.forms.public import PublicForm


class OrganisationForm(forms.Form):
    name = forms.CharField(label=_("Name of the organisation"), max_length=120)


class InviteMemberForm(PublicForm):
    email = forms.EmailField(label=_("Mail address of the member"))


class InviteForm(forms.Form):
    """As a clerk has it in the admin."""

    email = forms.EmailField(label=_("Mail address of the member"))
    is_contact = forms.BooleanField(label=_("May invite and take away members, as contact"), required=False)
