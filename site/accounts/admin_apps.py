"""The two admins, with our people in them. Named in INSTALLED_APPS in place of the originals."""

from django.contrib.admin.apps import AdminConfig
from wagtail.users.apps import WagtailUsersAppConfig


class SuperuserAdminConfig(AdminConfig):
    default_site = "accounts.admin_site.SuperuserAdminSite"


class PeopleConfig(WagtailUsersAppConfig):
    user_viewset = "accounts.admin_views.user.UserViewSet"
