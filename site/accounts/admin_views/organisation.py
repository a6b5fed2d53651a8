from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.actions.organisation import add_organisation, end_membership, invite_member
from accounts.forms.organisation import InviteForm, OrganisationForm
from accounts.mails.person import membership_mail
from accounts.models import Organisation
from accounts.organisation_rules import KEEP_ORGANISATION
from accounts.queries.organisation import kept_memberships, organisations_with_size
from base import clock
from base.admin_views import DeskView
from base.refusal import Refusal


class OrganisationsView(DeskView):
    permission = KEEP_ORGANISATION
    page_title = gettext_lazy("Organisations and members")
    header_icon = "group"
    template_name = "accounts/admin/organisations.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.desk(form=OrganisationForm(), organisations=organisations_with_size())

    def post(self, request: HttpRequest) -> HttpResponse:
        form = OrganisationForm(request.POST)
        if form.is_valid():
            try:
                organisation = add_organisation(name=form.cleaned_data["name"], by=request.user, at=clock.now())
                return redirect("organisation_desk", organisation.pk)
            except Refusal as refused:
                form.add_error("name", refused.sentence)
        return self.desk(422, form=form, organisations=organisations_with_size())


class OrganisationView(DeskView):
    permission = KEEP_ORGANISATION
    page_title = gettext_lazy("Members")
    header_icon = "group"
    template_name = "accounts/admin/organisation.html"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self._desk(get_object_or_404(Organisation, pk=pk), InviteForm())

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        organisation = get_object_or_404(Organisation, pk=pk)
        if "end" in request.POST:
            known = kept_memberships(organisation)
            ended = get_object_or_404(known, pk=request.POST["end"] if request.POST["end"].isdecimal() else 0)
            end_membership(membership=ended, by=request.user, at=clock.now())
            return redirect("organisation_desk", pk)
        form = InviteForm(request.POST)
        if not form.is_valid():
            return self._desk(organisation, form, 422)
        try:
            membership = invite_member(organisation=organisation, by=request.user, at=clock.now(), **form.cleaned_data)
        except Refusal as refused:
            form.add_error("email", refused.sentence)
            return self._desk(organisation, form, 409)
        membership_mail(membership).send(fail_silently=True)
        messages.success(request, _("They are a member once they say so on their page. They get a mail about it."))
        return redirect("organisation_desk", pk)

    def _desk(self, organisation: Organisation, form: forms.Form, status: int = 200) -> HttpResponse:
        return self.desk(status, organisation=organisation, form=form, memberships=kept_memberships(organisation))

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *self.breadcrumbs_items,
            {"url": reverse("organisations_desk"), "label": OrganisationsView.page_title},
            {"url": "", "label": self.page_title},
        ]
