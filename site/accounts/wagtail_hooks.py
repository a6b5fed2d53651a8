from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.users.views.bulk_actions.user_bulk_action import UserBulkAction

from accounts.actions.audit_entry import READ
from accounts.admin_views.audit_entry import AuditTrailView
from accounts.admin_views.organisation import OrganisationsView, OrganisationView
from accounts.admin_views.residency import ResidencyView
from accounts.organisation_rules import KEEP_ORGANISATION
from accounts.residency_rules import KEEP_RESIDENCY
from base.menu import RightfulMenuItem


@hooks.register("before_bulk_action")
def refuse_people_in_bulk(request: HttpRequest, action_type: str, objects: Any, action: Any) -> None:
    """Wagtail's bulk actions on people leave no audit entry and do not spare superusers."""
    if isinstance(action, UserBulkAction):
        raise PermissionDenied(_("Change people one at a time: each change is recorded."))


@hooks.register("register_admin_urls")
def desk_urls() -> list[Any]:
    return [
        path("audit-trail/", AuditTrailView.as_view(), name="audit_trail"),
        path("residency/", ResidencyView.as_view(), name="residency_desk"),
        path("organisations/", OrganisationsView.as_view(), name="organisations_desk"),
        path("organisations/<int:pk>/", OrganisationView.as_view(), name="organisation_desk"),
    ]


@hooks.register("register_admin_menu_item")
def residency_item() -> MenuItem:
    return RightfulMenuItem(
        gettext_lazy("Verify a resident"),
        reverse("residency_desk"),
        icon_name="user",
        order=165,
        permission=KEEP_RESIDENCY,
    )


@hooks.register("register_admin_menu_item")
def organisations_item() -> MenuItem:
    return RightfulMenuItem(
        gettext_lazy("Organisations and members"),
        reverse("organisations_desk"),
        icon_name="group",
        order=166,
        permission=KEEP_ORGANISATION,
    )


@hooks.register("register_admin_menu_item")
def audit_trail_item() -> MenuItem:
    return RightfulMenuItem(
        gettext_lazy("Audit trail"), reverse("audit_trail"), icon_name="clipboard-list", order=190, permission=READ
    )
