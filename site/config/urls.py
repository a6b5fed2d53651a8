from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path
from django.views.static import serve
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.admin.auth import require_admin_access
from wagtail.documents import urls as wagtaildocs_urls

from accounts.views.staff_door import staff_door
from base.admin_views.publication import ApprovalView
from base.urls import language_urlpatterns, mistyped_urlpatterns, workshop_urlpatterns
from base.views.health import health
from base.views.well_known import robots_txt, security_txt
from home.urls import lasting_urlpatterns
from participation.urls import short_urlpatterns

urlpatterns = [
    # First what is asked most at once: the pages of people, and of those a vote. No other address begins with a language.
    *i18n_patterns(
        path("", include("participation.urls")),
        path("", include("home.urls")),
        *language_urlpatterns,
        path("", include("proposals.urls")),
        path("", include("accounts.urls")),
        *mistyped_urlpatterns,
        path("", include(wagtail_urls)),
    ),
    path("healthz", health, name="health"),
    path(".well-known/security.txt", security_txt, name="security_txt"),
    path("robots.txt", robots_txt, name="robots_txt"),
    # Before Wagtail's own: its login page would sign in without a second factor.
    path("admin/login/", staff_door, name="admin_door"),
    # Before Wagtail's own, which says nothing of a publication that was refused.
    path(
        "admin/pages/workflow/action/<int:page_id>/<slug:action_name>/<int:task_state_id>/",
        require_admin_access(ApprovalView.as_view()),
        name="workflow_action",
    ),
    path("admin/", include(wagtailadmin_urls)),
    path("django-admin/", admin.site.urls),
    path("documents/", include(wagtaildocs_urls)),
    *lasting_urlpatterns,
    *short_urlpatterns,
    path("", include("base.urls")),
    # On a server the proxy has them, or the bucket.
    *([path("media/<path:path>", serve, {"document_root": settings.MEDIA_ROOT})] if settings.DEMO else []),
    *(workshop_urlpatterns if settings.WORKSHOP else []),
]

handler400 = "base.views.failure.bad_request"
handler403 = "base.views.failure.permission_denied"
handler404 = "base.views.failure.not_found"
handler500 = "base.views.failure.server_error"
