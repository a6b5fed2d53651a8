from operator import attrgetter
from typing import Any

from django.db.models import OuterRef, Subquery
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from wagtail.models import Locale, Page

from base.languages import view_links
from base.queries.page import without_privacy
from home.models import ContentPage


def agenda_url() -> str:
    """Of the city's agenda in the language that is being read."""
    return f"/{get_language()}/agenda/"


def navigation(request: HttpRequest) -> dict[str, Any]:
    """The header and the footer of every page of the public; queries run only where a template shows them."""
    language = get_language()
    home = f"/{language}/"
    path = request.path
    items = [
        {"label": _("Agenda"), "url": agenda_url()},
        {"label": _("Take part"), "url": reverse("rounds")},
        {"label": _("What became of it?"), "url": reverse("outcomes")},
        {"label": _("Search"), "url": reverse("search")},
    ]
    for item in items:
        item["current"] = path.startswith(item["url"])  # type: ignore[assignment]
    return {
        "home_url": home,
        "navigation": items,
        "language_links": SimpleLazyObject(lambda: view_links(request)),
        "account_link": SimpleLazyObject(lambda: _account_link(request)),
        "footer_links": SimpleLazyObject(lambda: _footer_links(request, str(language))),
    }


def _account_link(request: HttpRequest) -> dict[str, Any]:
    """`next` is where signing in leads back to: the page one is on, unless that is about signing in itself."""
    name, label = ("my_page", _("My page")) if request.user.is_authenticated else ("sign_in", _("Sign in"))
    url = reverse(name)
    here = request.resolver_match.view_name if request.resolver_match else "sign_in"
    leads_back = name == "sign_in" and not here.startswith(("sign", "account"))
    next_path = request.get_full_path() if leads_back else request.GET.get("next", "")
    return {"label": label, "url": url, "current": request.path == url, "next": "" if name == "my_page" else next_path}


def _footer_links(request: HttpRequest, language: str) -> list[dict[str, Any]]:
    # Content pages are few, whatever else a site has: asked for by their keys, so that no database reads all pages for them.
    code = Locale.objects.filter(pk=OuterRef("locale")).values("language_code")
    content = Page.objects.live().in_menu().filter(pk__in=ContentPage.objects.order_by().values("pk"))
    shown = without_privacy(content.annotate(code=Subquery(code)))
    pages = [page for page in sorted(shown, key=attrgetter("path")) if page.code == language]
    links = [{"label": page.title, "url": page.get_url(request)} for page in pages]
    who_cites = {"label": _("Who cites the agenda"), "url": reverse("parties")}
    moderated = {"label": _("Record of moderation"), "url": reverse("moderation_record")}
    return [who_cites, *links, moderated, {"label": _("Check my programme"), "url": reverse("programme")}]
