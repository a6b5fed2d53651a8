from django.urls import path, register_converter
from django.utils.translation import gettext_lazy as _

from base.addresses import FormSuffix, LanguageCode, VersionLabel
from base.views import (
    area,
    card,
    citation,
    components,
    demo_mail,
    difference,
    feed,
    memento,
    published_version,
    reference,
    verify,
)

register_converter(VersionLabel, "label")
register_converter(FormSuffix, "form")
register_converter(LanguageCode, "language")

# Behind all that is there.
mistyped_urlpatterns = [path("id/<path:rest>", reference.mistyped, name="mistyped")]

urlpatterns = [
    # For citing: the same for everybody, and for ever.
    path("id/<str:string>", reference.reference, name="lasting_address"),
    path("id/<str:string>/v/<label:label>", published_version.version, name="lasting_number"),
    path("id/<str:string>/v/<label:label>.<form:suffix>", published_version.version, name="lasting_number_form"),
    path("id/<str:string>/v/<label:label>/<language:language>", published_version.version, name="lasting_version"),
    path(
        "id/<str:string>/v/<label:label>/<language:language>.<form:suffix>",
        published_version.version,
        name="lasting_form",
    ),
    path("id/<str:string>/v/<label:label>/<language:language>.svg", citation.qr, name="qr"),
    path("id/<str:string>/v/<label:label>/<language:language>/card", card.card, name="card"),
    path("timegate/<str:string>", memento.timegate, name="timegate"),
    path("timemap/<str:string>.json", memento.timemap, {"suffix": "json"}, name="timemap_json"),
    path("timemap/<str:string>", memento.timemap, name="timemap"),
    *mistyped_urlpatterns,
    path("timemap/<path:rest>", reference.mistyped, name="mistyped"),
    path("neighbourhoods.geojson", area.outlines, name="area_outlines"),
    # They answer in a demonstration only.
    path("demo/mail/", demo_mail.demo_mails, name="demo_mails"),
    path("demo/mail/<slug:name>/", demo_mail.demo_mail, name="demo_mail"),
]

# Below /nl/ and /en/: links between our own pages stay in the language that is being read.
language_urlpatterns = [
    path(_("verify/"), verify.verify, name="verify"),
    path("id/<str:string>", reference.reference, name="reference"),
    path("id/<str:string>/v/<label:label>", published_version.version, name="version"),
    path(_("id/<str:string>/v/<label:label>/<language:language>/cite"), citation.cite, name="cite"),
    path("id/<str:string>/feed.atom", feed.feed, name="feed"),
    path(_("id/<str:string>/versions"), published_version.versions, name="versions"),
    path(_("id/<str:string>/difference/<label:old>..<label:new>"), difference.difference, name="difference"),
    path(
        _("id/<str:string>/difference/<label:old>..<label:new>.json"),
        difference.difference_json,
        name="difference_json",
    ),
]

# What only a developer and a test see.
workshop_urlpatterns = [
    path("components/", components.gallery, name="components"),
    path("components/page/", components.sample_page, name="components_page"),
]
