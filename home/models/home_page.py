from typing import Any, ClassVar

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField

from base.models import BasePage, PublicPage


class HomePage(PublicPage):
    """The front door: what is open now, what was decided lately, the door that is always open."""

    intro = models.TextField(_("in one or two plain sentences"), blank=True)

    template = "home/home_page.html"
    content_panels = [*PublicPage.content_panels, FieldPanel("intro")]
    parent_page_types: ClassVar[list[str]] = ["wagtailcore.Page"]
    subpage_types: ClassVar[list[str]] = ["home.AgendaPage", "home.ContentPage", "proposals.ConsultationRoundPage"]

    class Meta:
        verbose_name = _("home page")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from home.views.home_page import home_context

        return super().get_context(request, *args, **kwargs) | home_context(request)


class ContentPage(BasePage):
    """A page of plain text: privacy, house rules, accessibility, how it works."""

    intro = models.TextField(_("in one or two plain sentences"), blank=True)
    body = RichTextField(_("text"), features=["h2", "h3", "bold", "italic", "ol", "ul", "link"])

    template = "home/content_page.html"
    content_panels = [*BasePage.content_panels, FieldPanel("intro"), FieldPanel("body")]
    subpage_types: ClassVar[list[str]] = ["home.ContentPage", "proposals.ConsultationRoundPage"]

    class Meta:
        verbose_name = _("text page")
