"""What only a developer and a test see."""

from django.urls import path

from base.views import components

urlpatterns = [
    path("components/", components.gallery, name="components"),
    path("components/page/", components.sample_page, name="components_page"),
]
