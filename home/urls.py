from django.urls import path
from django.utils.translation import gettext_lazy as _

from home.views import (
    calendar,
    citation,
    citation_data,
    deadlines,
    demo_council,
    my_page,
    party,
    programme,
    published_version,
    search,
)

# For citing and for machines: the same for everybody.
lasting_urlpatterns = [
    # The version of base, with who cites it.
    path("id/<str:string>/v/<label:label>", published_version.version, name="lasting_number"),
    path("id/<str:string>/v/<label:label>/<language:language>", published_version.version, name="lasting_version"),
    path("api/citations.json", citation_data.citations_json, name="citations_json"),
    path("api/citations.csv", citation_data.citations_csv, name="citations_csv"),
    # They answer in a demonstration only.
    path("demo/raad/", demo_council.demo_council, name="demo_council"),
    path("demo/raad/<path:name>", demo_council.demo_council_record, name="demo_council_record"),
]

# Below /nl/ and /en/.
urlpatterns = [
    path(_("deadlines/<str:token>.ics"), deadlines.calendar, name="deadlines"),
    path(_("id/<str:string>/dates.ics"), calendar.dates, name="item_dates"),
    path("id/<str:string>/v/<label:label>", published_version.version, name="version"),
    path(_("id/<str:string>/versions"), published_version.versions, name="versions"),
    path(_("id/<str:string>/citations"), citation.citations, name="citations"),
    path(_("id/<str:string>/positions"), citation.positions, name="positions"),
    path(
        _("id/<str:string>/v/<label:label>/<language:language>/register"),
        citation.register,
        name="register_citation",
    ),
    path(_("agenda-check/"), programme.programme, name="programme"),
    path(_("search/"), search.search, name="search"),
    path(_("parties/"), party.parties, name="parties"),
    path(_("parties/<slug:slug>/"), party.party, name="party"),
    path(_("citations/<uuid:key>/"), citation.citation, name="citation"),
    path(_("citations/<uuid:key>/change/"), citation.change, name="change_citation"),
    path(_("citations/<uuid:key>/withdraw/"), citation.withdraw, name="withdraw_citation"),
    # The page of proposals, with what the person's parties cite.
    path(_("my/"), my_page.my_page, name="my_page"),
]
