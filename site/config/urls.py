from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from base.urls import workshop_urlpatterns

urlpatterns = [
    path("admin/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    path("", include("base.urls")),
    *(workshop_urlpatterns if settings.WORKSHOP else []),
    *i18n_patterns(
        path("", include("proposals.urls")),
        path("", include("participation.urls")),
        path("", include(wagtail_urls)),
    ),
]
