from typing import Any

from django.http import HttpRequest
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from base.menu import RightfulMenuItem
from home.admin_views.agenda import StillMissingView
from home.admin_views.annotation import AnnotationsView
from home.admin_views.citation import ChangedCitationsView
from home.admin_views.item_life import WaysView, WayView
from home.admin_views.party import CitationDeskView, PartiesView, PartyDeskView
from home.admin_views.waiting import WaitingPanel
from home.item_life import MAY_SEE_WAYS
from home.rules import KEEP, SEE_REPORT


@hooks.register("register_admin_urls")
def register_urls() -> list[Any]:
    return [
        path("ways/", WaysView.as_view(), name="ways_desk"),
        path("ways/<str:reference>/", WayView.as_view(), name="way_desk"),
        path("parties/", PartiesView.as_view(), name="parties_desk"),
        path("parties/<slug:slug>/", PartyDeskView.as_view(), name="party_desk"),
        path("parties/citations/<uuid:key>/", CitationDeskView.as_view(), name="citation_desk"),
        path("reports/citations/", ChangedCitationsView.as_view(), name="changed_citations_report"),
        path(
            "reports/citations/results/",
            ChangedCitationsView.as_view(results_only=True),
            name="changed_citations_report_results",
        ),
        path("reports/reactions/", AnnotationsView.as_view(), name="annotations_report"),
        path(
            "reports/reactions/results/",
            AnnotationsView.as_view(results_only=True),
            name="annotations_report_results",
        ),
        path("reports/still-missing/", StillMissingView.as_view(), name="still_missing_report"),
        path(
            "reports/still-missing/results/",
            StillMissingView.as_view(results_only=True),
            name="still_missing_report_results",
        ),
    ]


@hooks.register("construct_homepage_panels")
def begin_with_what_waits(request: HttpRequest, panels: list[Any]) -> None:
    panels.insert(0, WaitingPanel())


@hooks.register("register_admin_menu_item")
def ways_item() -> MenuItem:
    return RightfulMenuItem(
        _("The way of the items"),
        reverse("ways_desk"),
        icon_name="tasks",
        order=166,
        permission=MAY_SEE_WAYS,
    )


@hooks.register("register_admin_menu_item")
def parties_item() -> MenuItem:
    return RightfulMenuItem(
        _("Parties and citations"), reverse("parties_desk"), icon_name="group", order=180, permission=KEEP
    )


@hooks.register("register_reports_menu_item")
def changed_citations_item() -> MenuItem:
    return RightfulMenuItem(
        _("Cited and since changed"),
        reverse("changed_citations_report"),
        icon_name="openquote",
        order=100,
        permission=SEE_REPORT,
    )


@hooks.register("register_reports_menu_item")
def still_missing_item() -> MenuItem:
    return RightfulMenuItem(
        _("What is still missing"),
        reverse("still_missing_report"),
        icon_name="list-ul",
        order=110,
        permission=SEE_REPORT,
    )


@hooks.register("register_reports_menu_item")
def annotations_item() -> MenuItem:
    return RightfulMenuItem(
        _("Reactions to texts"),
        reverse("annotations_report"),
        icon_name="comment",
        order=120,
        permission=SEE_REPORT,
    )
