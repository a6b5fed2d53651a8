from django.urls import path

from base.views import components, demo_mail, reference

urlpatterns = [
    # For citing: the same for everybody, and for ever.
    path("id/<str:string>", reference.reference, name="lasting_address"),
    # They answer in a demonstration only.
    path("demo/mail/", demo_mail.demo_mails, name="demo_mails"),
    path("demo/mail/<slug:name>/", demo_mail.demo_mail, name="demo_mail"),
]

# Below /nl/ and /en/: links between our own pages stay in the language that is being read.
language_urlpatterns = [
    path("id/<str:string>", reference.reference, name="reference"),
]

# What only a developer and a test see.
workshop_urlpatterns = [
    path("components/", components.gallery, name="components"),
    path("components/page/", components.sample_page, name="components_page"),
]
