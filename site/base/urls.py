from django.urls import path

from base.views import reference

urlpatterns = [
    path("id/<str:string>", reference.reference, name="reference"),
]
