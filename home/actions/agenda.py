from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Locale, Page, Site

from base import clock
from base.actions.audit_entry import record
from base.queries.page import free_slug
from base.refusal import Refusal
from home.models import AgendaItemPage, AgendaPage, HomePage


@dataclass(frozen=True)
class AgendaItemText:
    """In the language of the agenda; `problem` is HTML of a rich-text field."""

    title: str
    summary: str
    problem: str
    responsible: str


@transaction.atomic
def put_on_agenda(*, agenda: AgendaPage, text: AgendaItemText, by: Any, at: datetime) -> AgendaItemPage:
    """Adds an item to the agenda and publishes it at a moment, which gives it its number and its first version."""
    page = AgendaItemPage(
        title=text.title,
        slug=free_slug(agenda, text.title, otherwise="onderwerp"),
        summary=text.summary,
        problem=text.problem,
        responsible=text.responsible,
        locale=agenda.locale,
        live=False,
    )
    agenda.add_child(instance=page)
    # Receivers read the clock, as they do after an editor's publication.
    with clock.set_to(at):
        page.save_revision().publish()
    if page.version is None:
        raise Refusal(_("The item was not published; the log says why."))
    record(act="put_on_agenda", about=page.reference, by=by, at=at)
    return page


@transaction.atomic
def lay_agenda(*, by: Any, at: datetime) -> AgendaPage:
    """The agenda in the city's first language; on a database that is still empty also the pages it stands on."""
    locale = Locale.objects.get(language_code=settings.LANGUAGE_CODE)
    agenda = AgendaPage.objects.filter(locale=locale, live=True).order_by("pk").first()
    if agenda is not None:
        return agenda
    home = HomePage.objects.filter(locale=locale).order_by("pk").first() or _lay_home(locale)
    year = timezone.localtime(at).year
    agenda = AgendaPage(
        title=_("Local educational agenda"), slug="agenda", locale=locale, period_from=year, period_to=year + 4
    )
    home.add_child(instance=agenda)
    agenda.save_revision().publish()
    record(act="agenda_laid", about=f"page {agenda.pk}", by=by, at=at)
    return agenda


def _lay_home(locale: Locale) -> HomePage:
    """Puts a home page where Wagtail's welcome page stands in a new database."""
    site = Site.objects.filter(is_default_site=True).select_related("root_page").first()
    welcome = site.root_page if site is not None else None
    if site is None or welcome is None or welcome.depth != 2 or welcome.specific_class is not Page or welcome.numchild:
        raise Refusal(_("This site has no home page of ours. Build it first; then there is an agenda to put this on."))
    home = HomePage(title=settings.CITY_NAME, slug=f"{welcome.slug}-new", locale=locale)
    welcome.get_parent().add_child(instance=home)
    site.root_page = home
    site.save()
    slug = welcome.slug
    welcome.delete()
    home.slug = slug
    home.save_revision().publish()
    # Publishing works on a copy; the addresses of pages below are made from this one.
    home.refresh_from_db()
    return home
