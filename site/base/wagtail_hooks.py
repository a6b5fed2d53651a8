"""What Wagtail's admin offers for any page, and a page that bears a record must not undergo: refused in words."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.templatetags.static import static
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin import messages as admin_messages
from wagtail.admin.menu import MenuItem
from wagtail.models import Page

from base.actions.removal import ASK_REDACTION
from base.admin_views.publication import APPROVE, tell_of_refused_approval, tell_of_refused_publication
from base.admin_views.record_redaction import RecordsView, RecordView
from base.admin_views.removal import ConfirmView, VersionsView, VersionView
from base.admin_views.translation import TranslationCheckView
from base.forms.page import is_overtaken, seen_revision
from base.instants import moment
from base.menu import RightfulMenuItem
from base.models import CitablePage
from base.queries.record import bears_record
from base.queries.translation import lag_of


@hooks.register("insert_global_admin_css")
def desk_styles() -> SafeString:
    return format_html('<link rel="stylesheet" href="{}">', static("desk/desk.css"))


@hooks.register("register_admin_urls")
def desk_urls() -> list[Any]:
    return [
        path("versions/", VersionsView.as_view(), name="versions_desk"),
        path("versions/<int:pk>/", VersionView.as_view(), name="version_desk"),
        path("versions/words/", RecordsView.as_view(), name="records_desk"),
        path("versions/words/<str:kind>/<int:key>/", RecordView.as_view(), name="record_desk"),
        path("versions/<str:kind>/<int:pk>/", ConfirmView.as_view(), name="confirm_removal"),
        path("translations/<int:pk>/", TranslationCheckView.as_view(), name="check_translation"),
    ]


@hooks.register("register_admin_menu_item")
def versions_item() -> MenuItem:
    return RightfulMenuItem(
        gettext_lazy("Published versions"),
        reverse("versions_desk"),
        icon_name="history",
        order=180,
        permission=ASK_REDACTION,
    )


PAGE_BULK_ACTIONS = {"delete", "move", "unpublish"}


def _refuse(request: HttpRequest, page: Page, sentence: str) -> HttpResponse:
    messages.error(request, sentence)
    return redirect("wagtailadmin_explore", page.get_parent().pk if not page.is_root() else page.pk)


@hooks.register("before_delete_page")
def refuse_delete(request: HttpRequest, page: Page) -> HttpResponse | None:
    if not bears_record(page):
        return None
    return _refuse(
        request,
        page,
        _(
            "This page is cited under a number, here or below it, and cannot be deleted. Publish a new version that says it no longer applies."
        ),
    )


@hooks.register("before_unpublish_page")
def refuse_unpublish(request: HttpRequest, page: Page) -> HttpResponse | None:
    if not bears_record(page):
        return None
    return _refuse(
        request,
        page,
        _(
            "This page is cited under a number, here or below it, and stays public. Publish a new version instead; residents' words are hidden in Moderation."
        ),
    )


@hooks.register("before_move_page")
def refuse_move(request: HttpRequest, page: Page, destination: Page) -> HttpResponse | None:
    if not bears_record(page):
        return None
    return _refuse(request, page, _("This page is cited under a number, here or below it, and stays where it is."))


@hooks.register("before_copy_page")
def refuse_copy_with_records(request: HttpRequest, page: Page) -> HttpResponse | None:
    """A page may be copied as a beginning for a new one; what residents wrote below it and aliases may not."""
    wants_more = request.POST.get("copy_subpages") or request.POST.get("alias")
    if not (wants_more and bears_record(page)):
        return None
    return _refuse(
        request,
        page,
        _("Copy this page alone, without the pages below it and not as an alias: those bear records of their own."),
    )


@hooks.register("before_bulk_action")
def refuse_in_bulk(request: HttpRequest, action_type: str, objects: Any, action: Any) -> HttpResponse | None:
    if action_type not in PAGE_BULK_ACTIONS:
        return None
    pages = [page for page in objects if isinstance(page, Page)]
    cited = next((page for page in pages if bears_record(page)), None)
    if cited is None:
        return None
    return _refuse(
        request,
        cited,
        _("“%(title)s” is cited under a number, here or below it: it is neither deleted, moved nor unpublished.")
        % {"title": cited.title},
    )


# Before wagtail-localize, which answers with its own form.
@hooks.register("before_edit_page", order=-1)
def tell_of_newer_source(request: HttpRequest, page: Page) -> None:
    lag = lag_of(page) if request.method == "GET" and isinstance(page, CitablePage) else None
    if lag is None:
        return
    told = _("Version %(new)s of the source is newer than this translation, which is of version %(old)s.")
    leads = admin_messages.button(
        reverse("check_translation", args=[page.pk]), _("See what changed, and say whether the translation still fits")
    )
    may_publish = page.permissions_for_user(request.user).can_publish()
    numbers = {"new": lag.source.number, "old": lag.translated.number}
    admin_messages.warning(request, told % numbers, buttons=[leads] if may_publish else [])


@hooks.register("before_edit_page")
def tell_of_save_meanwhile(request: HttpRequest, page: Page) -> None:
    """The form refuses what would undo it; here its editor reads who saved, and finds what they changed."""
    # What a script saves while somebody types is answered by Wagtail itself.
    if request.method != "POST" or not request.accepts("text/html") or not is_overtaken(page, request.POST):
        return
    latest, seen = page.latest_revision, seen_revision(request.POST)
    if seen == str(latest.pk) or not page.revisions.filter(pk=seen if seen.isdecimal() else None).exists():
        # Wagtail's word for the text that is public: of what was overwritten nothing is left to compare with.
        seen = "live"
    told = _("Saved meanwhile: %(when)s, by %(who)s.")
    leads = admin_messages.button(
        reverse("wagtailadmin_pages:revisions_compare", args=[page.pk, seen, latest.pk]),
        _("See what changed meanwhile"),
        new_window=True,
    )
    who = str(latest.user or _("the site itself"))
    admin_messages.warning(request, told % {"when": moment(latest.created_at), "who": who}, buttons=[leads])


hooks.register("after_publish_page", tell_of_refused_publication)


@hooks.register("after_edit_page")
def tell_of_approval_in_form(request: HttpRequest, page: Page) -> None:
    if request.POST.get("workflow-action-name") == APPROVE:
        tell_of_refused_approval(request, page)


@hooks.register("after_bulk_action")
def tell_of_refused_publications(request: HttpRequest, action_type: str, objects: Any, action: Any) -> None:
    if action_type == "publish":
        for page in objects:
            if isinstance(page, Page):
                tell_of_refused_publication(request, page.specific)
