from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from base.views.health import health
from base.views.well_known import robots_txt, security_txt

urlpatterns = [
    path("healthz", health, name="health"),
    path(".well-known/security.txt", security_txt, name="security_txt"),
    path("robots.txt", robots_txt, name="robots_txt"),
    path("admin/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    *i18n_patterns(path("", include(wagtail_urls))),
]

handler400 = "base.views.failure.bad_request"
handler403 = "base.views.failure.permission_denied"
handler404 = "base.views.failure.not_found"
handler500 = "base.views.failure.server_error"
