from django.urls import path

from base.views import components, reference

urlpatterns = [
    path("id/<str:string>", reference.reference, name="reference"),
]

# What only a developer and a test see.
workshop_urlpatterns = [
    path("components/", components.gallery, name="components"),
    path("components/page/", components.sample_page, name="components_page"),
]
