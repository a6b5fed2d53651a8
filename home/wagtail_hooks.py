from typing import Any

from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from home.admin_views.party import CitationDeskView, PartiesView, PartyDeskView
from home.rules import KEEP
from participation.wagtail_hooks import RightfulMenuItem


@hooks.register("register_admin_urls")
def register_urls() -> list[Any]:
    return [
        path("parties/", PartiesView.as_view(), name="parties_desk"),
        path("parties/<slug:slug>/", PartyDeskView.as_view(), name="party_desk"),
        path("parties/citations/<uuid:key>/", CitationDeskView.as_view(), name="citation_desk"),
    ]


@hooks.register("register_admin_menu_item")
def parties_item() -> MenuItem:
    return RightfulMenuItem(
        _("Parties and citations"), reverse("parties_desk"), icon_name="group", order=180, permission=KEEP
    )
