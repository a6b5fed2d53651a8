from typing import Any

from django.contrib.admin import AdminSite
from django.http import HttpRequest, HttpResponse

from accounts.views.staff_door import staff_door


class SuperuserAdminSite(AdminSite):
    """Django's own admin: for the technical keeper alone, and without a way in of its own.

    Its login is replaced in the class, not on an instance, so that no order of imports can bring the old one back.
    """

    def has_permission(self, request: HttpRequest) -> bool:
        return request.user.is_active and request.user.is_superuser

    def login(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        return staff_door(request)
