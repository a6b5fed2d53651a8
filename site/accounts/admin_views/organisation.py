from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.actions.organisation import add_organisation, end_membership, invite_member
from accounts.forms.organisation import InviteForm, OrganisationForm
from accounts.mails.person import membership_mail
from accounts.models import Organisation
from accounts.organisation_rules import KEEP_ORGANISATION
from accounts.queries.organisation import kept_memberships, organisations_with_size
from base import clock
from base.admin_views import FormDeskView


class OrganisationsView(FormDeskView):
    permission = KEEP_ORGANISATION
    page_title = gettext_lazy("Organisations and members")
    header_icon = "group"
    template_name = "accounts/admin/organisations.html"
    form_class = OrganisationForm
    refused_field = "name"

    def act(self, form: Any) -> HttpResponse:
        organisation = add_organisation(name=form.cleaned_data["name"], by=self.request.user, at=clock.now())
        return redirect("organisation_desk", organisation.pk)

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        return super().get_context_data(organisations=organisations_with_size(), **context)


class OrganisationView(FormDeskView):
    permission = KEEP_ORGANISATION
    page_title = gettext_lazy("Members")
    header_icon = "group"
    template_name = "accounts/admin/organisation.html"
    form_class = InviteForm
    refused_field = "email"

    @cached_property
    def organisation(self) -> Organisation:
        return get_object_or_404(Organisation, pk=self.kwargs["pk"])

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if "end" not in request.POST:
            return super().post(request, *args, **kwargs)
        known = kept_memberships(self.organisation)
        ended = get_object_or_404(known, pk=request.POST["end"] if request.POST["end"].isdecimal() else 0)
        end_membership(membership=ended, by=request.user, at=clock.now())
        return redirect("organisation_desk", self.organisation.pk)

    def act(self, form: Any) -> HttpResponse:
        membership = invite_member(
            organisation=self.organisation, by=self.request.user, at=clock.now(), **form.cleaned_data
        )
        membership_mail(membership).send(fail_silently=True)
        invited = _("They are a member once they say so on their page. They get a mail about it.")
        return self.done(invited, "organisation_desk", self.organisation.pk)

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        return super().get_context_data(
            organisation=self.organisation, memberships=kept_memberships(self.organisation), **context
        )

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *self.breadcrumbs_items,
            {"url": reverse("organisations_desk"), "label": OrganisationsView.page_title},
            {"url": "", "label": self.page_title},
        ]
